import Fixtures
import Testing

@testable import ICYReader

/// Broken and random input: nothing traps, and no byte is lost or counted twice.
@Suite struct FuzzTests {
    private static let heads = Fixtures.vectors(group: "E").compactMap(\.bytes)
    private static let bodies =
        (StreamCase.framing + StreamCase.pieces).map(\.input).filter { $0.count < 3000 }

    /// One to eight changes: bytes altered, removed, repeated or added.
    private func mutate(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...8, using: &generator) where bytes.isEmpty == false {
            let index = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(contentsOf: bytes[index...].prefix(40), at: index)
            default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
            }
        }
        return bytes
    }

    private func input(_ generator: inout SeededGenerator) -> [UInt8] {
        let isRandom = Int.random(in: 0..<8, using: &generator) == 0
        if isRandom {
            let count = Int.random(in: 0...400, using: &generator)
            return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        let body = Self.bodies.randomElement(using: &generator) ?? []
        let hasHead = Bool.random(using: &generator)
        let head = hasHead ? Self.heads.randomElement(using: &generator) ?? [] : []
        return mutate(head + body, &generator)
    }

    @Test func countsEveryByteOnce() {
        for seed in UInt64(0)..<4000 {
            var generator = SeededGenerator(seed: seed)
            let bytes = input(&generator)
            let interval = Int.random(in: 1...40, using: &generator)
            var demuxer = Demuxer(metadataInterval: interval)
            var total = 0
            for piece in Partition.random(seed: seed).pieces(of: bytes) {
                var offset = 0
                while let step = demuxer.next(piece.span, &offset) {
                    switch step {
                    case .audio(let range): total += range.count
                    case .block(let block):
                        total += block.wireSize
                        #expect(block.bytes.count <= Limits.metadataBlockBytes)
                        _ = MetadataFields(block)
                    }
                }
                #expect(offset == piece.count)
            }
            switch demuxer.end {
            case .inBlock(let bytes, let missing):
                let length = bytes.count + missing
                // One length byte, or the two bytes of a length in UTF-8.
                let prefix = demuxer.wireOffset - total - bytes.count
                #expect(prefix == 1 || prefix == 2 && length >= 2048, "seed \(seed)")
                total += bytes.count + prefix
                #expect(length % 16 == 0 && length <= Limits.metadataBlockBytes, "seed \(seed)")
            case .afterLengthByte: total += 1
            case .inAudio, .inHead, .inOgg, .inTaggedAudio, .notInterleaved, .searching: break
            }
            #expect(total == bytes.count, "seed \(seed)")
            #expect(demuxer.wireOffset == bytes.count, "seed \(seed)")
        }
    }

    @Test func readsTheSameHoweverItIsCut() {
        for seed in UInt64(0)..<2000 {
            var generator = SeededGenerator(seed: seed &+ 1_000_000)
            let bytes = input(&generator)
            let whole = Transcript(StreamReader(), [bytes[...]], keepsBytes: true)
            for partition in Partition.random(3, seed: seed) {
                let cut = Transcript(
                    StreamReader(), partition.pieces(of: bytes), keepsBytes: true)
                #expect(cut == whole, "seed \(seed), \(partition)")
            }
        }
    }

    @Test func theSessionSurvivesAnything() throws {
        for seed in UInt64(0)..<2000 {
            var generator = SeededGenerator(seed: seed &+ 2_000_000)
            let stage = try Stage(seed: seed)
            _ = stage.start()
            for _ in 0..<12 {
                switch Int.random(in: 0..<7, using: &generator) {
                case 0: _ = stage.connected()
                case 1, 2: _ = stage.receive(input(&generator))
                case 3: _ = stage.retry()
                case 4:
                    _ = stage.tick(
                        after: .milliseconds(Int.random(in: 0...9000, using: &generator)))
                case 5: _ = stage.closed()
                default:
                    let most = min(stage.session.skippable, 100)
                    stage.session.skip(most, now: stage.now)
                    _ = stage.drain()
                }
                // There is always a next deadline; nothing waits for ever.
                let delay = try #require(stage.delay)
                #expect(delay <= .seconds(60), "seed \(seed)")
                #expect(stage.drain() == [])
            }
        }
    }

    @Test func fieldsAddUp() {
        let payloads = Fixtures.vectors(group: "C")
        for seed in UInt64(0)..<2500 {
            var generator = SeededGenerator(seed: seed &+ 3_000_000)
            let vector = payloads.randomElement(using: &generator)
            let bytes = mutate(vector?.bytes ?? [], &generator)
            let fields = MetadataFields(bytes, previous: mutate(bytes, &generator))
            let taken = fields.fields.reduce(0) { $0 + $1.key.utf8.count + $1.raw.count }
            #expect(taken + fields.remainder.count <= bytes.count, "seed \(seed)")
            for field in fields.fields {
                #expect(field.raw.isEmpty || contains(bytes, field.raw), "seed \(seed)")
            }
        }
    }

    private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        bytes.firstRange(of: part) != nil
    }
}
