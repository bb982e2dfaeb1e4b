import Fixtures
import ICYReader
import Testing

/// Broken and random pages: nothing traps, no byte is lost, and neither cuts nor skipping matter.
@Suite struct OggFuzzTests {
    private static let captures = ["ogg-opus", "ogg-flac", "ogg-mixed"].map {
        Fixtures.oggCapture($0).body
    }

    /// One to twelve changes of single bytes or of runs of bytes.
    private func mutate(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        let pages = bytes.indices.dropLast(3).filter {
            bytes[$0] == 0x4F && bytes[$0 + 1] == 0x67 && bytes[$0 + 3] == 0x53
        }
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...12, using: &generator) where bytes.isEmpty == false {
            // Headers are rare: half of the changes are made just after a capture pattern.
            var index = Int.random(in: bytes.indices, using: &generator)
            if Bool.random(using: &generator) {
                let page = pages.randomElement(using: &generator) ?? 0
                index = min(page + Int.random(in: 0..<120, using: &generator), bytes.count - 1)
            }
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 2: bytes[index] = 0xFF
            case 3: bytes.removeSubrange(index..<min(index + 40, bytes.count))
            case 4: bytes.insert(contentsOf: Array(bytes[index...].prefix(300)), at: index)
            default: bytes.insert(contentsOf: Array("OggS".utf8), at: index)
            }
        }
        return bytes
    }

    @Test func readsTheSameHoweverItIsCut() {
        var count = 0
        for seed in UInt64(0)..<150 {
            var generator = SeededGenerator(seed: seed)
            let whole = OggFuzzTests.captures.randomElement(using: &generator) ?? []
            let bytes = mutate(whole, &generator)
            let expected = OggTranscript(bytes)
            #expect(expected.isContiguous, "seed \(seed)")
            for partition in Partition.random(2, seed: seed) {
                let found = OggTranscript(partition.pieces(of: bytes))
                #expect(found == expected, "seed \(seed), \(partition)")
            }
            let skipped = OggTranscript(bytes, skipping: generator)
            #expect(skipped == expected, "seed \(seed)")
            for comments in expected.comments {
                count += 1
                #expect(comments.raw.count <= Limits.oggCommentBytes, "seed \(seed)")
                #expect(comments.raw.count <= comments.packetSize, "seed \(seed)")
                let kept = comments.fields.reduce(0) { $0 + $1.value.count }
                #expect(kept <= comments.raw.count, "seed \(seed)")
            }
            _ = expected.changes
        }
        // Most headers survive, so the test covers what it is meant to.
        #expect(count > 200)
    }

    /// Valid pages of a random shape.
    @Test func randomPagesDoNotTrap() {
        let packets = [
            OggPages.vorbis, OggPages.opus, OggPages.flac, OggPages.theora, [],
            OggPages.vorbisComments("TITLE=A"), OggPages.opusTags("TITLE=B"),
            [0x84, 0, 0, 9, 1, 0],
        ]
        for seed in UInt64(1000)..<1200 {
            var generator = SeededGenerator(seed: seed)
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                var pages = OggPages(serial: UInt32.random(in: 0...3, using: &generator))
                pages.sequence = UInt32.random(in: 0...3, using: &generator)
                var segments: [Int] = []
                var body: [UInt8] = []
                for _ in 0..<Int.random(in: 0...3, using: &generator) {
                    let packet = packets.randomElement(using: &generator) ?? []
                    let padding = Int.random(in: 0...2, using: &generator) == 0 ? 255 : packet.count
                    let whole = packet + [UInt8](repeating: 7, count: padding - packet.count)
                    segments.append(whole.count)
                    body += whole
                }
                let type = UInt8.random(in: 0...7, using: &generator)
                pages.page(type, segments: segments, body)
                bytes += pages.bytes
            }
            let expected = OggTranscript(bytes)
            #expect(expected.isContiguous, "seed \(seed)")
            #expect(expected.lostCaptureCount == 0, "seed \(seed)")
            for partition in Partition.random(2, seed: seed) + [.bytewise] {
                let found = OggTranscript(partition.pieces(of: bytes))
                #expect(found == expected, "seed \(seed), \(partition)")
            }
            #expect(OggTranscript(bytes, skipping: generator) == expected, "seed \(seed)")
        }
    }
}
