import Testing

@testable import ICYReader

/// What a server says when it refuses, and what comes before a stream.
@Suite struct SessionRefusalTests {
    private let head = "HTTP/1.0 403 Forbidden\r\nContent-Type: text/plain\r\n"

    @Test(arguments: ["max listeners reached", "Icecast connection limit reached"])
    func aFullServerSaysSoInTheBody(_ body: String) throws {
        let stage = try Stage()
        _ = stage.answer(head + "\r\n")
        for byte in body.utf8 { #expect(stage.receive([byte]) == []) }
        #expect(stage.closed() == ["close", "waiting server_full"])
        #expect(stage.problem?.detail.contains(body) == true)
    }

    @Test func aLengthEndsTheBody() throws {
        let stage = try Stage()
        #expect(
            stage.answer(head + "Content-Length: 21\r\n\r\nmax listeners reached")
                == ["head 403", "close", "waiting server_full"])
        let empty = try Stage()
        #expect(
            empty.answer(head + "Content-Length: 0\r\n\r\n")
                == ["head 403", "close", "failed refused"])
    }

    @Test func anotherBodyIsARefusal() throws {
        let stage = try Stage()
        _ = stage.answer(head + "\r\n<html>Forbidden</html>")
        #expect(stage.closed() == ["close", "failed refused"])
        // A body without an end is not waited for.
        let endless = try Stage()
        _ = endless.answer(head + "\r\n")
        #expect(endless.receive(run("x", 511)) == [])
        #expect(endless.receive("x") == ["close", "failed refused"])
        let silent = try Stage()
        _ = silent.answer(head + "\r\n")
        #expect(silent.tick(after: .seconds(3)) == ["close", "failed refused"])
        let reset = try Stage()
        _ = reset.answer(head + "\r\nmax listeners reached")
        #expect(reset.failed(.reset("h", reason: "r")) == ["close", "waiting server_full"])
    }

    /// Triton's documents: 403 of the redirector and 453 of the provisioning mean that a mount is
    /// not available for the listener's address.
    @Test(arguments: [
        ("http://playerservices.streamtheworld.com/api/livestream-redirect/X.mp3", "403 Forbidden"),
        ("https://14633.LIVE.streamtheworld.com:443/X_SC", "403 Forbidden"),
        ("http://h/x", "453 Forbidden (Content Access Denied)"),
    ]) func aMountMayNotBeOfferedHere(_ url: String, _ status: String) throws {
        let stage = try Stage(url)
        _ = stage.answer("HTTP/1.0 \(status)\r\nContent-Length: 0\r\n\r\n")
        #expect(stage.problem?.reason == .regionBlocked)
        #expect(stage.problem?.detail.contains(status) == true)
        // Time seldom cures it.
        guard case .failed = stage.session.state else {
            Issue.record("\(stage.session.state)")
            return
        }
    }

    @Test(arguments: [
        ("http://streamtheworld.com.example/x", "403 Forbidden", NoTitleReason.refused),
        ("http://notstreamtheworld.com/x", "403 Forbidden", .refused),
        ("http://a.live.streamtheworld.com/x", "404 Not Found", .notFound),
        ("http://a.live.streamtheworld.com/x", "403 Server Full", .serverFull),
    ]) func otherRefusalsStayWhatTheyAre(
        _ url: String, _ status: String, _ reason: NoTitleReason
    ) throws {
        let stage = try Stage(url)
        _ = stage.answer("HTTP/1.0 \(status)\r\nContent-Length: 0\r\n\r\n")
        #expect(stage.problem?.reason == reason)
    }

    private func provisioning(_ status: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <live_stream_config version="1.9" xmlns="http://provisioning.streamtheworld.com/x">
        <mountpoints><mountpoint>\(status)<mount>WXYZFM</mount>
        <alternate-content><url>http://other.example/x</url></alternate-content>
        </mountpoint></mountpoints></live_stream_config>
        """
    }

    /// Since version 1.1 of Triton's provisioning the status of the response is always 200.
    @Test(arguments: [
        ("453", "Forbidden (Content Access Denied)", NoTitleReason.regionBlocked),
        ("404", "Not Found", .notFound), ("400", "Bad Request", .unexpectedStatus),
        ("200", "OK", .emptyPlaylist), ("many", "", .emptyPlaylist),
    ]) func aDocumentMayRefuse(_ code: String, _ words: String, _ reason: NoTitleReason) throws {
        let stage = try Stage("http://playerservices.streamtheworld.com/api/livestream?mount=X")
        let body = provisioning(
            "<status><status-code>\(code)</status-code><status-message>\(words)"
                + "</status-message></status>")
        let texts = stage.answer(
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: \(body.utf8.count)"
                + "\r\n\r\n\(body)")
        let state = reason == .unexpectedStatus ? "waiting" : "failed"
        #expect(texts.last == "\(state) \(reason.rawValue)")
        #expect(stage.problem?.reason == reason)
        let isSaid = stage.problem?.detail.hasSuffix("says \(code) \(words)") == true
        #expect(isSaid == (reason != .emptyPlaylist))
    }

    @Test func aRefusalNeedsNoWords() {
        let body = provisioning("<status><status-code>453</status-code></status>")
        let url = try? StreamURL("http://h/")
        let list = url.map { Playlist(Array(body.utf8), format: .provisioning, url: $0) }
        #expect(list?.refusal == Playlist.Refusal(status: 453, message: ""))
        #expect(list?.entries == [])
    }

    // MARK: Retry-After

    private func wait(_ lines: String, status: String = "429 Too Many Requests") throws -> Duration
    {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.1 \(status)\r\n\(lines)\r\n")
        return stage.delay ?? .zero
    }

    @Test func theServerMayAskToWait() throws {
        #expect(try wait("Retry-After: 600\r\n") == .seconds(600))
        #expect(try wait("Retry-After: 600\r\n", status: "503 Busy") == .seconds(600))
        // No longer than an hour, and with no other status.
        #expect(try wait("Retry-After: 99999999999\r\n") == .seconds(3600))
        #expect(try wait("Retry-After: 600\r\n", status: "500 Oops") < .seconds(61))
        let date = "Date: Mon, 30 Nov 2026 23:59:50 GMT\r\n"
        #expect(
            try wait(date + "Retry-After: Tue, 01 Dec 2026 00:04:50 GMT\r\n") == .seconds(300))
        for bad in ["-1", "soon", "", "Tue, 01 Dec 2026 00:04:50 GMT"] {
            #expect(try wait("Retry-After: \(bad)\r\n") < .seconds(61), "\(bad)")
        }
        #expect(try wait(date + "Retry-After: Mon, 30 Nov 2020 00:00:00 GMT\r\n") < .seconds(61))
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Tue, 29 Feb 2000 23:59:60 GMT", 951_868_800), ("Fri, 31 Dec 9999 23:59:59 GMT", nil),
        ("Sun, 06 Nov 1994 08:49:37", nil), ("Sun, 32 Nov 1994 08:49:37 GMT", nil),
        ("Sun, 06 Foo 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 24:49:37 GMT", nil),
        ("784111777", nil), ("", nil),
    ])
    func aDateIsReadAsHTTPHasIt(_ text: String, _ seconds: Int?) {
        let read = HTTPDate(text)?.seconds
        if text.contains("9999") {
            #expect(read == 253_402_300_799)
        } else {
            #expect(read == seconds)
        }
    }

    // MARK: Cookies

    private func sent(_ stage: Stage) -> [String] {
        stage.session.connected(now: stage.now)
        var lines: [String] = []
        while let action = stage.session.nextAction() {
            guard case .send(let bytes) = action else { continue }
            lines += String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(
                String.init)
        }
        return lines.filter { $0.hasPrefix("Cookie") }
    }

    private func redirected(_ url: String, _ lines: String..., to location: String) throws
        -> [String]
    {
        let stage = try Stage(url)
        let cookies = lines.map { "Set-Cookie: \($0)\r\n" }.joined()
        _ = stage.answer("HTTP/1.1 302 Found\r\n\(cookies)Location: \(location)\r\n\r\n")
        return sent(stage)
    }

    @Test func aCookieGoesWithTheNextRequest() throws {
        #expect(try redirected("http://h/a", "s=1; path=/", to: "/b") == ["Cookie: s=1"])
        #expect(
            try redirected("http://h/a", "s=1; Path=/", "t=x=y; Max-Age=60", to: "/b")
                == ["Cookie: s=1; t=x=y"])
        // By the path: the default is the folder of the address.
        #expect(try redirected("http://h/a/b", "s=1", to: "/a/c") == ["Cookie: s=1"])
        #expect(try redirected("http://h/a/b", "s=1", to: "/c") == [])
        #expect(try redirected("http://h/a", "s=1; path=/x", to: "/xy") == [])
        #expect(
            try redirected("http://h/a", "s=1; path=/", "t=2; path=/b", to: "/b/c")
                == ["Cookie: t=2; s=1"])
    }

    @Test func aCookieStaysWithItsHosts() throws {
        #expect(try redirected("http://a.example.org/", "s=1", to: "http://b.example.org/") == [])
        #expect(
            try redirected(
                "http://a.example.org/", "s=1; Domain=.example.org", to: "http://b.example.org/")
                == ["Cookie: s=1"])
        #expect(
            try redirected(
                "http://a.example.org/", "s=1; domain=other.org", to: "http://other.org/") == [])
        // One label, or an address, is that host alone.
        #expect(try redirected("http://a.org/", "s=1; domain=org", to: "http://b.org/") == [])
        #expect(
            try redirected("http://10.0.0.1/", "s=1; domain=0.0.1", to: "http://9.0.0.1/") == [])
        #expect(
            try redirected("http://localhost/", "s=1; domain=localhost", to: "http://a.localhost/")
                == [])
    }

    @Test func aSecureCookieNeedsTLS() throws {
        #expect(
            try redirected("https://h.org/", "s=1; Secure", to: "https://h.org/b")
                == ["Cookie: s=1"])
        #expect(try redirected("https://h.org/", "s=1; Secure", to: "http://h.org/b") == [])
        #expect(try redirected("http://h.org/", "s=1; Secure", to: "https://h.org/b") == [])
    }

    @Test func cookiesAreBounded() throws {
        let stage = try Stage("http://h/a")
        let cookies = (0..<40).map { "Set-Cookie: c\($0)=1; path=/\r\n" }.joined()
        _ = stage.answer("HTTP/1.1 302 Found\r\n\(cookies)Location: /b\r\n\r\n")
        #expect(sent(stage).first?.split(separator: ";").count == Limits.cookies)
        let long = String(repeating: "x", count: Limits.cookieBytes)
        #expect(try redirected("http://h/a", "s=\(long)", to: "/b") == [])
        #expect(try redirected("http://h/a", "=1", "", "s=1; Max-Age=0", to: "/b") == [])
        #expect(
            try redirected("http://h/a", "s=1; Expires=Thu, 01-Jan-1970 00:00:01 GMT", to: "/b")
                == [])
    }

    /// The next attempt begins without any.
    @Test func nothingIsKept() throws {
        let stage = try Stage("http://h/a")
        _ = stage.answer("HTTP/1.1 302 Found\r\nSet-Cookie: s=1; path=/\r\nLocation: /b\r\n\r\n")
        #expect(sent(stage) == ["Cookie: s=1"])
        _ = stage.closed()
        _ = stage.retry()
        #expect(sent(stage) == [])
    }

    // MARK: Bodies

    @Test func aListOfIcecastIsAPlaylist() throws {
        let stage = try Stage()
        let body = "STREAMURL=http://h:8000/x.mp3\nTITLE=T\nSERVER_NAME=S\n==\n"
        _ = stage.answer("HTTP/1.0 200 OK\r\nContent-Type: audio/x-vclt\r\n\r\n" + body)
        #expect(stage.closed().contains("connect http://h:8000/x.mp3"))
    }

    /// Ogg under an interval that no block follows, byte by byte.
    @Test(arguments: [1, 7, 100, 4096]) func oggMayHaveNoBlocks(_ piece: Int) throws {
        let stage = try Stage()
        _ = stage.answer(
            "HTTP/1.0 200 OK\r\nContent-Type: application/ogg\r\nicy-metaint: 3000\r\n\r\n")
        var body = OggPages.song(1, "TITLE=A")
        for serial in UInt32(2)..<60 { body += OggPages.song(serial, "TITLE=\(serial)") }
        var told: [String] = []
        for start in stride(from: 0, to: body.count, by: piece) {
            told += stage.receive(Array(body[start..<min(start + piece, body.count)]))
        }
        #expect(told.first == "live")
        let titles = told.filter { $0.hasPrefix("title ") }
        #expect(titles == ["title A"] + (2..<60).map { "title \($0)" })
    }

    @Test(arguments: [1, 100, 8192]) func oggMayHaveBlocks(_ piece: Int) throws {
        let stage = try Stage()
        _ = stage.answer(
            "HTTP/1.0 200 OK\r\nContent-Type: application/ogg\r\nicy-metaint: 3000\r\n\r\n")
        var ogg: [UInt8] = []
        for serial in UInt32(1)..<90 { ogg += OggPages.song(serial, "TITLE=x") }
        var body: [UInt8] = []
        for (index, start) in stride(from: 0, to: ogg.count - 3000, by: 3000).enumerated() {
            body += ogg[start..<start + 3000] + wire(text("StreamTitle='T\(index)';"))
        }
        var told: [String] = []
        for start in stride(from: 0, to: body.count, by: piece) {
            told += stage.receive(Array(body[start..<min(start + piece, body.count)]))
        }
        #expect(told.prefix(3) == ["live", "title T0", "title T1"])
    }

    /// An Ogg stream with tags and an empty title was cleared by the station.
    @Test func anEmptyTitleInTagsIsACleared() throws {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.0 200 OK\r\nContent-Type: application/ogg\r\n\r\n")
        _ = stage.receive(OggPages.song(1, "ARTIST=A", "TITLE=B"))
        #expect(
            stage.receive(OggPages.song(2, "ARTIST=A", "TITLE=")) == ["clear", "no title cleared"])
    }
}
