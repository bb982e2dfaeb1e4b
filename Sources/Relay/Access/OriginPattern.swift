/// The pages that may read from this server, by their origin.
struct OriginPattern: Sendable, Equatable {
    private enum Kind: Equatable {
        case any
        /// Pages without an origin: local files, sandboxed frames.
        case null
        case exact(WebOrigin)
        /// Any host that ends in `.host`.
        case below(WebOrigin)
        /// An application or an extension: `capacitor://localhost`, `app://.`, `file://`.
        case app(AppOrigin)
    }

    private let kind: Kind

    /// Parses `*`, `null`, `https://example.org`, `http://example.org:8080`,
    /// `https://*.example.org`, which means every host below, at any depth, but not example.org
    /// itself, or an origin with another scheme, `chrome-extension://ID`, as it is.
    init?(_ text: String) {
        switch text {
        case "*": kind = .any
        case "null": kind = .null
        default:
            let mark = "://*."
            guard let scheme = ["http", "https"].first(where: { text.hasPrefix($0 + mark) }) else {
                if let origin = WebOrigin(text), origin.isWeb {
                    kind = .exact(origin)
                } else if let app = AppOrigin(text) {
                    kind = .app(app)
                } else {
                    return nil
                }
                return
            }
            let rest = text.dropFirst(scheme.utf8.count + mark.utf8.count)
            // A host that ends in digits is an address, which has no hosts below it.
            guard let origin = WebOrigin("\(scheme)://\(rest)"), !origin.isAddress else {
                return nil
            }
            kind = .below(origin)
        }
    }

    /// - Parameter origin: the header's value as browsers send it (RFC 6454 §7): one origin, or
    ///   `null`.
    func matches(_ origin: String) -> Bool {
        // Applies to `*` too: the response repeats the origin.
        guard origin.utf8.count <= Limits.originBytes else { return false }
        let origin = OriginPattern.withoutPath(origin)
        switch kind {
        case .any: return true
        case .null: return origin == "null"
        case .exact(let wanted): return WebOrigin(origin) == wanted
        case .app(let wanted): return AppOrigin(origin) == wanted
        case .below(let wanted):
            guard let origin = WebOrigin(origin) else { return false }
            return origin.scheme == wanted.scheme && origin.port == wanted.port
                && origin.host.hasSuffix("." + wanted.host)
        }
    }

    /// The source of a Content-Security-Policy that matches the same pages (CSP 3 §2.3.1); nil if
    /// it has no name for them: pages without an origin, applications, and IPv6 addresses.
    var frameSource: String? {
        switch kind {
        case .any: "*"
        case .null, .app: nil
        case .exact(let origin): OriginPattern.source(origin, below: false)
        case .below(let origin): OriginPattern.source(origin, below: true)
        }
    }

    private static func source(_ origin: WebOrigin, below: Bool) -> String? {
        guard !origin.host.hasPrefix("[") else { return nil }
        let port = origin.port.map { ":\($0)" } ?? ""
        return "\(origin.scheme)://\(below ? "*." : "")\(origin.host)\(port)"
    }

    /// Whether a page comes from this very server, as far as the server can know. Behind a proxy
    /// that terminates TLS it knows only its host, so the scheme does not count.
    ///
    /// - Parameters:
    ///   - origin: the value of `Origin`.
    ///   - host: the value of `Host`. If either has no port, it is the default one of the origin's
    ///     scheme.
    static func isSameOrigin(_ origin: String, host: String) -> Bool {
        var origin = OriginPattern.withoutPath(origin)
        // Some libraries send the address that they connect to.
        for (scheme, web) in [("ws://", "http://"), ("wss://", "https://")]
        where origin.hasPrefix(scheme) {
            origin = web + origin.dropFirst(scheme.utf8.count)
        }
        guard let origin = WebOrigin(origin), origin.isWeb,
            let own = WebOrigin("\(origin.scheme)://\(host)")
        else { return false }
        return own == origin
    }

    /// The origin in what a client sent: some put a slash or a path after it.
    static func withoutPath(_ text: String) -> String {
        let bytes = text.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            bytes[colon...].starts(with: "://".utf8)
        else { return text }
        let authority = bytes[colon...].dropFirst(3)
        let end = authority.firstIndex { "/?#".utf8.contains($0) } ?? authority.endIndex
        return String(text[..<end])
    }

    /// What to allow, so that a client with this origin may read; nil if it is not an origin.
    static func naming(_ origin: String) -> String? {
        let text = withoutPath(origin)
        return text != "*" && OriginPattern(text) != nil && !text.contains("*") ? text : nil
    }
}
