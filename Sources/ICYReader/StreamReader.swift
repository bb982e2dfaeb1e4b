/// Reads the response of a radio stream: bytes in, events out.
///
/// Start here. A response passes these parts, and each is usable alone:
///
///     bytes ─▶ ResponseHeadParser ─▶ head
///              ChunkedBody            takes a transfer coding off, if there is one
///              Demuxer              ─▶ audio | MetadataBlock
///              MetadataFields       ─▶ StreamTitle, StreamUrl, …   (DecodedText)
///              TitleTracker         ─▶ TitleChange                 (SongTitle)
///
/// `StreamReader` joins the first three, `MetadataReader` the other two. `Session` adds policy:
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
        /// The response head; always the first event.
        case head(ResponseHead)
        /// Audio: a range of the input.
        case audio(Range<Int>)
        /// Audio that was held back while looking for unannounced metadata; not in the input.
        case heldAudio([UInt8])
        /// A whole metadata block, empty ones too.
        case block(MetadataBlock)
    }

    /// What is known about the body.
    public enum Framing: Sendable, Equatable {
        /// The head is not complete.
        case head
        /// No interval is announced; the body is searched, and held back meanwhile.
        case detecting
        /// Metadata after every so many audio bytes.
        case interleaved(Int)
        /// The whole body is handed out as audio.
        case plain
    }

    /// The response head, once it is complete.
    public private(set) var head: ResponseHead?
    /// What is known about the body.
    public private(set) var framing: Framing

    private var headParser = ResponseHeadParser()
    private var chunked: ChunkedBody?
    private var demuxer: Demuxer?
    private var plainCount = 0
    private var detector: IntervalDetector?
    private var replayed: [UInt8] = []
    private var replayOffset = 0

    /// Expects a response head first.
    public init() { framing = .head }

    /// Expects a body without a head.
    ///
    /// - Parameter metadataInterval: the value of `icy-metaint`; at least 1.
    public init(metadataInterval: Int) {
        framing = .interleaved(metadataInterval)
        demuxer = Demuxer(metadataInterval: metadataInterval)
    }

    /// Consumes from `input` at `offset` up to the next event.
    ///
    /// - Returns: nil when all of `input` is consumed.
    /// - Throws: errors of `ResponseHeadParser` and `ChunkedBody`.
    public mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(ICYError) -> Event? {
        if framing == .head {
            guard let head = try headParser.next(input, &offset) else { return nil }
            begin(head)
            return .head(head)
        }
        while true {
            if let event = nextReplayed() { return event }
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
    /// 0 in the head, in a search, at a length byte, in a block and in chunk framing; never
    /// beyond a chunk.
    public var skippable: Int {
        switch framing {
        case .head, .detecting: return 0
        case .interleaved, .plain: break
        }
        guard replayed.isEmpty else { return 0 }
        let audio = demuxer?.skippable ?? Int.max
        guard let chunked else { return audio }
        return min(audio, chunked.available)
    }

    /// Says that audio bytes were dropped unseen.
    ///
    /// - Parameter count: at most `skippable`; more traps.
    public mutating func skip(_ count: Int) {
        precondition(count >= 0 && count <= skippable, "only audio bytes can be skipped")
        chunked?.consume(count)
        if demuxer == nil {
            plainCount += count
        } else {
            demuxer?.skip(count)
        }
    }

    /// How the stream ended, if no byte follows.
    public func finish() -> StreamEnd {
        if framing == .head { return .inHead(received: headParser.byteCount) }
        return demuxer?.end ?? .notInterleaved(held: detector?.held ?? [])
    }

    /// Body bytes consumed, after the transfer coding.
    public var wireOffset: Int { demuxer?.wireOffset ?? detector?.held.count ?? plainCount }
    /// Audio bytes consumed.
    public var audioOffset: Int { demuxer?.audioOffset ?? plainCount }
    /// Blocks completed, empty ones included.
    public var blockCount: Int { demuxer?.blockCount ?? 0 }
    /// Whether a chunked body has ended; the connection may stay open all the same.
    public var isBodyComplete: Bool { chunked?.isComplete ?? false }

    private mutating func begin(_ head: ResponseHead) {
        self.head = head
        if head.isChunked { chunked = ChunkedBody(byteOffset: headParser.byteCount) }
        if head.isSuccess, case .bytes(let interval) = head.metadataInterval {
            framing = .interleaved(interval)
            demuxer = Demuxer(metadataInterval: interval)
        } else if head.isSuccess, head.metadataInterval == .absent,
            head.flags.contains(.metaintZero) == false, head.bodyKind == .audio
        {
            framing = .detecting
            detector = IntervalDetector()
        } else {
            framing = .plain
        }
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
            framing = .plain
            plainCount = held.count
            return .heldAudio(held)
        }
        framing = .interleaved(interval)
        demuxer = Demuxer(metadataInterval: interval, flags: [.metaintDetected])
        replayed = held
        replayOffset = 0
        return nil
    }

    /// What the bytes held back mean, now that the interval is known.
    private mutating func nextReplayed() -> Event? {
        guard replayed.isEmpty == false else { return nil }
        let bytes = replayed
        switch demuxer?.next(bytes.span, &replayOffset) {
        case .audio(let range): return .heldAudio(Array(bytes[range]))
        case .block(let block): return .block(block)
        case nil:
            replayed = []
            return nil
        }
    }

    private mutating func nextInBody(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        if detector != nil { return detect(input, &offset, upTo: end) }
        guard demuxer != nil else {
            let start = offset
            offset = end
            plainCount += end - start
            return .audio(start..<end)
        }
        switch demuxer?.next(input, &offset, upTo: end) {
        case .audio(let range): return .audio(range)
        case .block(let block): return .block(block)
        case nil: return nil
        }
    }
}

/// How a stream ended.
public enum StreamEnd: Sendable, Equatable {
    /// Before the head was complete.
    case inHead(received: Int)
    /// In the audio, the normal case; so many audio bytes before the next length byte.
    case inAudio(untilLengthByte: Int)
    /// Right after a length byte; so many block bytes are missing.
    case afterLengthByte(UInt8, missing: Int)
    /// Inside a block; it is not handed out as one, because its text would be a guess.
    case inBlock(bytes: [UInt8], missing: Int)
    /// In a body without blocks; `held` are the bytes that a search still held back.
    case notInterleaved(held: [UInt8])
}
