/// Reads the response of a radio stream: bytes in, events out.
///
/// Start here. A response passes through these parts:
///
///     bytes ─▶ ResponseHeadParser ─▶ head
///              ChunkedBody            removes a transfer coding, if there is one
///              SecondHead             removes a head inside the body, if there is one
///              BodyProbe              distinguishes audio, Ogg and documents, without an interval
///              IntervalDetector       finds the interval, if none is announced
///              InterleavedBody      ─▶ audio | MetadataBlock, by counting (Demuxer)
///              OggReader            ─▶ audio | OggComments
///              MetadataFields       ─▶ StreamTitle, StreamUrl, …   (DecodedText)
///              TitleTracker         ─▶ TitleChange                 (SongTitle)
///
/// `StreamReader` joins the first seven, `MetadataReader` the other two. `StreamSession` adds
/// policy: when to connect, what is an error, when to try again. `TitleSequence` combines both
/// readers over an `AsyncSequence` of chunks.
///
/// Feed each chunk until `next` returns nil:
///
///     var offset = 0
///     while let event = try reader.next(chunk.span, &offset) { … }
public struct StreamReader: Sendable {
    // The state checked for each chunk of audio comes first.

    private var body: InterleavedBody?
    @OnDemand private var chunked: ChunkedBody?
    @OnDemand private var ogg: OggReader?
    @OnDemand private var opening: StreamOpening
    private var search = TagSearch()

    /// Expects a response head first.
    public init() {}

    /// Expects the response head of an address, which may end like that of a playlist.
    init(isNamedPlaylist: Bool, pictures: PictureRoom? = nil) {
        if isNamedPlaylist { opening.isNamedPlaylist = true }
        if let pictures { opening.pictures = pictures }
    }

    /// Expects a body without a head.
    ///
    /// - Parameter metadataInterval: the value of `icy-metaint`; at least 1.
    public init(metadataInterval: Int) {
        body = InterleavedBody(metadataInterval: metadataInterval)
    }

    // MARK: What is known

    /// The response head, once it is complete.
    public var head: ResponseHead? { opening.head }
    /// The kind of the body by its content, if no interval is announced; nil until it is known.
    public var bodyKind: BodyKind? { opening.bodyKind }
    /// What is known about the body.
    public var framing: BodyFraming {
        if let body { return body.framing }
        guard _ogg.isEmpty else { return .ogg }
        let framing = opening.stage.framing
        return framing == .plain && search.hasTag ? .tagged : framing
    }

    /// Whether the whole body is audio, possibly because of a second head.
    var isPlain: Bool { framing == .plain && body == nil }

    /// What the body of a refusal says so far; nil for any other body.
    package var refusal: [UInt8]? {
        guard _opening.isEmpty == false, case .refusal(let said) = opening.stage else { return nil }
        return said
    }

    /// Whether no more of the body of a refusal is needed.
    var isRefusalComplete: Bool {
        guard let refusal else { return false }
        return refusal.count >= min(Limits.refusalBytes, head?.contentLength ?? .max)
            || isBodyComplete
    }

    /// Whether bytes are held back because it is not known yet what they are, or how far they go.
    var isSniffing: Bool {
        if refusal != nil { return true }
        guard case .probing(let probe) = opening.stage else { return false }
        return probe.held.isEmpty == false
    }

    /// Whether the body so far is a document: then nothing more is expected after a pause.
    var isGatheringDocument: Bool {
        if refusal != nil { return true }
        guard case .probing(let probe) = opening.stage, probe.held.isEmpty == false else {
            return false
        }
        // Text without meaning so far; where audio is promised, it may be the beginning of that.
        return probe.kind?.isDocument ?? (isPlaylistPromised || head?.promisesAudio == false)
    }

    /// When the head was complete, if the caller has noted it.
    var headTime: Instant? {
        get { opening.headTime }
        set { opening.headTime = newValue }
    }

    /// Whether text without meaning is a list of addresses, according to its type or its own
    /// address.
    private var isPlaylistPromised: Bool {
        opening.isNamedPlaylist || head?.promisesPlaylist == true
    }

    /// Whether the kind or the start of the body is still to be decided.
    private var isOpening: Bool { _opening.isEmpty == false && opening.isOpen }

    /// Whether the head is not complete.
    private var isInHead: Bool {
        guard body == nil, _ogg.isEmpty, case .head = opening.stage else { return false }
        return true
    }

    /// Whether only `body` decides what the next bytes are.
    private var isCounting: Bool {
        _chunked.isEmpty && body?.isCounting == true && isOpening == false
    }

    /// Whether nothing is left of the opening, of a doubt or of a search.
    var keepsNothing: Bool {
        _opening.isEmpty && body?.keepsNothing != false && search.keepsNothing
    }

    /// Whether there are events left that need no further byte.
    var hasMoreEvents: Bool {
        body?.hasHeldBack == true || ogg?.hasComments == true
            || search.hasFound
            || _opening.isEmpty == false && opening.leadIndex < opening.lead.count
    }

    /// Whether this is an Ogg body whose streams began before it.
    var isOggWithoutHeaders: Bool { _ogg.isEmpty ? false : ogg?.isWithoutHeaders ?? false }

    /// Whether this is FLAC that began before this body, without blocks, up to its next head.
    var isFLACWithoutHead: Bool { search.isWithoutHead }

    /// Pages begun in an Ogg body; in any other, what has begun in the tag that is read.
    var pageCount: Int { _ogg.isEmpty ? search.elementCount : ogg?.pageCount ?? 0 }

    // MARK: Reading

    /// Consumes `input` from `offset` up to the next event.
    ///
    /// - Returns: nil when all of `input` is consumed.
    /// - Throws: errors of `ResponseHeadParser` and `ChunkedBody`.
    public mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(ICYError) -> Event? {
        guard search.isOn else { return try nextEvent(input, &offset) }
        if let tag = search.take() { return .tag(tag) }
        let event = try nextEvent(input, &offset)
        search.add(event, of: input, upTo: audioOffset)
        return event ?? search.take().map { .tag($0) }
    }

    /// Looks for tags in the audio of this body.
    public mutating func searchTags() { search.begin() }

    /// Stops looking for tags: the titles are elsewhere.
    public mutating func stopTagSearch() { search.stop() }

    private mutating func nextEvent(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(ICYError) -> Event? {
        // Between two blocks, where a stream is nearly always, bytes are only counted.
        if isCounting {
            if let range = body?.countAudio(input, &offset) { return .audio(range) }
            if offset == input.count { return nil }
        }
        if isInHead { return try readHead(input, &offset).map { .head($0) } }
        while true {
            if let event = body?.nextHeldBack() { return Event(event) }
            if let event = nextOfLead() ?? pendingComments() { return event }
            var end = input.count
            let isChunked = _chunked.isEmpty == false
            if isChunked {
                try chunked?.readFraming(input, &offset)
                // Nothing is added to the peer's number, which may be anything.
                end = offset + min(input.count - offset, chunked?.available ?? 0)
            }
            guard offset < end else { return nil }
            let start = offset
            let event = nextInBody(input, &offset, upTo: end)
            // Not if a second head has only now announced the coding.
            if isChunked { chunked?.consume(offset - start) }
            if isOpening { takeReplay() }
            if let event { return event }
        }
    }

    private mutating func readHead(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(ICYError) -> ResponseHead? {
        guard case .head(var parser) = opening.stage else { return nil }
        // The parser has one owner while it changes.
        opening.stage = .plain
        let head: ResponseHead?
        do throws(ICYError) {
            head = try parser.next(input, &offset)
        } catch {
            opening.stage = .head(parser)
            throw error
        }
        guard let head else {
            opening.stage = .head(parser)
            return nil
        }
        if head.isChunked { chunked = ChunkedBody(byteOffset: parser.byteCount) }
        if head.isSuccess {
            opening.headBytes = parser.byteCount
            opening.secondHead = SecondHead(inBodyOf: head)
        }
        begin(head)
        return head
    }

    private mutating func begin(_ head: ResponseHead) {
        opening.head = head
        opening.bodyKind = nil
        opening.stage = .plain
        body = nil
        ogg = nil
        // Compressed bytes have no blocks between them, and the audio in them could not be read.
        guard head.isSuccess, head.contentCoding == nil else {
            if head.explainsInBody { opening.stage = .refusal([]) }
            return
        }
        guard case .bytes(let interval) = head.metadataInterval else {
            opening.stage = .probing(BodyProbe(contentLength: head.contentLength))
            return
        }
        if head.metadataIntervals.count > 1 {
            opening.stage = .choosing(IntervalChoice(head.metadataIntervals))
        } else if head.promisesOgg {
            opening.stage = .oggOrBlocks(OggOrBlocks(interval: interval))
        } else {
            body = InterleavedBody(metadataInterval: interval)
        }
    }

    private mutating func nextInBody(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        if isOpening, opening.secondHead != nil {
            return readSecondHead(input, &offset, upTo: end)
        }
        if body != nil { return (body?.next(input, &offset, upTo: end)).map { Event($0) } }
        if ogg != nil { return nextInOgg(input, &offset, upTo: end) }
        return nextInStage(input, &offset, upTo: end)
    }

    private mutating func nextInStage(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        switch opening.stage.next(input, &offset, upTo: end) {
        case .undecided: return nil
        case .audio(let range):
            opening.plainCount += range.count
            return .audio(range)
        case .probed(let result): return settle(result)
        case .blocks(let interval, let held, let isDetected):
            body = InterleavedBody(
                metadataInterval: interval, isDetected: isDetected, replay: held)
            return nil
        case .ogg(let held):
            opening.bodyKind = .ogg
            opening.replay = held
            beginOgg()
            return nil
        case .plain(let held):
            opening.plainCount = held.count
            if head?.promisesFLAC == true { search.expectHead() }
            return .heldAudio(held)
        }
    }

    /// Acts on the kind of the body, now that it is known.
    private mutating func settle(_ result: BodyProbe.Result) -> Event? {
        opening.stage = .plain
        switch result {
        case .document(let kind, let document):
            opening.bodyKind = kind
            opening.stage = .document
            return .document(kind, document)
        case .stream(.text, let held) where isPlaylistPromised:
            opening.bodyKind = .playlist(.m3u)
            opening.stage = .document
            return .document(.playlist(.m3u), held)
        case .stream(let kind, let held):
            opening.bodyKind = kind == .text && head?.promisesAudio == true ? .audio : kind
            opening.replay = held
            let isSwitchedOff =
                head?.metadataInterval != .absent || head?.flags.contains(.metaintZero) == true
            if kind == .ogg {
                beginOgg()
            } else if search.isOn, TagSearch.isStart(held, kind) {
                // The first title is in it, and not in a block.
                search.expectTag()
            } else if opening.bodyKind?.isSound == true, isSwitchedOff == false {
                opening.stage = .detecting(IntervalDetector())
            } else if head?.promisesFLAC == true {
                search.expectHead()
            }
            return nil
        }
    }

    private mutating func beginOgg() {
        ogg = OggReader(pictures: opening.pictures)
        search.stop()
    }

    private mutating func nextInOgg(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        switch ogg?.next(input, &offset, upTo: end) {
        case .audio(let range): .audio(range)
        case .comments(let comments): .comments(comments)
        case nil: nil
        }
    }

    /// Comments follow the page on which they end, even if the input ends with it.
    private mutating func pendingComments() -> Event? {
        guard _ogg.isEmpty == false, let comments = ogg?.takePending() else { return nil }
        return .comments(comments)
    }

    private mutating func readSecondHead(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        let verdict = opening.secondHead?.add(input, &offset, upTo: end)
        let headBytes = opening.secondHead?.held.count ?? 0
        switch verdict {
        case .undecided: return nil
        case .head(let joined):
            opening.secondHead = nil
            // A coding that the outer head announced is removed already.
            if chunked == nil, joined.isChunked {
                chunked = ChunkedBody(byteOffset: opening.headBytes + headBytes)
            }
            begin(joined)
            return .head(joined)
        case .some(.none), nil:
            opening.lead = opening.secondHead?.held ?? []
            opening.secondHead = nil
            return nil
        }
    }

    /// Reads the start of a body that looked like a second head but is not one.
    private mutating func nextOfLead() -> Event? {
        guard isOpening else { return nil }
        while opening.leadIndex < opening.lead.count {
            let bytes = opening.lead
            var index = opening.leadIndex
            let event = nextInBody(bytes.span, &index, upTo: bytes.count)
            opening.leadIndex = index
            if opening.replay.isEmpty == false {
                opening.lead = opening.replay + bytes[index...]
                opening.leadIndex = 0
                opening.replay = []
            } else if index == bytes.count {
                opening.lead = []
                opening.leadIndex = 0
            }
            switch event {
            case .audio(let range): return .heldAudio(Array(bytes[range]))
            case nil: continue
            default: return event
            }
        }
        return nil
    }

    private mutating func takeReplay() {
        guard opening.replay.isEmpty == false else { return }
        opening.lead = opening.replay
        opening.replay = []
    }

    /// Consumes a length byte of 0 where only a length byte can be, without an event.
    ///
    /// - Returns: false for any other byte, which is not consumed then.
    mutating func countEmptyBlock(_ byte: UInt8) -> Bool {
        isCounting && body?.countEmptyBlock(byte) == true
    }

    // MARK: Dropped audio

    /// Audio bytes that a transport may drop unseen before it must deliver bytes again.
    ///
    /// 0 in the head, before the first byte of the body, in a search, in doubt, at a length byte,
    /// in a block and in chunk framing; never beyond a chunk.
    public var skippable: Int {
        guard isOpening == false, isInHead == false else { return 0 }
        let audio = min(body?.skippable ?? ogg?.skippable ?? Int.max, search.skippable)
        guard let chunked else { return audio }
        return min(audio, chunked.available)
    }

    /// The fewest bytes of the response that must arrive before there can be an event other than
    /// audio: what a transport may wait for without delaying a block. At least 1.
    ///
    /// Chunk framing only adds to them. In the head, in a search, in doubt and in Ogg it is 1. A
    /// chunked body may end, or turn out to be broken, with fewer bytes, so a transport must check
    /// now and then what has arrived.
    public var awaited: Int { isOpening ? 1 : search.awaited(body?.awaited) }

    /// Accounts for audio bytes that were dropped unseen.
    ///
    /// - Parameter count: at most `skippable`; more traps.
    public mutating func skip(_ count: Int) {
        precondition(count >= 0 && count <= skippable, "only audio bytes can be skipped")
        if chunked != nil { chunked?.consume(count) }
        search.skip(count)
        if body != nil {
            body?.skip(count)
        } else if ogg != nil {
            ogg?.skip(count)
        } else {
            opening.plainCount += count
        }
    }

    // MARK: Releasing state

    /// Releases the head, which is no longer needed.
    mutating func forgetHead() {
        if _opening.isEmpty == false { opening.head = nil }
    }

    /// Releases all that is left of the opening, once blocks or pages are read.
    mutating func forgetOpening() {
        if _opening.isEmpty == false, body != nil || ogg != nil, isOpening == false {
            _opening.clear()
        }
    }

    // MARK: The end

    /// Declares that no byte follows, possibly within the head.
    ///
    /// - Returns: the head, if its status is all it needs; nil after the head, or without one.
    mutating func endHead() -> ResponseHead? {
        guard body == nil, _ogg.isEmpty, case .head(var parser) = opening.stage else { return nil }
        return parser.end()
    }

    /// Declares that the body ends here, or that no more of it is awaited.
    ///
    /// - Returns: the document, if the body is one; nil for a stream.
    public mutating func endBody() -> Event? {
        guard _opening.isEmpty == false, case .probing(var probe) = opening.stage else {
            return nil
        }
        let event = settle(probe.finish())
        takeReplay()
        return event
    }

    /// How the stream ended, if no byte follows.
    public func finish() -> StreamEnd {
        if let body { return body.end }
        if let ogg { return .inOgg(commentHeaders: ogg.commentsCount) }
        if framing == .tagged { return .inTaggedAudio(tags: search.count) }
        if case .head(let parser) = opening.stage {
            return .inHead(received: parser.byteCount)
        }
        return .notInterleaved(held: heldAudio)
    }

    /// Audio consumed but not emitted yet. If no byte follows, it is the last audio.
    public var heldAudio: [UInt8] {
        if let secondHead = opening.secondHead { return secondHead.held }
        return body?.heldAudio ?? opening.stage.held
    }

    // MARK: Counts

    /// Body bytes consumed, after the transfer coding and after a second head.
    public var wireOffset: Int {
        (body?.wireOffset ?? ogg?.wireOffset
            ?? (opening.stage.isOpen ? opening.stage.held.count : opening.plainCount))
            + (opening.secondHead?.held.count ?? 0)
    }
    /// Audio bytes consumed, including those held back in doubt or in a search for lost framing.
    public var audioOffset: Int {
        (body?.audioOffset ?? ogg?.wireOffset ?? opening.plainCount)
            + (opening.secondHead?.held.count ?? 0)
    }
    /// Blocks emitted, empty ones included; for Ogg, comment headers.
    public var blockCount: Int {
        body?.blockCount ?? ogg?.commentsCount ?? search.count
    }
    /// Whether a chunked body has ended; the connection may stay open nevertheless.
    public var isBodyComplete: Bool { chunked?.isComplete ?? false }
}
