import Testing

@testable import ICYReader

/// However long a server's texts are, what is reported about them has a bounded length.
@Suite struct WordLengthTests {
    private func text(_ count: Int) -> String { String(repeating: "x", count: count) }

    /// A problem's message and advice are our own text; its detail is bounded.
    private func check(
        _ problem: StreamSession.Problem, _ part: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(problem.detail.count <= Limits.detailCharacters, sourceLocation: sourceLocation)
        #expect(problem.message.count < 450, sourceLocation: sourceLocation)
        #expect(
            problem.detail.contains(part), "\(problem.detail)", sourceLocation: sourceLocation)
    }

    @Test func aDetailHasAtMost300Characters() {
        let fits = text(300)
        #expect(StreamSession.Problem(.stalled, fits).detail == fits)
        #expect(StreamSession.Problem(.stalled, fits + "x").detail == text(299) + "…")
        let marks = "a" + String(repeating: "\u{301}", count: 60_000)
        #expect(StreamSession.Problem(.stalled, marks).detail.utf8.count <= 4 * 300)
    }

    @Test func anAddressInAMessageHasAtMost100Characters() throws {
        let fits = "http://h/" + text(91)
        #expect(try StreamURL(fits).shown == fits)
        #expect(try StreamURL(fits + "x").shown == "http://h/" + text(90) + "…")
    }

    /// The reason is at the end, and is still there after the longest address.
    @Test func aFailureOfALongAddressIsExplained() throws {
        let host = [63, 63, 63, 61].map(text).joined(separator: ".")
        let url = try StreamURL("http://\(host):65535/" + text(7000))
        let peer = "\(host):65535"
        let why = "No route to host"
        check(StreamSession.Problem(.unknownHost(host), url: url), "… in http://x")
        check(StreamSession.Problem(.lookupFailed(host: host, reason: why), url: url), why)
        check(StreamSession.Problem(.refused(peer), url: url), "… for http://x")
        check(StreamSession.Problem(.unreachable(peer, reason: why), url: url), why)
        check(StreamSession.Problem(.timedOut(peer), url: url), "… for http://x")
        check(StreamSession.Problem(.tls(why), url: url), why)
        check(StreamSession.Problem(.reset(peer, reason: why), url: url), why)
        check(.connectTimeout(url), "seconds")
        check(.stall(url), "no byte for")
        check(.redirects(url), "the last one to http://x")
        check(
            StreamSession.Problem(.missingChunkEnd(offset: 4), url: url),
            "no line end after a chunk")
        let redirect = #expect(throws: ICYError.self) {
            try url.resolve("gopher-" + url.description)
        }
        check(StreamSession.Problem(try #require(redirect), url: url), "…: ")
    }

    private func head(_ lines: String...) throws -> ResponseHead {
        let head = lines.map { $0 + "\r\n" }.joined() + "\r\n"
        var reader = StreamReader()
        var offset = 0
        let bytes = Array(head.utf8)
        guard case .head(let head)? = try reader.next(bytes.span, &offset) else {
            throw ICYError.headTooLarge(offset: 0)
        }
        return head
    }

    @Test func whatAHeadSaysIsCut() throws {
        let url = try StreamURL("http://h/" + text(5000))
        check(.status(try head("HTTP/1.1 503 " + text(60_000)), url), "503 " + text(79) + "…")
        let invalid = try head("HTTP/1.1 200 OK", "icy-metaint: " + text(60_000))
        check(.head(invalid, body: nil, at: "\(url)"), "says \"" + text(79) + "…\"")
        let proxied = try head("HTTP/1.1 200 OK", "icy-name: A", "Via: " + text(60_000))
        check(.head(proxied, body: nil, at: "\(url)"), "through via: " + text(79) + "…")
        let typed = try head("HTTP/1.1 200 OK", "Content-Type: " + text(60_000))
        check(.head(typed, body: .text, at: "\(url)"), ", " + text(79) + "…")
        // The head itself is kept whole: `dump` shows it.
        #expect(typed.contentType == text(60_000))
        #expect(ICYError.unexpectedStatus(500, reason: text(9000)).message.count < 200)
        #expect(ICYError.noMetadata(contentType: text(9000)).message.count < 250)
    }

    @Test func whatADocumentSaysIsCut() throws {
        let url = try StreamURL("http://h/" + text(5000))
        // Links as long as `resolvedBytes` allows for five of them.
        let links = (0..<5).map { "<a href=\"/\($0)\(text(4000)).mp3\">" }.joined()
        let page = HTMLPage(Array("<title>\(text(9000))</title>\(links)".utf8), url: url)
        #expect(page.candidates.count == 5)
        check(.page(page, url), "\"" + text(79) + "…\", which links to http://h/0x")
        let list = Playlist(Array("gopher://\(text(9000))".utf8), format: .m3u, url: url)
        check(.emptyPlaylist(list, url), " names gopher://x")
        #expect(list.dropped.map(\.text.count) == [100])
    }

    // MARK: Titles

    private func attributes(_ title: String) throws -> [TitleAttribute] {
        try #require(SongTitle(MetadataFields(Array("StreamTitle='\(title)';".utf8)))).attributes
    }

    /// Otherwise 64 values within one long name would make 4 KB of title 64 times as long.
    @Test func namesAroundAValueAreBounded() throws {
        let key = text(60)
        let title = "{\"title\":\"T\",\"\(key)\":[1,{\"\(key)x\":2}]}"
        #expect(
            try attributes(title).map(\.key) == ["title", key, "\(key).\(text(59))…"])
        let outer = text(3000)
        let values = (0..<62).map { "\"\($0)\":1" }.joined(separator: ",")
        let json = try attributes("{\"title\":\"T\",\"\(outer)\":{\(values)}}")
        #expect(json.count == 63)
        #expect(json.last?.key == text(59) + "….61")
        #expect(json.reduce(0) { $0 + $1.key.utf8.count } < 63 * 70)
        let xml = try attributes(
            "<a><title>T</title><\(outer)>"
                + (0..<50).map { "<n\($0)>1</n\($0)>" }.joined() + "</\(outer)></a>")
        #expect(xml.count == 51)
        #expect(xml.last?.key == text(59) + "….n49")
    }

    /// The innermost name describes the value.
    @Test func whereAllNamesAreTooLongTheInnermostIsKept() throws {
        let name = text(60)
        #expect(TitleAttribute.key("", name) == name)
        #expect(TitleAttribute.key(text(195), name) == "\(text(195)).\(name)")
        #expect(TitleAttribute.key(text(196), name) == "….\(name)")
        let levels = (0..<6).map { _ in "{\"\(name)\":" }.joined()
        let title = "\(levels){\"artist\":\"A\",\"title\":\"T\"}" + String(repeating: "}", count: 6)
        let found = try #require(SongTitle(MetadataFields(Array("StreamTitle='\(title)';".utf8))))
        #expect(found.artist == "A")
        #expect(found.song == "T")
    }

    /// As much as one value may have, however many comments name an artist.
    @Test func artistsOfAnOggHeaderAreBounded() throws {
        func artists(_ count: Int) -> SongTitle? {
            let fields = (0..<count).map { _ in ("ARTIST", text(1020)) } + [("TITLE", "S")]
            let comments = OggComments(
                index: 0, pageOffset: 0, serial: 1, codec: .vorbis, vendor: [], raw: [],
                packetSize: 0,
                fields: fields.map { name, value in
                    OggComments.Field(name: name, value: Array(value.utf8), wireSize: 0)
                }, flags: [])
            var metadata = MetadataReader()
            return metadata.read(comments).title
        }
        let four = try #require(artists(4))
        #expect(four.artist == (0..<4).map { _ in text(1020) }.joined(separator: ", "))
        #expect(four.flags == [])
        let five = try #require(artists(5))
        #expect(five.streamTitle == four.streamTitle)
        #expect(five.flags == [.commentTooLong])
    }
}
