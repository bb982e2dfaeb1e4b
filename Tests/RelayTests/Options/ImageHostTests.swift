import Testing

@testable import Relay

/// Hosts from which pages may load pictures.
@Suite struct ImageHostTests {
    @Test(arguments: [
        ("img.example.org", "img.example.org"), ("IMG.Example.ORG", "img.example.org"),
        ("*.example.org", "*.example.org"), ("localhost:8080", "localhost:8080"),
        ("127.0.0.1", "127.0.0.1"), ("a-b.example:443", "a-b.example:443"),
    ])
    func aHostIsTaken(_ text: String, _ expected: String) {
        #expect(ImageHost(text)?.text == expected)
    }

    @Test(arguments: [
        "", "*", "https://img.example.org", "img.example.org/", "img example.org", "a..b", ".a",
        "a.", "img.example.org:", "img.example.org:0", "img.example.org:65536", "*.*.org", "a*.org",
        "a:+80", "a:080", "-", "a-.org", "-a.org", "'self'", "a;script-src *", "a,b", "é.example",
        "data:",
    ])
    func anythingElseIsNot(_ text: String) { #expect(ImageHost(text) == nil) }

    @Test func togetherTheyAreBounded() throws {
        let hosts = (0..<9).map { "\(String(repeating: "a", count: 60))\($0).\($0).example.org" }
        let fits = try serveOptions(
            "http://s/ " + hosts.map { "--artwork-hosts \($0)" }.joined(separator: " "))
        #expect(fits.artworkHosts.map(\.text) == hosts)
        let long = (0..<20).map { "--artwork-hosts \(String(repeating: "a", count: 60))\($0).org" }
        let error = usageError("http://s/ " + long.joined(separator: " "))
        #expect(error?.lines.first?.contains("more than 1024 characters together") == true)
    }
}
