/// The pages that may read from this server, by their origin.
struct OriginPattern: Sendable, Equatable {
    private enum Kind: Equatable {
        case any
        /// Pages without an origin: local files, sandboxed frames.
        case null
        case exact(WebOrigin)
        /// Any host that ends in `.host`.
        case below(WebOrigin)
    }

    private let kind: Kind

    /// Parses `*`, `null`, `https://example.org`, `http://example.org:8080`, or
    /// `https://*.example.org`, which means every host below, at any depth, but not example.org
    /// itself.
    init?(_ text: String) {
        switch text {
        case "*": kind = .any
        case "null": kind = .null
        default:
            let mark = "://*."
            guard let scheme = ["http", "https"].first(where: { text.hasPrefix($0 + mark) }) else {
                guard let origin = WebOrigin(text), origin.isWeb else { return nil }
                kind = .exact(origin)
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
        switch kind {
        case .any: return true
        case .null: return origin == "null"
        case .exact(let wanted): return WebOrigin(origin) == wanted
        case .below(let wanted):
            guard let origin = WebOrigin(origin) else { return false }
            return origin.scheme == wanted.scheme && origin.port == wanted.port
                && origin.host.hasSuffix("." + wanted.host)
        }
    }

    /// Whether a page comes from this very server, as far as the server can know. Behind a proxy
    /// that terminates TLS it knows only its host, so the scheme does not count.
    ///
    /// - Parameters:
    ///   - origin: the value of `Origin`.
    ///   - host: the value of `Host`. If either has no port, it is the default one of the origin's
    ///     scheme.
    static func isSameOrigin(_ origin: String, host: String) -> Bool {
        guard let origin = WebOrigin(origin), origin.isWeb,
            let own = WebOrigin("\(origin.scheme)://\(host)")
        else { return false }
        return own == origin
    }
}
