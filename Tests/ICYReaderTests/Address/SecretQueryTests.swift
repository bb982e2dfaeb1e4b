import Testing

@testable import ICYReader

/// Passwords and tokens in addresses, which are not shown.
@Suite struct SecretQueryTests {
    @Test(arguments: [
        ("http://h/a?token=abc", "http://h/a?token=…"),
        ("http://h/a?x=1&TOKEN=abc&y=2", "http://h/a?x=1&TOKEN=…&y=2"),
        ("http://h/a?x=1;sig=abc;y=2", "http://h/a?x=1;sig=…;y=2"),
        ("http://h/a?api%5Fkey=abc", "http://h/a?api%5Fkey=…"),
        ("http://h/a?key=a=b=c&z", "http://h/a?key=…&z"),
        ("http://user:word@h/a", "http://h/a"), ("http://user@h/a?auth=1", "http://h/a?auth=…"),
        (
            "https://h:8443/a?access_token=1&signature=2&password=3&secret=4",
            "https://h:8443/a?access_token=…&signature=…&password=…&secret=…"
        ),
    ])
    func secretsAreNotShown(_ text: String, _ shown: String) throws {
        let url = try StreamURL(text)
        #expect(url.hasSecret)
        #expect(url.shown == shown)
    }

    @Test(arguments: [
        "http://h/a", "http://h/a?", "http://h/a?x=1&y=2", "http://h/token=1", "http://h/a?token",
        "http://h/a?token=", "http://h/a?tokens=1", "http://h/;?type=.mp3", "http://h/a?monkey=1",
    ])
    func anythingElseIsShown(_ text: String) throws {
        let url = try StreamURL(text)
        #expect(url.hasSecret == false)
        #expect(url.shown == text)
    }
}
