import COpenSSL
import ICYReader

/// Why a WebSocket upgrade was refused. Only this type derives the response.
enum HandshakeError: Error, Equatable, Sendable {
    case notGET
    case needsHTTP11
    case missingUpgrade
    case missingConnection
    case unsupportedVersion
    case invalidKey
    case digestUnavailable

    /// The response to the client: the reason, and how to fix it.
    var response: Response {
        switch self {
        case .notGET:
            // RFC 9110 §15.5.6
            .text(405, "A WebSocket starts with GET.", headers: [("Allow", "GET, HEAD")])
        case .needsHTTP11:
            .text(400, "A WebSocket needs HTTP/1.1 (nginx in front: proxy_http_version 1.1).")
        case .missingUpgrade:
            .text(
                400,
                "The WebSocket request has no `Upgrade: websocket`: "
                    + "a proxy in front has to pass Upgrade and Connection on.")
        case .missingConnection:
            .text(
                400,
                "The WebSocket request has no `Connection: Upgrade`: "
                    + "a proxy in front has to pass Upgrade and Connection on.")
        case .unsupportedVersion:
            // RFC 6455 §4.2.2 step 4 and §4.4; Upgrade by RFC 9110 §15.5.22.
            .text(
                426, "Only WebSocket version 13 (RFC 6455) is spoken here.",
                headers: [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")])
        case .invalidKey:
            .text(400, "Sec-WebSocket-Key has to be there once, 16 bytes in base64.")
        case .digestUnavailable:
            .text(500, "The server could not compute SHA-1 for the handshake.")
        }
    }
}

/// The server's side of the opening handshake (RFC 6455 §4.2).
enum Handshake {
    /// The result of an accepted handshake.
    struct Accepted: Equatable, Sendable {
        /// The chosen subprotocol; nil if the client asked for none, or only for unknown ones.
        let subprotocol: String?
        /// The complete 101 response. After it the connection carries frames.
        let responseHead: [UInt8]
    }

    /// Whether a request is meant to open a WebSocket, valid or not.
    ///
    /// RFC 9110 §7.8: Upgrade is ignored in HTTP/1.0. The key of a handshake counts even without
    /// Upgrade: by default, proxies drop Upgrade or speak HTTP/1.0. An error that names the cause
    /// is better than a page in its place.
    static func isUpgrade(_ request: Request) -> Bool {
        request.value("sec-websocket-key") != nil
            || (request.minorVersion >= 1 && names("websocket", in: request.tokens("upgrade")))
    }

    /// Validates an upgrade request by RFC 6455 §4.2.1 and makes the response of §4.2.2. Extensions
    /// are never negotiated, so that all subscribers can share one frame.
    ///
    /// - Parameter spoken: the supported subprotocols.
    static func respond(
        to request: Request, speaking spoken: [String]
    ) throws(HandshakeError) -> Accepted {
        guard request.method == "GET" else { throw .notGET }
        guard request.minorVersion >= 1 else { throw .needsHTTP11 }
        guard names("websocket", in: request.tokens("upgrade")) else { throw .missingUpgrade }
        guard names("upgrade", in: request.tokens("connection")) else { throw .missingConnection }
        guard request.values("sec-websocket-version") == ["13"] else { throw .unsupportedVersion }
        let keys = request.values("sec-websocket-key")
        guard let key = keys.first, keys.count == 1, isKey(key) else { throw .invalidKey }
        let offered = request.tokens("sec-websocket-protocol")
        // The client's order is its preference (RFC 6455 §1.9). If it offers only unknown ones,
        // none is named (§4.2.2 step 5.5): libraries of devices offer one that nobody asked them
        // for, and go on without it. Browsers fail the connection (§4.1 leaves it to the client).
        let chosen = offered.first { spoken.contains($0) }
        var head: [UInt8] = []
        head.reserveCapacity(256)
        head += responseStart.utf8
        head += try acceptValue(key: key).utf8
        if let chosen {
            head += "\r\nSec-WebSocket-Protocol: ".utf8
            head += chosen.utf8
        }
        head += "\r\n\r\n".utf8
        return Accepted(subprotocol: chosen, responseHead: head)
    }

    private static let responseStart =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        + "Connection: Upgrade\r\nSec-WebSocket-Accept: "

    /// The Sec-WebSocket-Accept for a Sec-WebSocket-Key (RFC 6455 §4.2.2 step 5.4).
    static func acceptValue(key: String) throws(HandshakeError) -> String {
        let input = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
        guard unsafe SHA1(input, input.count, &digest) != nil else { throw .digestUnavailable }
        return Base64.text(digest)
    }

    /// 16 bytes in base64 are 22 characters and two of padding. The four unused bits of the last
    /// character may have any value (RFC 4648 §3.5).
    private static func isKey(_ value: String) -> Bool {
        let bytes = Array(value.utf8)
        return bytes.count == 24 && bytes.hasSuffix("==")
            && bytes.dropLast(2).allSatisfy {
                $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
            }
    }

    /// RFC 6455 §4.2.1: compares ASCII case-insensitively, so that no other letter becomes ASCII.
    private static func names(_ token: String, in tokens: [String]) -> Bool {
        tokens.contains { $0.utf8.lazy.map(\.asciiLowercased).elementsEqual(token.utf8) }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ text: String) -> Bool {
        suffix(text.utf8.count).elementsEqual(text.utf8)
    }
}
