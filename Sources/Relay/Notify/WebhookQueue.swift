/// The titles that wait for the receiver of a webhook, oldest first.
///
/// Most are titles that the stations' histories have too: they share their memory.
struct WebhookQueue: Sendable {
    private struct Entry: Sendable {
        let title: Title
        let byteCount: Int
    }

    private let countLimit: Int
    private let byteLimit: Int
    private var entries: ArraySlice<Entry> = []
    private var byteCount = 0

    init(
        countLimit: Int = Limits.webhookQueue, byteLimit: Int = Limits.webhookQueueBytes
    ) {
        precondition(countLimit > 1)
        self.countLimit = countLimit
        self.byteLimit = byteLimit
    }

    var count: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }
    var first: Title? { entries.first?.title }

    /// Appends a title. Where there is no room, the oldest ones are dropped.
    ///
    /// - Parameter keepsFirst: whether the first one is on its way and is not dropped.
    /// - Returns: how many were dropped.
    mutating func append(_ title: Title, keepsFirst: Bool) -> Int {
        let entry = Entry(title: title, byteCount: title.event.jsonCount)
        entries.append(entry)
        byteCount += entry.byteCount
        var dropped = 0
        let place = keepsFirst ? 1 : 0
        // The newest title is always kept.
        while entries.count > place + 1, entries.count > countLimit || byteCount > byteLimit {
            byteCount -= entries.remove(at: entries.startIndex + place).byteCount
            dropped += 1
        }
        return dropped
    }

    mutating func removeFirst() {
        guard let first = entries.popFirst() else { return }
        byteCount -= first.byteCount
        // The storage of a long outage is not kept.
        if entries.isEmpty { entries = [] }
    }
}
