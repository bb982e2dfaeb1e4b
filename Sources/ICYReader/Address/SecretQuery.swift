extension StreamURL {
    /// The keys of a query whose values are secrets, in lower case.
    private static let secretKeys: Set<String> = [
        "token", "access_token", "key", "api_key", "apikey", "auth", "sig", "signature",
        "password", "passwd", "pass", "pwd", "secret",
    ]

    /// Whether the address is a key by itself: it has a user and a password, or a secret in
    /// its query.
    public var hasSecret: Bool {
        authorization != nil || Self.withoutSecrets(requestTarget) != requestTarget
    }

    /// The absolute address for people: without user and password, and with `…` for the values of
    /// secrets.
    package var withoutSecrets: String { origin + Self.withoutSecrets(requestTarget) }

    /// Any text with `…` for the values of secrets after its first `?`.
    static func withoutSecrets(_ target: String) -> String {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return target }
        let start = target.utf8.index(after: mark)
        // `;` separates, too, for some servers.
        var result = String(target[..<start])
        var rest = target[start...]
        while true {
            let end = rest.utf8.firstIndex { "&;".utf8.contains($0) } ?? rest.endIndex
            result += shown(rest[..<end])
            guard end < rest.endIndex else { return result }
            result.append(rest[end])
            rest = rest[rest.utf8.index(after: end)...]
        }
    }

    private static func shown(_ pair: Substring) -> String {
        guard let sign = pair.utf8.firstIndex(of: UInt8(ascii: "=")) else { return String(pair) }
        let value = pair.utf8.index(after: sign)
        let key = PercentCoding.decodeLeniently(Array(pair[..<sign].utf8))
        guard value < pair.endIndex,
            secretKeys.contains(String(decoding: key, as: UTF8.self).lowercased())
        else { return String(pair) }
        return "\(pair[..<value])…"
    }
}
