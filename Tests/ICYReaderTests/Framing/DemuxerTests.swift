import Fixtures
import Testing

@testable import ICYReader

/// Audio and blocks by counting alone.
@Suite struct DemuxerTests {
    struct Outcome: Equatable {
        var audio: [UInt8] = []
        var blocks: [MetadataBlock] = []
        var demuxer: Demuxer

        init(_ demuxer: Demuxer) { self.demuxer = demuxer }

        mutating func take(_ input: [UInt8]) {
            var offset = 0
            while let step = demuxer.next(input.span, &offset) {
                switch step {
                case .audio(let range): audio += input[range]
                case .block(let block): blocks.append(block)
                }
            }
            #expect(offset == input.count)
        }
    }

    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let interval: Int
        let input: [UInt8]
        let audio: [UInt8]
        /// Wire offset, audio offset, length byte and content of each block.
        let blocks: [(wire: Int, audio: Int, length: UInt8, bytes: [UInt8])]
        let end: StreamEnd

        init(
            _ description: String, _ interval: Int, _ input: [UInt8], _ audio: [UInt8],
            _ blocks: [(Int, Int, UInt8, [UInt8])], _ end: StreamEnd
        ) {
            self.description = description
            self.interval = interval
            self.input = input
            self.audio = audio
            self.blocks = blocks.map { ($0.0, $0.1, $0.2, $0.3) }
            self.end = end
        }
    }

    private static let audioAB = run("A", 8) + run("B", 8)
    private static let greatest = text("StreamTitle='") + run("x", 4065) + text("';")

    static let cases = [
        Case("nothing", 8, [], [], [], .inAudio(untilLengthByte: 8)),
        Case(
            "two empty blocks", 8, run("A", 8) + [0] + run("B", 8) + [0], audioAB,
            [(8, 8, 0, []), (17, 16, 0, [])], .inAudio(untilLengthByte: 8)),
        Case(
            "a block and an empty one", 8, bodyAB, audioAB,
            [(8, 8, 2, blockAB), (49, 16, 0, [])], .inAudio(untilLengthByte: 8)),
        Case(
            "an interval of 1", 1, text("A") + [2] + blockAB + text("B\0C\0"), text("ABC"),
            [(1, 1, 2, blockAB), (35, 2, 0, []), (37, 3, 0, [])], .inAudio(untilLengthByte: 1)),
        Case(
            "the greatest block", 4, run("A", 4) + [255] + greatest + run("B", 3),
            run("A", 4) + run("B", 3), [(4, 4, 255, greatest)], .inAudio(untilLengthByte: 1)),
        Case(
            "a block of audio", 8, run("A", 8) + [1] + run("\u{1}", 16) + run("B", 8), audioAB,
            [(8, 8, 1, run("\u{1}", 16))], .inAudio(untilLengthByte: 0)),
        Case(
            "an interval without end", .max, run("A", 50), run("A", 50), [],
            .inAudio(untilLengthByte: .max - 50)),
    ]

    @Test(arguments: cases) func countsTheSameHoweverTheInputIsCut(_ given: Case) {
        for partition in Partition.near([9, 41], of: given.input.count, seed: 11) + [.bytewise] {
            var outcome = Outcome(Demuxer(metadataInterval: given.interval))
            for piece in partition.pieces(of: given.input) { outcome.take(Array(piece)) }
            #expect(outcome.audio == given.audio, "\(partition)")
            let blocks = given.blocks.enumerated().map { index, block in
                MetadataBlock(
                    index: index, wireOffset: block.wire, audioOffset: block.audio,
                    lengthByte: block.length, bytes: block.bytes)
            }
            #expect(outcome.blocks == blocks, "\(partition)")
            #expect(outcome.demuxer.end == given.end, "\(partition)")
            #expect(outcome.demuxer.wireOffset == given.input.count)
            #expect(outcome.demuxer.audioOffset == given.audio.count)
            #expect(outcome.demuxer.blockCount == blocks.count)
        }
    }

    @Test func everyEndIsNamedAndNoMoreIsAwaitedThanItTakes() {
        for count in 0...bodyAB.count {
            var outcome = Outcome(Demuxer(metadataInterval: 8))
            outcome.take(Array(bodyAB[..<count]))
            let expected: (end: StreamEnd, awaited: Int)
            switch count {
            case 0...8: expected = (.inAudio(untilLengthByte: 8 - count), 9 - count)
            case 9: expected = (.afterLengthByte(2, missing: 32), 32)
            case 10...40:
                let bytes = Array(blockAB[..<(count - 9)])
                expected = (.inBlock(bytes: bytes, missing: 41 - count), 41 - count)
            case 41...49: expected = (.inAudio(untilLengthByte: 49 - count), 50 - count)
            default: expected = (.inAudio(untilLengthByte: 8), 9)
            }
            #expect(outcome.demuxer.end == expected.end, "\(count) bytes")
            #expect(outcome.demuxer.awaited == expected.awaited, "\(count) bytes")
        }
    }

    @Test func audioMayBeDroppedUnseen() {
        for count in 0...8 {
            var skipping = Demuxer(metadataInterval: 8)
            #expect(skipping.skippable == 8)
            skipping.skip(count)
            #expect(skipping.skippable == 8 - count)
            var whole = Outcome(Demuxer(metadataInterval: 8))
            whole.take(bodyAB)
            var rest = Outcome(skipping)
            rest.take(Array(bodyAB[count...]))
            #expect(rest.blocks == whole.blocks)
            #expect(rest.demuxer == whole.demuxer)
        }
    }

    @Test func nothingButAudioMayBeDropped() async {
        var outcome = Outcome(Demuxer(metadataInterval: 8))
        outcome.take(Array(bodyAB[..<8]))
        #expect(outcome.demuxer.skippable == 0)
        outcome.take(Array(bodyAB[8..<20]))
        #expect(outcome.demuxer.skippable == 0)
        await #expect(processExitsWith: .failure) {
            var demuxer = Demuxer(metadataInterval: 8)
            demuxer.skip(9)
        }
    }

    @Test func onlyTheBytesBeforeTheEndAreRead() {
        var demuxer = Demuxer(metadataInterval: 8)
        var offset = 2
        let input = run("X", 2) + bodyAB
        #expect(demuxer.next(input.span, &offset, upTo: 5) == .audio(2..<5))
        #expect(demuxer.next(input.span, &offset, upTo: 5) == nil)
        #expect(demuxer.next(input.span, &offset, upTo: input.count) == .audio(5..<10))
        #expect(demuxer.next(input.span, &offset, upTo: 11) == nil)
        #expect(offset == 11)
    }

    // MARK: Steps of a caller that knows what comes

    @Test func audioAndEmptyBlocksAreCountedWithoutAStep() {
        var demuxer = Demuxer(metadataInterval: 8)
        let input = run("A", 8) + [0] + run("B", 3)
        var offset = 0
        #expect(demuxer.countEmptyBlock(0) == false)
        #expect(demuxer.countAudio(input.span, &offset) == 0..<8)
        #expect(demuxer.countAudio(input.span, &offset) == nil)
        #expect(demuxer.countEmptyBlock(1) == false)
        #expect(demuxer.countEmptyBlock(0) == true)
        offset += 1
        #expect(demuxer.countAudio(input.span, &offset) == 9..<12)
        #expect(demuxer.countAudio(input.span, &offset) == nil)
        var counted = Outcome(Demuxer(metadataInterval: 8))
        counted.take(input)
        #expect(demuxer == counted.demuxer)
    }

    @Test func countingGoesOnAtALengthByteThatWasFound() {
        var demuxer = Demuxer(metadataInterval: 8, isDetected: true)
        demuxer.resume(wireOffset: 1000, audioOffset: 900, blockCount: 7)
        #expect(demuxer.countEmptyBlock(0) == false)
        var outcome = Outcome(demuxer)
        outcome.take([2] + blockAB + run("A", 8) + [0])
        #expect(
            outcome.blocks == [
                MetadataBlock(
                    index: 7, wireOffset: 1000, audioOffset: 900, lengthByte: 2, bytes: blockAB,
                    flags: [.metaintDetected, .reanchored]),
                MetadataBlock(
                    index: 8, wireOffset: 1041, audioOffset: 908, lengthByte: 0, bytes: [],
                    flags: [.metaintDetected]),
            ])
    }

    /// A21: a length of 128 that was written as a character.
    @Test func aLengthInUTF8IsReadWhereverItIsCut() {
        let content = text("StreamTitle='") + run("x", 2033) + text("';")
        let input = run("A", 8) + [0xC2, 0x80] + content + run("B", 8) + [0]
        let block = MetadataBlock(
            index: 0, wireOffset: 8, audioOffset: 8, lengthByte: 0xC2, bytes: content,
            flags: [.utf8LengthByte])
        for partition in Partition.near([9, 23], of: input.count, seed: 2) + [.bytewise] {
            var outcome = Outcome(Demuxer(metadataInterval: 8))
            for piece in partition.pieces(of: input) { outcome.take(Array(piece)) }
            #expect(outcome.blocks.first == block, "\(partition)")
            #expect(outcome.blocks.last?.wireOffset == input.count - 1, "\(partition)")
            #expect(outcome.audio == Self.audioAB, "\(partition)")
        }
    }
}
