/// A point in time on a monotonic clock, in nanoseconds since the clock's zero.
///
/// `ContinuousClock.Instant` would do, but it has 16 bytes and a layout that only the runtime
/// knows. Both costs show: in state that exists once per client, and in checks made for each chunk
/// of audio.
public struct Instant: Comparable, Hashable, Sendable {
    /// Nanoseconds since the clock's zero.
    public let nanoseconds: Int64

    /// - Parameter nanoseconds: the time since the clock's zero, whatever that is.
    @inlinable
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The instant this much later; saturates at 292 years.
    public static func + (start: Instant, duration: Duration) -> Instant {
        let (sum, overflow) = start.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        guard overflow else { return Instant(nanoseconds: sum) }
        return Instant(nanoseconds: duration < .zero ? .min : .max)
    }

    /// Moves the instant this much later.
    public static func += (instant: inout Instant, duration: Duration) {
        instant = instant + duration
    }

    /// The instant this much earlier.
    public static func - (end: Instant, duration: Duration) -> Instant {
        end + (.zero - duration)
    }

    /// The time from `start` to `end`.
    public static func - (end: Instant, start: Instant) -> Duration {
        .nanoseconds(end.nanoseconds) - .nanoseconds(start.nanoseconds)
    }

    /// Whether the left instant is before the right one.
    @inlinable
    public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration {
    /// The duration in whole nanoseconds, truncated; saturates at 292 years.
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard overflow || carry else { return sum }
        return seconds < 0 ? .min : .max
    }
}
