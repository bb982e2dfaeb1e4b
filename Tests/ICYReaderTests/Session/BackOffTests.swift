import Testing

@testable import ICYReader

/// The wait before the next attempt.
@Suite struct BackOffTests {
    private static let seeds: Range<UInt64> = 0..<300
    private static let longest = [1, 2, 4, 8, 16, 32, 60, 60, 60, 60].map { Duration.seconds($0) }

    private func waits(_ seed: UInt64, _ count: Int) -> [Duration] {
        var backOff = BackOff(seed: seed)
        return (0..<count).map { _ in backOff.next() }
    }

    /// Random over the whole range, so that listeners do not come back at the same moment.
    @Test func theWaitIsRandomAndTwiceAsLongEachTime() {
        let all = Self.seeds.map { waits($0, Self.longest.count) }
        for (index, longest) in Self.longest.enumerated() {
            let waits = all.map { $0[index] }
            #expect(waits.allSatisfy { $0 >= .zero && $0 <= longest })
            #expect(waits.contains { $0 < longest / 20 })
            #expect(waits.contains { $0 > longest - longest / 20 })
            let mean = waits.reduce(.zero, +) / waits.count
            #expect(mean > longest * 2 / 5 && mean < longest * 3 / 5)
        }
    }

    @Test func theSameSeedGivesTheSameWaits() {
        #expect(waits(7, 20) == waits(7, 20))
        #expect(waits(7, 20) != waits(8, 20))
    }

    @Test func theWaitStaysBoundedForEver() {
        #expect(waits(3, 5000).allSatisfy { $0 >= .zero && $0 <= Limits.backOffMaximum })
        for exponent in [0, 16, 17, 1000, .max] {
            var backOff = BackOff(seed: 3)
            #expect(backOff.next(atLeast: exponent) <= Limits.backOffMaximum)
        }
    }

    @Test func theExponentHasALowerBound() {
        let waits = Self.seeds.map { seed in
            var backOff = BackOff(seed: seed)
            return backOff.next(atLeast: 3)
        }
        #expect(waits.allSatisfy { $0 <= .seconds(8) })
        #expect(waits.contains { $0 > .seconds(7) })
        // It does not count as an attempt more.
        let later = Self.seeds.map { seed in
            var backOff = BackOff(seed: seed)
            _ = backOff.next(atLeast: 3)
            return backOff.next()
        }
        #expect(later.allSatisfy { $0 <= .seconds(2) })
        // A bound below what there is changes nothing.
        var backOff = BackOff(seed: 5)
        var other = BackOff(seed: 5)
        for _ in 0..<8 { #expect(backOff.next(atLeast: 0) == other.next(atLeast: -1)) }
    }

    @Test func aStableConnectionBeginsAgain() {
        for seed in Self.seeds {
            var backOff = BackOff(seed: seed)
            for _ in 0..<9 { _ = backOff.next() }
            backOff.reset()
            #expect(backOff.next() <= .seconds(1))
            #expect(backOff.next() <= .seconds(2))
        }
    }

    @Test func aSlowRetryIsAtLeastHalfAMinuteAway() {
        let waits = Self.seeds.map { seed in
            var backOff = BackOff(seed: seed)
            return backOff.nextSlow()
        }
        #expect(waits.allSatisfy { $0 >= .seconds(30) && $0 <= .seconds(60) })
        #expect(waits.contains { $0 < .seconds(32) } && waits.contains { $0 > .seconds(58) })
    }

    /// A slow retry does not make the next one longer.
    @Test func aSlowRetryIsNoAttempt() {
        for seed in Self.seeds {
            var backOff = BackOff(seed: seed)
            _ = backOff.nextSlow()
            #expect(backOff.next() <= .seconds(1))
        }
    }
}
