import ICYReader

/// What the proxy before this server says it was asked for.
///
/// A proxy may send a `Host` of its own, as Apache does by default, and the browser's `Origin`
/// names the proxy's. Each proxy adds to the end of the fields, so only the last value counts. A
/// page cannot set these fields for a WebSocket, nor for other requests without asking first.
struct ForwardedOrigin: Sendable, Equatable {
    /// Each with the port, if it is not the default one.
    private(set) var hosts: [String] = []
    /// Whether the proxy was asked by https or wss.
    private(set) var isSecure = false

    /// - Parameters:
    ///   - forwardedHost: the values of `X-Forwarded-Host`, in the order of their lines.
    ///   - forwardedProto: the values of `X-Forwarded-Proto`.
    ///   - forwarded: the values of `Forwarded` (RFC 7239).
    ///   - host: the requested host.
    init(
        forwardedHost: [String], forwardedProto: [String], forwarded: [String], host: String?
    ) {
        let pairs = ForwardedOrigin.lastElement(forwarded.last ?? "")
        hosts = [host, ForwardedOrigin.last(forwardedHost), pairs["host"]].compactMap { $0 }
        let schemes = [ForwardedOrigin.last(forwardedProto), pairs["proto"]]
        isSecure = schemes.contains { ["https", "wss"].contains($0?.lowercased()) }
    }

    /// The last element of a comma-separated field; nil if it is empty.
    private static func last(_ values: [String]) -> String? {
        let elements = (values.last ?? "").split(separator: ",").map { $0.trimmingBlanks }
        return elements.last { !$0.isEmpty }.map { String($0) }
    }

    /// The pairs of the last element of `Forwarded`, their names in lower case.
    private static func lastElement(_ line: String) -> [String: String] {
        var pairs: [String: String] = [:]
        var previous = pairs
        var name: [UInt8]?
        var text: [UInt8] = []
        var isQuoted = false
        var isEscaped = false
        func end() {
            let value = String(decoding: text, as: UTF8.self)
            if let name { pairs[String(decoding: name, as: UTF8.self).lowercased()] = value }
            (name, text) = (nil, [])
        }
        for byte in line.utf8 {
            if isQuoted {
                if isEscaped || byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "\"") {
                    text.append(byte)
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isQuoted = true
            case UInt8(ascii: "="): (name, text) = (text, [])
            case UInt8(ascii: ";"): end()
            case UInt8(ascii: ","):
                end()
                if !pairs.isEmpty { (previous, pairs) = (pairs, [:]) }
            case UInt8(ascii: " "), UInt8(ascii: "\t"): break
            default: text.append(byte)
            }
        }
        end()
        return pairs.isEmpty ? previous : pairs
    }

    /// Whether a page with this origin is one of the site that the proxy serves.
    ///
    /// A page that was loaded without TLS, which anybody on the way may have written, is not of a
    /// site with TLS. The other way round it may be: there may be a proxy with TLS before this one.
    func isOrigin(_ origin: String) -> Bool {
        let scheme = origin.lowercased()
        if isSecure, scheme.hasPrefix("http://") || scheme.hasPrefix("ws://") { return false }
        return hosts.contains { OriginPattern.isSameOrigin(origin, host: $0) }
    }
}
