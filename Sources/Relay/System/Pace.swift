import ICYReader

/// A token bucket in eight bytes (the generic cell rate algorithm, ITU-T I.371): it stores the time
/// at which the bucket is full again. Amounts are given as the time that they take to refill.
struct Pace: Sendable, Equatable {
    private var full: Int64 = 0

    /// Takes one token if there is one.
    ///
    /// - Parameters:
    ///   - interval: the time in which one token refills.
    ///   - burst: how many tokens a full bucket holds; at least 1.
    mutating func take(_ now: Instant, each interval: Duration, burst: Int) -> Bool {
        let interval = interval.wholeNanoseconds
        guard now >= available(nanoseconds: interval * Int64(burst - 1)) else { return false }
        spend(nanoseconds: interval, now)
        return true
    }

    /// When a token will be available; a time in the past if there is one now.
    func next(each interval: Duration, burst: Int) -> Instant {
        available(nanoseconds: interval.wholeNanoseconds * Int64(burst - 1))
    }

    /// Spends an amount, even if the bucket does not hold that much.
    mutating func spend(nanoseconds: Int64, _ now: Instant) {
        full = max(full, now.nanoseconds) + nanoseconds
    }

    /// The time from which at most this amount is spent.
    func available(nanoseconds: Int64) -> Instant { Instant(nanoseconds: full - nanoseconds) }
}
