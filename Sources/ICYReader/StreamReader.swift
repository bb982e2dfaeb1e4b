/// Reads the response of a radio stream: bytes in, events out.
///
/// Start here. A response passes these parts:
///
///     bytes ─▶ ResponseHeadParser ─▶ head
///              ChunkedBody            takes a transfer coding off, if there is one
///              SecondHead             takes a head inside the body off, if there is one
///              BodyProbe              tells audio, Ogg and documents apart, without an interval
///              IntervalDetector       finds the interval, if none is announced
///              InterleavedBody      ─▶ audio | MetadataBlock, by counting (Demuxer)
///              OggReader            ─▶ audio | OggComments
///              MetadataFields       ─▶ StreamTitle, StreamUrl, …   (DecodedText)
///              TitleTracker         ─▶ TitleChange                 (SongTitle)
///
/// `StreamReader` joins the first seven, `MetadataReader` the other two. `Session` adds policy:
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
        /// The comments of an Ogg stream that begins.
        case comments(OggComments)
        /// The counting was lost, or found again.
        case framing(FramingEvent)
        /// The body is no stream but a playlist or a page; these are its bytes, as many as count.
        case document(BodyKind, [UInt8])
    }

    /// What is known about the body.
    public enum Framing: Sendable, Equatable {
        /// The head is not complete.
        case head
        /// No interval is announced; it is not clear yet what the body is, or it is a document.
        case sniffing
        /// No interval is announced, or several different ones; the body is searched, and held
        /// back meanwhile.
        case detecting
        /// Metadata after every so many audio bytes.
        case interleaved(Int)
        /// The counting is lost: all is audio, and the next block is searched for.
        case searching
        /// Ogg pages, whose comment headers have the titles.
        case ogg
        /// The whole body is handed out as audio.
        case plain
    }

    /// The response head, once it is complete.
    public var head: ResponseHead? { opening.head }
    /// What the body is by its content, if no interval is announced; nil as long as that is open.
    public var bodyKind: BodyKind? { opening.bodyKind }
    /// What is known about the body.
    public var framing: Framing { body?.framing ?? framingBefore }

    // What is asked at each chunk of audio comes first.

    var framingBefore: Framing
    /// Whether nothing but `body` has a say in what the next bytes are.
    var isCounting = false
    var body: InterleavedBody?
    @Boxed var chunked: ChunkedBody?
    @Boxed var ogg: OggReader?
    @OnDemand var opening: Opening

    /// What there is only until it is settled what the body is and how far its first bytes go, what
    /// the head said as long as somebody may ask, and how much of a body without blocks has come.
    struct Opening: StartsEmpty {
        @OnDemand var headParser: ResponseHeadParser
        @Boxed var head: ResponseHead?
        @Boxed var secondHead: SecondHead?
        @Boxed var detector: IntervalDetector?
        @Boxed var choice: IntervalChoice?
        @Boxed var probe: BodyProbe?
        var bodyKind: BodyKind?
        /// Whether the address ends like that of a playlist.
        var isNamedPlaylist = false
        /// What `secondHead` or `probe` held back and is read now.
        var lead: [UInt8] = []
        var leadIndex = 0
        /// What `probe` has just let go; it comes before what is left of `lead`.
        var replay: [UInt8] = []
        /// Bytes of a body that is all audio.
        var plainCount = 0
        /// When the head was complete, as far as somebody has noted it.
        var headTime: Instant?

        /// Whether something here has a say in what the next bytes are.
        var isOpen: Bool {
            _secondHead.isEmpty == false || _detector.isEmpty == false || _choice.isEmpty == false
                || _probe.isEmpty == false || lead.isEmpty == false || replay.isEmpty == false
        }

        mutating func endHead() { _headParser.clear() }
    }

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
        // Between two blocks, where a stream nearly always is, bytes are only counted.
        if isCounting, body?.isCounting == true {
            if let range = body?.countAudio(input, &offset) { return .audio(range) }
            if offset == input.count { return nil }
        }
        if framingBefore == .head {
            guard let head = try opening.headParser.next(input, &offset) else { return nil }
            if head.isChunked { chunked = ChunkedBody(byteOffset: opening.headParser.byteCount) }
            if head.isSuccess { opening.secondHead = SecondHead(inBodyOf: head) }
            opening.endHead()
            begin(head)
            return .head(head)
        }
        while true {
            if let event = body?.nextHeldBack() ?? nextOfLead() ?? pendingComments() {
                return event
            }
            var end = input.count
            if chunked != nil {
                try chunked?.readFraming(input, &offset)
                // The peer's number may be anything: nothing is added to it.
                end = offset + min(input.count - offset, chunked?.available ?? 0)
            }
            guard offset < end else { return nil }
            let start = offset
            let event = nextInBody(input, &offset, upTo: end)
            if chunked != nil { chunked?.consume(offset - start) }
            if isOpening { takeReplay() }
            guard let event else { continue }
            isCounting = chunked == nil && body != nil && isOpening == false
            return event
        }
    }

    /// Whether it is still open what the body is, or where it begins.
    var isOpening: Bool {
        _opening.isEmpty == false && opening.isOpen
    }

    mutating func takeReplay() {
        guard opening.replay.isEmpty == false else { return }
        opening.lead = opening.replay
        opening.replay = []
    }

    /// Lets the head go, which has said all it can.
    mutating func forgetHead() {
        if _opening.isEmpty == false { opening.head = nil }
    }

    /// Lets the head go, and with it all that the beginning has left, once blocks or pages are
    /// read. Before, and of a body that is all audio, it is still needed.
    mutating func forgetOpening() {
        if _opening.isEmpty == false, body != nil || ogg != nil, isOpening == false {
            _opening.clear()
        }
    }

    /// Whether nothing of the beginning is kept.
    var hasForgottenOpening: Bool { _opening.isEmpty }

    /// Consumes a length byte of 0 where nothing but a length byte can be, without an event.
    ///
    /// - Returns: false if `byte` is anything else; it is not consumed then.
    mutating func countEmptyBlock(_ byte: UInt8) -> Bool {
        isCounting && body?.countEmptyBlock(byte) == true
    }

    /// Whether events are left that need no other byte.
    var hasMoreEvents: Bool {
        body?.hasHeldBack == true || ogg?.hasComments == true
            || _opening.isEmpty == false && opening.leadIndex < opening.lead.count
    }

    /// Pages of an Ogg body begun; 0 in any other.
    var oggPageCount: Int { _ogg.isEmpty ? 0 : ogg?.pageCount ?? 0 }

    /// Audio bytes that a transport may drop unseen before it must hand over bytes again.
    ///
    /// 0 in the head, before the first byte of the body, in a search, in doubt, at a length byte,
    /// in a block and in chunk framing; never beyond a chunk.
    public var skippable: Int {
        guard isOpening == false, framingBefore != .head else { return 0 }
        let audio = body?.skippable ?? ogg?.skippable ?? Int.max
        guard let chunked else { return audio }
        return min(audio, chunked.available)
    }

    /// The fewest bytes of the response that must come before there can be an event other than
    /// audio: what a transport may wait for without delaying a block. At least 1.
    ///
    /// Chunk framing only adds to them. In the head, in a search, in doubt and in Ogg it is 1.
    /// That a chunked body ends, or is broken, may come with fewer: a transport has to look now and
    /// then what is there.
    public var awaited: Int {
        guard isOpening == false, framingBefore != .head else { return 1 }
        return body?.awaited ?? 1
    }

    /// Says that audio bytes were dropped unseen.
    ///
    /// - Parameter count: at most `skippable`; more traps.
    public mutating func skip(_ count: Int) {
        precondition(count >= 0 && count <= skippable, "only audio bytes can be skipped")
        if chunked != nil { chunked?.consume(count) }
        if body != nil {
            body?.skip(count)
        } else if ogg != nil {
            ogg?.skip(count)
        } else {
            opening.plainCount += count
        }
    }

    /// How the stream ended, if no byte follows.
    public func finish() -> StreamEnd {
        if framingBefore == .head { return .inHead(received: opening.headParser.byteCount) }
        if let ogg { return .inOgg(commentHeaders: ogg.commentsCount) }
        return body?.end ?? .notInterleaved(held: heldAudio)
    }

    /// What was consumed as audio and is not handed out yet. If no byte follows, it is the last
    /// audio.
    public var heldAudio: [UInt8] {
        if let detector = opening.detector { return detector.held }
        if let choice = opening.choice { return choice.held }
        if let secondHead = opening.secondHead { return secondHead.held }
        if let probe = opening.probe { return probe.held }
        return body?.heldAudio ?? []
    }

    /// Body bytes consumed, after the transfer coding and after a second head.
    public var wireOffset: Int {
        (body?.wireOffset ?? ogg?.wireOffset ?? opening.detector?.held.count
            ?? opening.choice?.held.count ?? opening.probe?.held.count ?? opening.plainCount)
            + (opening.secondHead?.held.count ?? 0)
    }
    /// Audio bytes consumed, those included that are held back in doubt or in a search for lost
    /// framing.
    public var audioOffset: Int {
        (body?.audioOffset ?? ogg?.wireOffset ?? opening.plainCount)
            + (opening.secondHead?.held.count ?? 0)
    }
    /// Blocks handed out, empty ones included; of Ogg, the comment headers.
    public var blockCount: Int { body?.blockCount ?? ogg?.commentsCount ?? 0 }
    /// Whether a chunked body has ended; the connection may stay open all the same.
    public var isBodyComplete: Bool { chunked?.isComplete ?? false }
}
