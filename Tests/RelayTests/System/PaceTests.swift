import ICYReader
import Testing

@testable import Relay

@Suite struct PaceTests {
    private let start = Instant(nanoseconds: 1_000_000_000_000)

    private func take(
        _ pace: inout Pace, _ now: Instant, _ burst: Int
    ) -> Bool {
        pace.take(now, each: .seconds(1), burst: burst)
    }

    @Test(arguments: [1, 2, 60])
    func aBurstAndThenOneInEachInterval(burst: Int) {
        var pace = Pace()
        for _ in 0..<burst { #expect(take(&pace, start, burst)) }
        #expect(!take(&pace, start, burst))
        #expect(pace.next(each: .seconds(1), burst: burst) == start + .seconds(1))
        let early = start + .milliseconds(999)
        #expect(!take(&pace, early, burst))
        #expect(take(&pace, start + .seconds(1), burst))
        #expect(!take(&pace, start + .milliseconds(1999), burst))
        #expect(take(&pace, start + .seconds(2), burst))
    }

    /// Passing time fills the bucket, but never beyond its size.
    @Test func aFullBucketHoldsNoMore() {
        var pace = Pace()
        for _ in 0..<3 { #expect(take(&pace, start, 3)) }
        let later = start + .seconds(1000)
        for _ in 0..<3 { #expect(take(&pace, later, 3)) }
        #expect(!take(&pace, later, 3))
    }

    @Test func whatIsSpentComesBack() {
        var pace = Pace()
        pace.spend(nanoseconds: 5_000_000_000, start)
        #expect(pace.available(nanoseconds: 4_000_000_000) == start + .seconds(1))
        pace.spend(nanoseconds: 1, start + .seconds(3))
        #expect(pace.available(nanoseconds: 0) == start + .seconds(5) + .nanoseconds(1))
        pace.spend(nanoseconds: 7, start + .seconds(9))
        #expect(pace.available(nanoseconds: 0) == start + .seconds(9) + .nanoseconds(7))
    }

    @Test func aStreamMayComeAtFourTimesItsBitRateWithinBounds() {
        let mebibyte: Int32 = 1 << 20
        #expect(Limits.byteRate(ofStream: nil) == 2 * mebibyte)
        #expect(Limits.byteRate(ofStream: 0) == 2 * mebibyte)
        #expect(Limits.byteRate(ofStream: -1) == 2 * mebibyte)
        #expect(Limits.byteRate(ofStream: 128) == mebibyte)
        #expect(Limits.byteRate(ofStream: 2097) == mebibyte)
        #expect(Limits.byteRate(ofStream: 2098) == 1_049_000)
        #expect(Limits.byteRate(ofStream: 8388) == 4_194_000)
        #expect(Limits.byteRate(ofStream: .max) == 4 * mebibyte)
    }

    @Test func aStationThatMayHaveManyTitlesMayCostMore() {
        #expect([1, 60, 119].allSatisfy { Limits.share(atRate: $0) == 1 })
        #expect(Limits.share(atRate: 120) == 2)
        #expect(Limits.share(atRate: 10_000) == 166)
    }
}
