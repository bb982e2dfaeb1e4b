/// The address of a stream.
///
/// The path may be written with blanks and any letters. Existing `%XX`, `;` and `?` are left
/// unchanged, because SHOUTcast gives them a meaning (`/;stream.mp3`).
public struct StreamURL: Hashable, Sendable, CustomStringConvertible {
    /// How the server is reached.
    public enum Scheme: String, Sendable {
        /// Over plain TCP.
        case http
        /// Over TLS.
        case https

        /// Reads a scheme in lower case.
        ///
        /// `icy`, `icyx`, `shout`, `sc`, `mms` and `mmsh` are names that players register for
        /// streams that are in fact HTTP: they mean `http`.
        init?(name: String) {
            switch name {
            case "http", "icy", "icyx", "shout", "sc", "mms", "mmsh": self = .http
            case "https": self = .https
            default: return nil
            }
        }

        var defaultPort: UInt16 { self == .http ? 80 : 443 }
    }

    /// A session stores an address in many places: they share its texts.
    private final class Content: Sendable {
        let host: String
        let requestTarget: String
        let extras: Extras?
        let port: UInt16
        let scheme: Scheme

        init(
            scheme: Scheme, host: String, port: UInt16, requestTarget: String, extras: Extras
        ) {
            self.scheme = scheme
            self.host = host
            self.port = port
            self.requestTarget = requestTarget
            let isPlain = extras.authorization == nil && extras.charsetName == nil
            self.extras = isPlain ? nil : extras
        }
    }

    /// The parts that hardly any address has.
    private final class Extras: Sendable {
        let authorization: String?
        let charsetName: String?

        init(authorization: String?, charsetName: String?) {
            self.authorization = authorization
            self.charsetName = charsetName
        }
    }

    private let content: Content

    /// How the server is reached.
    public var scheme: Scheme { content.scheme }
    /// The name or address in lower case, without the brackets of IPv6. The dot of an absolute name
    /// (`host.`) is kept: it stops the resolver from trying the machine's own domains.
    public var host: String { content.host }
    /// The port; 80 or 443 if none is given.
    public var port: UInt16 { content.port }
    /// Path and query, at least `/`. The fragment is never sent.
    public var requestTarget: String { content.requestTarget }
    /// The value of an `Authorization` header, from `user:password@`; never printed.
    public var authorization: String? { content.extras?.authorization }
    /// The charset named in the fragment, `#charset=cp1251`, a notation that players offer; nil if
    /// there is none. It belongs to the address as written: `resolve` does not carry it over.
    public var charsetName: String? { content.extras?.charsetName }

    /// Reads an absolute `http://` or `https://` address, or one with another name for HTTP:
    /// `icy://`, `icyx://`, `shout://`, `sc://`, `mms://`, `mmsh://`.
    ///
    /// - Throws: `invalidURL` with what is wrong and what to write instead.
    public init(_ text: String) throws(ICYError) {
        let text = text.trimmingBlanks
        try Self.check(text)
        guard let mark = Self.schemeMark(text) else {
            throw .invalidURL(
                reason: "\"\(Self.printable(text))\" has no scheme; write it as "
                    + "http://host:port/path")
        }
        let name = text[..<mark.lowerBound].lowercased()
        guard let scheme = Scheme(name: name) else {
            throw .invalidURL(
                reason: "the scheme \"\(Self.printable(name))\" is not supported; write http:// or "
                    + "https://")
        }
        let rest = text[mark.upperBound...]
        let pathStart = Self.pathStart(rest)
        let (user, hostAndPort) = Self.splitUser(rest[..<pathStart])
        let (host, port) = try Self.splitPort(hostAndPort, scheme)
        content = Content(
            scheme: scheme, host: try Self.checkedHost(host), port: port,
            requestTarget: Self.target(rest[pathStart...]),
            extras: Extras(
                authorization: user.map(Self.basic),
                charsetName: Self.charsetName(rest[pathStart...])))
    }

    private init(_ other: StreamURL, authorization: String?) {
        content = Content(
            scheme: other.scheme, host: other.host, port: other.port,
            requestTarget: other.requestTarget,
            extras: Extras(authorization: authorization, charsetName: other.charsetName))
    }

    /// Whether both lead to the same resource, with the same user and the same named charset.
    public static func == (left: StreamURL, right: StreamURL) -> Bool {
        left.content === right.content
            || (left.scheme == right.scheme && left.host == right.host && left.port == right.port
                && left.requestTarget == right.requestTarget
                && left.authorization == right.authorization
                && left.charsetName == right.charsetName)
    }

    /// Hashes everything that `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(scheme)
        hasher.combine(host)
        hasher.combine(port)
        hasher.combine(requestTarget)
        hasher.combine(authorization)
        hasher.combine(charsetName)
    }

    /// The host as TLS names it, in the server name (SNI) and in certificates: without the dot of
    /// an absolute name (RFC 6066 section 3).
    public var serverName: String {
        host.utf8.count > 1 && host.hasSuffix(".") ? String(host.dropLast()) : host
    }

    /// The value of a `Host` header: IPv6 in brackets, the port only if it is not the default. The
    /// dot of an absolute name is kept.
    public var hostHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    /// Scheme, host and port as a Content-Security-Policy source; a default port is left out.
    public var origin: String { "\(scheme.rawValue)://\(hostHeader)" }

    /// The absolute address without user and password.
    public var description: String { origin + requestTarget }

    /// Where a redirect leads.
    ///
    /// - Parameter location: the `Location`, relative or absolute; it may have illegal characters.
    /// - Returns: the new address. User and password are kept for the same origin only.
    /// - Throws: `invalidURL`.
    public func resolve(_ location: String) throws(ICYError) -> StreamURL {
        let location = location.trimmingBlanks
        try Self.check(location)
        let absolute: String
        if Self.schemeMark(location) != nil {
            absolute = location
        } else if location.hasPrefix("//") {
            absolute = "\(scheme.rawValue):\(location)"
        } else {
            absolute = try resolveRelative(location)
        }
        let url = try StreamURL(absolute)
        guard url.authorization == nil, url.origin == origin else { return url }
        return StreamURL(url, authorization: authorization)
    }

    /// RFC 3986 section 5.2, for a reference without scheme and authority.
    private func resolveRelative(_ location: String) throws(ICYError) -> String {
        guard let base = URLReference(description),
            let reference = URLReference(Self.escaped(location.utf8))
        else {
            throw .invalidURL(
                reason: "the redirect to \"\(Self.printable(location))\" is no address; "
                    + "ask the station for its stream's address")
        }
        return reference.resolved(against: base).text
    }

    private static func check(_ text: String) throws(ICYError) {
        guard text.utf8.count <= Limits.urlBytes else {
            throw .invalidURL(reason: "the address is longer than \(Limits.urlBytes) bytes")
        }
        guard text.isEmpty == false else {
            throw .invalidURL(reason: "the address is empty; write it as http://host:port/path")
        }
        guard ByteKinds(text).contains(.control) == false else {
            throw .invalidURL(
                reason: "the address contains control characters; check for line breaks in it")
        }
    }

    /// Percent-encodes illegal characters, keeps what is already encoded, and drops the fragment.
    private static func target(_ text: Substring) -> String {
        let target = text.utf8.prefix { $0 != UInt8(ascii: "#") }
        return (target.first == UInt8(ascii: "/") ? "" : "/") + escaped(target)
    }

    /// Percent-encodes only what is illegal.
    private static func escaped(_ text: some Sequence<UInt8>) -> String {
        let bytes = Array(text)
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if PercentCoding.isEscape(bytes, at: index) || isIllegal[Int(byte)] == false {
                result.append(byte)
            } else {
                PercentCoding.append(byte, to: &result)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// For each byte, whether RFC 3986 forbids it in the path, the query and the fragment.
    private static let isIllegal = (0...UInt8.max).map { byte in
        byte <= 0x20 || byte >= 0x7F || "%\"<>[\\]^`{|}".utf8.contains(byte)
    }

    private static func basic(_ user: Substring) -> String {
        // RFC 7617 section 2: base64 of user:password, which are percent-encoded in the address.
        let colon = user.contains(":") ? "" : ":"
        let bytes = PercentCoding.decodeLeniently(Array(user.utf8)) + Array(colon.utf8)
        return "Basic " + Base64.text(bytes)
    }
}
