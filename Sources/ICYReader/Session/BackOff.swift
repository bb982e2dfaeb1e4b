/// Computes the wait before the next attempt. Full jitter keeps the listeners of a restarting
/// server from coming back at the same moment.
package struct BackOff: Sendable {
    private var state: UInt64
    /// Attempts since a connection was last stable, up to the number that matters.
    private var exponent: UInt8 = 0

    /// - Parameter seed: where the random numbers begin.
    package init(seed: UInt64) { state = seed }

    /// Random between zero and 1 s, 2 s, 4 s, … 60 s.
    ///
    /// - Parameter atLeast: a lower bound for the exponent.
    package mutating func next(atLeast: Int = 0) -> Duration {
        let shift = min(max(Int(exponent), atLeast), 16)
        let longest = min(Limits.backOffMaximum, Limits.backOffBase * (1 << shift))
        exponent = min(exponent + 1, 16)
        return random(from: .zero, to: longest)
    }

    /// Random between `Limits.slowRetryMinimum` and the maximum, for problems that time seldom
    /// cures.
    package mutating func nextSlow() -> Duration {
        random(from: Limits.slowRetryMinimum, to: Limits.backOffMaximum)
    }

    /// Restarts the back-off: the connection is stable, so its end will be a new problem.
    package mutating func reset() { exponent = 0 }

    private mutating func random(from low: Duration, to high: Duration) -> Duration {
        // SplitMix64, with its upper 32 bits as a fraction.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        let fraction = Double(mixed >> 32) / Double(UInt32.max)
        // Rounded to whole nanoseconds, the resolution of `Instant`.
        return .nanoseconds((low + (high - low) * fraction).wholeNanoseconds)
    }
}
