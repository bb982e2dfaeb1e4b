import ICYReader

/// The answers of one loop that are expensive to make. Each is made once and shared until something
/// in it changes.
final class AnswerCache {
    enum Key: Hashable {
        /// The snapshot of the station with this id.
        case snapshot(StationID)
        case list, metrics
        /// In the form of another server: of one station, or a list.
        case compatible(StationID, CompatibleKind)
        case compatibleList(CompatibleKind)

        /// Whether it is about one station.
        fileprivate var isOfStation: Bool {
            switch self {
            case .snapshot, .compatible: true
            case .list, .metrics, .compatibleList: false
            }
        }
    }

    /// What the interfaces of other servers answer.
    enum CompatibleKind: CaseIterable {
        case nowPlaying, nowPlayingFile, nowPlayingText, icecastStatus, sevenHTML, shoutcastStats
    }

    private struct Answer {
        let response: Response
        let madeAt: Instant
    }

    private let held = HeldBytes()
    private var answers: [Key: Answer] = [:]
    /// The keys of the snapshots in the order in which they were made, including outdated ones, and
    /// the bytes of the snapshots that are held.
    private var order: [Key] = []
    private var byteCount = 0
    /// How often the answers that change all the time are made again.
    private var paces: [Key: Pace] = [:]

    /// Drops an answer because something in it has changed.
    func forget(_ key: Key) {
        guard !answers.isEmpty, let gone = answers.removeValue(forKey: key) else { return }
        if key.isOfStation { byteCount -= gone.response.body.count }
    }

    /// Drops all answers about a station alone.
    func forget(station: StationID) {
        forget(.snapshot(station))
        guard !answers.isEmpty else { return }
        for kind in CompatibleKind.allCases { forget(.compatible(station, kind)) }
    }

    /// Drops the answers about all stations, without the figures.
    func forgetLists() {
        forget(.list)
        for kind in CompatibleKind.allCases { forget(.compatibleList(kind)) }
    }

    /// How long an answer is valid.
    enum Validity {
        /// Until `forget`.
        case change
        /// For `Limits.listAge`: the answer is about many stations.
        case moment
        /// The answer changes all the time. It is made again on request, but at a limited pace.
        case request
    }

    /// Returns the cached answer, or a new one if that is no longer valid.
    ///
    /// - Returns: nil if there is no answer and clients hold so many unread bytes that no new one
    ///   may be made.
    func answer(
        _ key: Key, until validity: Validity, now: Instant, make: () -> Response
    ) -> Response? {
        if let known = answers[key] {
            let holds =
                switch validity {
                case .change: true
                case .moment: now - known.madeAt < Limits.listAge
                case .request:
                    !paces[key, default: Pace()].take(
                        now, each: Limits.listPace, burst: Limits.listBurst)
                }
            if holds { return known.response }
        }
        // An outdated answer is better than none.
        guard let response = single(make) else { return answers[key]?.response }
        forget(key)
        answers[key] = Answer(response: response, madeAt: now)
        if key.isOfStation {
            byteCount += response.body.count
            order.append(key)
            shrink()
        }
        return response
    }

    /// An answer for a single client. Its bytes count too.
    func single(_ make: () -> Response) -> Response? {
        guard held.counter.value < Limits.heldAnswerBytes else { return nil }
        let response = make()
        return response.sharing(SharedBody(response.body, held))
    }

    /// Drops the oldest answers first: a client that requests thousands of stations one after the
    /// other must not make the loop keep all their answers.
    private func shrink() {
        while byteCount > Limits.cachedAnswerBytes, order.count > 1 { forget(order.removeFirst()) }
        guard order.count > 2 * answers.count + 16 else { return }
        var seen: Set<Key> = []
        order = order.reversed().filter { answers[$0] != nil && seen.insert($0).inserted }
            .reversed()
    }
}
