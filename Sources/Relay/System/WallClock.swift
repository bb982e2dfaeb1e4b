// Either module may be the one that defines `timespec`.
import CEpoll
import Glibc

/// A calendar time, in milliseconds since 1970 (UTC). It is meant for people and for `played_at`;
/// timeouts use the loop's clock, which is never set back.
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
        let bytes = [UInt8](capacity: 24) { appendRFC3339(to: &$0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the same text as bytes. Every title is published with it: the C library's calendar
    /// would take longer than all the rest of its JSON.
    func appendRFC3339(to bytes: inout OutputSpan<UInt8>) {
        let (days, rest) = milliseconds.flooredQuotient(by: 86_400_000)
        // Years begin in March, in eras of 400 years, so the leap day is the last day of a year.
        // Day 0 is 1 March of the year 0.
        let (era, dayOfEra) = (days + 719_468).flooredQuotient(by: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        bytes.append(decimal: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), digits: 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(decimal: month, digits: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(decimal: dayOfYear - (153 * march + 2) / 5 + 1, digits: 2)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(decimal: rest / 3_600_000, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(decimal: rest / 60_000 % 60, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(decimal: rest / 1000 % 60, digits: 2)
        bytes.append(UInt8(ascii: "."))
        bytes.append(decimal: rest % 1000, digits: 3)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// The date format of HTTP, IMF-fixdate (RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    var httpDate: String { formatted("%a, %d %b %Y %H:%M:%S GMT", isLocal: false) }

    /// `HH:MM:SS` in the machine's time zone.
    var localTime: String { formatted("%H:%M:%S", isLocal: true) }

    /// Uses the C library's calendar. The program sets no locale, so the names are English.
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

extension Int {
    /// The quotient rounded down, and the remainder, which is never negative.
    fileprivate func flooredQuotient(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
