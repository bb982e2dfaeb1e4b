/// The head of one HTTP/1.x request, already checked by `RequestParser`.
struct Request: Equatable, Sendable {
    /// One header field, its name in lower case (names are case-insensitive, RFC 9110 §5.1).
    struct Header: Equatable, Sendable {
        let name: String
        let value: String
    }

    /// Case-sensitive, as sent (RFC 9110 §9.1).
    let method: String
    /// The request target as sent: `/jazz?x=1`, or in absolute form `http://host/jazz?x=1`.
    let target: String
    /// The x of HTTP/1.x.
    let minorVersion: Int
    /// In the order received; a name may appear more than once.
    let headers: [Header]

    /// A response to HEAD has the same head as one to GET, and no body (RFC 9110 §9.3.2).
    var isHead: Bool { method == "HEAD" }

    /// The first value of a field, or nil where there is none.
    func value(_ lowercasedName: String) -> String? {
        headers.first { $0.name == lowercasedName }?.value
    }

    /// All values of a field.
    func values(_ lowercasedName: String) -> [String] {
        headers.filter { $0.name == lowercasedName }.map(\.value)
    }

    /// The elements of a comma-separated field, over all its lines (RFC 9110 §5.3), trimmed.
    /// Empty elements are dropped (RFC 9110 §5.6.1.2).
    func tokens(_ lowercasedName: String) -> [String] {
        values(lowercasedName)
            .flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }
            .map { String(Substring($0).trimmingWhitespace()) }
            .filter { !$0.isEmpty }
    }

    /// The path as sent, still percent-encoded. An absolute form without a path means `/`.
    var path: String { String(splitTarget().path) }

    /// What follows the first `?`, still percent-encoded.
    var query: String? { splitTarget().query.map { String($0) } }

    /// The values of a query parameter, decoded, in order; what is broken is left out.
    func queryValues(_ name: String) -> [String] {
        guard let query = splitTarget().query else { return [] }
        return query.split(separator: "&").compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, PercentEncoding.decode(parts[0]) == name else { return nil }
            return PercentEncoding.decode(parts[1])
        }
    }

    /// Which host is asked. RFC 9112 §3.2.2: the authority of an absolute form counts, and then
    /// Host is ignored.
    var host: String? {
        guard !target.hasPrefix("/"), let scheme = target.firstIndex(of: ":"),
            target[scheme...].hasPrefix("://")
        else { return value("host") }
        return String(target[scheme...].dropFirst(3).prefix { $0 != "/" && $0 != "?" })
    }

    private func splitTarget() -> (path: Substring, query: Substring?) {
        var rest = target[...]
        // RFC 9112 §3.2.2: a server accepts the absolute form, and the scheme and authority in it.
        if !target.hasPrefix("/"), let scheme = target.firstIndex(of: ":"),
            target[scheme...].hasPrefix("://")
        {
            rest = target[scheme...].dropFirst(3).drop { $0 != "/" && $0 != "?" }
        }
        guard let mark = rest.firstIndex(of: "?") else {
            return (rest.isEmpty ? "/" : rest, nil)
        }
        let path = rest[..<mark]
        return (path.isEmpty ? "/" : path, rest[rest.index(after: mark)...])
    }
}

extension Substring {
    /// Without optional whitespace (SP and HTAB, RFC 9110 §5.6.3) at both ends.
    func trimmingWhitespace() -> Substring {
        var trimmed = drop { $0 == " " || $0 == "\t" }
        while trimmed.last == " " || trimmed.last == "\t" { trimmed.removeLast() }
        return trimmed
    }
}
