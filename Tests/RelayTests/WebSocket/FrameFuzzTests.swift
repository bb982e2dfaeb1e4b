import Fixtures
import ICYReader
import Testing

@testable import Relay

/// Hostile input from seeded generators: nothing traps, and cuts change nothing.
@Suite struct FrameFuzzTests {
    /// Frames with arbitrary heads and little payload, so that most get past the first checks.
    private func hostileFrames(_ random: inout SeededGenerator) -> [UInt8] {
        var input: [UInt8] = []
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let opcodes: [UInt8] = [0x81, 0x01, 0x00, 0x80, 0x82, 0x02, 0x88, 0x89, 0x8A]
            input.append(opcodes.randomElement(using: &random) ?? 0)
            let length = UInt8.random(in: 0...20, using: &random)
            switch Int.random(in: 0...20, using: &random) {
            case 0: input += [0xFE] + random.bytes(2)
            case 1: input += [0xFF] + random.bytes(8)
            case 2: input += [0xFF, 0, 0, 0, 0, 0] + random.bytes(3)
            case 3: input += random.bytes(1)
            default: input.append(0x80 | length)
            }
            input += [0, 0, 0, 0]
            input += random.bytes(Int(length)).map { $0 & 0x7F }
        }
        if Int.random(in: 0...3, using: &random) == 0 {
            input[Int.random(in: 0..<input.count, using: &random)] ^= 0x80
        }
        return input
    }

    @Test(arguments: 0..<8) func decoder(_ block: UInt64) {
        for round in 0..<500 as Range<UInt64> {
            let seed = block << 32 | round
            var random = SeededGenerator(seed: seed)
            let input =
                round.isMultiple(of: 4)
                ? random.bytes(Int.random(in: 0...200, using: &random)) : hostileFrames(&random)
            let whole = DecodeOutcome.of([input], maximumMessageSize: 64)
            #expect(whole.consumed <= input.count)
            for event in whole.events {
                switch event {
                case .text(let payload), .binary(let payload): #expect(payload.count <= 64)
                case .ping(let payload), .pong(let payload): #expect(payload.count <= 125)
                case .close(_, let reason): #expect(reason.utf8.count <= 123)
                }
            }
            if whole.error == nil { #expect(whole.consumed == input.count) }
            let places = (0..<3).map { _ in Int.random(in: 0...input.count, using: &random) }
            let cut = DecodeOutcome.of(
                EveryCut.pieces(of: input, at: places.sorted()), maximumMessageSize: 64)
            #expect(cut == whole, "seed \(seed)")
            let drip = DecodeOutcome.of(input.map { [$0] }, maximumMessageSize: 64)
            #expect(drip == whole, "seed \(seed)")
        }
    }

    /// A session answers anything with whole, legal frames, ends once, and is silent after that.
    @Test(arguments: 0..<8) func session(_ block: UInt64) {
        let start = Instant.now
        for round in 0..<500 as Range<UInt64> {
            let seed = 0x5E55 << 48 | block << 32 | round
            var random = SeededGenerator(seed: seed)
            var now = start
            var session = WebSocketSession(now: now, maximumMessageSize: 64)
            var sent: [UInt8] = []
            var ends = 0
            for _ in 0..<6 {
                now += .seconds(Int.random(in: 0...30, using: &random))
                switch Int.random(in: 0...9, using: &random) {
                case 0: session.close(code: 1001, reason: "over", now: now)
                case 1...3: session.tick(now: now)
                default:
                    let input = hostileFrames(&random)
                    session.received(input.span, now: now)
                }
                while let action = session.nextAction() {
                    #expect(ends == 0, "an action after the end, seed \(seed)")
                    if case .send(let bytes) = action { sent += bytes }
                    if action == .end { ends += 1 }
                }
            }
            #expect(ends <= 1, "seed \(seed)")
            let opcodes = serverOpcodes(sent)
            #expect(opcodes != nil, "seed \(seed)")
            #expect(opcodes?.filter { $0 == 0x88 }.count ?? 0 <= 1, "seed \(seed)")
            if let close = opcodes?.firstIndex(of: 0x88) {
                #expect(close == (opcodes?.count ?? 0) - 1, "bytes after Close, seed \(seed)")
                #expect(!session.isOpen)
            }
        }
    }

    /// The first byte of each of several short server frames; nil if they are not such frames.
    private func serverOpcodes(_ bytes: [UInt8]) -> [UInt8]? {
        var opcodes: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard index + 1 < bytes.count, bytes[index + 1] <= 125 else { return nil }
            guard [0x88, 0x89, 0x8A].contains(bytes[index]) else { return nil }
            opcodes.append(bytes[index])
            index += 2 + Int(bytes[index + 1])
        }
        return index == bytes.count ? opcodes : nil
    }
}
