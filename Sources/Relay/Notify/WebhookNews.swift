/// What the log says of a webhook: each kind of trouble once, and its end.
struct WebhookNews {
    /// The address as it is shown.
    let place: String
    /// Whether titles do not get through, and how many were dropped since.
    private var isOutage = false
    private var droppedCount = 0
    /// The last refusal.
    private var refusal = ""

    init(of place: String) { self.place = place }

    private static func warning(_ text: String) -> LinkAction { .log("webhook: \(text)", .warning) }

    mutating func failed(_ reason: String) -> LinkAction? {
        guard !isOutage else { return nil }
        isOutage = true
        return WebhookNews.warning(
            "title changes do not reach \(place): \(reason); they wait and are sent again")
    }

    mutating func refused(_ reason: String) -> LinkAction? {
        guard reason != refusal else { return nil }
        refusal = reason
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
        return WebhookNews.warning(
            "a title change that \(place) has not taken for \(Limits.webhookPatience) is dropped")
    }

    /// - Parameter isLast: whether none waits any more. A receiver that is only slow is not told of
    ///   often.
    mutating func taken(isLast: Bool) -> LinkAction? {
        refusal = ""
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
