import ICYReader

/// How fast a station may publish. What comes faster waits, and of each kind the newest wins.
///
/// Time is an input, and nothing is sent here: the station asks, and publishes.
struct StationOutput: Sendable {
    /// Something to publish.
    enum Item: Sendable {
        case title(TitleDraft)
        /// The state that holds when it is published.
        case status
        case ad(AdPublication)
        case block(BlockPublication)

        /// The bound that sheds it.
        var bound: Bound {
            switch self {
            case .title: .titles
            case .status, .ad, .block: .events
            }
        }
    }

    /// What is to be done with an item.
    enum Verdict: Equatable, Sendable {
        case publish
        /// It waits for its time.
        case wait
        /// It waits, and takes the place of one that is not published.
        case replace
    }

    private var titlePace = Pace()
    private var eventPace = Pace()
    private var blockPace = Pace()
    /// nil for nearly every station.
    private var waiting: Waiting?

    private final class Waiting: Sendable {
        let title: TitleDraft?
        let hasStatus: Bool
        let ad: AdPublication?
        let block: BlockPublication?

        init(
            title: TitleDraft?, hasStatus: Bool, ad: AdPublication?, block: BlockPublication?
        ) {
            self.title = title
            self.hasStatus = hasStatus
            self.ad = ad
            self.block = block
        }
    }

    /// Takes an item.
    ///
    /// - Parameters:
    ///   - last: the title that was published last. One that waits makes way for it.
    ///   - rate: titles that the station may publish in a second, in the long run.
    mutating func offer(
        _ item: Item, last: TitleLikeness?, rate: Int, now: Instant
    ) -> Verdict {
        let isWaiting =
            switch item {
            case .title: waiting?.title != nil
            case .status: waiting?.hasStatus == true
            case .ad: waiting?.ad != nil
            case .block: waiting?.block != nil
            }
        if !isWaiting, take(item, rate: rate, now) { return .publish }
        keep(item, last: last)
        return isWaiting ? .replace : .wait
    }

    /// The items whose time has come.
    mutating func due(rate: Int, now: Instant) -> [Item] {
        guard let waiting else { return [] }
        var items: [Item] = []
        if waiting.hasStatus, take(.status, rate: rate, now) { items.append(.status) }
        if let title = waiting.title, take(.title(title), rate: rate, now) {
            items.append(.title(title))
        }
        if let ad = waiting.ad, take(.ad(ad), rate: rate, now) { items.append(.ad(ad)) }
        if let block = waiting.block, take(.block(block), rate: rate, now) {
            items.append(.block(block))
        }
        for item in items { remove(item) }
        return items
    }

    /// When the next item may be published; nil where none waits.
    func deadline(rate: Int) -> Instant? {
        guard let waiting else { return nil }
        var times: [Instant] = []
        if waiting.title != nil {
            times.append(
                titlePace.next(
                    each: .seconds(1) / rate, burst: Limits.titleBurst(atRate: rate)))
        }
        if waiting.hasStatus || waiting.ad != nil {
            times.append(eventPace.next(each: Limits.eventInterval, burst: Limits.eventBurst))
        }
        if waiting.block != nil {
            times.append(blockPace.next(each: Limits.blockInterval, burst: Limits.blockBurst))
        }
        return times.min()
    }

    /// Nothing waits any more.
    mutating func clear() { waiting = nil }

    private mutating func take(_ item: Item, rate: Int, _ now: Instant) -> Bool {
        switch item {
        case .title:
            titlePace.take(
                now, each: .seconds(1) / rate, burst: Limits.titleBurst(atRate: rate))
        case .status, .ad:
            eventPace.take(now, each: Limits.eventInterval, burst: Limits.eventBurst)
        case .block:
            blockPace.take(now, each: Limits.blockInterval, burst: Limits.blockBurst)
        }
    }

    private mutating func keep(_ item: Item, last: TitleLikeness?) {
        var (title, hasStatus) = (waiting?.title, waiting?.hasStatus == true)
        var (ad, block) = (waiting?.ad, waiting?.block)
        switch item {
        // Back to the title that everybody has: nothing is to be published.
        case .title(let new): title = TitleLikeness(new.event) == last ? nil : new
        case .status: hasStatus = true
        case .ad(let new): ad = new
        case .block(let new): block = new
        }
        set(title, hasStatus, ad, block)
    }

    private mutating func remove(_ item: Item) {
        guard let old = waiting else { return }
        var (title, hasStatus, ad, block) = (old.title, old.hasStatus, old.ad, old.block)
        switch item {
        case .title: title = nil
        case .status: hasStatus = false
        case .ad: ad = nil
        case .block: block = nil
        }
        set(title, hasStatus, ad, block)
    }

    private mutating func set(
        _ title: TitleDraft?, _ hasStatus: Bool, _ ad: AdPublication?, _ block: BlockPublication?
    ) {
        let isEmpty = title == nil && !hasStatus && ad == nil && block == nil
        waiting =
            isEmpty ? nil : Waiting(title: title, hasStatus: hasStatus, ad: ad, block: block)
    }
}
