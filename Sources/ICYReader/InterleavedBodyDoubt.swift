// MARK: - Doubt

extension InterleavedBody {
    mutating func beginDoubt(_ block: MetadataBlock) -> StreamReader.Event? {
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

    /// A block that was swallowed by the implausible one: two proofs at once.
    private mutating func findInFirstBlock() -> Bool {
        guard let first = kept.blocks.first,
            let found = kept.search.find(before: first.upperBound + 1)
        else { return false }
        loseCount()
        reanchor(at: found)
        return true
    }

    mutating func doubt(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> StreamReader.Event? {
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

    private mutating func weigh(_ block: MetadataBlock, isTrusted: Bool) -> StreamReader.Event? {
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

    var audioInDoubt: [UInt8] {
        var audio: [UInt8] = []
        var start = 0
        for block in kept.blocks {
            audio.append(contentsOf: kept.search.held[start..<block.lowerBound])
            start = block.upperBound
        }
        return audio + kept.search.held[start...]
    }

    /// The counting holds, or too much is held back to wait any longer.
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

    var searchBound: Int {
        max(Limits.searchBytes, Limits.searchIntervals * (demuxer.metadataInterval + 1))
    }

    mutating func continueSearch() {
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
