import Testing

@testable import Relay

/// Close frames: RFC 6455 §5.5.1 and §7.4, with the cases of Autobahn's group 7.
@Suite struct FrameDecoderCloseTests {
    static let payloads: [FrameVector] = [
        FrameVector("7.3.1 empty", "88 80 00000000", [.close(code: nil, reason: "")]),
        FrameVector("7.3.2 one byte", "88 81 00000000 03", [], error: .truncatedCloseCode, at: 7),
        FrameVector("7.3.3 code", "88 82 00000000 03e8", [.close(code: 1000, reason: "")]),
        FrameVector(
            "7.3.4 code and reason", "88 87 00000000 03e8 48656c6c6f",
            [.close(code: 1000, reason: "Hello")]),
        FrameVector(
            "7.3.5 longest reason",
            clientFrame(8, [0x03, 0xE8] + [UInt8](repeating: 0x2A, count: 123)),
            [.close(code: 1000, reason: String(repeating: "*", count: 123))]),
        FrameVector("7.3.6 reason too long", "88 fe 007e", [], error: .controlFrameTooLong, at: 2),
        FrameVector(
            "7.5.1 bad reason", "88 85 00000000 03e8 eda080", [], error: .invalidUTF8, at: 11),
        FrameVector(
            "reason cut in a character", "88 83 00000000 03e8 c3", [], error: .invalidUTF8, at: 9),
        FrameVector(
            "masked", "88 82 ffffffff fc17", [.close(code: 1000, reason: "")]),
        FrameVector(
            "inside a fragmented message", "01 81 00000000 61 88 82 00000000 03e9",
            [.close(code: 1001, reason: "")]),
    ]

    @Test(arguments: payloads) func payload(_ vector: FrameVector) { vector.check() }

    /// Autobahn 7.7, and the codes registered since: 1012, 1013 and 1014.
    @Test(
        arguments: [
            1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3008,
            3999,
            4000, 4999,
        ] as [UInt16])
    func validCode(_ code: UInt16) {
        let input = clientFrame(8, [UInt8(code / 256), UInt8(code % 256)])
        FrameVector("\(code)", input, [.close(code: code, reason: "")]).check()
    }

    /// Autobahn 7.9 and 7.13.
    @Test(
        arguments: [
            0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32_768, 65_535,
        ] as [UInt16])
    func invalidCode(_ code: UInt16) {
        let input = clientFrame(8, [UInt8(code / 256), UInt8(code % 256)])
        FrameVector("\(code)", input, [], error: .invalidCloseCode(code), at: 8).check()
    }
}
