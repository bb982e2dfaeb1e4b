// MARK: - Doubt

extension InterleavedBody {
    mutating func beginDoubt(_ block: MetadataBlock) -> StreamReader.Event? {
        implausibleCount += 1
        trustedPoints = 0
        origin = (block.wireOffset, block.audioOffset)
        search.append(block)
        heldBlocks = [0..<search.held.count]
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
        guard let first = heldBlocks.first, let found = search.find(before: first.upperBound + 1)
        else { return false }
        loseCount()
        reanchor(at: found)
        return true
    }

    mutating func doubt(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> StreamReader.Event? {
        let room = max(1, Limits.doubtBytes - search.held.count)
        switch demuxer.next(input, &offset, upTo: min(end - offset, room) + offset) {
        case .audio(let range):
            search.append(input, range)
            if findInFirstBlock() == false, search.held.count >= Limits.doubtBytes { release() }
            return nil
        case .block(let block):
            let start = search.held.count
            let isTrusted = block.isEmpty && search.held[start - 1] != 0
            search.append(block)
            heldBlocks.append(start..<search.held.count)
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
        case .fields: trustedPoints = Limits.trustedPoints
        case .text: trustedPoints += 1
        case .blank: trustedPoints = 0
        case nil: trustedPoints = isTrusted ? trustedPoints + 1 : 0
        }
        if trustedPoints >= Limits.trustedPoints {
            trustCounting()
            release()
        } else if heldBlocks.count > Limits.doubtedBlocks
            || search.held.count >= Limits.doubtBytes
        {
            release()
        }
        pending.append(handOut(block))
        return nil
    }

    var audioInDoubt: [UInt8] {
        var audio: [UInt8] = []
        var start = 0
        for block in heldBlocks {
            audio.append(contentsOf: search.held[start..<block.lowerBound])
            start = block.upperBound
        }
        return audio + search.held[start...]
    }

    /// The counting holds, or too much is held back to wait any longer.
    private mutating func release() {
        let audio = audioInDoubt
        if audio.isEmpty == false { pending.append(.heldAudio(audio)) }
        search = BlockSearch()
        heldBlocks = []
        mode = .counting
    }
}

// MARK: - Search

extension InterleavedBody {
    private mutating func loseCount() {
        let swallowed = heldBlocks.reduce(0) { $0 + $1.count }
        heldBlocks = []
        givenBack = 0
        pending.append(.framing(.lost(wireOffset: origin.wire, swallowedBytes: swallowed)))
    }

    private mutating func lose() {
        loseCount()
        mode = .searching
        searched = 0
        hasVerdict = false
        search.restart()
        continueSearch()
    }

    var searchBound: Int {
        max(Limits.searchBytes, Limits.searchIntervals * (demuxer.metadataInterval + 1))
    }

    mutating func continueSearch() {
        if let found = search.find() { return reanchor(at: found) }
        giveBack(search.decidedCount)
        guard hasVerdict == false, searched >= searchBound else { return }
        hasVerdict = true
        if hasMetadata {
            pending.append(.framing(.searchedInVain(searchedBytes: searched)))
        } else {
            pending.append(.framing(.lie(searchedBytes: searched)))
            giveBack(search.held.count)
            mode = .audioOnly
        }
    }

    private mutating func giveBack(_ count: Int) {
        guard count > 0 else { return }
        pending.append(.heldAudio(search.removeFirst(count)))
        givenBack += count
    }

    private mutating func reanchor(at found: Int) {
        giveBack(found)
        let wireOffset = origin.wire + givenBack
        pending.append(.framing(.reanchored(wireOffset: wireOffset, distance: givenBack)))
        demuxer.resume(
            wireOffset: wireOffset, audioOffset: origin.audio + givenBack, blockCount: blockCount)
        restart = search.held
        search = BlockSearch()
        implausibleCount = 0
        emptyCount = 0
        mode = .counting
    }
}
