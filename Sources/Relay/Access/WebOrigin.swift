import ICYReader

/// An origin (RFC 6454 §4): scheme, host and port, in lowercase.
struct WebOrigin: Sendable, Equatable {
    let scheme: String
    /// A name, an IPv4 address, or an IPv6 one in brackets.
    let host: String
    /// nil: the default port of the scheme.
    let port: Int?

    /// Parses `scheme://host` or `scheme://host:port`, with nothing after it.
    init?(_ text: String) {
        guard text.utf8.count <= Limits.originBytes else { return nil }
        // Some other letters become ASCII when lowercased, such as the Kelvin sign.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let text = text.lowercased()
        let mark = "://"
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text[colon...].hasPrefix(mark)
        else { return nil }
        scheme = String(text[..<colon])
        guard WebOrigin.isScheme(scheme) else { return nil }
        let authority = text[colon...].dropFirst(mark.utf8.count)
        let hostEnd = WebOrigin.hostEnd(authority)
        guard let host = WebOrigin.host(authority[..<hostEnd]) else { return nil }
        self.host = host
        let rest = authority[hostEnd...]
        guard !rest.isEmpty else {
            port = nil
            return
        }
        guard rest.utf8.first == UInt8(ascii: ":"),
            let number = DecimalText.number(rest.dropFirst(), upTo: Int(UInt16.max)), number > 0
        else { return nil }
        port = number == WebOrigin.defaultPort(scheme) ? nil : number
    }

    /// Whether it is the origin of a page rather than of an extension or an application.
    var isWeb: Bool { WebOrigin.defaultPort(scheme) != nil }

    /// Whether it is on this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
    var isLoopback: Bool {
        host == "localhost" || ClientAddress(host)?.isLoopback == true
    }

    /// Whether the host is an address rather than a name. As in browsers, a host that ends in a
    /// number can only be an IPv4 address.
    var isAddress: Bool {
        host.utf8.first == UInt8(ascii: "[")
            || host.split(separator: ".").last?.utf8.allSatisfy(\.isASCIIDigit) == true
    }

    private static func defaultPort(_ scheme: String) -> Int? {
        switch scheme {
        case "http": 80
        case "https": 443
        default: nil
        }
    }

    /// RFC 3986 §3.1
    static func isScheme(_ text: String) -> Bool {
        guard let first = text.utf8.first, first.isASCIIAlphanumeric, !first.isASCIIDigit else {
            return false
        }
        return text.utf8.allSatisfy { $0.isASCIIAlphanumeric || "+-.".utf8.contains($0) }
    }

    /// The colon of a port is the first one that is not in brackets.
    private static func hostEnd(_ authority: Substring) -> Substring.Index {
        guard authority.utf8.first == UInt8(ascii: "[") else {
            return authority.utf8.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        }
        let bracket = authority.utf8.firstIndex(of: UInt8(ascii: "]"))
        return bracket.map { authority.utf8.index(after: $0) } ?? authority.endIndex
    }

    private static func host(_ text: Substring) -> String? {
        if text.utf8.first == UInt8(ascii: "[") {
            guard text.utf8.last == UInt8(ascii: "]"),
                let address = ClientAddress(ipv6: text.dropFirst().dropLast())
            else { return nil }
            // In canonical form, however it was written.
            return "[\(address)]"
        }
        guard !text.isEmpty, text.utf8.first != UInt8(ascii: "."),
            text.utf8.count <= Limits.originHostBytes,
            text.utf8.allSatisfy({ $0.isASCIIAlphanumeric || "-._".utf8.contains($0) })
        else { return nil }
        return String(text)
    }
}
