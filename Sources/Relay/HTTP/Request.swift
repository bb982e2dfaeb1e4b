import ICYReader

/// The head of one HTTP/1.x request, already validated by `RequestParser`.
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
    /// Whether every line ended with CRLF, so that no other parser sees another end of the head.
    var isExact = true

    /// A response to HEAD has the same head as one to GET, and no body (RFC 9110 §9.3.2).
    var isHead: Bool { method == "HEAD" }

    /// The first value of a field, or nil if it is missing.
    func value(_ lowercasedName: String) -> String? {
        for header in headers where header.name == lowercasedName { return header.value }
        return nil
    }

    /// All values of a field.
    func values(_ lowercasedName: String) -> [String] {
        headers.filter { $0.name == lowercasedName }.map(\.value)
    }

    /// The elements of a comma-separated field, over all its lines (RFC 9110 §5.3), trimmed. Empty
    /// elements are dropped (RFC 9110 §5.6.1.2).
    func tokens(_ lowercasedName: String) -> [String] {
        var tokens: [String] = []
        for header in headers where header.name == lowercasedName {
            for element in header.value.utf8.split(separator: UInt8(ascii: ",")) {
                let token = Substring(element).trimmingBlanks
                if !token.isEmpty { tokens.append(String(token)) }
            }
        }
        return tokens
    }

    /// The path as sent, still percent-encoded. An absolute form without a path means `/`.
    var path: String { String(splitTarget().path) }

    /// Everything after the first `?`, still percent-encoded.
    var query: String? { splitTarget().query.map { String($0) } }

    /// The values of a query parameter, decoded, in order. Malformed ones are left out.
    func queryValues(_ name: String) -> [String] {
        guard let query = splitTarget().query else { return [] }
        let wanted = Array(name.utf8)
        var values: [String] = []
        // A request may name a hundred stations, and bytes compare much faster than characters.
        for pair in Array(query.utf8).split(separator: UInt8(ascii: "&")) {
            guard let sign = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = pair[..<sign]
            let isEncoded = key.contains(UInt8(ascii: "%"))
            guard key.elementsEqual(wanted) || isEncoded && PercentCoding.text(key) == name,
                let value = PercentCoding.text(pair[(sign + 1)...])
            else { continue }
            values.append(value)
        }
        return values
    }

    /// The host that is requested. RFC 9112 §3.2.2: in absolute form it is the authority, and Host
    /// is ignored.
    var host: String? {
        guard let rest = afterScheme else { return value("host") }
        return String(Substring(rest.prefix { !Request.endsAuthority($0) }))
    }

    /// Everything after the `://` of an absolute form; nil in the other forms.
    private var afterScheme: Substring.UTF8View? {
        let bytes = target.utf8
        guard bytes.first != UInt8(ascii: "/"),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            bytes[colon...].starts(with: "://".utf8)
        else { return nil }
        return bytes[colon...].dropFirst(3)
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?")
    }

    private func splitTarget() -> (path: Substring, query: Substring?) {
        // RFC 9112 §3.2.2: a server accepts the absolute form, including its scheme and authority.
        let rest = afterScheme?.drop { !Request.endsAuthority($0) } ?? target.utf8[...]
        guard let mark = rest.firstIndex(of: UInt8(ascii: "?")) else {
            return (rest.isEmpty ? "/" : Substring(rest), nil)
        }
        let path = rest[..<mark]
        return (path.isEmpty ? "/" : Substring(path), Substring(rest[rest.index(after: mark)...]))
    }
}
