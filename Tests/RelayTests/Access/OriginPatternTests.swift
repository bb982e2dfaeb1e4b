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
        // Some clients put a slash or a path after it.
        ("https://example.org", "https://example.org/", true),
        ("http://localhost", "http://localhost/a/b?c#d", true),
        ("https://github.com", "https://github.com/gilmaimon/TinyWebsockets", true),
        ("capacitor://localhost", "capacitor://localhost", true),
        ("capacitor://localhost", "CAPACITOR://localhost/", true),
        ("capacitor://localhost", "capacitor://Localhost", false),
        ("capacitor://localhost", "ionic://localhost", false),
        ("chrome-extension://abcdef", "chrome-extension://abcdef", true),
        ("chrome-extension://abcdef", "chrome-extension://abcdefg", false),
        ("app://.", "app://.", true), ("app://.", "app://./x", true), ("app://.", "app://", false),
        ("file://", "file://", true), ("file://", "file:///index.html", true),
        ("file://", "file://host", false), ("file://", "null", false),
        ("ws://other.example", "ws://other.example", true),
        ("tauri://localhost", "tauri://localhost:80", false),
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
        "*://example.org", "app://a b", "app://a/b", "app://*", "app://a'b", "app://a\"b", "a:b",
        "app://$HOME", "app://é", "1app://x", "://x", "x://", "app:/x",
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
        ("https://example.org/", "example.org", true), ("https://", "", false),
        ("ws://example.org:8000", "example.org:8000", true),
        ("wss://example.org", "example.org", true), ("wss://example.org/x", "example.org", true),
        ("ws://example.org", "example.org:443", false),
        ("wss://other.example", "example.org", false),
        ("https://example.org", "example.org, example.org", false),
        ("chrome-extension://abc", "abc", false), ("file://", "", false),
    ])
    func thePageOfTheServerItselfIsKnown(origin: String, host: String, expected: Bool) {
        #expect(OriginPattern.isSameOrigin(origin, host: host) == expected)
    }

    /// What the log suggests is taken by the option, and lets the client in.
    @Test(arguments: [
        ("https://example.org", "https://example.org"),
        ("http://localhost/", "http://localhost"), ("null", "null"),
        ("https://example.org:8443/a", "https://example.org:8443"),
        ("capacitor://localhost", "capacitor://localhost"), ("file://", "file://"),
        ("app://.", "app://."), ("moz-extension://0-1-2", "moz-extension://0-1-2"),
        ("ws://example.org", "ws://example.org"),
    ])
    func aRefusedOriginCanBeNamed(_ origin: String, _ name: String) throws {
        #expect(OriginPattern.naming(origin) == name)
        #expect(try #require(OriginPattern(name)).matches(origin))
        #expect(ForeignOrigins.message(origin).hasSuffix("--allow-origin '\(name)'"))
    }

    @Test(arguments: [
        "", "*", "https://*.example.org", "arduino", "https://", "app://'; reboot #", "x y",
        String(repeating: "x", count: 5000),
    ])
    func whatIsNoOriginIsNotSuggested(_ origin: String) {
        #expect(OriginPattern.naming(origin) == nil)
        #expect(!ForeignOrigins.message(origin).contains("--allow-origin"))
        #expect(ForeignOrigins.message(origin).count < 150)
    }
}
