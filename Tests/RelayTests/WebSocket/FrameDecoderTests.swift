import Testing

@testable import Relay

/// Framing, pings, reserved bits, opcodes and fragmentation: RFC 6455 §5, with the cases and
/// numbers of the Autobahn test suite's groups 1 to 5. Masks are mostly 0, for readability.
@Suite struct FrameDecoderTests {
    static let rfcExamples: [FrameVector] = [
        FrameVector("§5.7 masked text", "81 85 37fa213d 7f9f4d5158", [.text(utf8("Hello"))]),
        FrameVector("§5.7 masked pong", "8a 85 37fa213d 7f9f4d5158", [.pong(utf8("Hello"))]),
        FrameVector(
            "§5.7 fragments", "01 83 00000000 48656c 80 82 00000000 6c6f", [.text(utf8("Hello"))]),
        FrameVector(
            "§5.7 unmasked text is refused from a client", "81 05 48656c6c6f", [],
            error: .unmaskedFrame, at: 2),
    ]

    static let framing: [FrameVector] = [
        FrameVector("1.1.1 empty text", "81 80 00000000", [.text([])]),
        FrameVector("1.2.1 empty binary", "82 80 01020304", [.binary([])]),
        FrameVector(
            "each byte has its mask", "82 86 01020304 000000000000",
            [.binary([1, 2, 3, 4, 1, 2])]),
        FrameVector(
            "two frames", "81 81 00000000 61 82 81 00000000 ff", [.text([0x61]), .binary([0xFF])]),
        FrameVector("the start of a frame is no event", "81 85 37fa213d 7f9f4d51", []),
    ]

    static let lengths: [FrameVector] = [
        FrameVector(
            "16 bits for 125", "82 fe 007d", [], error: .invalidLength, at: 4),
        FrameVector("16 bits for 0", "82 fe 0000", [], error: .invalidLength, at: 4),
        FrameVector(
            "64 bits for 65535", "82 ff 000000000000ffff", [], error: .invalidLength, at: 10),
        FrameVector("64 bits for 0", "82 ff 0000000000000000", [], error: .invalidLength, at: 10),
        FrameVector(
            "64 bits, top bit", "82 ff 8000000000000000", [], error: .invalidLength, at: 10),
        FrameVector("64 bits, all", "82 ff ffffffffffffffff", [], error: .invalidLength, at: 10),
        FrameVector(
            "64 bits, the largest", "82 ff 7fffffffffffffff", [], error: .messageTooBig, at: 10),
        FrameVector("16 bits, the largest", "82 fe ffff", [], error: .messageTooBig, at: 4),
        FrameVector("1025 of 1024", "82 fe 0401", [], error: .messageTooBig, at: 4),
        FrameVector(
            "1024 of 1024", clientFrame(2, [UInt8](repeating: 7, count: 1024)),
            [.binary([UInt8](repeating: 7, count: 1024))]),
        FrameVector(
            "1025 of 1024 over fragments",
            clientFrame(2, [UInt8](repeating: 7, count: 1000), isFinal: false)
                + hex("89 81 00000000 61 80 99 00000000"),
            [.ping([0x61])], error: .messageTooBig, at: 1008 + 7 + 2),
        FrameVector(
            "a huge length behind a fragment", "02 81 00000000 07 80 ff 7fffffffffffffff", [],
            error: .messageTooBig, at: 17),
    ]

    static let pings: [FrameVector] = [
        FrameVector("2.1 ping", "89 80 00000000", [.ping([])]),
        FrameVector("2.3 ping, binary", "89 84 00000000 00fffedc", [.ping(hex("00fffedc"))]),
        FrameVector(
            "2.4 ping of 125", clientFrame(9, [UInt8](repeating: 0xFE, count: 125)),
            [.ping([UInt8](repeating: 0xFE, count: 125))]),
        FrameVector("2.5 ping of 126", "89 fe 007e", [], error: .controlFrameTooLong, at: 2),
        FrameVector("ping with 64 bits", "89 ff", [], error: .controlFrameTooLong, at: 2),
        FrameVector("2.7 pong unasked", "8a 80 00000000", [.pong([])]),
        FrameVector(
            "2.9 pong, then ping", "8a 81 00000000 61 89 81 00000000 62",
            [.pong([0x61]), .ping([0x62])]),
    ]

    static let reservedBits: [FrameVector] = (1...7).flatMap { bits in
        [0x1, 0x2, 0x8, 0x9].map { opcode in
            FrameVector(
                "3.\(bits) opcode \(opcode)",
                hex("81 81 00000000 61") + [UInt8(0x80 | bits << 4 | opcode), 0x80],
                [.text([0x61])],
                error: .reservedBitSet, at: 8)
        }
    }

    static let opcodes: [FrameVector] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map { opcode in
        FrameVector(
            "4 opcode \(opcode)", hex("89 80 00000000") + [0x80 | opcode, 0x80], [.ping([])],
            error: .unknownOpcode(opcode), at: 7)
    }

    static let fragmentation: [FrameVector] = [
        FrameVector("5.1 ping", "09 81 00000000 61", [], error: .fragmentedControlFrame, at: 1),
        FrameVector("5.2 pong", "0a 81 00000000 61", [], error: .fragmentedControlFrame, at: 1),
        FrameVector("close", "08 80 00000000", [], error: .fragmentedControlFrame, at: 1),
        FrameVector(
            "5.3 two", "01 81 00000000 61 80 81 00000000 62", [.text(utf8("ab"))]),
        FrameVector(
            "5.6 ping between", "01 81 00000000 61 89 81 00000000 70 80 81 00000000 62",
            [.ping([0x70]), .text(utf8("ab"))]),
        FrameVector(
            "5.9 nothing to continue", "80 81 00000000 61", [],
            error: .unexpectedContinuation, at: 1),
        FrameVector(
            "5.12 nothing to continue, not final", "00 81 00000000 61", [],
            error: .unexpectedContinuation, at: 1),
        FrameVector(
            "5.15 one continuation too many",
            "01 81 00000000 61 80 81 00000000 62 00 81 00000000 63", [.text(utf8("ab"))],
            error: .unexpectedContinuation, at: 15),
        FrameVector(
            "5.18 text inside a text", "01 81 00000000 61 81 81 00000000 62", [],
            error: .expectedContinuation, at: 8),
        FrameVector(
            "binary inside a text", "01 81 00000000 61 02 81 00000000 62", [],
            error: .expectedContinuation, at: 8),
        FrameVector(
            "5.19 five, pings between",
            """
            01 81 00000000 31 00 81 00000000 32 89 80 00000000 00 81 00000000 33 \
            00 81 00000000 34 89 80 00000000 80 81 00000000 35 88 80 00000000
            """,
            [.ping([]), .ping([]), .text(utf8("12345")), .close(code: nil, reason: "")]),
        FrameVector(
            "empty fragments", "02 80 00000000 00 80 00000000 80 80 00000000 81 80 00000000",
            [.binary([]), .text([])]),
        FrameVector(
            "each fragment has its own mask", "02 82 01020304 0000 80 82 05060708 0000",
            [.binary([1, 2, 5, 6])]),
    ]

    @Test(arguments: rfcExamples) func ofTheRFC(_ vector: FrameVector) { vector.check() }
    @Test(arguments: framing) func group1(_ vector: FrameVector) { vector.check() }
    @Test(arguments: lengths) func lengthField(_ vector: FrameVector) { vector.check() }
    @Test(arguments: pings) func group2(_ vector: FrameVector) { vector.check() }
    @Test(arguments: reservedBits) func group3(_ vector: FrameVector) { vector.check() }
    @Test(arguments: opcodes) func group4(_ vector: FrameVector) { vector.check() }
    @Test(arguments: fragmentation) func group5(_ vector: FrameVector) { vector.check() }

    /// Autobahn 1.1 and 1.2: the sizes around the three forms of the length.
    @Test(arguments: [0, 124, 125, 126, 127, 128, 255, 256, 65_535, 65_536, 70_000])
    func size(_ count: Int) {
        let payload = (0..<count).map { UInt8($0 % 251) }
        let input = clientFrame(2, payload, mask: [0xA5, 0x5A, 0x0F, 0xF0])
        FrameVector("\(count) bytes", input, [.binary(payload)])
            .check(maximumMessageSize: 70_000)
    }

    @Test func unmaskedIsRefusedInEveryOpcode() {
        for opcode: UInt8 in [1, 2, 8, 9, 10] {
            FrameVector(
                "opcode \(opcode)", [0x80 | opcode, 0x00], [], error: .unmaskedFrame, at: 2
            )
            .check()
        }
    }

    @Test func messageOfNoBytesFitsALimitOfNone() {
        FrameVector("empty", "81 80 00000000", [.text([])]).check(maximumMessageSize: 0)
        FrameVector("one", "81 81", [], error: .messageTooBig, at: 2).check(maximumMessageSize: 0)
    }

    @Test func failureStays() {
        var decoder = FrameDecoder(maximumMessageSize: 10)
        let wrong = hex("c1 80 00000000")
        let right = hex("81 80 00000000")
        var offset = 0
        #expect(throws: WebSocketError.reservedBitSet) { try decoder.next(wrong.span, &offset) }
        var second = 0
        #expect(throws: WebSocketError.reservedBitSet) { try decoder.next(right.span, &second) }
        #expect(second == 0)
    }

    @Test func everyErrorHasACodeAndAReasonThatFitsAFrame() {
        let codes: [(WebSocketError, UInt16)] = [
            (.reservedBitSet, 1002), (.unknownOpcode(15), 1002), (.unmaskedFrame, 1002),
            (.fragmentedControlFrame, 1002), (.controlFrameTooLong, 1002),
            (.unexpectedContinuation, 1002), (.expectedContinuation, 1002),
            (.invalidLength, 1002), (.messageTooBig, 1009), (.invalidUTF8, 1007),
            (.truncatedCloseCode, 1002), (.invalidCloseCode(65_535), 1002),
        ]
        for (error, code) in codes {
            #expect(error.closeCode == code)
            #expect(1...123 ~= error.reason.utf8.count, "\(error)")
        }
    }
}
