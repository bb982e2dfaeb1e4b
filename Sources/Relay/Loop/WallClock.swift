import Glibc

/// A moment of the calendar, in milliseconds since 1970 (UTC). For people and for `played_at`; what
/// is waited for is measured on the loop's clock, which no one sets back.
struct WallClock: Sendable, Equatable {
    let milliseconds: Int

    static var now: WallClock {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return WallClock(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }

    var seconds: Int { milliseconds / 1000 }

    /// RFC 3339 in UTC with milliseconds: `2026-11-22T12:15:02.123Z`.
    var rfc3339: String {
        var time = time_t(seconds)
        var parts = unsafe tm()
        _ = unsafe gmtime_r(&time, &parts)
        let year = String(unsafe parts.tm_year + 1900)
        let date = unsafe [parts.tm_mon + 1, parts.tm_mday].map(WallClock.twoDigits)
        let day = "\(year)-\(date[0])-\(date[1])"
        let fraction = String(milliseconds % 1000)
        let zeros = String(repeating: "0", count: 3 - fraction.count)
        return "\(day)T\(unsafe WallClock.timeOfDay(parts)).\(zeros)\(fraction)Z"
    }

    /// `HH:MM:SS` where the machine is.
    var localTime: String {
        var time = time_t(seconds)
        var parts = unsafe tm()
        _ = unsafe localtime_r(&time, &parts)
        return unsafe WallClock.timeOfDay(parts)
    }

    private static func timeOfDay(_ parts: tm) -> String {
        let hour = twoDigits(unsafe parts.tm_hour)
        let minute = twoDigits(unsafe parts.tm_min)
        return "\(hour):\(minute):\(twoDigits(unsafe parts.tm_sec))"
    }

    private static func twoDigits(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : String(number)
    }

    func advanced(by duration: Duration) -> WallClock {
        let (seconds, attoseconds) = duration.components
        return WallClock(
            milliseconds: milliseconds + Int(seconds) * 1000
                + Int(attoseconds / 1_000_000_000_000_000))
    }
}
