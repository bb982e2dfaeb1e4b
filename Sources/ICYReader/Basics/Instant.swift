/// A point in time on a clock that nobody sets back, in nanoseconds since the clock's zero.
///
/// `ContinuousClock.Instant` would do, but it is 16 bytes whose layout only the runtime knows: in
/// what there is one of for each client, and in what is asked at each chunk of audio, that is seen.
public struct Instant: Comparable, Hashable, Sendable {
    /// Nanoseconds since the clock's zero.
    public let nanoseconds: Int64

    /// - Parameter nanoseconds: since the clock's zero, whichever that is.
    @inlinable
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// This much later; what is beyond 292 years stays there.
    public static func + (start: Instant, duration: Duration) -> Instant {
        let (sum, overflow) = start.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        guard overflow else { return Instant(nanoseconds: sum) }
        return Instant(nanoseconds: duration < .zero ? .min : .max)
    }

    /// This much later from now on.
    public static func += (instant: inout Instant, duration: Duration) {
        instant = instant + duration
    }

    /// This much earlier.
    public static func - (end: Instant, duration: Duration) -> Instant {
        end + (.zero - duration)
    }

    /// How much later it is than the other one.
    public static func - (end: Instant, start: Instant) -> Duration {
        .nanoseconds(end.nanoseconds) - .nanoseconds(start.nanoseconds)
    }

    /// Whether it is before the other one.
    @inlinable
    public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration {
    /// In nanoseconds, without what is less than one; what is beyond 292 years stays there.
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard overflow || carry else { return sum }
        return seconds < 0 ? .min : .max
    }
}
