import ICYReader

/// What the log says of a webhook: each kind of trouble once, and its end.
struct WebhookNews {
    /// The address as it is shown.
    let place: String
    /// Whether titles do not get through, and how many were dropped since.
    private var isOutage = false
    private var droppedCount = 0
    /// The refusals that were logged, and when the last one was.
    private var refusals: Set<Int?> = []
    private var refusedAt: Instant?

    init(of place: String) { self.place = place }

    private static func warning(_ text: String) -> LinkAction { .log("webhook: \(text)", .warning) }

    mutating func failed(_ reason: String) -> LinkAction? {
        guard !isOutage else { return nil }
        isOutage = true
        return WebhookNews.warning(
            "title changes do not reach \(place): \(reason); they wait and are sent again")
    }

    /// - Parameter status: that of the answer; nil if the title was not sent at all. Each one is
    ///   logged once in a while: a receiver may refuse every second title.
    mutating func refused(_ reason: String, status: Int?, _ now: Instant) -> LinkAction? {
        if let refusedAt, now - refusedAt >= Limits.webhookPatience { refusals = [] }
        guard refusals.insert(status).inserted else { return nil }
        refusedAt = now
        return WebhookNews.warning("\(place) does not take title changes: \(reason)")
    }

    mutating func dropped(_ count: Int) -> LinkAction? {
        defer { droppedCount += count }
        guard droppedCount == 0 else { return nil }
        return WebhookNews.warning(
            "too many title changes wait for \(place): the oldest are dropped")
    }

    mutating func gaveUp() -> LinkAction {
        droppedCount += 1
        let minutes = Limits.webhookPatience.components.seconds / 60
        return WebhookNews.warning(
            "a title change that \(place) has not taken for \(minutes) minutes is dropped"
        )
    }

    /// - Parameter isLast: whether none waits any more. A receiver that is only slow is not told of
    ///   often.
    mutating func taken(isLast: Bool) -> LinkAction? {
        guard isOutage || droppedCount > 0, isLast else { return nil }
        let lost = droppedCount == 0 ? "none was lost" : "\(droppedCount) were dropped"
        (isOutage, droppedCount) = (false, 0)
        return .log("webhook: \(place) takes title changes again; \(lost)")
    }

    func ended(without count: Int) -> LinkAction? {
        guard count > 0 else { return nil }
        return WebhookNews.warning("title changes that were not sent to \(place): \(count)")
    }
}
