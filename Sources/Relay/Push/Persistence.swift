import ICYReader

/// Whether a connection stays open after a response, for further requests (RFC 9112 §9.3), and
/// what is known of it from one request to the next.
///
/// Only connections that are kept, and those of a trusted proxy, have one: nearly all clients
/// are subscribers.
final class Persistence {
    /// The responses after which the connection was kept.
    private(set) var count = 0
    /// The trusted proxy, while the connection is counted under the address of the proxy's client.
    var proxy: ClientAddress?

    var isKept: Bool { count > 0 }

    func kept() { count += 1 }

    /// Whether the connection may stay open after a response.
    ///
    /// - Parameters:
    ///   - count: the responses after which it was kept.
    ///   - hasRoom: whether the server has room for connections that wait.
    static func allows(
        _ request: Request, _ response: Response, count: Int, hasRoom: Bool
    ) -> Bool {
        // A head with line ends of other kinds may be read in another way by a proxy, which could
        // take a part of it for a second request (RFC 9112 §11.2).
        guard hasRoom, request.minorVersion == 1, request.isExact,
            count + 1 < Limits.requestsOfConnection
        else { return false }
        // A mistake ends the connection, and so does what could be followed by something that is
        // no request.
        guard response.status < 400, !Handshake.isUpgrade(request),
            request.value("upgrade") == nil, request.value("expect") == nil
        else { return false }
        return !request.tokens("connection").contains { $0.lowercased() == "close" }
    }
}
