import ICYReader

/// The answers of one loop that cost something to make: each is made once and shared until
/// something in it changes.
final class AnswerCache {
    enum Key: Hashable {
        /// With the station's id.
        case snapshot(Int)
        case list, metrics
    }

    private struct Answer {
        let response: Response
        let madeAt: Instant
    }

    private let held = HeldBytes()
    private var answers: [Key: Answer] = [:]
    /// Those of single stations in the order in which they were made, outdated ones among them, and
    /// their bytes.
    private var order: [Key] = []
    private var byteCount = 0
    /// How often the answers are made anew that change all the time.
    private var paces: [Key: Pace] = [:]

    /// Something in the answer has changed.
    func forget(_ key: Key) {
        guard !answers.isEmpty, let gone = answers.removeValue(forKey: key) else { return }
        if case .snapshot = key { byteCount -= gone.response.body.count }
    }

    /// How long an answer holds.
    enum Validity {
        /// Until `forget`.
        case change
        /// For `Limits.listAge`: it says something of many stations.
        case moment
        /// It changes all the time, but is not made anew at any pace.
        case request
    }

    /// The answer that is there, or a new one where that does not hold any more.
    ///
    /// - Returns: nil where clients hold so many unread bytes that none are to be added.
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
        // What was true a moment ago is better than nothing.
        guard let response = single(make) else { return answers[key]?.response }
        forget(key)
        answers[key] = Answer(response: response, madeAt: now)
        if case .snapshot = key {
            byteCount += response.body.count
            order.append(key)
            shrink()
        }
        return response
    }

    /// An answer that only one client has asked for. Its bytes count too.
    func single(_ make: () -> Response) -> Response? {
        guard held.counter.value < Limits.heldAnswerBytes else { return nil }
        let response = make()
        return response.sharing(SharedBody(response.body, held))
    }

    /// The oldest go first: who asks for thousands of stations one after the other must not make
    /// the loop keep all their answers.
    private func shrink() {
        while byteCount > Limits.cachedAnswerBytes, order.count > 1 { forget(order.removeFirst()) }
        guard order.count > 2 * answers.count + 16 else { return }
        var seen: Set<Key> = []
        order = order.reversed().filter { answers[$0] != nil && seen.insert($0).inserted }
            .reversed()
    }
}
