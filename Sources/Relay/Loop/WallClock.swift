import FoundationEssentials
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
        let date = Date(timeIntervalSince1970: Double(seconds))
        let whole = date.formatted(Date.ISO8601FormatStyle())
        let fraction = String(milliseconds % 1000)
        let zeros = String(repeating: "0", count: 3 - fraction.count)
        return "\(whole.dropLast()).\(zeros)\(fraction)Z"
    }

    /// `HH:MM:SS` where the machine is.
    var localTime: String {
        var time = time_t(seconds)
        var parts = unsafe tm()
        _ = unsafe localtime_r(&time, &parts)
        let numbers = unsafe [parts.tm_hour, parts.tm_min, parts.tm_sec]
        return numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    func advanced(by duration: Duration) -> WallClock {
        let (seconds, attoseconds) = duration.components
        return WallClock(
            milliseconds: milliseconds + Int(seconds) * 1000
                + Int(attoseconds / 1_000_000_000_000_000))
    }
}
