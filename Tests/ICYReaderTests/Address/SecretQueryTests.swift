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

    private func head(_ text: String) throws -> ResponseHead {
        var reader = StreamReader()
        var offset = 0
        let bytes = Array(text.utf8)
        guard case .head(let head) = try reader.next(bytes.span, &offset) else {
            throw ICYError.invalidURL(reason: text)
        }
        return head
    }

    /// What goes into the log and to clients.
    @Test func noProblemShowsASecret() throws {
        let url = try StreamURL("http://user:xyzzy@h/a?token=abc")
        var problems: [StreamSession.Problem] = [
            .connectTimeout(url), .headTimeout(url), .stall(url), .redirects(url),
            .emptyPromise(url), .framingLost(url), .ended(url, inHead: true),
            .ended(url, inHead: false),
        ]
        for status in ["404 Not Found", "401 Unauthorized", "403 Forbidden", "503 Busy", "299 X"] {
            let head = try head("HTTP/1.0 \(status)\r\nContent-Type: audio/mpeg\r\n\r\n")
            for kind in [BodyKind.audio, .ogg, .text, .page, .hls] {
                problems += [.status(head, url), .noTitles(head, url, kind)]
            }
        }
        let zero = try head("HTTP/1.0 200 OK\r\nicy-metaint: 0\r\n\r\n")
        problems.append(.noTitles(zero, url, .audio))
        for entry in [
            "rtmp://h/x?auth=abc", "http://h:99999/x?token=abc", "ftp://u:xyzzy@h/?key=abc",
        ] {
            let playlist = Playlist(Array("\(entry)\n".utf8), format: .m3u, url: url)
            problems.append(.emptyPlaylist(playlist, url))
        }
        for problem in problems {
            #expect(problem.message.contains("abc") == false, "\(problem.message)")
            #expect(problem.message.contains("xyzzy") == false, "\(problem.message)")
        }
    }
}
