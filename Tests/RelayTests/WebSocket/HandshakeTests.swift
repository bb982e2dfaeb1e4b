import Testing

@testable import Relay

private let spoken = MessageFormat.subprotocols.map(\.key)

/// The opening handshake: RFC 6455 §4.2.
@Suite struct HandshakeTests {
    /// A browser's upgrade with some fields replaced, removed (nil) or added.
    private func upgrade(
        _ changes: [(String, String?)] = [], method: String = "GET", minorVersion: Int = 1
    ) -> Request {
        let names = changes.map(\.0)
        let kept = upgradeHeaders.filter { !names.contains($0.0) }
        let added = changes.compactMap { name, value in value.map { (name, $0) } }
        return get("/chat", method: method, minorVersion: minorVersion, kept + added)
    }

    /// The example of RFC 6455 §1.3; the others were computed with Python.
    @Test(arguments: [
        ("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        ("x3JJHMbDL1EzLkh9GBhXDw==", "HSmrc0sMlYUkAGmm5OPpG2HaGWk="),
        ("AAAAAAAAAAAAAAAAAAAAAA==", "ICX+Yqv66kxgM0FcWaLWlFLwTAI="),
    ]) func acceptValue(_ key: String, _ accept: String) throws {
        #expect(try Handshake.acceptValue(key: key) == accept)
    }

    private func respond(to request: Request) throws(HandshakeError) -> Handshake.Accepted {
        try Handshake.respond(to: request, speaking: spoken)
    }

    @Test func plainTitles() throws {
        let accepted = try respond(to: upgrade())
        #expect(accepted.subprotocol == nil)
        let expected = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            \r

            """
        #expect(accepted.responseHead == utf8(expected))
    }

    @Test func jsonObjects() throws {
        let offers = [
            [("sec-websocket-protocol", "icy.json.v1")],
            [("sec-websocket-protocol", "chat, icy.json.v1 ,superchat")],
            [("sec-websocket-protocol", "chat"), ("sec-websocket-protocol", "icy.json.v1")],
        ]
        for offer in offers {
            let accepted = try respond(to: upgrade(offer.map { ($0.0, $0.1) }))
            #expect(accepted.subprotocol == "icy.json.v1")
            let lines = parts(accepted.responseHead).lines
            #expect(
                lines.filter { $0.hasPrefix("Sec-WebSocket-Protocol") } == [
                    "Sec-WebSocket-Protocol: icy.json.v1"
                ])
        }
    }

    /// RFC 6455 §1.9: the client's order is its preference.
    @Test func rawBlocksAndWhatTheClientPrefers() throws {
        for (offer, format, chosen) in [
            ("icy.raw.v1", MessageFormat.raw, "icy.raw.v1"),
            ("chat, icy.raw.v1, icy.json.v1", .raw, "icy.raw.v1"),
            ("icy.json.v1, icy.raw.v1", .json, "icy.json.v1"),
        ] {
            let accepted = try respond(to: upgrade([("sec-websocket-protocol", offer)]))
            #expect(accepted.subprotocol == chosen)
            #expect(MessageFormat(subprotocol: chosen) == format)
            #expect(
                parts(accepted.responseHead).lines.contains("Sec-WebSocket-Protocol: \(chosen)"))
        }
    }

    /// RFC 6455 §4.2.2 step 5.5: no subprotocol is named then, and the titles are plain.
    @Test(arguments: ["arduino", "chat, superchat", "ICY.JSON.V1", "icy.json.v2", "icy.json"])
    func goesOnWithoutASubprotocol(_ offer: String) throws {
        let request = upgrade([("sec-websocket-protocol", offer)])
        #expect(try respond(to: request) == respond(to: upgrade()))
    }

    @Test func extensionsAreNeverNegotiated() throws {
        let request = upgrade([("sec-websocket-extensions", "permessage-deflate")])
        #expect(try respond(to: request) == respond(to: upgrade()))
    }

    /// RFC 6455 §4.2.1: the tokens are case-insensitive, and others may be among them.
    @Test(arguments: [
        [("upgrade", "WebSocket")], [("upgrade", "h2c, websocket")], [("connection", "UPGRADE")],
        [("connection", "close,upgrade")],
        [("connection", "keep-alive"), ("connection", "Upgrade")],
        [("sec-websocket-key", "++++++//////abcXYZ0189==")],
        [("sec-websocket-protocol", "")],
        [("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZR==")],
    ]) func accepts(_ changes: [(String, String)]) throws {
        let accepted = try respond(to: upgrade(changes.map { ($0.0, $0.1) }))
        #expect(accepted.subprotocol == nil)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let error: HandshakeError
        let changes: [(String, String?)]
        var method = "GET"
        var minorVersion = 1

        var testDescription: String { "\(error) \(changes)" }
    }

    static let refusals: [Refusal] =
        [
            Refusal(error: .notGET, changes: [], method: "HEAD"),
            Refusal(error: .notGET, changes: [], method: "POST"),
            Refusal(error: .needsHTTP11, changes: [], minorVersion: 0),
            Refusal(error: .missingUpgrade, changes: [("upgrade", nil)]),
            Refusal(error: .missingUpgrade, changes: [("upgrade", "h2c")]),
            Refusal(error: .missingUpgrade, changes: [("upgrade", "websocket2")]),
            Refusal(error: .missingConnection, changes: [("connection", nil)]),
            Refusal(error: .missingConnection, changes: [("connection", "close")]),
            Refusal(error: .missingConnection, changes: [("connection", "not upgrade")]),
            Refusal(error: .unsupportedVersion, changes: [("sec-websocket-version", nil)]),
            Refusal(error: .unsupportedVersion, changes: [("sec-websocket-version", "8")]),
            Refusal(error: .unsupportedVersion, changes: [("sec-websocket-version", "13, 8")]),
            Refusal(error: .unsupportedVersion, changes: [("sec-websocket-version", "013")]),
            Refusal(
                error: .unsupportedVersion,
                changes: [("sec-websocket-version", "13"), ("sec-websocket-version", "8")]),
            // U+212A, whose lower case is k.
            Refusal(error: .missingUpgrade, changes: [("upgrade", "webso\u{212A}et")]),
        ]
        + [
            nil, "", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ",
            "dGhlIHNhbXBsZSBub25jZQA=",
            "dGhlIHNhbXBsZSBub25jZQAA", "dGhlIHNhbXBsZSBub25jZQAA==", "dGhlIHNhbXBsZSBub25jZ===",
            "dGhlIHNhbXBsZSBub25j====",
            "dGhlIHNhbXBsZSBub25j!Q==", "dGhlIHNhbXBsZSBub25j-Q==", "dGhlIHNhbXBsZSBub2 jZQ==",
            "dGhlIHNhbXBsZSBub25jZQ==dGhlIHNhbXBsZSBub25jZQ==",
        ].map { Refusal(error: .invalidKey, changes: [("sec-websocket-key", $0)]) }
        + [
            Refusal(
                error: .invalidKey,
                changes: [
                    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
                    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ])
        ]

    @Test(arguments: refusals) func refuses(_ refusal: Refusal) {
        let request = upgrade(
            refusal.changes, method: refusal.method, minorVersion: refusal.minorVersion)
        #expect(throws: refusal.error) { try respond(to: request) }
    }

    @Test func isUpgrade() {
        #expect(Handshake.isUpgrade(upgrade()))
        #expect(Handshake.isUpgrade(upgrade([("sec-websocket-key", nil)])))
        #expect(Handshake.isUpgrade(get("/", [("upgrade", "h2c, WEBSOCKET")])))
        // What is left after a proxy that was not configured to pass Upgrade.
        #expect(Handshake.isUpgrade(upgrade([("upgrade", nil), ("connection", "close")])))
        #expect(!Handshake.isUpgrade(get("/")))
        #expect(!Handshake.isUpgrade(get("/", minorVersion: 0, [("upgrade", "websocket")])))
        #expect(Handshake.isUpgrade(get("/", minorVersion: 0, upgradeHeaders)))
        #expect(!Handshake.isUpgrade(get("/", [("upgrade", "h2c"), ("connection", "upgrade")])))
    }

    @Test func refusalsSayWhatToDo() {
        let cases: [(HandshakeError, Int, String)] = [
            (.notGET, 405, "GET"), (.needsHTTP11, 400, "proxy_http_version 1.1"),
            (.missingUpgrade, 400, "proxy"), (.missingConnection, 400, "proxy"),
            (.unsupportedVersion, 426, "13"), (.invalidKey, 400, "Sec-WebSocket-Key"),
            (.digestUnavailable, 500, "SHA-1"),
        ]
        for (error, status, word) in cases {
            #expect(error.response.status == status)
            let body = String(decoding: error.response.body, as: UTF8.self)
            #expect(body.contains(word), "\(error)")
        }
    }

    @Test func wrongVersionIsToldTheRightOne() {
        let lines = parts(HandshakeError.unsupportedVersion.response.bytes(includingBody: true))
            .lines
        #expect(lines.first == "HTTP/1.1 426 Upgrade Required")
        #expect(lines.contains("Sec-WebSocket-Version: 13"))
        #expect(lines.contains("Upgrade: websocket"))
        #expect(lines.contains("Connection: close, Upgrade"))
    }
}
