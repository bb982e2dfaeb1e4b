import Testing

@testable import Relay

@Suite struct OriginPatternTests {
    @Test(arguments: [
        ("https://example.org", "https://example.org", true),
        ("https://example.org", "http://example.org", false),
        ("https://example.org", "https://www.example.org", false),
        ("https://example.org", "https://example.org:8443", false),
        ("https://example.org", "https://example.org.evil.example", false),
        ("https://example.org", "https://evilexample.org", false),
        ("https://example.org", "null", false),
        ("HTTPS://Example.ORG:443", "https://example.org", true),
        ("https://example.org", "https://example.org:443", true),
        ("http://example.org:80", "http://example.org", true),
        ("http://example.org:443", "http://example.org:443", true),
        ("http://localhost:3000", "http://localhost:3000", true),
        ("http://localhost:3000", "http://localhost:3001", false),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", true),
        ("http://[::1]:8000", "http://[::1]:8000", true),
        ("http://[0:0:0:0:0:0:0:1]:8000", "http://[::1]:8000", true),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example", true),
        ("https://*.example.org", "https://a.example.org", true),
        ("https://*.example.org", "https://a.b.c.example.org", true),
        ("https://*.example.org", "https://A.EXAMPLE.org", true),
        ("https://*.example.org", "https://example.org", false),
        ("https://*.example.org", "https://.example.org", false),
        ("https://*.example.org", "https://evilexample.org", false),
        ("https://*.example.org", "https://a.example.org.evil.example", false),
        ("https://*.example.org", "https://evil.example/.example.org", false),
        ("https://*.example.org", "https://evil.example#.example.org", false),
        ("https://*.example.org", "https://evil@a.example.org", false),
        ("https://*.example.org", "https://evil.example\\.example.org", false),
        ("https://*.example.org", "https://evil.example:80.example.org", false),
        ("https://*.example.org", "https://a.example.org:8443", false),
        ("https://*.example.org", "http://a.example.org", false),
        ("https://*.example.org:8443", "https://a.example.org:8443", true),
        ("https://*.example.org:8443", "https://a.example.org", false),
        ("null", "null", true), ("null", "NULL", false), ("null", "https://null", false),
        ("*", "https://anything.example", true), ("*", "null", true),
        ("*", "chrome-extension://abc", true), ("*", "whatever", true),
        ("https://example.org", "https://example.org https://example.org", false),
        ("https://example.org", "https://example.org/", false),
        ("https://example.org", "https://example.org:", false),
        ("https://example.org", "", false),
        ("https://kiosk.example", "https://\u{212A}iosk.example", false),
    ])
    func matchesWhatItSays(pattern: String, origin: String, expected: Bool) throws {
        #expect(try #require(OriginPattern(pattern)).matches(origin) == expected)
    }

    @Test(arguments: [
        "", " ", "example.org", "//example.org", "https://", "https:///", "https:example.org",
        "https://example.org/", "https://example.org/path", "https://example.org?x",
        "https://user@example.org", "https://example.org:0", "https://example.org:65536",
        "https://example.org:", "https://example.org:x", "https://example.org:0443",
        "ftp://example.org", "chrome-extension://abc", "ws://example.org", "*://example.org",
        "https://*", "https://*.", "https://*example.org", "https://a.*.org", "https://**.a.org",
        "https://*.*.org", "https://example.*", "*.example.org", "https://*.0.0.1",
        "https://*.[::1]",
        "https://bücher.example", "https://.example.org", "Null", "**", "https://[::1",
        "https://::1",
        "https://[1.2.3.4]", "https://[::1%25eth0]", "https://[::1]x", "https://a b",
        "https://a,https://b",
    ])
    func whatIsNoPatternIsRefused(text: String) {
        #expect(OriginPattern(text) == nil)
    }

    @Test(arguments: [
        ("https://example.org", "example.org", true),
        ("https://example.org", "Example.ORG", true),
        ("https://example.org", "example.org:443", true),
        ("https://example.org:443", "example.org", true),
        ("http://example.org", "example.org:80", true),
        // A proxy that ends TLS passes on only the host.
        ("https://example.org", "example.org:80", false),
        ("http://example.org", "example.org:443", false),
        ("http://example.org:8000", "example.org:8000", true),
        ("http://example.org:8000", "example.org", false),
        ("http://example.org", "example.org:8000", false),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", true),
        ("http://localhost:8000", "127.0.0.1:8000", false),
        ("http://[::1]:8000", "[::1]:8000", true), ("http://[::1]", "[::1]:80", true),
        ("http://[::1]:8000", "[::1]", false), ("http://[::1]", "::1", false),
        ("https://www.example.org", "example.org", false),
        ("https://evilexample.org", "example.org", false),
        ("null", "null", false), ("null", "", false), ("", "", false),
        ("https://example.org", "", false), ("https://example.org", "example.org/", false),
        ("https://example.org", "user@example.org", false),
        ("https://kiosk.example", "\u{212A}iosk.example", false),
        ("https://example.org/", "example.org", false), ("https://", "", false),
        ("https://example.org", "example.org, example.org", false),
        ("chrome-extension://abc", "abc", false), ("file://", "", false),
    ])
    func thePageOfTheServerItselfIsKnown(origin: String, host: String, expected: Bool) {
        #expect(OriginPattern.isSameOrigin(origin, host: host) == expected)
    }
}
