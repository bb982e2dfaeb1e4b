import Fixtures
import ICYReader
import Testing

/// Streams with a random fault in them: bytes lost, inserted or doubled at a random place.
@Suite struct FaultTests {
    /// A title and where its block is; nil if the fault has hit the block.
    private struct Written {
        let title: String
        var wire: Int?
    }

    private struct Faulty {
        let interval: Int
        var input: [UInt8] = []
        var titles: [Written] = []
        var fault = 0
    }

    /// Audio of all byte values with runs of zeros in it, and a title every one to three intervals.
    private func stream(_ generator: inout SeededGenerator) -> Faulty {
        let interval = Int.random(in: 100...3000, using: &generator)
        var stream = Faulty(interval: interval)
        let rarity = Int.random(in: 1...3, using: &generator)
        for index in 0..<40 {
            var audio = generator.bytes(interval)
            if Int.random(in: 0..<4, using: &generator) == 0 {
                let start = Int.random(in: 0..<interval, using: &generator)
                for index in start..<min(interval, start + 40) { audio[index] = 0 }
            }
            stream.input += audio
            guard index % rarity == 0 else {
                stream.input.append(0)
                continue
            }
            let title = "Artist \(index) - Song" + String(repeating: "g", count: index)
            let content = text("StreamTitle='\(title)';")
            let units = (content.count + 15) / 16
            stream.titles.append(Written(title: title, wire: stream.input.count))
            stream.input += [UInt8(units)] + content + zeros(units * 16 - content.count)
        }
        return stream
    }

    private func breakIt(_ stream: inout Faulty, _ generator: inout SeededGenerator) {
        let count = Int.random(in: 1...2000, using: &generator)
        let most = stream.input.count / 2
        let place = Int.random(in: 0..<most, using: &generator)
        stream.fault = place
        var shift = count
        var cut = place..<place
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
            stream.input.removeSubrange(place..<(place + count))
            cut = place..<(place + count)
            shift = -count
        case 1:
            stream.input.insert(contentsOf: generator.bytes(count), at: place)
        default:
            stream.input.insert(
                contentsOf: Array(stream.input[place..<(place + count)]), at: place)
        }
        for index in stream.titles.indices {
            guard let wire = stream.titles[index].wire else { continue }
            let size = text("StreamTitle='\(stream.titles[index].title)';").count
            let end = wire + 1 + (size + 15) / 16 * 16
            if wire >= cut.upperBound, wire >= place {
                stream.titles[index].wire = wire + shift
            } else if end > place {
                stream.titles[index].wire = nil
            }
        }
    }

    @Test func everyLaterTitleIsFound() {
        var reanchored = 0
        for seed in UInt64(0)..<100 {
            var generator = SeededGenerator(seed: seed)
            var stream = stream(&generator)
            breakIt(&stream, &generator)
            let partition = Partition.random(seed: seed)
            let found = Transcript(
                StreamReader(metadataInterval: stream.interval),
                partition.pieces(of: stream.input), keepsBytes: true)
            if found.blocks.contains(where: { $0.flags == [.reanchored] }) { reanchored += 1 }
            check(stream, found, seed)
        }
        #expect(reanchored > 65)
    }

    private func check(_ stream: Faulty, _ found: Transcript, _ seed: UInt64) {
        let blocks = found.trueBlocks
        // Without its blocks, the input is the audio, in order.
        var audio: [UInt8] = []
        var start = 0
        for block in blocks {
            audio += stream.input[start..<block.wireOffset]
            start = block.wireOffset + block.wireSize
        }
        var rest = Array(stream.input[start...])
        if case .inBlock(let bytes, _) = found.end { rest.removeLast(bytes.count + 1) }
        if case .afterLengthByte = found.end { rest.removeLast() }
        #expect(audio + rest == found.audioBytes + found.heldAudio, "seed \(seed)")

        // Every title before the fault and after the first sign of it; none in between is invented.
        let places = Set(blocks.filter { $0.isEmpty == false }.map(\.wireOffset))
        let sign =
            found.framing.compactMap {
                if case .lost(let wire, _) = $0 { wire } else { nil }
            }.first ?? stream.input.count
        for written in stream.titles {
            guard let wire = written.wire, wire < stream.fault || wire >= sign else { continue }
            #expect(places.contains(wire), "seed \(seed), \(written.title)")
        }
        for block in blocks {
            let fields = MetadataFields(block)
            guard let title = SongTitle(fields)?.streamTitle else { continue }
            let isWhole = stream.titles.contains { $0.title == title }
            let isHit = stream.titles.contains { $0.wire == nil }
            #expect(isWhole || isHit, "seed \(seed), \(title)")
        }
    }
}
