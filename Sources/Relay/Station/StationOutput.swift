import ICYReader

/// Limits how fast a station may publish. Items that come faster wait, and the newest of each kind
/// replaces the one that waits.
///
/// Time is an input. Nothing is sent here: the station asks, and publishes.
struct StationOutput {
    /// Something to publish.
    enum Item {
        /// A title, and the bytes that contained it.
        case title(TitleEvent, raw: [UInt8])
        /// The state at the time of publication.
        case status
        case ad(AdPublication)
        case block(BlockPublication)

        /// The bound that sheds this kind of item.
        var bound: Bound {
            switch self {
            case .title: .titles
            case .status, .ad, .block: .events
            }
        }
    }

    /// What to do with an item.
    enum Verdict: Equatable, Sendable {
        case publish
        /// The item waits until it may be published.
        case wait
        /// The item waits and replaces one that is never published.
        case replace
    }

    /// All kinds together: a station that stays within this pace needs no other.
    private var recent = Pace()
    /// Nil for nearly every station.
    private var counted: Counted?

    /// The separate paces of a station that has published much, and its waiting items.
    private final class Counted {
        var titlePace = Pace()
        var eventPace = Pace()
        var blockPace = Pace()
        var title: (event: TitleEvent, raw: [UInt8])?
        var hasStatus = false
        var ad: AdPublication?
        var block: BlockPublication?

        /// Charges a full uncounted burst both to titles and to events, since the kinds of the
        /// items published before are unknown.
        init(rate: Int, _ now: Instant) {
            let count = Int64(Limits.uncountedBurst)
            titlePace.spend(
                nanoseconds: count * (Duration.seconds(1) / rate).wholeNanoseconds, now)
            eventPace.spend(
                nanoseconds: count * Limits.eventInterval.wholeNanoseconds, now)
        }

        var isEmpty: Bool { title == nil && !hasStatus && ad == nil && block == nil }

        /// Whether nothing waits and all paces have recovered, so that the object is no longer
        /// needed.
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

        /// Whether an item of the same kind waits.
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

    /// Decides what to do with an item, and keeps it if it must wait.
    ///
    /// - Parameters:
    ///   - last: the fingerprint of the title published last. A title equal to it cancels the one
    ///     that waits.
    ///   - rate: the titles per second that the station may publish in the long run.
    mutating func offer(
        _ item: Item, last: Int?, rate: Int, now: Instant
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
        // All clients already have this title: there is nothing to publish.
        case .title(let event, let raw):
            counted.title = event.fingerprint == last ? nil : (event, raw)
        case .status: counted.hasStatus = true
        case .ad(let new): counted.ad = new
        case .block(let new): counted.block = new
        }
        return isWaiting ? .replace : .wait
    }

    /// The items that may be published now.
    mutating func due(rate: Int, now: Instant) -> [Item] {
        guard let counted else { return [] }
        var waiting: [Item] = counted.hasStatus ? [.status] : []
        if let title = counted.title { waiting.append(.title(title.event, raw: title.raw)) }
        if let ad = counted.ad { waiting.append(.ad(ad)) }
        if let block = counted.block { waiting.append(.block(block)) }
        let items = waiting.filter { counted.take($0, rate: rate, now) }
        for item in items { counted.remove(item) }
        return items
    }

    /// When the next item may be published; nil if none waits.
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

    /// Drops all waiting items.
    mutating func clear() {
        counted?.title = nil
        counted?.hasStatus = false
        counted?.ad = nil
        counted?.block = nil
    }
}
