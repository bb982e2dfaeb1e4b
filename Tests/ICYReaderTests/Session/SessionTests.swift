import Fixtures
import ICYReader
import Testing

@Suite struct SessionTests {
    @Test func goesLiveAndReportsTitles() throws {
        let stage = try Stage()
        #expect(stage.start() == ["connecting", "connect http://h:8000/live"])
        #expect(stage.delay == .seconds(10))
        #expect(stage.connected() == ["send GET /live HTTP/1.1"])
        #expect(stage.delay == .seconds(15))
        #expect(stage.receive("ICY 200 OK\r\n") == [])
        #expect(stage.receive("icy-metaint:8\r\n\r\n") == ["head 200", "live"])
        #expect(stage.receive(bodyAB) == ["title A - B", "block 1"])
        #expect(stage.session.audioOffset == 16)
        #expect(stage.session.blockCount == 2)
        #expect(stage.session.wireOffset == 50)
        #expect(stage.session.state == .live)
        stage.session.reportsEmptyBlocks = false
        #expect(stage.receive(run("C", 8) + [0]) == [])
    }

    @Test func headAndBodyInOneRead() throws {
        let stage = try Stage()
        #expect(
            stage.answer("HTTP/1.0 206 Partial\r\nicy-metaint:8\r\n\r\nAAAAAAAA\0")
                == ["head 206", "live", "block 0"])
    }

    @Test func givesUpConnecting() throws {
        let stage = try Stage()
        _ = stage.start()
        #expect(stage.tick(after: .milliseconds(9999)) == [])
        #expect(stage.tick(after: .milliseconds(1)) == ["close", "waiting connect_timeout"])
        #expect(stage.retry() == ["connecting", "connect http://h:8000/live"])
    }

    @Test func givesUpWaitingForTheHead() throws {
        let stage = try Stage()
        _ = stage.answer("ICY 200 OK\r\n")
        // Bytes of an unfinished head do not extend the timeout.
        stage.now = stage.now + .seconds(14)
        #expect(stage.receive("icy-name:x\r\n") == [])
        #expect(stage.tick(after: .milliseconds(999)) == [])
        #expect(stage.tick(after: .milliseconds(1)) == ["close", "waiting no_answer"])
    }

    @Test func noticesAStallAndReconnects() throws {
        let stage = try Stage()
        _ = stage.answer(goodHead)
        #expect(stage.delay == .seconds(5))
        stage.now = stage.now + .seconds(3)
        #expect(stage.receive("AAA") == [])
        #expect(stage.delay == .seconds(5))
        #expect(stage.tick(after: .milliseconds(4999)) == [])
        #expect(stage.tick(after: .milliseconds(1)) == ["stalled"])
        #expect(stage.delay == .seconds(10))
        #expect(stage.receive("A") == ["live"])
        #expect(stage.tick(after: .seconds(5)) == ["stalled"])
        #expect(stage.session.skippable == 4)
        stage.session.skip(2, now: stage.now)
        #expect(stage.drain() == ["live"])
        #expect(stage.tick(after: .seconds(5)) == ["stalled"])
        #expect(stage.tick(after: .milliseconds(9999)) == [])
        #expect(stage.tick(after: .milliseconds(1)) == ["close", "waiting stalled"])
        #expect(stage.session.skippable == 0)
    }

    @Test func followsRedirects() throws {
        let stage = try Stage("http://user:pass@h:8000/dir/live")
        _ = stage.start()
        _ = stage.connected()
        let steps = [
            ("301 Moved\r\nLocation: /b", "http://h:8000/b"),
            ("302 Found\r\nLocation: c?token=1", "http://h:8000/c?token=1"),
            ("303 See\r\nLocation: //other/d e", "http://other/d%20e"),
            ("307 Temporary\r\nLocation: https://other/f", "https://other/f"),
            ("308 Permanent\r\nLocation: http://other/g", "http://other/g"),
        ]
        for (answer, url) in steps {
            #expect(
                stage.receive("HTTP/1.1 \(answer)\r\n\r\nignored body")
                    == ["head \(answer.prefix(3))", "close", "connect \(url)"])
            #expect(stage.session.currentURL.description == url)
            #expect(stage.delay == .seconds(10))
            _ = stage.connected()
        }
        #expect(stage.session.currentURL.authorization == nil)
        #expect(
            stage.receive("ICY 302 Moved\r\nLocation: /h\r\n\r\n").last == "connect http://other/h")
        _ = stage.connected()
        #expect(stage.receive(goodHead) == ["head 200", "live"])
        // F11: tokens of a redirect expire; the next attempt starts from the address given.
        #expect(stage.closed() == ["close", "waiting ended"])
        #expect(stage.retry() == ["connecting", "connect http://h:8000/dir/live"])
        #expect(stage.connected() == ["send GET /dir/live HTTP/1.1"])
    }

    /// A playlist or a page that ends with its connection: its first address is tried next.
    @Test(arguments: [
        ("[playlist]\nFile1=http://a/\nFile2=http://b/\n", "connect http://a/"),
        ("<html><title>SHOUTcast Administrator</title>", "connect http://h:8000/;"),
    ])
    func triesTheFirstAddressOfADocument(_ body: String, _ next: String) throws {
        let stage = try Stage("http://h:8000/")
        #expect(stage.answer("HTTP/1.0 200 OK\r\n\r\n" + body) == ["head 200"])
        #expect(stage.closed() == ["close", next])
        #expect(stage.connected().first?.hasPrefix("send GET") == true)
        #expect(stage.receive(goodHead) == ["head 200", "live"])
    }

    @Test func stopsARedirectLoop() throws {
        let stage = try Stage()
        _ = stage.start()
        _ = stage.connected()
        let loop = "HTTP/1.1 302 Found\r\nLocation: /live\r\n\r\n"
        for _ in 0..<8 {
            #expect(stage.receive(loop) == ["head 302", "close", "connect http://h:8000/live"])
            _ = stage.connected()
        }
        #expect(stage.receive(loop) == ["head 302", "close", "waiting too_many_redirects"])
        #expect(stage.problem?.message.contains("more than 8") == true)
        // The next attempt may use all its redirects again.
        _ = stage.retry()
        _ = stage.connected()
        #expect(stage.receive(loop).last == "connect http://h:8000/live")
    }

    @Test func refusesRedirectsToNowhere() throws {
        let stage = try Stage()
        #expect(
            stage.answer("HTTP/1.1 302 Found\r\nLocation: ftp://x/\r\n\r\n")
                == ["head 302", "close", "waiting protocol_violation"])
    }

    @Test(arguments: [
        ("HTTP/1.1 401 Unauthorized", "failed login_required", "login"),
        ("HTTP/1.1 403 Forbidden\r\nContent-Length: 0", "failed refused", "403"),
        ("HTTP/1.1 404 Not Found", "failed not_found", "off air"),
        ("HTTP/1.1 410 Gone", "failed not_found", "path"),
        ("ICY 404 Resource Not Found", "failed not_found", "404"),
        ("ICY 400 Server Full", "waiting server_full", "full"),
        ("ICY 401 Service Unavailable", "waiting source_offline", "source"),
        ("HTTP/1.1 503 Busy", "waiting server_error", "later"),
        ("HTTP/1.1 429 Slow Down", "waiting server_error", "later"),
        ("HTTP/1.1 400 Bad Request", "waiting unexpected_status", "400"),
        ("HTTP/1.1 302 Found", "waiting unexpected_status", "302"),
    ])
    func judgesHeads(_ head: String, _ state: String, _ hint: String) throws {
        let stage = try Stage()
        let actions = stage.answer(head + "\r\n\r\nbody that nobody reads")
        #expect(actions.suffix(2) == ["close", state])
        #expect(actions.first?.hasPrefix("head") == true)
        let message = try #require(stage.problem?.message)
        #expect(message.contains(hint), "\(message)")
        #expect(message.contains("http://h:8000/live"))
        #expect(message.contains("\n") == false)
        let delay = try #require(stage.delay)
        if state.hasPrefix("failed") {
            #expect(delay >= .seconds(30) && delay <= .seconds(60))
        } else {
            #expect(delay >= .zero && delay <= .seconds(1))
        }
    }

    /// The first bytes of a body decide what it is.
    @Test(
        arguments: [
            ("Content-Type: audio/mpeg", "<html><title>Jazz FM</title>", "web_page", "Jazz FM"),
            (
                "Content-Type: audio/x-scpls", "[playlist]\nNumberOfEntries=0\n", "empty_playlist",
                ""
            ),
            (
                "Content-Type: audio/mpeg", "[playlist]\nFile1=rtsp://h/x\n", "empty_playlist",
                "rtsp://h/x"
            ),
            ("", "[playlist]\nFile1=http://h:8000/live\n", "playlist_loop", ""),
            ("", "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:6,\na.ts\n", "hls", ""),
            ("Content-Type: text/plain", "Hello\n", "not_a_stream", "text/plain"),
            ("Content-Type: audio/mpeg\r\nicy-metaint:0", "\u{1}\u{2}", "metaint_zero", ""),
            ("icy-metaint: -1", "\u{1}\u{2}", "metaint_invalid", "\"-1\""),
            ("Content-Type: audio/mpeg", "\u{1}\u{2}", "ended", ""),
        ])
    func judgesBodies(
        _ header: String, _ body: String, _ reason: String, _ hint: String
    ) throws {
        let stage = try Stage()
        let lines = header.isEmpty ? "" : header + "\r\n"
        _ = stage.answer("HTTP/1.1 200 OK\r\n\(lines)\r\n\(body)")
        _ = stage.closed()
        let problem = try #require(stage.problem)
        #expect(problem.reason.rawValue == reason)
        #expect(problem.detail.contains(hint), "\(problem.detail)")
        #expect(problem.detail.contains("http://h:8000/live"))
        #expect(problem.message.contains("\n") == false)
    }

    @Test(arguments: [
        (StreamSession.TransportFailure.unknownHost("h"), "failed unknown_host", "spelling"),
        (
            .lookupFailed(host: "h", reason: "no answer"), "waiting lookup_failed", "name servers"
        ),
        (.refused("127.0.0.1:8000"), "waiting connection_refused", "127.0.0.1:8000"),
        (.unreachable("10.0.0.1:8000", reason: "No route"), "waiting unreachable", "network"),
        (.timedOut("10.0.0.1:8000"), "waiting connect_timeout", "port"),
        (.tls("certificate has expired"), "waiting tls", "certificate has expired"),
        (.reset("10.0.0.1:8000", reason: "Broken pipe"), "waiting connection_broken", "broke"),
    ])
    func judgesFailures(
        _ failure: StreamSession.TransportFailure, _ state: String, _ hint: String
    ) throws {
        let stage = try Stage()
        _ = stage.start()
        #expect(stage.failed(failure) == ["close", state])
        #expect(stage.problem?.message.contains(hint) == true)
        // Nothing more is reported about a connection that was given up.
        #expect(stage.closed() == [])
        #expect(stage.failed(failure) == [])
        #expect(stage.receive("late") == [])
    }

    @Test(arguments: [
        ("\u{16}\u{3}", "neither HTTP nor ICY"), ("\u{15}\u{3}", "https://"),
        ("HTTP/1.1 OK\r\n", "no status"),
    ])
    func judgesWhatIsNoHead(_ bytes: String, _ hint: String) throws {
        let stage = try Stage()
        #expect(stage.answer(bytes) == ["close", "waiting protocol_violation"])
        #expect(stage.problem?.message.contains(hint) == true)
    }

    @Test func givesUpBrokenChunks() throws {
        let stage = try Stage()
        let head = "HTTP/1.1 200 OK\r\nicy-metaint:8\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(stage.answer(head) == ["head 200", "live"])
        #expect(stage.receive("5\r\nAAAAA\r\nzz") == ["close", "waiting protocol_violation"])
        #expect(stage.problem?.message.contains("byte \(head.utf8.count + 10)") == true)
    }

    @Test func endsWithTheLastChunk() throws {
        let stage = try Stage()
        let head = "HTTP/1.1 200 OK\r\nicy-metaint:8\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(stage.answer(head + "3\r\nAAA\r\n") == ["head 200", "live"])
        #expect(stage.receive("0\r\n\r\n") == ["close", "waiting ended"])
    }
}
