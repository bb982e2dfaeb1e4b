import Fixtures
import Testing

@testable import ICYReader

@Suite struct StreamReaderTests {
    static let cases =
        StreamCase.framing + StreamCase.pieces + [StreamCase.largeInterval]

    /// The cases that have their own tests.
    static let elsewhere = ["A16", "A23", "A24", "B07"]

    @Test func everyVectorIsCovered() {
        let wanted = (Fixtures.vectors(group: "A") + Fixtures.vectors(group: "B")).map(\.id)
        #expect(wanted.count == 30)
        #expect(Set(Self.cases.map(\.id) + Self.elsewhere) == Set(wanted))
    }

    @Test(arguments: cases) func readsExactly(_ given: StreamCase) {
        let transcript = Transcript(given.reader, [given.input[...]])
        #expect(transcript.error == nil)
        #expect(transcript.audio.flatMap { given.input[$0] } == given.audio)
        #expect(transcript.blocks == given.blocks)
        #expect(transcript.changes.map(StreamCase.Change.init) == given.changes)
        #expect(transcript.suspicious == given.suspicious)
        #expect(transcript.repeatCount == given.repeatCount)
        #expect(transcript.end == given.end)
    }

    @Test(arguments: cases) func readsTheSameForEveryCut(_ given: StreamCase) {
        let readsTitles = given.input.count < 1000
        let expected = Transcript(
            given.reader, [given.input[...]], readsTitles: readsTitles)
        for partition in Self.partitions(of: given) + given.partitions {
            let transcript = Transcript(
                given.reader, partition.pieces(of: given.input), readsTitles: readsTitles)
            guard transcript == expected else {
                Issue.record("\(given.id), \(partition): \(transcript) is not \(expected)")
                return
            }
        }
    }

    /// Every cut of the inputs in the file. The long scenarios are mostly audio, so they are cut
    /// only near blocks and ends of chunks.
    private static func partitions(of given: StreamCase) -> [Partition] {
        let count = given.input.count
        if count < 3000 { return Partition.all(of: count, seed: 26) }
        var places = given.blocks.flatMap { [$0.wireOffset, $0.wireOffset + $0.wireSize] }
        if given.metadataInterval == nil {
            // After the head; each chunk of 1000 bytes takes 1007.
            let body = given.input.firstRange(of: text("\r\n\r\n"))?.upperBound ?? 0
            places = (places + (0...8).map { $0 * 1007 }).map { body + $0 }
        }
        let near = Partition.near(
            places, of: count, randomCount: count < 10_000 ? 16 : 0, seed: 26)
        let sizes = [997, 1400, 4096, 32_768, 100_003].map { Partition.every($0) }
        return near + sizes + (count < 10_000 ? [.bytewise] : [])
    }

    @Test(arguments: cases) func skippingIsTheSameAsReading(_ given: StreamCase) {
        let expected = Transcript(given.reader, [given.input[...]])
        let isLong = given.input.count > 10_000
        for seed in UInt64(1)...(isLong ? 8 : 40) {
            // Random cuts would split the half million bytes of A26 into single bytes.
            let partition: Partition = isLong ? .every(1000 * Int(seed)) : .random(seed: seed)
            let transcript = Transcript(
                given.reader, partition.pieces(of: given.input),
                skipping: SeededGenerator(seed: seed))
            #expect(transcript == expected, "\(given.id), seed \(seed)")
        }
    }

    @Test(arguments: cases) func countsWhatItConsumes(_ given: StreamCase) throws {
        var reader = given.reader
        var offset = 0
        while try reader.next(given.input.span, &offset) != nil {}
        #expect(offset == given.input.count)
        #expect(reader.audioOffset == given.audio.count)
        #expect(reader.blockCount == given.blocks.count)
        let blocks = given.blocks.reduce(0) { $0 + $1.wireSize }
        let rest: Int =
            switch given.end {
            case .afterLengthByte: 1
            case .inBlock(let bytes, _): 1 + bytes.count
            case .inHead, .inAudio, .inOgg, .inTaggedAudio, .notInterleaved, .searching: 0
            }
        #expect(reader.wireOffset == given.audio.count + blocks + rest)
    }

    @Test func saysHowFarItCame() {
        #expect(Transcript(StreamReader(), []).end == .inHead(received: 0))
        #expect(Transcript(StreamReader(), [text("ICY 2")[...]]).end == .inHead(received: 5))
        let page = text("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
        let transcript = Transcript(StreamReader(), [page[...]])
        #expect(transcript.end == .notInterleaved(held: text("<html>")))
        #expect(transcript.audio == [])
    }

    @Test(arguments: cases.filter { $0.metadataInterval != nil && $0.id != "A21" })
    func agreesWithSplittingByHand(_ given: StreamCase) {
        let (audio, blocks) = split(given.input, given.metadataInterval ?? 1)
        #expect(audio == given.audio)
        #expect(blocks == given.blocks.map(\.bytes))
    }

    /// Ten lines that see the whole input: a second opinion on the framing.
    private func split(_ input: [UInt8], _ interval: Int) -> ([UInt8], [[UInt8]]) {
        var (audio, blocks, rest) = ([UInt8](), [[UInt8]](), input[...])
        while rest.isEmpty == false {
            audio += rest.prefix(interval)
            rest = rest.dropFirst(interval)
            guard let length = rest.popFirst(), rest.count >= Int(length) * 16 else { break }
            blocks.append(Array(rest.prefix(Int(length) * 16)))
            rest = rest.dropFirst(Int(length) * 16)
        }
        return (audio, blocks)
    }
}

extension StreamCase.Change {
    init(_ change: Transcript.Change) {
        if let title = change.title {
            self = .title(
                block: change.block, title.streamTitle, artist: title.artist, song: title.song,
                title.charset)
        } else {
            self = .clear(block: change.block)
        }
    }
}

/// B07: 700 blocks in 67,900 bytes.
@Suite struct ManyBlocksTests {
    private let input = Fixtures.vector("B07").bytes ?? []
    private let period = 97

    @Test func readsAllOfThem() {
        let transcript = Transcript(StreamReader(metadataInterval: 64), [input[...]])
        #expect(transcript.audio.count == 700)
        #expect(transcript.audio.flatMap { input[$0] } == run("A", 44_800))
        #expect(transcript.changes.map(\.block) == [0])
        #expect(transcript.repeatCount == 699)
        #expect(transcript.end == .inAudio(untilLengthByte: 64))
        let expected = (0..<700).map { index in
            MetadataBlock(
                index: index, wireOffset: index * 97 + 64, audioOffset: (index + 1) * 64,
                lengthByte: 2, bytes: blockAB)
        }
        #expect(transcript.blocks == expected)
        for partition in [.bytewise] + Partition.random(5, seed: 7) {
            let cut = Transcript(
                StreamReader(metadataInterval: 64), partition.pieces(of: input))
            #expect(cut == transcript, "\(partition)")
        }
    }

    /// Every single cut: after it, the demuxer is in the same state as without a cut, so everything
    /// later is the same too.
    @Test func everyCutLeavesTheSameState() {
        var demuxer = Demuxer(metadataInterval: 64)
        for start in stride(from: 0, to: input.count, by: period) {
            let end = start + period
            for cut in start...end {
                var copy = demuxer
                var steps = copy.steps(input[start..<cut]) + copy.steps(input[cut..<end])
                steps = steps.filter { if case .block = $0 { true } else { false } }
                var uncut = demuxer
                let expected = uncut.steps(input[start..<end]).suffix(1)
                guard copy == uncut, steps[...] == expected else {
                    Issue.record("cut at \(cut)")
                    return
                }
            }
            _ = demuxer.steps(input[start..<end])
        }
        #expect(demuxer.blockCount == 700)
    }
}

extension Demuxer {
    fileprivate mutating func steps(_ piece: ArraySlice<UInt8>) -> [Step] {
        var steps: [Step] = []
        var offset = 0
        while let step = next(piece.span, &offset) { steps.append(step) }
        return steps
    }
}
