import Fixtures
import ICYReader
import Testing

/// Web pages instead of streams, and where SHOUTcast's stream is in that case (F12, F14).
@Suite struct HTMLPageTests {
    private func page(_ text: String, at address: String = "http://h:8000/a/") throws -> HTMLPage {
        HTMLPage(Array(text.utf8), url: try StreamURL(address))
    }

    private func head(_ text: String) throws -> ResponseHead {
        var parser = ResponseHeadParser()
        var offset = 0
        let bytes = Array(text.utf8)
        return try #require(try parser.next(bytes.span, &offset))
    }

    @Test func namesWhatLooksLikeAStream() throws {
        // F14
        let page = try page(
            "<!DOCTYPE html><html><head><title>\r\n Radio &amp; &Uuml;ber\t1 </title>"
                + "<meta http-equiv=\"Refresh\" content=\"0; URL='/moved'\">"
                + "<script>var a = '<a href=\"/no.mp3\">';</script></head><body>"
                + "<a href=\"/about\">About</a><a href=\"/Listen\">Listen</a>"
                + "<A HREF='tune.PLS?x=1'>pls</A><a href=\"mailto:a@b\">m</a>"
                + "<audio src=\"//cdn/live.aac\"><source src=live.ogg type=audio/ogg></audio>"
                + "<a href=\"/listen.html\">no</a><a href=\"tune.PLS?x=1\">again</a></body>")
        #expect(page.title == "Radio & Über 1")
        #expect(
            page.candidates.map(\.description) == [
                "http://cdn/live.aac", "http://h:8000/a/live.ogg", "http://h:8000/a/tune.PLS?x=1",
                "http://h:8000/moved", "http://h:8000/Listen",
            ])
        #expect(page.isSHOUTcast == false)
    }

    @Test func namesAFewAndNeverItself() throws {
        let links = (0..<100).map { "<a href=\"/\($0).mp3\">x</a>" }.joined()
        let page = try page("<base href=\"http://b/\"><a href=\"http://h:8000/a/\">" + links)
        #expect(page.candidates.map(\.description) == (0..<5).map { "http://b/\($0).mp3" })
        #expect(try self.page("<audio src=\"http://h:8000/a/\">").candidates == [])
        #expect(
            try self.page("<audio><a name=x><meta content=1><a href=\"rtsp://x/a.mp3\">")
                .candidates == [])
    }

    @Test(arguments: [
        ("<HTML><HEAD><TITLE>SHOUTcast Administrator", true),
        ("<html><head><title>SHOUTcast Administrator</title>", true),
        ("<!DOCTYPE html><html><head><title>Shoutcast Server</title>", true),
        ("<html><body><font>&nbsp;SHOUTcast D.N.A.S. Status</font>", true),
        ("<a href=x>SHOUTcast Server Version 1.9.8/Linux</a>", true),
        ("<html><head><title>Best SHOUTcast Server hosting</title>", false),
        ("<html><head><title>Icecast Streaming Media Server</title>", false),
    ])
    func knowsThePagesOfSHOUTcast(_ text: String, _ isSHOUTcast: Bool) throws {
        #expect(try page(text).isSHOUTcast == isSHOUTcast)
    }

    private static let v1 =
        "ICY 404 Resource Not Found\r\nicy-notice1:<BR>SHOUTcast Distributed Network Audio "
        + "Server/Linux v1.9.5<BR>\r\nicy-notice2:The resource requested was not found<BR>\r\n\r\n"
    private static let v2 =
        "HTTP/1.0 404 Not Found\r\nicy-notice1:<BR>Shoutcast DNAS/posix(linux x64) "
        + "v2.6.1.777<BR>\r\n\r\n"
    private static let plain404 = "HTTP/1.1 404 Not Found\r\nServer: nginx\r\n\r\n"
    private static let icy404 = "ICY 404 Resource Not Found\r\n\r\n"
    private static let icecast404 = "HTTP/1.0 404 File Not Found\r\nServer: Icecast 2.4.4\r\n\r\n"
    private static let html = "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n"

    private static let first = ["/;", "/;stream.mp3", "/;?type=http&nocache=1"]
    private static let second = ["/;", "/stream", "/;stream.mp3", "/stream/1/", "/1?type=http"]
    private static let foreign = ["/;", "/stream"]

    struct Climb: Sendable, CustomStringConvertible {
        let target: String
        let head: String
        let page: String?
        let evidence: SHOUTcastLadder.Evidence?
        let rungs: [String]
        var description: String { "\(target) \(head.prefix(12)) \(page ?? "")" }

        init(
            _ target: String, _ head: String, _ page: String?,
            _ evidence: SHOUTcastLadder.Evidence?, _ rungs: [String] = []
        ) {
            self.target = target
            self.head = head
            self.page = page
            self.evidence = evidence
            self.rungs = rungs
        }
    }

    @Test(arguments: [
        // E06
        Climb("", v1, nil, .version1, first), Climb("/7.html", v1, nil, .version1, first),
        Climb("/listen.m3u", v1, nil, .version1, first), Climb("/a", v1, nil, .version1, first),
        Climb("/;", v1, nil, .version1, Array(first.dropFirst())),
        // E31
        Climb("/", html, "<TITLE>SHOUTcast Administrator", .version1, first),
        Climb("/", v2, nil, .named, second), Climb("/index.html", v2, nil, .named, second),
        Climb("/index.html?sid=3", v2, nil, .named, ["/stream/3/", "/3?type=http"]),
        Climb("/stream", v2, nil, .named, ["/;", "/;stream.mp3", "/stream/1/", "/1?type=http"]),
        Climb("", html, "<title>Shoutcast Server</title>", .named, second),
        Climb("/", icy404, nil, .named, second),
        // A path that the user chose, or another server.
        Climb("/rock", v2, nil, nil), Climb("/rock", icy404, nil, nil),
        Climb("/rock", plain404, nil, nil), Climb("/rock", html, "<title>x</title>", nil),
        Climb("/", plain404, nil, .root, foreign), Climb("", html, "<h1>Hi", .root, foreign),
        Climb("/", icecast404, nil, nil), Climb("/", html, nil, nil),
    ])
    func triesWhereTheStreamMayBe(_ given: Climb) throws {
        let url = try StreamURL("http://user@h:8000" + given.target)
        let page = given.page.map { HTMLPage(Array($0.utf8), url: url) }
        var ladder = SHOUTcastLadder(url: url, head: try head(given.head), page: page)
        #expect(ladder?.evidence == given.evidence)
        #expect(
            (ladder?.remaining ?? []).map(\.description) == given.rungs.map { "http://h:8000" + $0 }
        )
        var tried: [String] = []
        while let next = ladder?.next() {
            #expect(next.authorization == url.authorization)
            tried.append(next.requestTarget)
        }
        #expect(tried == given.rungs)
        #expect(tried.count <= 5)
    }

    @Test func climbsForTheVectors() throws {
        for (id, evidence) in [("E06", SHOUTcastLadder.Evidence.version1), ("E31", .version1)] {
            let bytes = try #require(Fixtures.vector(id).bytes)
            var parser = ResponseHeadParser()
            var offset = 0
            let head = try #require(try parser.next(bytes.span, &offset))
            let url = try StreamURL("http://h:8000")
            let body = Array(bytes[offset...])
            let page = body.isEmpty ? nil : HTMLPage(body, url: url)
            #expect(SHOUTcastLadder(url: url, head: head, page: page)?.evidence == evidence)
        }
    }
}
