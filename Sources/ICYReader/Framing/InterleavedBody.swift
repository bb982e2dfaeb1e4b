/// Reads a body with metadata in it, and finds the blocks again when the counting is lost.
///
/// A relay may drop bytes, an advertisement may be spliced in, a server may miscount: from then on
/// there is audio where blocks should be. One implausible block decides nothing, but the bytes
/// after it are held back. Plausible blocks then confirm the counting; a second implausible one
/// means that it is lost. In that case all of it was audio, and the next block is found by its
/// shape.
///
/// While blocks are plausible, audio is passed on without being examined.
struct InterleavedBody: Sendable {
    private enum Mode: Sendable { case counting, doubting, searching, audioOnly }

    /// What reading the body yields.
    enum Output: Sendable {
        /// Audio: a range of the input.
        case audio(Range<Int>)
        /// Audio that was held back; not in the input.
        case heldAudio([UInt8])
        /// A complete block, possibly empty.
        case block(MetadataBlock)
        /// The counting was lost, or found again.
        case framing(FramingEvent)
    }

    private var mode = Mode.counting
    /// Whether there certainly were blocks in this body.
    private var hasMetadata = false
    private var implausibleCount: UInt8 = 0
    private var emptyCount: UInt8 = 0
    private var demuxer: Demuxer
    /// Blocks emitted, empty ones included.
    private(set) var blockCount = 0
    @OnDemand private var kept: Kept

    /// State needed only while bytes are held back or blocks are searched for, and in a body that
    /// turned out to have no blocks.
    private struct Kept: StartsEmpty {
        /// Output that is decided but not emitted yet.
        var pending = Backlog<Output>()
        /// Bytes to read again before the input.
        var replay: [UInt8] = []
        var replayIndex = 0
        /// Bytes to read again next; moved to `replay` after the current step.
        var restart: [UInt8] = []
        /// In doubt: everything from the implausible block on. In a search: what may be a block.
        var search = BlockSearch()
        /// In doubt: the ranges of the blocks in `search`, which are audio if the counting is lost.
        var blocks: [Range<Int>] = []
        /// The position of the first byte that was held back or is searched.
        var origin = (wire: 0, audio: 0)
        /// Bytes emitted as audio since the origin, in a search and after it.
        var givenBack = 0
        /// Bytes of the input searched, counted for the verdict.
        var searched = 0
        var hasVerdict = false
        var trustedPoints = 0

        /// Whether there is something to emit or to read again.
        var isWaiting: Bool { pending.isEmpty == false || replay.isEmpty == false }
    }

    /// - Parameters:
    ///   - isDetected: whether no head announced the interval.
    ///   - replay: the first bytes of the body, held back until now.
    init(metadataInterval: Int, isDetected: Bool = false, replay: [UInt8] = []) {
        demuxer = Demuxer(metadataInterval: metadataInterval, isDetected: isDetected)
        if replay.isEmpty == false { kept.replay = replay }
    }

    /// Consumes `input` from `offset`, before `end`, up to the next output.
    ///
    /// - Returns: nil when all of it is consumed.
    mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Output? {
        while offset < end || hasHeldBack {
            if let event = nextHeldBack() { return event }
            guard offset < end else { return nil }
            let event = step(input, &offset, upTo: end)
            if _kept.isEmpty == false { takeRestart() }
            if let event { return event }
        }
        return nil
    }

    /// Counts audio up to the next length byte, while `isCounting`; nil if there is no audio.
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

    /// Whether nothing is held back, and nothing is left of a doubt or a search.
    var keepsNothing: Bool { _kept.isEmpty }

    /// Whether nothing is in doubt, and nothing is waiting to be emitted.
    var isCounting: Bool { mode == .counting && hasHeldBack == false }

    /// The next output that needs no further byte of the input.
    mutating func nextHeldBack() -> Output? {
        while hasHeldBack {
            if let output = nextPending() { return output }
            if let event = nextReplayed() { return event }
        }
        return nil
    }

    /// Whether something can be emitted without a further byte.
    var hasHeldBack: Bool { _kept.isEmpty == false && kept.isWaiting }

    /// Moves the bytes to be read again into `replay`, and clears the state if nothing is held
    /// back.
    private mutating func takeRestart() {
        if kept.restart.isEmpty == false {
            kept.replay = kept.restart
            kept.restart = []
        }
        if isCounting { _kept.clear() }
    }

    var framing: BodyFraming {
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

    /// The fewest bytes that must arrive before there can be output other than audio; at least 1.
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

    /// Audio bytes consumed, including those held back.
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

    /// Audio consumed but not emitted: it is audio if nothing follows.
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
    private mutating func nextPending() -> Output? {
        guard let output = kept.pending.popFirst() else { return nil }
        if isCounting { _kept.clear() }
        return output
    }

    private mutating func nextReplayed() -> Output? {
        let bytes = kept.replay
        var index = kept.replayIndex
        let event = step(bytes.span, &index, upTo: bytes.count)
        // The bytes to read again are the last ones read: nothing was held before the replay.
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

    /// - Returns: nil if there is more to do, or if output is pending.
    private mutating func step(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Output? {
        switch mode {
        case .counting:
            switch demuxer.next(input, &offset, upTo: end) {
            case .audio(let range): return .audio(range)
            case .block(let block): return judge(block)
            case nil: return nil
            }
        case .doubting: return doubt(input, &offset, upTo: end)
        case .searching:
            // Stop at the verdict, wherever the input is cut.
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

    private mutating func handOut(_ block: MetadataBlock) -> Output {
        blockCount = block.index + 1
        return .block(block)
    }

    private mutating func judge(_ block: MetadataBlock) -> Output? {
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
        // A block that was found by its shape is not doubted: it would be found again, forever.
        case .binary: return block.flags.contains(.reanchored) ? handOut(block) : beginDoubt(block)
        }
    }

    private mutating func judgeEmptyBlock() {
        if emptyCount < Limits.trustedEmptyBlocks { emptyCount += 1 }
        if emptyCount >= Limits.trustedEmptyBlocks { trustCounting() }
    }

    private mutating func trustCounting() {
        hasMetadata = true
        implausibleCount = 0
    }
}

// MARK: - Doubt

extension InterleavedBody {
    private mutating func beginDoubt(_ block: MetadataBlock) -> Output? {
        implausibleCount += 1
        kept.trustedPoints = 0
        kept.origin = (block.wireOffset, block.audioOffset)
        kept.search.append(block)
        kept.blocks = [0..<kept.search.held.count]
        if implausibleCount >= Limits.implausibleBlocks {
            lose()
        } else if findInFirstBlock() == false {
            mode = .doubting
            return handOut(block)
        }
        return nil
    }

    /// Looks for a block that the implausible one swallowed: that proves both that the counting was
    /// lost and where it resumes.
    private mutating func findInFirstBlock() -> Bool {
        guard let first = kept.blocks.first,
            let found = kept.search.find(before: first.upperBound + 1)
        else { return false }
        loseCount()
        reanchor(at: found)
        return true
    }

    private mutating func doubt(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Output? {
        let room = max(1, Limits.doubtBytes - kept.search.held.count)
        switch demuxer.next(input, &offset, upTo: min(end - offset, room) + offset) {
        case .audio(let range):
            kept.search.append(input, range)
            if findInFirstBlock() == false, kept.search.held.count >= Limits.doubtBytes {
                release()
            }
            return nil
        case .block(let block):
            let start = kept.search.held.count
            let isTrusted = block.isEmpty && kept.search.held[start - 1] != 0
            kept.search.append(block)
            kept.blocks.append(start..<kept.search.held.count)
            return findInFirstBlock() ? nil : weigh(block, isTrusted: isTrusted)
        case nil: return nil
        }
    }

    private mutating func weigh(_ block: MetadataBlock, isTrusted: Bool) -> Output? {
        let plausibility: BlockPlausibility? =
            block.isEmpty ? nil : BlockPlausibility(block.bytes)
        switch plausibility {
        case .binary:
            lose()
            return nil
        case .fields: kept.trustedPoints = Limits.trustedPoints
        case .text: kept.trustedPoints += 1
        case .blank: kept.trustedPoints = 0
        case nil: kept.trustedPoints = isTrusted ? kept.trustedPoints + 1 : 0
        }
        if kept.trustedPoints >= Limits.trustedPoints {
            trustCounting()
            release()
        } else if kept.blocks.count > Limits.doubtedBlocks
            || kept.search.held.count >= Limits.doubtBytes
        {
            release()
        }
        kept.pending.append(handOut(block))
        return nil
    }

    private var audioInDoubt: [UInt8] {
        var audio: [UInt8] = []
        var start = 0
        for block in kept.blocks {
            audio.append(contentsOf: kept.search.held[start..<block.lowerBound])
            start = block.upperBound
        }
        return audio + kept.search.held[start...]
    }

    /// Ends the doubt: the counting holds, or too much is held back to wait any longer.
    private mutating func release() {
        let audio = audioInDoubt
        if audio.isEmpty == false { kept.pending.append(.heldAudio(audio)) }
        kept.search = BlockSearch()
        kept.blocks = []
        mode = .counting
    }
}

// MARK: - Search

extension InterleavedBody {
    private mutating func loseCount() {
        let swallowed = kept.blocks.reduce(0) { $0 + $1.count }
        kept.blocks = []
        kept.givenBack = 0
        kept.pending.append(
            .framing(.lost(wireOffset: kept.origin.wire, swallowedBytes: swallowed)))
    }

    private mutating func lose() {
        loseCount()
        mode = .searching
        kept.searched = 0
        kept.hasVerdict = false
        kept.search.restart()
        continueSearch()
    }

    private var searchBound: Int {
        max(Limits.searchBytes, Limits.searchIntervals * (demuxer.metadataInterval + 1))
    }

    private mutating func continueSearch() {
        if let found = kept.search.find() { return reanchor(at: found) }
        giveBack(kept.search.decidedCount)
        guard kept.hasVerdict == false, kept.searched >= searchBound else { return }
        kept.hasVerdict = true
        if hasMetadata {
            kept.pending.append(.framing(.searchedInVain(searchedBytes: kept.searched)))
        } else {
            kept.pending.append(.framing(.lie(searchedBytes: kept.searched)))
            giveBack(kept.search.held.count)
            mode = .audioOnly
        }
    }

    private mutating func giveBack(_ count: Int) {
        guard count > 0 else { return }
        kept.pending.append(.heldAudio(kept.search.removeFirst(count)))
        kept.givenBack += count
    }

    private mutating func reanchor(at found: Int) {
        giveBack(found)
        let wireOffset = kept.origin.wire + kept.givenBack
        kept.pending.append(.framing(.reanchored(wireOffset: wireOffset, distance: kept.givenBack)))
        demuxer.resume(
            wireOffset: wireOffset, audioOffset: kept.origin.audio + kept.givenBack,
            blockCount: blockCount)
        kept.restart = kept.search.held
        kept.search = BlockSearch()
        implausibleCount = 0
        emptyCount = 0
        mode = .counting
    }
}
