import Fixtures
import Testing

@testable import ICYReader

/// A session that reads a little at a time does the same as one that reads everything at once.
@Suite struct WorkLimitTests {
    /// What was emitted, and what it cost.
    private struct Outcome: Equatable {
        var texts: [String] = []
        var blocks: [MetadataBlock] = []
        var fields: [MetadataFields] = []
        var cost = WorkCost()
        var calls = 0

        static func == (left: Outcome, right: Outcome) -> Bool {
            left.texts == right.texts && left.blocks == right.blocks && left.fields == right.fields
        }
    }

    private static let binary = [1] + Array(repeating: UInt8(3), count: 16)
    private static let audio = Array(repeating: UInt8(3), count: 40)

    private static func detected(_ count: Int) -> [UInt8] {
        let part: [UInt8] = [0xFF, 0xFB, 0x90, 0x64] + run("x", 1020)
        let block = wire(text("StreamTitle='A';"))
        return (0..<count).reduce(into: []) { body, _ in body += part + block }
    }

    private static let inputs: [(String, [UInt8])] = {
        let head = text(goodHead)
        let plain = text("HTTP/1.0 200 OK\r\n\r\n")
        let legacy = wire(text("StreamTitle='") + [0xC3, 0xF0, 0xF3, 0xEF, 0xEF] + text("';"))
        var many: [UInt8] = []
        for index in 0..<12 {
            many += text("k\(index)='") + [0xC3, 0xF0, UInt8(0xE0 + index)] + text("';")
        }
        let detected = Self.detected(5)
        let ogg =
            OggPages.song(1, "ARTIST=A", "TITLE=B") + OggPages.song(2, "TITLE=C")
            + OggPages.song(3)
        let found = run("A", 8) + wire(text("StreamTitle='B - C';")) + run("A", 8)
        return [
            ("blocks", head + bodyAB + bodyAB + run("A", 8) + legacy + run("A", 8) + wire(many)),
            ("second head", plain + head + bodyAB),
            ("no second head", text(goodHead) + text("ICY") + run("A", 5) + bodyAB.dropFirst(8)),
            ("detected", plain + detected),
            ("two intervals", text("ICY 200 OK\r\nicy-metaint:5\r\nicy-metaint:8\r\n\r\n") + found),
            ("lost", head + run("A", 8) + binary + audio + audio + binary + found + audio),
            ("lost for ever", head + found + audio + Array(audio.map { $0 + 1 }) + audio),
            ("ogg", text("HTTP/1.0 200 OK\r\nContent-Type: application/ogg\r\n\r\n") + ogg),
            (
                "chunked",
                text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nicy-metaint:8\r\n\r\n")
                    + text("1a\r\n") + found + text("\r\n0\r\n\r\nrest")
            ),
            (
                "bad chunk",
                text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nicy-metaint:8\r\n\r\n")
                    + text("9\r\n") + run("A", 8) + [0] + text("xx") + found
            ),
            ("redirect", text("HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n") + bodyAB),
            ("playlist", text("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhttp://a/b\r\nrest")),
            ("page", plain + text("<html><title>T</title><a href=/live></a></html>")),
            ("no response", text("SSH-2.0")),
        ]
    }()

    private func outcome(
        _ input: [UInt8], _ partition: Partition, limit: Int?
    ) throws -> Outcome {
        let stage = try Stage()
        var outcome = Outcome()
        outcome.texts = stage.start() + stage.connected()
        for piece in partition.pieces(of: input) {
            guard let limit else {
                stage.session.received(piece.span, now: stage.now)
                outcome.texts += stage.drain()
                continue
            }
            var rest = piece
            while rest.isEmpty == false {
                let cost = stage.session.cost
                let count = stage.session.received(rest.span, now: stage.now, workLimit: limit)
                outcome.texts += stage.drain()
                outcome.calls += 1
                // At least one event or byte, or this would not end.
                guard count > 0 || stage.session.cost != cost else {
                    Issue.record("nothing happens")
                    return outcome
                }
                rest = rest.dropFirst(count)
            }
        }
        outcome.texts += stage.closed()
        outcome.blocks = stage.blocks.map(\.0)
        outcome.fields = stage.blocks.map(\.1)
        outcome.cost = stage.session.cost
        return outcome
    }

    @Test(arguments: Self.inputs.indices)
    func aLimitChangesNothing(_ index: Int) throws {
        let (name, input) = Self.inputs[index]
        let whole = try outcome(input, .whole, limit: nil)
        for limit in [0, 1, 5, 100, 1_000_000, .max] {
            let limited = try outcome(input, .whole, limit: limit)
            #expect(limited == whole, "\(name), limit \(limit)")
            #expect(limited.cost == whole.cost, "\(name), limit \(limit)")
        }
        for partition in Partition.near([], of: input.count, reach: 200, randomCount: 8, seed: 1) {
            #expect(try outcome(input, partition, limit: nil) == whole, "\(name), \(partition)")
            #expect(try outcome(input, partition, limit: 1) == whole, "\(name), \(partition)")
        }
    }

    /// Each cut within audio adds one event. And until it is known what the body is, the rest of a
    /// piece is held back with the bytes that decide: 6 ns a byte.
    @Test(arguments: Self.inputs.indices)
    func workIsTheSameHoweverTheInputIsCut(_ index: Int) throws {
        let (name, input) = Self.inputs[index]
        let whole = try outcome(input, .whole, limit: nil).cost.nanoseconds
        for partition in [.bytewise, .every(7)] + Partition.random(4, seed: 3) {
            let cut = try outcome(input, partition, limit: nil).cost.nanoseconds
            let more = 250 * partition.pieces(of: input).count
            let held = 6 * input.count
            #expect(((whole - held)...(whole + more)).contains(cut), "\(name), \(partition)")
        }
    }

    @Test func itStopsBehindTheEventThatReachesTheLimit() throws {
        let part = [0x41] + wire(text("StreamTitle='A';"))
        func stage() throws -> Stage {
            let stage = try Stage()
            _ = stage.answer("ICY 200 OK\r\nicy-metaint:1\r\n\r\n")
            return stage
        }
        let one = try stage()
        let before = one.session.cost.nanoseconds
        _ = one.receive(part)
        // The cost of one block and the audio before it.
        let steps = (one.session.cost.nanoseconds - before) / WorkCost.step
        func consumed(_ limit: Int) throws -> Int {
            let body = part + part + part
            let stage = try stage()
            return stage.session.received(body.span, now: stage.now, workLimit: limit)
        }
        #expect(steps > 3)
        #expect(try consumed(steps) == part.count)
        #expect(try consumed(steps + 1) == 2 * part.count)
        #expect(try consumed(0) == 1)
    }

    /// Input that nobody waits for is consumed at once.
    @Test func whatComesBehindAFailureIsConsumed() throws {
        let stage = try Stage()
        _ = stage.start()
        _ = stage.connected()
        let input = text("HTTP/1.1 404 Not Found\r\n\r\n") + zeros(1000)
        #expect(stage.session.received(input.span, now: stage.now, workLimit: 0) == input.count)
        #expect(stage.session.received(input.span, now: stage.now, workLimit: 0) == input.count)
        #expect(stage.drain().suffix(2) == ["close", "failed not_found"])
    }

    /// Held back until the interval was clear, then read event by event: the last byte counts as
    /// remaining input while there are events left.
    @Test func eventsThatNoByteFollowsAreNotLost() throws {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.0 200 OK\r\n\r\n")
        let body = Self.detected(3)
        var texts: [String] = []
        var count = stage.session.received(body.span, now: stage.now, workLimit: 0)
        texts += stage.drain()
        #expect(count == body.count - 1)
        #expect(stage.session.skippable == 0 && stage.session.awaited == 1)
        let rest = body.suffix(1)
        for _ in 0..<20 where count < body.count {
            let more = stage.session.received(rest.span, now: stage.now, workLimit: 0)
            texts += stage.drain()
            count = body.count - 1 + more
        }
        #expect(count == body.count)
        #expect(texts == ["live", "title A", "block 1", "block 2"])
        // The next byte is new input.
        _ = stage.receive("A")
        #expect(stage.session.reader.wireOffset == body.count + 1)
    }

    @Test func anEmptyBlockCostsTheSameByItself() throws {
        func cost(_ isAlone: Bool) throws -> Int {
            let stage = try Stage()
            stage.session.reportsEmptyBlocks = false
            _ = stage.answer(goodHead)
            _ = stage.receive(bodyAB + run("A", 7))
            let before = stage.session.cost.nanoseconds
            _ = stage.receive("A")
            let audio = stage.session.cost.nanoseconds - before
            _ = stage.receive(isAlone ? [0] : [0] + run("A", 1))
            return stage.session.cost.nanoseconds - before - (isAlone ? 1 : 2) * audio
        }
        #expect(try cost(true) == cost(false))
    }
}
