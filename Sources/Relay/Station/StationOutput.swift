import ICYReader

/// How fast a station may publish. What comes faster waits, and of each kind the newest wins.
///
/// Time is an input, and nothing is sent here: the station asks, and publishes.
struct StationOutput {
    /// Something to publish.
    enum Item {
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

    /// All kinds together: a station that stays within it needs nothing else.
    private var recent = Pace()
    /// nil for nearly every station.
    private var counted: Counted?

    /// The paces of a station that has published much, and what waits.
    private final class Counted {
        var titlePace = Pace()
        var eventPace = Pace()
        var blockPace = Pace()
        var title: TitleDraft?
        var hasStatus = false
        var ad: AdPublication?
        var block: BlockPublication?

        /// What was published before it is taken for titles, and for events.
        init(rate: Int, _ now: Instant) {
            let count = Int64(Limits.uncountedBurst)
            titlePace.spend(
                nanoseconds: count * (Duration.seconds(1) / rate).wholeNanoseconds, now)
            eventPace.spend(
                nanoseconds: count * Limits.eventInterval.wholeNanoseconds, now)
        }

        var isEmpty: Bool { title == nil && !hasStatus && ad == nil && block == nil }

        /// Whether it says no more than a new one would, or less.
        func isIdle(_ now: Instant) -> Bool {
            isEmpty
                && [titlePace, eventPace, blockPace].allSatisfy {
                    $0.available(nanoseconds: 0) <= now
                }
        }

        func take(_ item: Item, rate: Int, _ now: Instant) -> Bool {
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

        /// Whether one of its kind waits.
        func has(_ item: Item) -> Bool {
            switch item {
            case .title: title != nil
            case .status: hasStatus
            case .ad: ad != nil
            case .block: block != nil
            }
        }

        func remove(_ item: Item) {
            switch item {
            case .title: title = nil
            case .status: hasStatus = false
            case .ad: ad = nil
            case .block: block = nil
            }
        }
    }

    /// Takes an item.
    ///
    /// - Parameters:
    ///   - last: the title that was published last. One that waits makes way for it.
    ///   - rate: titles that the station may publish in a second, in the long run.
    mutating func offer(
        _ item: Item, last: TitleFingerprint?, rate: Int, now: Instant
    ) -> Verdict {
        if counted?.isIdle(now) == true { counted = nil }
        if counted == nil,
            recent.take(now, each: .seconds(1), burst: Limits.uncountedBurst)
        {
            return .publish
        }
        let counted = counted ?? Counted(rate: rate, now)
        self.counted = counted
        let isWaiting = counted.has(item)
        if !isWaiting, counted.take(item, rate: rate, now) { return .publish }
        switch item {
        // Back to the title that everybody has: nothing is to be published.
        case .title(let new): counted.title = TitleFingerprint(new.event) == last ? nil : new
        case .status: counted.hasStatus = true
        case .ad(let new): counted.ad = new
        case .block(let new): counted.block = new
        }
        return isWaiting ? .replace : .wait
    }

    /// The items whose time has come.
    mutating func due(rate: Int, now: Instant) -> [Item] {
        guard let counted else { return [] }
        var waiting: [Item] = counted.hasStatus ? [.status] : []
        if let title = counted.title { waiting.append(.title(title)) }
        if let ad = counted.ad { waiting.append(.ad(ad)) }
        if let block = counted.block { waiting.append(.block(block)) }
        let items = waiting.filter { counted.take($0, rate: rate, now) }
        for item in items { counted.remove(item) }
        return items
    }

    /// When the next item may be published; nil where none waits.
    func deadline(rate: Int) -> Instant? {
        guard let counted else { return nil }
        var times: [Instant] = []
        if counted.title != nil {
            times.append(
                counted.titlePace.next(
                    each: .seconds(1) / rate, burst: Limits.titleBurst(atRate: rate)))
        }
        if counted.hasStatus || counted.ad != nil {
            times.append(
                counted.eventPace.next(each: Limits.eventInterval, burst: Limits.eventBurst))
        }
        if counted.block != nil {
            times.append(
                counted.blockPace.next(each: Limits.blockInterval, burst: Limits.blockBurst))
        }
        return times.min()
    }

    /// Nothing waits any more.
    mutating func clear() {
        counted?.title = nil
        counted?.hasStatus = false
        counted?.ad = nil
        counted?.block = nil
    }
}
