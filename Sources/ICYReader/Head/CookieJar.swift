/// The cookies of one way of redirects (RFC 6265).
///
/// Portals and content networks set one and redirect to the stream, which asks for it. Nothing is
/// kept after the attempt.
struct CookieJar: Sendable {
    private struct Cookie: Sendable {
        let name: String
        let value: String
        let domain: String
        /// Whether only this host gets it, and not the hosts below it.
        let isHostOnly: Bool
        let path: String
        let isSecure: Bool
    }

    private var cookies: [Cookie] = []

    /// Takes the cookies that the response of an address sets. Those that it may not set are
    /// ignored.
    mutating func take(_ head: ResponseHead, from url: StreamURL) {
        let date = head.values("date").first.flatMap { HTTPDate($0) }
        for header in head.headers where header.name.equalsIgnoringCase("set-cookie") {
            guard let text = String(validating: header.rawValue, as: UTF8.self) else { continue }
            take(text, from: url, at: date)
        }
    }

    private mutating func take(_ text: String, from url: StreamURL, at date: HTTPDate?) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map {
            String($0).trimmingBlanks
        }
        let (name, value) = Self.pair(parts.first ?? "")
        guard name.isEmpty == false, name.utf8.count + value.utf8.count <= Limits.cookieBytes,
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { return }
        var domain: String?
        var path: String?
        var isSecure = false
        var isOver = false
        var hasAge = false
        for part in parts.dropFirst() {
            let (key, value) = Self.pair(part)
            switch key.lowercased() {
            case "domain" where value.isEmpty == false:
                domain = (value.hasPrefix(".") ? String(value.dropFirst()) : value).lowercased()
            case "path": path = value.hasPrefix("/") ? value : nil
            case "secure": isSecure = true
            case "max-age":
                guard let seconds = Int(value) else { break }
                hasAge = true
                isOver = seconds <= 0
            case "expires" where hasAge == false:
                // Some write hyphens in the date.
                let words = String(value.map { $0 == "-" ? " " : $0 })
                guard let expires = HTTPDate(words) else { break }
                isOver = expires.seconds <= date?.seconds ?? Self.past
            default: break
            }
        }
        let host = url.host.lowercased()
        let named = domain ?? host
        guard Self.matches(host, named), isSecure == false || url.scheme == .https else { return }
        let cookie = Cookie(
            name: name, value: value, domain: named,
            isHostOnly: domain == nil || Self.isOneHost(named),
            path: path ?? Self.defaultPath(url), isSecure: isSecure)
        cookies.removeAll {
            $0.name == cookie.name && $0.domain == cookie.domain && $0.path == cookie.path
        }
        guard isOver == false, cookies.count < Limits.cookies else { return }
        cookies.append(cookie)
    }

    /// The value of the header `Cookie` for a request; nil if there is none to send.
    func header(for url: StreamURL) -> String? {
        let host = url.host.lowercased()
        let path = String(url.requestTarget.prefix { $0 != "?" })
        let fitting = cookies.filter { cookie in
            (cookie.isHostOnly ? host == cookie.domain : Self.matches(host, cookie.domain))
                && Self.contains(cookie.path, path)
                && (cookie.isSecure == false || url.scheme == .https)
        }
        guard fitting.isEmpty == false else { return nil }
        // Longer paths come first (section 5.4).
        return fitting.enumerated().sorted {
            ($1.element.path.utf8.count, $0.offset) < ($0.element.path.utf8.count, $1.offset)
        }.map { "\($0.element.name)=\($0.element.value)" }.joined(separator: "; ")
    }

    /// 2000-01-01: servers that delete a cookie write a date long ago.
    private static let past = 946_684_800

    private static func pair(_ text: String) -> (String, String) {
        guard let equals = text.firstIndex(of: "=") else { return (text, "") }
        return (
            String(text[..<equals]).trimmingBlanks,
            String(text[text.index(after: equals)...]).trimmingBlanks
        )
    }

    /// Whether a host is a domain or below it (section 5.1.3).
    private static func matches(_ host: String, _ domain: String) -> Bool {
        host == domain || isOneHost(domain) == false && host.hasSuffix("." + domain)
    }

    /// Whether a domain is only itself: an address, or one label such as `com` or `localhost`.
    private static func isOneHost(_ domain: String) -> Bool {
        domain.contains(".") == false || domain.contains(":")
            || domain.utf8.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
    }

    /// Whether a path is the cookie's, or below it (section 5.1.4).
    private static func contains(_ cookiePath: String, _ path: String) -> Bool {
        guard path.hasPrefix(cookiePath) else { return false }
        return path.utf8.count == cookiePath.utf8.count || cookiePath.hasSuffix("/")
            || path.dropFirst(cookiePath.count).first == "/"
    }

    private static func defaultPath(_ url: StreamURL) -> String {
        let path = url.requestTarget.prefix { $0 != "?" }
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
