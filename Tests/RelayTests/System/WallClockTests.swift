import Testing

@testable import Relay

@Suite struct WallClockTests {
    /// The instants are from `date -u -d @…`.
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"),
        (1_795_349_702_123, "2026-11-22T12:15:02.123Z"),
        (1_795_349_702_099, "2026-11-22T12:15:02.099Z"),
        (1_795_349_702_999, "2026-11-22T12:15:02.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_709_251_199_007, "2024-02-29T23:59:59.007Z"),
        (4_102_444_800_000, "2100-01-01T00:00:00.000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ])
    func rfc3339HasMillisecondsAndZone(milliseconds: Int, expected: String) {
        #expect(WallClock(milliseconds: milliseconds).rfc3339 == expected)
    }

    /// The first one is the example of RFC 9110 §5.6.7.
    @Test(arguments: [
        (784_111_777_000, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (1_709_251_199_999, "Thu, 29 Feb 2024 23:59:59 GMT"),
    ])
    func httpDatesAreWholeSeconds(milliseconds: Int, expected: String) {
        #expect(WallClock(milliseconds: milliseconds).httpDate == expected)
    }

    @Test func secondsAreRoundedDown() {
        #expect(WallClock(milliseconds: 1_999).seconds == 1)
    }

    @Test func advancesByWholeMilliseconds() {
        let clock = WallClock(milliseconds: 1000)
        #expect(clock.advanced(by: .seconds(2)).milliseconds == 3000)
        #expect(clock.advanced(by: .milliseconds(1500)).milliseconds == 2500)
        #expect(clock.advanced(by: .microseconds(999)).milliseconds == 1000)
        #expect(clock.advanced(by: .seconds(-1)).milliseconds == 0)
    }

    @Test func nowIsNotBeforeThisTestWasWritten() {
        #expect(WallClock.now.milliseconds > 1_790_000_000_000)
        let text = WallClock.now.localTime
        #expect(text.count == 8)
        #expect(text.split(separator: ":").count == 3)
    }
}
