import Testing

@testable import ICYReader

/// Other addresses of a SHOUTcast server.
@Suite struct SHOUTcastLadderTests {
    private func ladder(
        _ path: String, _ headText: String, page: String? = nil
    ) throws -> SHOUTcastLadder? {
        let url = try StreamURL("http://h:8000\(path)")
        var parser = ResponseHeadParser()
        var offset = 0
        let bytes = text(headText.replacing("\n", with: "\r\n") + "\r\n\r\n")
        let head = try #require(try parser.next(bytes.span, &offset))
        return SHOUTcastLadder(
            url: url, head: head, page: page.map { HTMLPage(text($0), url: url) })
    }

    private static let version1 = ["/;", "/;stream.mp3", "/;?type=http&nocache=1"]
    private static let version2 = ["/;", "/stream", "/;stream.mp3", "/stream/1/", "/1?type=http"]
    private static let lost = "HTTP/1.0 404 Not Found"
    private static let page = "HTTP/1.0 200 OK"

    struct Case: Sendable, CustomStringConvertible {
        let path: String
        let head: String
        var page: String?
        let evidence: SHOUTcastLadder.Evidence
        let rungs: [String]
        var description: String { "\(path) \(evidence) \(head)" }

        init(
            _ path: String, _ head: String, page: String? = nil,
            _ evidence: SHOUTcastLadder.Evidence, _ rungs: [String]
        ) {
            self.path = path
            self.head = head
            self.page = page
            self.evidence = evidence
            self.rungs = rungs
        }
    }

    static let cases = [
        Case("/", lost, .root, ["/;", "/stream"]), Case("", lost, .root, ["/;", "/stream"]),
        Case("/index.html?x=1", lost, .root, ["/;", "/stream"]),
        Case("/INDEX.HTM", page, page: "<html>", .root, ["/;", "/stream"]),
        Case("/", "ICY 404 Not Found", .named, version2),
        Case("/", "\(lost)\nServer: Shoutcast DNAS/posix(linux x64) v2.6.1.777", .named, version2),
        Case("/stats?sid=1", "\(lost)\nServer: SHOUTcast DNAS/2.6", .named, version2),
        Case(
            "/stats?x&sid=3", "\(lost)\nServer: SHOUTcast DNAS/2.6", .named,
            ["/stream/3/", "/3?type=http"]),
        Case("/7.html?sid=0", "\(lost)\nServer: SHOUTcast DNAS/2.6", .named, version2),
        Case("/?sid=-1&sid=x", "\(lost)\nServer: SHOUTcast DNAS/2.6", .named, version2),
        Case("/stream", "ICY 404 Not Found", .named, version2.filter { $0 != "/stream" }),
        Case("/listen.pls", "ICY 404 Not Found", .named, version2),
        Case("/", page, page: "<title>SHOUTcast Server</title>", .named, version2),
        Case("/", page, page: "<title>SHOUTcast Administrator</title>", .version1, version1),
        Case("/live", "\(lost)\nServer: SHOUTcast/1.9.8", .version1, version1),
        // E06
        Case(
            "/listen",
            "ICY 404 Resource Not Found\nicy-notice1:<BR>SHOUTcast Distributed Network "
                + "Audio Server/Linux v1.9.5<BR>\nicy-notice2:The resource", .version1, version1),
        // E01
        Case(
            "/x",
            "ICY 404 X\nicy-notice1:<BR>This stream requires Winamp<BR>\n"
                + "icy-notice2:SHOUTcast Distributed Network Audio Server/posix v1.9.8<BR>",
            .version1, version1),
        Case("/;", "\(lost)\nServer: SHOUTcast/1.9.8", .version1, Array(version1.dropFirst())),
    ]

    @Test(arguments: cases) func theAddressesDependOnTheEvidence(_ given: Case) throws {
        var ladder = try #require(try ladder(given.path, given.head, page: given.page))
        #expect(ladder.evidence == given.evidence)
        let expected = given.rungs.map { "http://h:8000\($0)" }
        #expect(ladder.remaining.map(\.description) == expected)
        for (index, address) in expected.enumerated() {
            #expect(ladder.next()?.description == address)
            #expect(ladder.remaining.count == expected.count - index - 1)
        }
        #expect(ladder.next() == nil)
    }

    @Test(arguments: [
        // Neither a page nor 404.
        ("/", "HTTP/1.0 200 OK\nServer: SHOUTcast/1.9.8"), ("/", "ICY 401 Service Unavailable"),
        ("/", "HTTP/1.0 403 Forbidden"), ("/", "ICY 400 Server Full"),
        // A path that the user chose.
        ("/live", lost), ("/stream", lost), ("/live", "ICY 404 Not Found"), ("/index.htmlx", lost),
        // Another server.
        ("/", "\(lost)\nServer: Icecast 2.4.4"), ("/", "ICY 404 X\nicy-notice1: icecast"),
    ])
    func otherAnswersGiveNone(path: String, head: String) throws {
        #expect(try ladder(path, head) == nil)
    }

    @Test func aPageOfIcecastGivesNone() throws {
        let page = "<title>SHOUTcast Administrator</title>"
        #expect(try ladder("/", "HTTP/1.0 200 OK\nServer: Icecast 2.4.4", page: page) == nil)
        #expect(try ladder("/live", "HTTP/1.0 200 OK", page: "<html>") == nil)
    }

    /// User and password go along to each rung.
    @Test func theAddressKeepsItsServer() throws {
        let url = try StreamURL("https://u:p@h/")
        var parser = ResponseHeadParser()
        var offset = 0
        let bytes = text("HTTP/1.0 404 X\r\n\r\n")
        let head = try #require(try parser.next(bytes.span, &offset))
        var ladder = try #require(SHOUTcastLadder(url: url, head: head))
        let next = ladder.next()
        let first = try #require(next)
        #expect(first.requestTarget == "/;")
        #expect(first.origin == url.origin)
        #expect(first.authorization != nil && first.authorization == url.authorization)
    }

    /// The first header that names the software has no version.
    @Test func theVersionMayBeInAnyOfTheHeaders() throws {
        let head = "ICY 404 Not Found\nServer: SHOUTcast\nicy-notice2: SHOUTcast Server v1.9.8"
        let found = try #require(try ladder("/", head))
        #expect(found.evidence == .version1)
    }
}
