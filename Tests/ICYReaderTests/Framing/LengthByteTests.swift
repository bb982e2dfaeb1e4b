import Fixtures
import ICYReader
import Testing

/// A21 and its neighbours: a length byte that was encoded as a character.
@Suite struct LengthByteTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let prefix: [UInt8]
        let content: [UInt8]
        let flags: [Flag]
    }

    private static func title(_ size: Int, key: String = "StreamTitle='") -> [UInt8] {
        text(key) + run("x", size - key.utf8.count - 2) + text("';")
    }

    static let cases = [
        Case(
            description: "C2 BF is 191", prefix: [0xC2, 0xBF], content: title(191 * 16),
            flags: [.utf8LengthByte]),
        Case(
            description: "C3 80 is 192", prefix: [0xC3, 0x80], content: title(192 * 16),
            flags: [.utf8LengthByte]),
        Case(
            description: "C3 BF is 255, a key in any case", prefix: [0xC3, 0xBF],
            content: title(255 * 16, key: "STREAMURL='"), flags: [.utf8LengthByte]),
        Case(
            description: "C2 means itself before a key", prefix: [0xC2],
            content: title(194 * 16), flags: []),
        Case(
            description: "C3 means itself before 80 without a key", prefix: [0xC3],
            content: [0x80] + title(195 * 16 - 1, key: "StreamTitel='"), flags: []),
        Case(
            description: "C4 means itself", prefix: [0xC4],
            content: [0x80] + title(196 * 16 - 1), flags: []),
    ]

    @Test(arguments: cases) func readsTheTrueLength(_ given: Case) {
        let input = run("A", 8) + given.prefix + given.content + run("B", 8) + [0]
        let expected = [
            MetadataBlock(
                index: 0, wireOffset: 8, audioOffset: 8, lengthByte: given.prefix[0],
                bytes: given.content, flags: given.flags),
            MetadataBlock(
                index: 1, wireOffset: 16 + given.prefix.count + given.content.count,
                audioOffset: 16, lengthByte: 0, bytes: []),
        ]
        // Only the edges: A21 tries every cut of one such block.
        let edges = [8, input.count - 9]
        for partition in [.bytewise] + Partition.near(edges, of: input.count, seed: 21) {
            var demuxer = Demuxer(metadataInterval: 8)
            var blocks: [MetadataBlock] = []
            var audio: [UInt8] = []
            for piece in partition.pieces(of: input) {
                var offset = 0
                while let step = demuxer.next(piece.span, &offset) {
                    switch step {
                    case .audio(let range):
                        audio += piece[(piece.startIndex + range.lowerBound)...].prefix(range.count)
                    case .block(let block): blocks.append(block)
                    }
                }
            }
            guard blocks == expected, audio == run("A", 8) + run("B", 8) else {
                Issue.record("\(given), \(partition)")
                return
            }
        }
    }
}

@Suite struct MisuseTests {
    @Test func skippingMoreThanAudioTraps() async {
        await #expect(processExitsWith: .failure) {
            var demuxer = Demuxer(metadataInterval: 8)
            demuxer.skip(9)
        }
        await #expect(processExitsWith: .failure) {
            var reader = StreamReader()
            reader.skip(1)
        }
        await #expect(processExitsWith: .failure) {
            _ = StreamReader(metadataInterval: 0)
        }
    }

    @Test func skippingNothingIsNothing() throws {
        var demuxer = Demuxer(metadataInterval: 1)
        let input: [UInt8] = [0x41, 1] + text("StreamTitle='';") + [0, 0x42]
        var steps: [Demuxer.Step] = []
        for index in input.indices {
            demuxer.skip(0)
            var offset = 0
            let piece = input[index...index]
            while let step = demuxer.next(piece.span, &offset) { steps.append(step) }
        }
        let block = MetadataBlock(
            index: 0, wireOffset: 1, audioOffset: 1, lengthByte: 1,
            bytes: text("StreamTitle='';") + [0])
        #expect(steps == [.audio(0..<1), .block(block), .audio(0..<1)])
    }
}
