/// Finds out whether an Ogg body has the blocks that its head announces.
///
/// Some servers interleave Ogg, others announce an interval for every mount and send Ogg as it is.
/// In a body without blocks, the page around the place of the first block is followed by another
/// page. A block there would have moved it.
struct OggOrBlocks: Sendable {
    enum Verdict: Sendable, Equatable { case undecided, blocks, ogg }

    /// The bytes consumed so far: at most the interval and two pages.
    private(set) var held: [UInt8] = []
    let interval: Int
    /// Where the next page begins, if there are no blocks.
    private var page = 0

    init(interval: Int) { self.interval = interval }

    /// Consumes `input` from `offset`, before `end`, until it is decided.
    mutating func add(_ input: Span<UInt8>, _ offset: inout Int, upTo end: Int) -> Verdict {
        while offset < end {
            held.append(input[offset])
            offset += 1
            let verdict = verdict
            if verdict != .undecided { return verdict }
        }
        return .undecided
    }

    private var verdict: Verdict {
        mutating get {
            let size = held.count - page
            guard size > 0, size <= OggPage.largestHeader else { return .undecided }
            guard size < OggPage.fixedSize else { return pageIsKnown() }
            let isPage = OggPage.isPlausible(held[page + size - 1], at: size - 1)
            if page == 0 || page <= interval { return isPage ? .undecided : .blocks }
            // The first page after the place of the block decides.
            guard isPage else { return .blocks }
            return size < OggPage.capture.count ? .undecided : .ogg
        }
    }

    /// Moves on to the next page once the sizes of this one's segments are there.
    private mutating func pageIsKnown() -> Verdict {
        let count = Int(held[page + OggPage.fixedSize - 1])
        let header = OggPage.fixedSize + count
        guard held.count == page + header else { return .undecided }
        let body = held[(page + OggPage.fixedSize)...].reduce(0) { $0 + Int($1) }
        page += header + body
        return page > interval + Limits.oggPageBytes ? .blocks : .undecided
    }
}
