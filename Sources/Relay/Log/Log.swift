import ICYReader

/// Messages for the operator, on standard error.
enum Log {
    enum Level: String, Sendable { case debug, info, warning }

    private static let sink = Lock(LogSink(StandardStream.error))
    /// 1 if debug messages are written.
    private static let debugs = Counter()

    /// The number of lines that were dropped because standard error was not being read.
    static var lostCount: Int { sink.withLock(\.lostCount) }

    /// Sets how lines are written from now on.
    ///
    /// - Parameter waits: whether a line waits until standard error can be written. A server does
    ///   not wait: all its clients would wait too.
    static func use(_ format: LogFormat, waits: Bool) {
        sink.withLock {
            $0.format = format
            $0.waits = waits
        }
    }

    /// Sets which messages are written from now on.
    static func use(_ level: LogLevel) { debugs.set(level == .debug ? 1 : 0) }

    /// Writes what only somebody wants who looks for a fault in the relay itself. The text is made
    /// only if debug messages are written.
    static func debug(_ text: @autoclosure () -> String, station: String? = nil) {
        if debugs.value == 1 { line(text(), .debug, station: station) }
    }

    /// Writes one line with one write, so that the lines of several loops never mix. Control
    /// characters from a server are made visible, so that no station can control the terminal.
    ///
    /// - Parameter station: the station that the line is about; nil for the program itself.
    static func line(_ text: String, _ level: Level = .info, station: String? = nil) {
        sink.withLock { $0.write(text, level, station, at: .now) }
    }

    /// The line as it is written, cut if it is longer than `Limits.logLineCharacters`.
    static func written(
        _ text: String, _ level: Level, _ station: String?, _ format: LogFormat, at: WallClock
    ) -> String {
        let limit = Limits.logLineCharacters
        switch format {
        case .text:
            // Cut before control characters are made visible too: that makes a character up to
            // eight times as long.
            let line = (station.map { "\($0): \(text)" } ?? text).cut(to: limit)
            return Terminal.visible(line).cut(to: limit)
        case .json:
            var object = JSONObject()
            object.add("at", rfc3339: at)
            object.add("level", level.rawValue)
            if let station { object.add("station", station) }
            // An escape has six characters and is counted as six.
            let message = text.cut(to: limit)
            let isEscaped = message.unicodeScalars.contains {
                $0.value < 0x20 || 0x7F..<0xA0 ~= $0.value
            }
            object.add("message", isEscaped ? text.cut(to: limit / 6) : message)
            return object.text
        }
    }
}

/// Logs a problem once: a station that is down for a night is retried every minute, and should not
/// fill the log with a line each time.
struct ProblemLog {
    private var last = ""

    /// - Parameters:
    ///   - line: the text to log; nil for the message itself.
    ///   - station: the station that it is about.
    /// - Returns: whether the message was new.
    @discardableResult
    mutating func report(
        _ message: String, as line: String? = nil, station: String? = nil
    ) -> Bool {
        guard message != last else { return false }
        last = message
        Log.line(line ?? message, .warning, station: station)
        return true
    }

    /// The problem is over; the next one is logged again.
    mutating func clear() { last = "" }
}

/// Logs why a live stream shows no title, when that is new.
struct NoTitleLog {
    private var problems = ProblemLog()
    private var last: NoTitleReason?

    /// - Parameter problem: nil if there is no problem any more.
    /// - Returns: whether a line was written.
    @discardableResult
    mutating func report(_ problem: StreamSession.Problem?, station: String? = nil) -> Bool {
        guard let problem else {
            // Many Ogg stations play jingles without tags between the songs, all day long.
            if last != .oggWithoutTags { problems.clear() }
            return false
        }
        // Many other stations clear the title there.
        guard !problem.reason.isClear else { return false }
        last = problem.reason
        return problems.report(problem.message, station: station)
    }
}

/// Text that is safe to show in a terminal.
enum Terminal {
    /// `text` with control characters and direction marks written as `\u{…}`.
    static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // C0, DEL and C1 control characters; bidirectional embeddings, overrides and isolates.
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
