/// Things that are logged once each, whichever loop notices them, and only so many: strangers may
/// choose them.
final class LoggedOnce<Thing: Hashable & Sendable>: Sendable {
    private let logged = Lock<Set<Thing>>([])
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Notes a thing.
    ///
    /// - Returns: whether it is to be logged, and whether it is the last one that is.
    func note(_ thing: Thing) -> (isNew: Bool, isLast: Bool) {
        logged.withLock { logged in
            guard logged.count < limit else { return (false, false) }
            let isNew = logged.insert(thing).inserted
            return (isNew, isNew && logged.count == limit)
        }
    }

    /// Forgets them, since the settings have changed.
    func forget() { logged.withLock { $0 = [] } }
}
