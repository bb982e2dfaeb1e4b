/// The date format of HTTP: `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate, RFC 9110 §5.6.7).
enum HTTPDate {
    /// - Parameter unixTime: Seconds since 1970, before the year 10000.
    static func text(unixTime: Int) -> String {
        precondition(0..<253_402_300_800 ~= unixTime)
        let (days, second) = unixTime.quotientAndRemainder(dividingBy: 86_400)
        let (year, month, day) = civil(days: days)
        let time = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
        return "\(weekdays[days % 7]), \(padded(day, 2)) \(months[month - 1]) \(padded(year, 4)) "
            + "\(time.joined(separator: ":")) GMT"
    }

    // 1 January 1970 was a Thursday.
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The Gregorian date of a day since 1970. Years are counted from March, so that the leap day
    /// is the last of its year and every month before it starts at a fixed day.
    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let daysPerEra = 146_097
        let shifted = days + 719_468  // since 1 March of the year 0
        let era = shifted / daysPerEra
        let dayOfEra = shifted % daysPerEra
        let leaps = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
