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
        let fraction = String(milliseconds % 1000)
        let zeros = String(repeating: "0", count: 3 - fraction.count)
        return "\(formatted("%Y-%m-%dT%H:%M:%S", isLocal: false)).\(zeros)\(fraction)Z"
    }

    /// The date format of HTTP, IMF-fixdate (RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    var httpDate: String { formatted("%a, %d %b %Y %H:%M:%S GMT", isLocal: false) }

    /// `HH:MM:SS` where the machine is.
    var localTime: String { formatted("%H:%M:%S", isLocal: true) }

    /// The C library's calendar. The program sets no locale, so names are the English ones.
    private func formatted(_ pattern: String, isLocal: Bool) -> String {
        var time = time_t(seconds)
        var parts = unsafe tm()
        _ = unsafe isLocal ? localtime_r(&time, &parts) : gmtime_r(&time, &parts)
        return unsafe String(unsafeUninitializedCapacity: 64) { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { text in
                unsafe strftime(text.baseAddress, text.count, pattern, &parts)
            }
        }
    }

    func advanced(by duration: Duration) -> WallClock {
        let (seconds, attoseconds) = duration.components
        return WallClock(
            milliseconds: milliseconds + Int(seconds) * 1000
                + Int(attoseconds / 1_000_000_000_000_000))
    }
}
