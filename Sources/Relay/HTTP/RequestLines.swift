import ICYReader

/// `METHOD SP target SP HTTP/1.x` (RFC 9112 §3), parsed strictly.
struct RequestLine: Equatable, Sendable {
    let method: String
    let target: String
    let minorVersion: Int

    init(_ line: [UInt8]) throws(RequestError) {
        let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(\.isTokenCharacter) else {
            throw .malformedRequestLine
        }
        // Checked before the target, because the HTTP/2 preface is `PRI * HTTP/2.0` (RFC 9113
        // §3.4).
        minorVersion = try Self.minorVersion(Array(parts[2]))
        method = String(decoding: parts[0], as: UTF8.self)
        target = String(decoding: parts[1], as: UTF8.self)
        guard Self.isValid(target: target, method: method) else { throw .invalidTarget }
    }

    /// RFC 9112 §2.3: "HTTP/" DIGIT "." DIGIT, case-sensitive.
    private static func minorVersion(_ version: [UInt8]) throws(RequestError) -> Int {
        guard version.count == 8, version.starts(with: "HTTP/".utf8), version[5].isASCIIDigit,
            version[6] == UInt8(ascii: "."), version[7].isASCIIDigit
        else { throw .malformedRequestLine }
        // RFC 9110 §2.5: a minor version above ours is treated as the highest one that we support.
        guard version[5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
        return Int(version[7] - UInt8(ascii: "0"))
    }

    /// RFC 9112 §3.2: origin form and absolute form; for OPTIONS also `*`, for CONNECT an
    /// authority. A fragment is never sent.
    private static func isValid(target: String, method: String) -> Bool {
        guard !target.isEmpty,
            target.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "#") })
        else { return false }
        if method == "CONNECT" { return !target.utf8.contains(UInt8(ascii: "/")) }
        if target.hasPrefix("/") || (target == "*" && method == "OPTIONS") { return true }
        let scheme = target.utf8.prefix { $0 != UInt8(ascii: ":") }
        let rest = target.utf8.dropFirst(scheme.count)
        guard ["http", "https", "ws", "wss"].contains(String(Substring(scheme)).lowercased()),
            rest.starts(with: "://".utf8), let first = rest.dropFirst(3).first
        else { return false }
        return first != UInt8(ascii: "/") && first != UInt8(ascii: "?")
    }
}

extension Request.Header {
    /// Parses one field line without its line end (RFC 9112 §5).
    ///
    /// - Parameter line: its name is lowercased in place.
    init(line: inout [UInt8]) throws(RequestError) {
        // RFC 9112 §5.2 and §2.2: obs-fold, or whitespace before the first field.
        guard let first = line.first, !first.isSpace else { throw .foldedHeader }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
            throw .malformedHeader
        }
        // RFC 9112 §5.1: different readings of such a name have caused security holes, hence 400.
        guard !line[colon - 1].isSpace else { throw .whitespaceBeforeColon }
        for index in 0..<colon {
            guard line[index].isTokenCharacter else { throw .malformedHeader }
            line[index] = line[index].asciiLowercased
        }
        var (start, end) = (colon + 1, line.count)
        for index in start..<end {
            // RFC 9110 §5.5: HTAB, SP, printable ASCII, and the bytes above as opaque data.
            let byte = line[index]
            guard byte == UInt8(ascii: "\t") || (byte >= 0x20 && byte != 0x7F) else {
                throw .invalidHeaderValue
            }
        }
        while start < end, line[start].isSpace { start += 1 }
        while start < end, line[end - 1].isSpace { end -= 1 }
        name = String(decoding: line[..<colon], as: UTF8.self)
        value = String(decoding: line[start..<end], as: UTF8.self)
    }
}
