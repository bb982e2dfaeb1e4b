import ICYReader

/// The origins of refused pages that were logged: each one once, whichever loop refused it.
///
/// A page's author sees at most a 403 in the browser's console, so the operator is told what to
/// add. Strangers choose the text, so it is told a bounded number of times.
final class ForeignOrigins: Sendable {
    private let logged = LoggedOnce<String>(limit: Limits.loggedOrigins)

    /// Logs a refused origin with the flag that allows it.
    func log(_ origin: String) {
        let (isNew, isLast) = logged.note(origin.cut(to: Limits.quotedCharacters))
        guard isNew else { return }
        Log.line(ForeignOrigins.message(origin), .warning)
        guard isLast else { return }
        Log.line("other refused origins are not logged until the next reload", .warning)
    }

    /// What is logged. The origin is in quotes for a shell; none that can be allowed has quotes.
    static func message(_ origin: String) -> String {
        guard let name = OriginPattern.naming(origin) else {
            let shown = origin.cut(to: Limits.quotedCharacters)
            return "a page was refused whose origin is not one: \(shown)"
        }
        return "a page of \(name) was refused; if it is yours, start with --allow-origin '\(name)'"
    }

    /// Forgets them, since the settings have changed.
    func forget() { logged.forget() }
}
