import Fixtures
import Testing

@testable import ICYReader

/// Answers made of pieces of heads, playlists and pages, in any order: nothing that a server may
/// send crashes the program, and every sequence of attempts ends.
@Suite struct DocumentFuzzTests {
    private static let statuses = [
        "HTTP/1.1 200 OK", "ICY 200 OK", "HTTP/1.0 302 Found", "HTTP/1.1 404 Not Found",
        "ICY 400 Server Full", "HTTP/1.1 100 Continue", "HTTP/1.1 999", "ICY 401 ",
    ]
    private static let headers = [
        "Content-Type: audio/x-mpegurl", "Content-Type: audio/x-scpls", "Content-Type: text/html",
        "Content-Type: audio/mpeg", "Content-Type: video/x-ms-asf", "content-type:",
        "Content-Length: 0", "Content-Length: 40", "Content-Length: 99999999999999999999",
        "Content-Length: -1", "Transfer-Encoding: chunked", "Content-Encoding: gzip",
        "Location: /next", "Location: //", "Location: http://[::1", "Location: ?a#b", "Location: ",
        "icy-metaint: 8", "icy-metaint: 16", "icy-metaint: 0", "icy-metaint: 9223372036854775807",
        "icy-metaint: x", "icy-br: 99999999999", "icy-name: \u{FEFF}\u{1}", "Server: SHOUTcast",
        "icy-notice2:SHOUTcast/Linux v1.9.8<BR>", ": ", "no colon", " folded", "",
    ]
    private static let pieces = [
        "[playlist]\n", "File1=", "File0=", "File99999999999999999999=", "Title1=", "Length1=-1\n",
        "NumberOfEntries=2\n", "#EXTM3U\n", "#EXTINF:-1,Name\n", "#EXT-X-TARGETDURATION:10\n",
        "http://h/live\n", "https://h:99999/\n", "http://[::1]:8000/;\n", "//h/x", "../", "/live\n",
        "h:8000/;stream.nsv\n", "<asx version=\"3.0\">", "<entry>", "<ref href=\"", "</entry>",
        "</asx>", "<?xml version=\"1.0\"?>", "<playlist><trackList>", "<track><location>",
        "</location></track>", "</trackList>", "<!DOCTYPE html><html>", "<a href='", "<a href=",
        "'>", "\">", "<base href=\"http://b/\">", "<meta http-equiv=refresh content=\"0;url=",
        "SHOUTcast Server", "listen.pls?sid=1", "&amp;", "&#x", "<![CDATA[", "]]>", "<!--", "-->",
        "\0", "\r", "\n", " ", "=", "\u{FEFF}", "é", "ICY 200 OK\r\nicy-metaint:0\r\n\r\n",
        "0\r\n\r\n", "5\r\nhello\r\n", "ffffffffffffffff\r\n", "-1\r\n", "OggS", "ID3",
    ]

    private func answer(_ generator: inout SeededGenerator) -> [UInt8] {
        func some(_ texts: [String], _ most: Int, _ end: String) -> String {
            (0..<Int.random(in: 0...most, using: &generator)).map { _ in
                (texts.randomElement(using: &generator) ?? "") + end
            }.joined()
        }
        let status = Self.statuses.randomElement(using: &generator) ?? ""
        let head = status + "\r\n" + some(Self.headers, 5, "\r\n") + "\r\n"
        return Array((head + some(Self.pieces, 25, "")).utf8)
    }

    @Test func anyAnswerIsRead() throws {
        for seed in UInt64(0)..<2000 {
            var generator = SeededGenerator(seed: seed &+ 4_000_000)
            let url = ["http://h/live", "http://h/a.pls", "http://h/a.m3u"].randomElement(
                using: &generator)
            let stage = try Stage(url ?? "", seed: seed)
            _ = stage.start()
            for _ in 0..<8 {
                _ = stage.connected()
                for piece in Partition.random(seed: seed).pieces(of: answer(&generator)) {
                    _ = stage.receive(Array(piece))
                }
                _ = Bool.random(using: &generator) ? stage.closed() : stage.retry()
                let delay = try #require(stage.delay)
                #expect(delay <= .seconds(60), "seed \(seed)")
                #expect(stage.drain() == [])
            }
        }
    }
}
