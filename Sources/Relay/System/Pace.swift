import ICYReader

/// A token bucket in eight bytes (the generic cell rate algorithm, ITU-T I.371): the time at which
/// the bucket is full again. Amounts are given as the time in which they come back.
struct Pace: Sendable, Equatable {
    private var full: Int64 = 0

    /// Takes one, if there is one.
    ///
    /// - Parameters:
    ///   - interval: in which one comes back.
    ///   - burst: how many a full bucket holds; at least 1.
    mutating func take(_ now: Instant, each interval: Duration, burst: Int) -> Bool {
        let interval = interval.wholeNanoseconds
        guard now >= available(nanoseconds: interval * Int64(burst - 1)) else { return false }
        spend(nanoseconds: interval, now)
        return true
    }

    /// When one can be taken; a time that has passed if it can be taken now.
    func next(each interval: Duration, burst: Int) -> Instant {
        available(nanoseconds: interval.wholeNanoseconds * Int64(burst - 1))
    }

    /// Spends an amount, even if the bucket does not hold so much.
    mutating func spend(nanoseconds: Int64, _ now: Instant) {
        full = max(full, now.nanoseconds) + nanoseconds
    }

    /// When no more than this is spent.
    func available(nanoseconds: Int64) -> Instant { Instant(nanoseconds: full - nanoseconds) }
}
