import Fixtures
import Testing

@testable import Relay

/// Frames of the server: RFC 6455 §5.2, §5.5 and the examples of §5.7.
@Suite struct FrameEncoderTests {
    @Test func rfcExamples() {
        #expect(FrameEncoder.text(utf8("Hello")) == hex("81 05 48656c6c6f"))
        #expect(FrameEncoder.ping(utf8("Hello")) == hex("89 05 48656c6c6f"))
        #expect(FrameEncoder.pong(utf8("Hello")) == hex("8a 05 48656c6c6f"))
        let small = [UInt8](repeating: 0x55, count: 256)
        #expect(FrameEncoder.binary(small) == hex("82 7e 0100") + small)
        let large = [UInt8](repeating: 0x55, count: 65_536)
        #expect(FrameEncoder.binary(large) == hex("82 7f 0000000000010000") + large)
    }

    static let lengths: [(count: Int, head: String)] = [
        (0, "81 00"), (1, "81 01"), (125, "81 7d"), (126, "81 7e 007e"), (127, "81 7e 007f"),
        (65_535, "81 7e ffff"), (65_536, "81 7f 0000000000010000"),
        (70_000, "81 7f 0000000000011170"),
    ]

    @Test(arguments: lengths) func length(_ count: Int, _ head: String) {
        let payload = [UInt8](repeating: 0x61, count: count)
        #expect(FrameEncoder.text(payload) == hex(head) + payload)
    }

    @Test func close() {
        #expect(FrameEncoder.emptyClose() == hex("88 00"))
        #expect(FrameEncoder.close(code: 1000) == hex("88 02 03e8"))
        #expect(FrameEncoder.close(code: 3008, reason: "slow") == hex("88 06 0bc0 736c6f77"))
    }

    @Test func closeReasonIsCutAtACharacter() {
        let fits = String(repeating: "a", count: 123)
        #expect(
            FrameEncoder.close(code: 1001, reason: fits + "b") == hex("88 7d 03e9") + utf8(fits))
        let euro = String(repeating: "a", count: 121) + "€"
        let cut = hex("88 7b 03e9") + [UInt8](repeating: 0x61, count: 121)
        #expect(FrameEncoder.close(code: 1001, reason: euro + "c") == cut)
    }

    @Test func controlFrameOf125() {
        let payload = [UInt8](repeating: 1, count: 125)
        #expect(FrameEncoder.pong(payload) == hex("8a 7d") + payload)
    }

    @Test func ownMisuseTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = FrameEncoder.ping([UInt8](repeating: 0, count: 126))
        }
        await #expect(processExitsWith: .failure) { _ = FrameEncoder.close(code: 1006) }
    }

    /// The decoder reads what the encoder writes, masked by the test.
    @Test(arguments: 0..<24) func roundTrip(_ round: UInt64) {
        let seed = 0xE2C0_DE00 + round
        var random = SeededGenerator(seed: seed)
        var input: [UInt8] = []
        var events: [FrameDecoder.Event] = []
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let sizes =
                round.isMultiple(of: 16) ? [65_535, 65_536] : [0, 1, 125, 126, 127, 300, 1000]
            let size = sizes.randomElement(using: &random) ?? 0
            let data = random.bytes(size)
            let text = data.map { $0 & 0x7F }
            let control = Array(data.prefix(125))
            let (frame, event): ([UInt8], FrameDecoder.Event) =
                switch Int.random(in: 0...4, using: &random) {
                case 0: (FrameEncoder.text(text), .text(text))
                case 1: (FrameEncoder.binary(data), .binary(data))
                case 2: (FrameEncoder.ping(control), .ping(control))
                case 3: (FrameEncoder.pong(control), .pong(control))
                default:
                    (
                        FrameEncoder.close(code: 4000, reason: "r\(size)"),
                        .close(code: 4000, reason: "r\(size)")
                    )
                }
            input += masked(frame, with: random.bytes(4))
            events.append(event)
        }
        let expected = DecodeOutcome(events: events, error: nil, consumed: input.count)
        EveryCut.check(input, expecting: expected, "round trip", seed: seed) {
            DecodeOutcome.of($0, maximumMessageSize: 65_536)
        }
    }

    private func masked(_ frame: [UInt8], with key: [UInt8]) -> [UInt8] {
        let lengthSize = frame[1] < 126 ? 0 : frame[1] == 126 ? 2 : 8
        let head = [frame[0], frame[1] | 0x80] + frame[2..<(2 + lengthSize)]
        let payload = frame[(2 + lengthSize)...].enumerated().map {
            $0.element ^ key[$0.offset % 4]
        }
        return head + key + payload
    }
}
