import Testing

@testable import Relay

/// Which pages are this server's own, behind proxies that say which site they serve.
@Suite struct ForwardedOriginTests {
    private static func isOwn(_ origin: String, _ headers: [(String, String)]) -> Bool {
        let request = get("/jazz", headers)
        return ForwardedOrigin(
            forwardedHost: request.values("x-forwarded-host"),
            forwardedProto: request.values("x-forwarded-proto"),
            forwarded: request.values("forwarded"), host: "127.0.0.1:8000"
        ).isOrigin(origin)
    }

    private static let host = "x-forwarded-host"
    private static let proto = "x-forwarded-proto"

    @Test(arguments: [
        // Nothing but the requested host.
        ("http://127.0.0.1:8000", []),
        ("https://site.example", [(host, "site.example")]),
        ("http://site.example", [(host, "site.example"), (proto, "http")]),
        // There is another proxy before this one, with TLS.
        ("https://site.example", [(host, "site.example"), (proto, "http")]),
        ("https://site.example", [(host, "site.example"), (proto, "https")]),
        ("wss://site.example", [(host, "SITE.example:443"), (proto, "wss")]),
        ("https://site.example:8443", [(host, "site.example:8443"), (proto, "https")]),
        // Each proxy adds to the end.
        ("https://site.example", [(host, "evil.example, site.example")]),
        ("https://site.example", [(host, "evil.example"), (host, "site.example")]),
        ("https://site.example", [(host, "site.example, ,")]),
        ("https://site.example", [("forwarded", "for=192.0.2.1;host=site.example;proto=https")]),
        ("https://site.example", [("forwarded", "host=evil.example, HOST = site.example ; by=x")]),
        ("https://site.example:8443", [("forwarded", #"for="[::1]";host="site.example:8443""#)]),
        ("https://site.example", [("forwarded", #"by="a\",;";host="si\te.example""#)]),
        ("https://site.example", [("forwarded", "host=site.example,")]),
        ("https://[2001:db8::1]:8443", [(host, "[2001:db8:0::1]:8443")]),
    ])
    func aPageOfTheSiteIsOwn(_ origin: String, _ headers: [(String, String)]) {
        #expect(Self.isOwn(origin, headers))
    }

    @Test(arguments: [
        ("https://evil.example", [(host, "evil.example, site.example")]),
        ("https://evil.example", [(host, "evil.example"), (host, "site.example")]),
        ("https://evil.example", [("forwarded", "host=evil.example, host=site.example")]),
        ("https://evil.example", [("forwarded", #"by=";host=evil.example""#)]),
        // Anybody on the way may have written it.
        ("http://site.example", [(host, "site.example"), (proto, "https")]),
        ("http://site.example", [("forwarded", "host=site.example;proto=https")]),
        ("https://site.example", [(host, "site.example:8443")]),
        ("null", [(host, "null")]), ("", [(host, "")]), ("https://", [("forwarded", "host=")]),
        ("https://site.example", [(host, "https://site.example")]),
        ("app://site.example", [(host, "site.example")]),
    ])
    func anotherPageIsNot(_ origin: String, _ headers: [(String, String)]) {
        #expect(!Self.isOwn(origin, headers))
    }

    /// Cut and changed fields are read without harm, and name nobody.
    @Test func brokenFieldsNameNobody() {
        let whole = Array(#"for="[2001:db8::1]:47";host="si\te.example";proto=https, x=y"#.utf8)
        for end in whole.indices {
            for byte in [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: ","), 0xFF] {
                var field = Array(whole[...end])
                field[end] = byte
                let text = String(decoding: field, as: UTF8.self)
                #expect(!Self.isOwn("https://evil.example", [("forwarded", text)]))
            }
        }
    }
}
