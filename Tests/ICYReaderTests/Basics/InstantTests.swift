import ICYReader
import Testing

@Suite struct InstantTests {
    private let start = Instant(nanoseconds: 1_000_000_000)

    @Test func movesByWholeNanoseconds() {
        #expect(start + .seconds(25) == Instant(nanoseconds: 26_000_000_000))
        #expect(start + .nanoseconds(1) == Instant(nanoseconds: 1_000_000_001))
        #expect(start - .milliseconds(1_500) == Instant(nanoseconds: -500_000_000))
        #expect(start + .zero == start)
        var moved = start
        moved += .microseconds(3)
        #expect(moved - start == .microseconds(3))
        #expect(start - moved == .microseconds(-3))
        #expect(start < moved)
    }

    @Test func staysAtTheEndOfTime() {
        let ages = Duration.seconds(1 << 40)
        #expect(start + ages == Instant(nanoseconds: .max))
        #expect(start - ages - ages == Instant(nanoseconds: .min))
        #expect(Instant(nanoseconds: .max - 1) + .nanoseconds(5) == Instant(nanoseconds: .max))
        #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeNanoseconds == .min)
    }
}
