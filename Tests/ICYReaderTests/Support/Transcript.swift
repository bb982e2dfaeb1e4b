import Fixtures
import ICYReader

/// Everything a reader emits for one input, independent of how the input was cut.
struct Transcript: Equatable {
    struct Change: Equatable {
        let block: Int
        let change: TitleChange
        /// The title, if it is new.
        let title: SongTitle?
    }

    var head: ResponseHead?
    /// Audio in the input, adjacent ranges joined; positions in the whole input.
    var audio: [Range<Int>] = []
    /// Audio that was held back, and all other audio if it is kept as bytes.
    var audioBytes: [UInt8] = []
    var blocks: [MetadataBlock] = []
    var changes: [Change] = []
    var suspicious: [Int] = []
    var repeatCount = 0
    /// The blocks without those that turned out to be audio.
    var trueBlocks: [MetadataBlock] = []
    var framing: [FramingEvent] = []
    /// The last audio, which is held back at the end.
    var heldAudio: [UInt8] = []
    var end = StreamEnd.inHead(received: 0)
    var error: ICYError?
    private var readsTitles = true

    /// Reads the pieces one after another.
    ///
    /// - Parameters:
    ///   - keepsBytes: whether audio is kept as bytes instead of positions.
    ///   - readsTitles: whether blocks are read, too. Equal blocks give equal titles, so 2 KiB of
    ///     text need not be read for each of thousands of cuts.
    init(
        _ reader: StreamReader, _ pieces: [ArraySlice<UInt8>], keepsBytes: Bool = false,
        readsTitles: Bool = true, skipping generator: SeededGenerator? = nil
    ) {
        self.readsTitles = readsTitles
        var reader = reader
        var tracker = TitleTracker()
        var generator = generator
        do throws(ICYError) {
            for piece in pieces {
                try read(piece, &reader, &tracker, keepsBytes, &generator)
            }
        } catch {
            self.error = error
        }
        repeatCount = tracker.repeatCount
        end = reader.finish()
        heldAudio = reader.heldAudio
    }

    private mutating func read(
        _ piece: ArraySlice<UInt8>, _ reader: inout StreamReader, _ tracker: inout TitleTracker,
        _ keepsBytes: Bool, _ generator: inout SeededGenerator?
    ) throws(ICYError) {
        let base = piece.startIndex
        var offset = 0
        while true {
            if var random = generator {
                let most = min(reader.skippable, piece.count - offset)
                let count = Int.random(in: 0...most, using: &random)
                generator = random
                if count > 0 {
                    reader.skip(count)
                    append((base + offset)..<(base + offset + count))
                    offset += count
                }
            }
            guard let event = try reader.next(piece.span, &offset) else { return }
            switch event {
            case .head(let head): self.head = head
            case .audio(let range):
                if keepsBytes {
                    audioBytes.append(
                        contentsOf: piece[(base + range.lowerBound)..<(base + range.upperBound)])
                } else {
                    append((base + range.lowerBound)..<(base + range.upperBound))
                }
            case .heldAudio(let bytes): audioBytes.append(contentsOf: bytes)
            case .block(let block): append(block, &tracker)
            case .comments, .document, .tag: break
            case .framing(let event):
                framing.append(event)
                if case .lost(let offset, _) = event {
                    trueBlocks.removeAll { $0.wireOffset >= offset }
                }
            }
        }
    }

    private mutating func append(_ range: Range<Int>) {
        if let last = audio.last, last.upperBound == range.lowerBound {
            audio[audio.count - 1] = last.lowerBound..<range.upperBound
        } else {
            audio.append(range)
        }
    }

    private mutating func append(_ block: MetadataBlock, _ tracker: inout TitleTracker) {
        blocks.append(block)
        trueBlocks.append(block)
        guard readsTitles, block.isEmpty == false else { return }
        let fields = MetadataFields(block)
        if fields.flags.contains(.suspicious) { suspicious.append(block.index) }
        let change = tracker.update(fields)
        guard change != .unchanged, change != .unknown else { return }
        let title = change == .title ? SongTitle(fields) : nil
        changes.append(Change(block: block.index, change: change, title: title))
    }
}
