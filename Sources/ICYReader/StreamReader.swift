/// Reads the response of a radio stream: bytes in, events out.
///
/// Start here. A response passes these parts:
///
///     bytes ─▶ ResponseHeadParser ─▶ head
///              ChunkedBody            takes a transfer coding off, if there is one
///              SecondHead             takes a head inside the body off, if there is one
///              IntervalDetector       finds the interval, if none is announced
///              InterleavedBody      ─▶ audio | MetadataBlock, by counting (Demuxer)
///              MetadataFields       ─▶ StreamTitle, StreamUrl, …   (DecodedText)
///              TitleTracker         ─▶ TitleChange                 (SongTitle)
///
/// `StreamReader` joins the first five, `MetadataReader` the other two. `Session` adds policy:
/// when to connect, what is an error, when to try again. `TitleSequence` is all of it over an
/// `AsyncSequence` of chunks.
///
/// Feed each chunk until `next` returns nil:
///
///     var offset = 0
///     while let event = try reader.next(chunk.span, &offset) { … }
public struct StreamReader: Sendable {
    /// What the bytes say.
    public enum Event: Sendable, Equatable {
        /// The response head; always the first event. A second one, with the flag `secondHead`,
        /// replaces it.
        case head(ResponseHead)
        /// Audio: a range of the input.
        case audio(Range<Int>)
        /// Audio that was held back while looking for blocks, or while it was not sure whether
        /// the counting holds; not in the input. It comes in its place in the order of the audio.
        case heldAudio([UInt8])
        /// A whole metadata block, empty ones too. After an implausible one, blocks come before
        /// the audio that is held back.
        case block(MetadataBlock)
        /// The counting was lost, or found again.
        case framing(FramingEvent)
    }

    /// What is known about the body.
    public enum Framing: Sendable, Equatable {
        /// The head is not complete.
        case head
        /// No interval is announced, or several different ones; the body is searched, and held
        /// back meanwhile.
        case detecting
        /// Metadata after every so many audio bytes.
        case interleaved(Int)
        /// The counting is lost: all is audio, and the next block is searched for.
        case searching
        /// The whole body is handed out as audio.
        case plain
    }

    /// The response head, once it is complete.
    public private(set) var head: ResponseHead?
    /// What is known about the body.
    public var framing: Framing { body?.framing ?? framingBefore }

    private var framingBefore: Framing
    private var headParser = ResponseHeadParser()
    private var chunked: ChunkedBody?
    private var secondHead: SecondHead?
    private var detector: IntervalDetector?
    private var choice: IntervalChoice?
    private var body: InterleavedBody?
    private var plainCount = 0
    /// What `secondHead` held back and is read now.
    private var lead: [UInt8] = []
    private var leadIndex = 0

    /// Expects a response head first.
    public init() { framingBefore = .head }

    /// Expects a body without a head.
    ///
    /// - Parameter metadataInterval: the value of `icy-metaint`; at least 1.
    public init(metadataInterval: Int) {
        framingBefore = .interleaved(metadataInterval)
        body = InterleavedBody(metadataInterval: metadataInterval)
    }

    /// Consumes from `input` at `offset` up to the next event.
    ///
    /// - Returns: nil when all of `input` is consumed.
    /// - Throws: errors of `ResponseHeadParser` and `ChunkedBody`.
    public mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(ICYError) -> Event? {
        if framingBefore == .head {
            guard let head = try headParser.next(input, &offset) else { return nil }
            if head.isChunked { chunked = ChunkedBody(byteOffset: headParser.byteCount) }
            if head.isSuccess { secondHead = SecondHead() }
            begin(head)
            return .head(head)
        }
        while true {
            if let event = body?.nextHeldBack() ?? nextOfLead() { return event }
            var end = input.count
            if chunked != nil {
                try chunked?.readFraming(input, &offset)
                // The peer's number may be anything: nothing is added to it.
                end = offset + min(input.count - offset, chunked?.available ?? 0)
            }
            guard offset < end else { return nil }
            let start = offset
            let event = nextInBody(input, &offset, upTo: end)
            chunked?.consume(offset - start)
            if let event { return event }
        }
    }

    /// Audio bytes that a transport may drop unseen before it must hand over bytes again.
    ///
    /// 0 in the head, before the first byte of the body, in a search, in doubt, at a length byte,
    /// in a block and in chunk framing; never beyond a chunk.
    public var skippable: Int {
        guard secondHead == nil, lead.isEmpty, detector == nil, choice == nil,
            framingBefore != .head
        else { return 0 }
        let audio = body?.skippable ?? Int.max
        guard let chunked else { return audio }
        return min(audio, chunked.available)
    }

    /// Says that audio bytes were dropped unseen.
    ///
    /// - Parameter count: at most `skippable`; more traps.
    public mutating func skip(_ count: Int) {
        precondition(count >= 0 && count <= skippable, "only audio bytes can be skipped")
        chunked?.consume(count)
        if body == nil {
            plainCount += count
        } else {
            body?.skip(count)
        }
    }

    /// How the stream ended, if no byte follows.
    public func finish() -> StreamEnd {
        if framingBefore == .head { return .inHead(received: headParser.byteCount) }
        return body?.end ?? .notInterleaved(held: heldAudio)
    }

    /// What was consumed as audio and is not handed out yet. If no byte follows, it is the last
    /// audio.
    public var heldAudio: [UInt8] {
        if let detector { return detector.held }
        if let choice { return choice.held }
        if let secondHead { return secondHead.held }
        return body?.heldAudio ?? []
    }

    /// Body bytes consumed, after the transfer coding and after a second head.
    public var wireOffset: Int {
        (body?.wireOffset ?? detector?.held.count ?? choice?.held.count ?? plainCount)
            + (secondHead?.held.count ?? 0)
    }
    /// Audio bytes consumed, those included that are held back in doubt or in a search for lost
    /// framing.
    public var audioOffset: Int {
        (body?.audioOffset ?? plainCount) + (secondHead?.held.count ?? 0)
    }
    /// Blocks handed out, empty ones included.
    public var blockCount: Int { body?.blockCount ?? 0 }
    /// Whether a chunked body has ended; the connection may stay open all the same.
    public var isBodyComplete: Bool { chunked?.isComplete ?? false }
}

// MARK: - The body

extension StreamReader {
    private mutating func begin(_ head: ResponseHead) {
        self.head = head
        detector = nil
        choice = nil
        body = nil
        framingBefore = .plain
        // Compressed bytes have no blocks between them, and nothing could be read of the audio.
        guard head.isSuccess, head.contentCoding == nil else { return }
        if case .bytes(let interval) = head.metadataInterval {
            guard head.metadataIntervals.count > 1 else {
                body = InterleavedBody(metadataInterval: interval)
                return
            }
            framingBefore = .detecting
            choice = IntervalChoice(head.metadataIntervals)
        } else if head.metadataInterval == .absent,
            head.flags.contains(.metaintZero) == false, head.bodyKind == .audio
        {
            framingBefore = .detecting
            detector = IntervalDetector()
        }
    }

    private mutating func nextInBody(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        if secondHead != nil { return readSecondHead(input, &offset, upTo: end) }
        if body != nil { return body?.next(input, &offset, upTo: end) }
        if detector != nil { return detect(input, &offset, upTo: end) }
        if choice != nil {
            guard let interval = choice?.add(input, &offset, upTo: end) else { return nil }
            beginBlocks(interval, [], choice?.held ?? [])
            choice = nil
            return nil
        }
        let start = offset
        offset = end
        plainCount += end - start
        return .audio(start..<end)
    }

    private mutating func readSecondHead(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        switch secondHead?.add(input, &offset, upTo: end) {
        case .undecided: return nil
        case .head(let inner):
            secondHead = nil
            guard let outer = head else { return nil }
            let joined = ResponseHead(inner, inBodyOf: outer)
            begin(joined)
            return .head(joined)
        case .some(.none), nil:
            lead = secondHead?.held ?? []
            secondHead = nil
            return nil
        }
    }

    /// The start of a body that looked like a second head and is none.
    private mutating func nextOfLead() -> Event? {
        while leadIndex < lead.count {
            let bytes = lead
            var index = leadIndex
            let event = nextInBody(bytes.span, &index, upTo: bytes.count)
            leadIndex = index
            if index == bytes.count {
                lead = []
                leadIndex = 0
            }
            switch event {
            case .audio(let range): return .heldAudio(Array(bytes[range]))
            case nil: continue
            default: return event
            }
        }
        return nil
    }

    /// Holds bytes back until it is known whether there are blocks between them.
    private mutating func detect(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        let start = offset
        offset = min(end, start + (detector?.room ?? 0))
        guard let verdict = detector?.add(input, start..<offset), verdict != .undecided else {
            return nil
        }
        let held = detector?.held ?? []
        detector = nil
        guard case .interval(let interval) = verdict else {
            framingBefore = .plain
            plainCount = held.count
            return .heldAudio(held)
        }
        beginBlocks(interval, [.metaintDetected], held)
        return nil
    }

    private mutating func beginBlocks(_ interval: Int, _ flags: [Flag], _ held: [UInt8]) {
        framingBefore = .interleaved(interval)
        body = InterleavedBody(metadataInterval: interval, flags: flags, replay: held)
    }
}
