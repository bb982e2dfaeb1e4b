import Fixtures
import ICYReader
import Testing

/// Recordings of a real Icecast, compared with what another splitter found in them.
@Suite struct CaptureTests {
    /// As sockets deliver them, and cut around every block. (Every single cut would be too many for
    /// 150 kB; the vectors are cut everywhere.)
    private static func partitions(_ capture: Capture) -> [Partition] {
        let places = [0, 1, 2, 17].flatMap { behind in
            ([0] + capture.blockOffsets).map { capture.headCount + $0 + behind }
        }
        let inside = Set(places.filter { $0 < capture.bytes.count }).sorted()
        return [.whole, .bytewise, .every(1400), .every(4093), .cuts(inside)]
            + inside.prefix(40).map { .cut(at: $0) } + Partition.random(4, seed: 0xCA9)
    }

    @Test(arguments: Fixtures.captures) func audioAndBlocksAreExact(_ capture: Capture) {
        #expect(capture.audio.count == capture.audioCount)
        for partition in CaptureTests.partitions(capture) {
            let pieces = partition.pieces(of: capture.bytes)
            let found = Transcript(StreamReader(), pieces, keepsBytes: true)
            #expect(found.error == nil, "\(partition)")
            #expect(found.head?.metadataInterval == .bytes(capture.metadataInterval))
            #expect(found.audioBytes == capture.audio, "\(partition)")
            #expect(found.blocks.map(\.wireOffset) == capture.blockOffsets, "\(partition)")
            let content = found.blocks.filter { !$0.isEmpty }
            #expect(content.map(\.index) == capture.blocks.map(\.index), "\(partition)")
            #expect(content.map(\.audioOffset) == capture.blocks.map(\.audioOffset))
            #expect(content.map { Hex.string($0.bytes) } == capture.blocks.map(\.raw))
        }
    }

    @Test(arguments: Fixtures.captures) func titlesComeOnceInOrder(_ capture: Capture) {
        let found = Transcript(StreamReader(), [capture.bytes[...]])
        let titles = found.changes.map { $0.title?.streamTitle ?? "" }
        #expect(titles == capture.blocks.map(\.title))
    }
}
