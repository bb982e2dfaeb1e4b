/// Reads a body with metadata in it, and finds the blocks again when the counting is lost.
///
/// A relay that drops bytes, an advertisement spliced in, a server that miscounts: from then on
/// audio is where blocks should be. After one implausible block nothing is decided, but what
/// follows is held back. A plausible block says that the counting holds; a second implausible one
/// that it is lost. Then all of it was audio, and the next block is found by its shape.
///
/// As long as blocks are plausible, audio is handed on unseen.
struct InterleavedBody: Sendable {
    enum Mode: Sendable { case counting, doubting, searching, audioOnly }

    var mode = Mode.counting
    /// Whether there certainly were blocks in this body.
    var hasMetadata = false
    var implausibleCount: UInt8 = 0
    var emptyCount: UInt8 = 0
    var demuxer: Demuxer
    /// Blocks handed out, empty ones included.
    private(set) var blockCount = 0
    @OnDemand var kept: Kept

    /// What there is only while bytes are held back or blocks are searched, and in a body that has
    /// turned out to have none.
    struct Kept: StartsEmpty {
        /// What is decided but not handed out yet.
        var pending: [StreamReader.Event] = []
        var pendingIndex = 0
        /// Bytes that are read again, before the input.
        var replay: [UInt8] = []
        var replayIndex = 0
        /// Where to begin to read again; taken over after the current step.
        var restart: [UInt8] = []
        /// In doubt: everything from the implausible block on. In a search: what may be a block.
        var search = BlockSearch()
        /// In doubt: where the blocks are in that, which are audio if the counting is lost.
        var blocks: [Range<Int>] = []
        /// The place of the first byte that was held back, or that is searched.
        var origin = (wire: 0, audio: 0)
        /// Bytes handed out as audio since the origin, in a search and after it.
        var givenBack = 0
        /// Bytes of the input searched, for the verdict.
        var searched = 0
        var hasVerdict = false
        var trustedPoints = 0

        /// Whether there is something to hand out, or to read again.
        var isWaiting: Bool { pendingIndex < pending.count || replay.isEmpty == false }
    }

    /// - Parameters:
    ///   - isDetected: whether no head has announced the interval.
    ///   - replay: the first bytes of the body, held back until now.
    init(metadataInterval: Int, isDetected: Bool = false, replay: [UInt8] = []) {
        demuxer = Demuxer(metadataInterval: metadataInterval, isDetected: isDetected)
        if replay.isEmpty == false { kept.replay = replay }
    }

    /// Consumes from `input` at `offset`, before `end`, up to the next event.
    ///
    /// - Returns: nil when all of it is consumed.
    mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> StreamReader.Event? {
        while offset < end || hasHeldBack {
            if let event = nextHeldBack() { return event }
            guard offset < end else { return nil }
            let event = step(input, &offset, upTo: end)
            if _kept.isEmpty == false { takeRestart() }
            if let event { return event }
        }
        return nil
    }

    /// Counts audio up to the next length byte, while `isCounting`; nil if there is none.
    mutating func countAudio(_ input: Span<UInt8>, _ offset: inout Int) -> Range<Int>? {
        demuxer.countAudio(input, &offset)
    }

    /// Consumes a length byte of 0, while `isCounting`; false if `byte` is anything else.
    mutating func countEmptyBlock(_ byte: UInt8) -> Bool {
        guard isCounting, demuxer.countEmptyBlock(byte) else { return false }
        judgeEmptyBlock()
        blockCount = demuxer.blockCount
        return true
    }

    /// Whether nothing is held back, and nothing of a doubt or a search is left.
    var keepsNothing: Bool { _kept.isEmpty }

    /// Whether nothing is in doubt, and nothing waits to be handed out.
    var isCounting: Bool { mode == .counting && hasHeldBack == false }

    /// What can be handed out without another byte of the input.
    mutating func nextHeldBack() -> StreamReader.Event? {
        while hasHeldBack {
            if kept.pendingIndex < kept.pending.count { return nextPending() }
            if let event = nextReplayed() { return event }
        }
        return nil
    }

    /// Whether something can be handed out without another byte.
    var hasHeldBack: Bool { _kept.isEmpty == false && kept.isWaiting }

    /// What is to be read again comes next. Where nothing is held back any more, nothing is kept.
    private mutating func takeRestart() {
        if kept.restart.isEmpty == false {
            kept.replay = kept.restart
            kept.restart = []
        }
        if isCounting { _kept.clear() }
    }

    var framing: StreamReader.Framing {
        switch mode {
        case .counting, .doubting: .interleaved(demuxer.metadataInterval)
        case .searching: .searching
        case .audioOnly: .plain
        }
    }

    /// Audio bytes that a transport may drop unseen.
    var skippable: Int {
        guard hasHeldBack == false else { return 0 }
        switch mode {
        case .counting: return demuxer.skippable
        case .doubting, .searching: return 0
        case .audioOnly: return Int.max
        }
    }

    /// The fewest bytes that must come before there is anything to tell but audio; at least 1.
    var awaited: Int { isCounting ? demuxer.awaited : 1 }

    /// - Parameter count: at most `skippable`.
    mutating func skip(_ count: Int) {
        if mode == .audioOnly { kept.givenBack += count } else { demuxer.skip(count) }
    }

    /// Body bytes consumed.
    var wireOffset: Int {
        switch mode {
        case .counting, .doubting: demuxer.wireOffset
        case .searching, .audioOnly: kept.origin.wire + kept.givenBack + kept.search.held.count
        }
    }

    /// Audio bytes consumed, those held back included.
    var audioOffset: Int {
        switch mode {
        case .counting, .doubting: demuxer.audioOffset
        case .searching, .audioOnly: kept.origin.audio + kept.givenBack + kept.search.held.count
        }
    }

    /// How the body would end here.
    var end: StreamEnd {
        switch mode {
        case .counting, .doubting: demuxer.end
        case .searching: .searching(held: kept.search.held)
        case .audioOnly: .notInterleaved(held: [])
        }
    }

    /// Audio consumed and not handed out: it is audio if nothing follows.
    var heldAudio: [UInt8] {
        switch mode {
        case .counting, .audioOnly: []
        case .doubting: audioInDoubt
        case .searching: kept.search.held
        }
    }
}

// MARK: - Steps

extension InterleavedBody {
    private mutating func nextPending() -> StreamReader.Event {
        let event = kept.pending[kept.pendingIndex]
        kept.pendingIndex += 1
        if kept.pendingIndex == kept.pending.count {
            kept.pending = []
            kept.pendingIndex = 0
        }
        if isCounting { _kept.clear() }
        return event
    }

    private mutating func nextReplayed() -> StreamReader.Event? {
        let bytes = kept.replay
        var index = kept.replayIndex
        let event = step(bytes.span, &index, upTo: bytes.count)
        // What is to be read again is the last that was read: nothing was held before the replay.
        index -= kept.restart.count
        kept.restart = []
        kept.replayIndex = index
        if index == bytes.count {
            kept.replay = []
            kept.replayIndex = 0
            if isCounting { _kept.clear() }
        }
        guard case .audio(let range) = event else { return event }
        return .heldAudio(Array(bytes[range]))
    }

    /// - Returns: nil if there is more to do, or if events are pending.
    private mutating func step(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> StreamReader.Event? {
        switch mode {
        case .counting:
            switch demuxer.next(input, &offset, upTo: end) {
            case .audio(let range): return .audio(range)
            case .block(let block): return judge(block)
            case nil: return nil
            }
        case .doubting: return doubt(input, &offset, upTo: end)
        case .searching:
            // To the verdict, wherever the input is cut.
            let room = kept.hasVerdict ? Int.max : searchBound - kept.searched
            let start = offset
            offset += min(end - offset, room)
            kept.searched += kept.hasVerdict ? 0 : offset - start
            kept.search.append(input, start..<offset)
            continueSearch()
            return nil
        case .audioOnly:
            let start = offset
            offset = end
            kept.givenBack += end - start
            return .audio(start..<end)
        }
    }

    mutating func handOut(_ block: MetadataBlock) -> StreamReader.Event {
        blockCount = block.index + 1
        return .block(block)
    }

    private mutating func judge(_ block: MetadataBlock) -> StreamReader.Event? {
        guard block.isEmpty == false else {
            judgeEmptyBlock()
            return handOut(block)
        }
        emptyCount = 0
        switch BlockPlausibility(block.bytes) {
        case .fields:
            trustCounting()
            return handOut(block)
        case .text, .blank: return handOut(block)
        // A block that was found by its shape is not doubted: it would be found again, for ever.
        case .binary: return block.flags.contains(.reanchored) ? handOut(block) : beginDoubt(block)
        }
    }

    private mutating func judgeEmptyBlock() {
        if emptyCount < Limits.trustedEmptyBlocks { emptyCount += 1 }
        if emptyCount >= Limits.trustedEmptyBlocks { trustCounting() }
    }

    mutating func trustCounting() {
        hasMetadata = true
        implausibleCount = 0
    }
}
