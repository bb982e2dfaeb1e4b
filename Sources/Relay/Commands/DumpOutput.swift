import ICYReader

/// Writes what a dump reads, and counts it.
final class DumpOutput {
    private let format: DumpFormat
    private let options: Options.Dump
    private var summary = DumpSummary(reason: "eof")
    private var shownCount = 0
    private(set) var hasHead = false
    /// Whether nothing is left to do: the last line was written, or the output does not accept
    /// more.
    private(set) var isDone = false
    /// Readable when the program is asked to end; nil if a signal simply ends it.
    var signals: Int32?

    init(_ options: Options.Dump) {
        self.options = options
        format = options.isJSON ? .json : .human
    }

    func head(_ head: ResponseHead) {
        hasHead = true
        write(format.head(head))
    }

    func block(_ block: MetadataBlock, _ reading: MetadataReading) {
        guard !isDone else { return }
        if block.isEmpty {
            summary.emptyBlocks += 1
        } else {
            summary.blocks += 1
        }
        guard options.showsEmptyBlocks || !block.isEmpty else { return }
        write(format.block(block, reading))
        countShown(audioBytes: block.audioOffset)
    }

    func comments(_ comments: OggComments, _ reading: MetadataReading) {
        guard !isDone else { return }
        summary.blocks += 1
        write(format.comments(comments, reading))
        countShown(audioBytes: comments.audioOffset)
    }

    func tag(_ tag: StreamTag, _ reading: MetadataReading) {
        guard !isDone else { return }
        summary.blocks += 1
        write(format.tag(tag, reading))
        countShown(audioBytes: tag.audioOffset)
    }

    private func countShown(audioBytes: Int) {
        shownCount += 1
        if shownCount == options.maximumBlocks { end("blocks", audioBytes: audioBytes) }
    }

    /// The next address: a redirect, a playlist or a page led there.
    func next(_ url: StreamURL) {
        guard !isDone else { return }
        write(format.next(url))
    }

    /// Why there is no title.
    ///
    /// - Returns: whether the output shows it to a person.
    @discardableResult
    func problem(_ problem: StreamSession.Problem) -> Bool {
        guard !isDone, format == .json || hasHead else { return false }
        write(format.problem(problem))
        return format == .human
    }

    func framing(_ event: FramingEvent) {
        guard !isDone else { return }
        write(format.framing(event))
    }

    /// The last line. Nothing is written after it.
    func end(_ reason: String, audioBytes: Int, missingBytes: Int = 0) {
        guard !isDone else { return }
        summary.reason = reason
        summary.audioBytes = audioBytes
        summary.missingBytes = missingBytes
        write(format.end(summary))
        isDone = true
    }

    /// The last line for a body that ended by itself.
    func end(_ end: StreamEnd, audioBytes: Int) {
        switch end {
        case .inAudio, .inOgg, .inTaggedAudio, .searching: self.end("eof", audioBytes: audioBytes)
        case .afterLengthByte(_, let missing), .inBlock(_, let missing):
            self.end("mid_block", audioBytes: audioBytes, missingBytes: missing)
        case .inHead: self.end("no_head", audioBytes: 0)
        case .notInterleaved: self.end("no_metadata", audioBytes: audioBytes)
        }
    }

    private func write(_ text: String) {
        do throws(SystemError) {
            try StandardStream.write(text + "\n", to: StandardStream.output, unless: signals)
        } catch {
            isDone = true
        }
    }
}
