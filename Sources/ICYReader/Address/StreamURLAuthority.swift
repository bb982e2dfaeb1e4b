/// The parts of an address before its path.
extension StreamURL {
    /// Whether the path ends like the name of a playlist with one address per line.
    var namesPlaylist: Bool {
        let path = requestTarget.prefix { $0 != "?" }.lowercased()
        return [".m3u", ".m3u8", ".ram"].contains { path.hasSuffix($0) }
    }

    /// The `://` after a scheme.
    static func schemeMark(_ text: String) -> Range<String.Index>? {
        guard let mark = text.utf8Range(of: "://"), mark.lowerBound > text.startIndex,
            text[..<mark.lowerBound].utf8.allSatisfy({ $0.isASCIIAlphanumeric })
        else { return nil }
        return mark
    }

    /// Where the path begins, in the text after `://`. SHOUTcast's playlists also contain
    /// `http://host:8500;stream.nsv`: a `;` after the host begins the path too.
    static func pathStart(_ rest: Substring) -> Substring.Index {
        let bytes = rest.utf8
        let end = bytes.firstIndex { "/?#\\".utf8.contains($0) } ?? bytes.endIndex
        let afterUser = bytes[..<end].lastIndex(of: UInt8(ascii: "@")) ?? bytes.startIndex
        return bytes[afterUser..<end].firstIndex(of: UInt8(ascii: ";")) ?? end
    }

    /// The value of `charset=` in the fragment.
    static func charsetName(_ path: Substring) -> String? {
        guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "#")) else { return nil }
        for part in path[path.utf8.index(after: mark)...].split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2, String(pair[0]).equalsIgnoringCase("charset") {
                return String(pair[1])
            }
        }
        return nil
    }

    static func splitUser(_ authority: Substring) -> (Substring?, Substring) {
        guard let at = authority.lastIndex(of: "@") else { return (nil, authority) }
        let user = authority[..<at]
        return (user.isEmpty ? nil : user, authority[authority.index(after: at)...])
    }

    static func splitPort(
        _ authority: Substring, _ scheme: Scheme
    ) throws(ICYError) -> (Substring, UInt16) {
        let afterHost = authority.lastIndex(of: "]") ?? authority.startIndex
        guard let colon = authority[afterHost...].lastIndex(of: ":") else {
            return (authority, scheme.defaultPort)
        }
        let digits = authority[authority.index(after: colon)...]
        // RFC 3986 section 3.2.3: the port may be empty.
        if digits.isEmpty { return (authority[..<colon], scheme.defaultPort) }
        guard digits.utf8.allSatisfy({ $0.isASCIIDigit }), let port = UInt16(digits), port > 0
        else {
            throw .invalidURL(
                reason: "the port \"\(printable(String(digits)))\" is not a number from 1 to "
                    + "65535; write it as http://host:8000/path")
        }
        return (authority[..<colon], port)
    }

    static func checkedHost(_ host: Substring) throws(ICYError) -> String {
        guard host.isEmpty == false else {
            throw .invalidURL(
                reason: "the address has no host; write it as http://host:port/path")
        }
        if host.first == "[" {
            let inner = host.dropFirst().dropLast()
            guard host.last == "]", inner.contains(":"), inner.utf8.count <= Limits.ipv6Bytes,
                inner.utf8.allSatisfy({ byte in
                    byte.hexadecimalValue != nil
                        || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
                })
            else {
                throw .invalidURL(
                    reason: "\"\(printable(String(host)))\" is no IPv6 address; write it as "
                        + "http://[2001:db8::1]:8000/path")
            }
            return inner.lowercased()
        }
        guard
            host.utf8.allSatisfy({ byte in
                byte.isASCIIAlphanumeric || byte == UInt8(ascii: ".")
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            })
        else {
            let hint =
                host.contains(":")
                ? "write an IPv6 address in brackets, as http://[2001:db8::1]:8000/path"
                : "write a name of letters, digits, dots and hyphens (other letters as xn--…)"
            throw .invalidURL(
                reason: "\"\(printable(String(host)))\" is no host name; \(hint)")
        }
        try checkLengths(host)
        return host.lowercased()
    }

    /// RFC 1035 section 2.3.4. The dot of an absolute name may follow the last label.
    private static func checkLengths(_ host: Substring) throws(ICYError) {
        let name = host.last == "." ? host.dropLast() : host
        guard name.utf8.count <= Limits.hostNameBytes else {
            throw .invalidURL(
                reason: "the host name \"\(printable(String(host)))\" is longer than "
                    + "\(Limits.hostNameBytes) bytes")
        }
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.allSatisfy({ 1...Limits.hostLabelBytes ~= $0.count }) else {
            throw .invalidURL(
                reason: "\"\(printable(String(host)))\" is no host name; between its dots stand "
                    + "1 to \(Limits.hostLabelBytes) letters")
        }
    }

    /// The part of a wrong address that may be shown: never what comes before an `@`, nor the
    /// values of secrets in its query.
    static func printable(_ text: String) -> String {
        let text = withoutSecrets(text)
        guard let at = text.lastIndex(of: "@") else {
            return text.cut(to: Limits.addressCharacters)
        }
        return "…" + String(text[at...]).cut(to: Limits.addressCharacters)
    }
}
