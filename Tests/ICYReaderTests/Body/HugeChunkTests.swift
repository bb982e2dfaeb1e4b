import Fixtures
import ICYReader
import Testing

/// Chunk sizes at the limit of what an `Int` holds: a peer may announce any number.
@Suite struct HugeChunkTests {
    private static func head(_ header: String) -> [UInt8] {
        text("HTTP/1.1 200 OK\r\n\(header)\r\nTransfer-Encoding: chunked\r\n\r\n")
    }

    /// The size line arrives in one input with the head and the body, and separated at every cut.
    @Test(arguments: ["7fffffffffffffff", "7ffffffffffffff0"])
    func readsWhatThereIs(_ size: String) {
        let head = Self.head("icy-metaint: 8")
        let before = head + text("\(size)\r\n")
        let input = before + bodyAB
        let block = MetadataBlock(
            index: 0, wireOffset: 8, audioOffset: 8, lengthByte: 2, bytes: blockAB)
        let empty = MetadataBlock(
            index: 1, wireOffset: 49, audioOffset: 16, lengthByte: 0, bytes: [])
        let audio = [before.count..<(before.count + 8), (before.count + 41)..<(before.count + 49)]
        for partition in Partition.all(of: input.count, seed: 12) {
            let transcript = Transcript(StreamReader(), partition.pieces(of: input))
            #expect(transcript.error == nil, "\(partition)")
            #expect(transcript.audio == audio, "\(partition)")
            #expect(transcript.blocks == [block, empty], "\(partition)")
            #expect(transcript.end == .inAudio(untilLengthByte: 8), "\(partition)")
        }
        for seed in UInt64(1)...40 {
            let pieces = Partition.random(seed: seed).pieces(of: input)
            let transcript = Transcript(
                StreamReader(), pieces, skipping: SeededGenerator(seed: seed))
            #expect(transcript.audio == audio, "seed \(seed)")
            #expect(transcript.blocks == [block, empty], "seed \(seed)")
        }
    }

    /// A body that is searched for blocks, and one that is passed through unchanged.
    @Test(arguments: ["7fffffffffffffff", "7ffffffffffffff0"])
    func readsBodiesWithoutBlocks(_ size: String) {
        let searched = Self.head("Content-Type: audio/mpeg") + text("\(size)\r\nabc")
        let plain = Self.head("Content-Encoding: gzip") + text("\(size)\r\nabc")
        for partition in Partition.all(of: searched.count, seed: 13) {
            let transcript = Transcript(StreamReader(), partition.pieces(of: searched))
            #expect(transcript.end == .notInterleaved(held: text("abc")), "\(partition)")
        }
        for partition in Partition.all(of: plain.count, seed: 14) {
            let transcript = Transcript(StreamReader(), partition.pieces(of: plain))
            #expect(transcript.audio == [(plain.count - 3)..<plain.count], "\(partition)")
        }
    }

    @Test(arguments: [
        ("8000000000000000", 15), ("ffffffffffffffff", 15), ("10000000000000000", 16),
    ])
    func refusesWhatNoIntHolds(_ size: String, _ lastDigit: Int) {
        let head = Self.head("icy-metaint: 8")
        let input = head + text("\(size)\r\n") + bodyAB
        // The digit with which the number exceeds 63 bits.
        let error = ICYError.chunkTooLarge(offset: head.count + lastDigit)
        for partition in Partition.all(of: input.count, seed: 15) {
            let transcript = Transcript(StreamReader(), partition.pieces(of: input))
            #expect(transcript.error == error, "\(partition)")
            #expect(transcript.blocks == [], "\(partition)")
        }
    }
}
