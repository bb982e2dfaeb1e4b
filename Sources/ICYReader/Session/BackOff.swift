/// How long to wait before the next attempt: full jitter, so that listeners of a server that
/// restarts do not come back at the same moment.
struct BackOff: Sendable {
    private var state: UInt64
    /// Attempts since a connection was last stable, as far as they matter.
    private var exponent: UInt8 = 0

    init(seed: UInt64) { state = seed }

    /// Random from nothing to 1 s, 2 s, 4 s, … 60 s.
    ///
    /// - Parameter atLeast: a lower bound for the exponent.
    mutating func next(atLeast: Int = 0) -> Duration {
        let shift = min(max(Int(exponent), atLeast), 16)
        let longest = min(Limits.backOffMaximum, Limits.backOffBase * (1 << shift))
        exponent = min(exponent + 1, 16)
        return random(from: .zero, to: longest)
    }

    /// Random at the slow end, for trouble that time seldom cures.
    mutating func nextSlow() -> Duration {
        random(from: Limits.slowRetryMinimum, to: Limits.backOffMaximum)
    }

    /// A connection is stable: its end will be a new trouble.
    mutating func reset() { exponent = 0 }

    private mutating func random(from low: Duration, to high: Duration) -> Duration {
        // SplitMix64, and its upper 32 bits as a fraction.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        let fraction = Double(mixed >> 32) / Double(UInt32.max)
        // Whole nanoseconds: a point in time has no less.
        return .nanoseconds((low + (high - low) * fraction).wholeNanoseconds)
    }
}
