import Testing

@testable import ICYReader

/// Every message word for word: one line with what happened, where and how, and what to do.
@Suite struct SessionProblemTests {
    typealias Failure = StreamSession.TransportFailure

    @Test(
        arguments: [
            (
                .unknownHost("h.example"), .unknownHost,
                "the host is unknown (h.example in http://h:8000/live); check its spelling"
            ),
            (
                .lookupFailed(
                    host: "h.example", reason: "Temporary failure in name resolution"),
                .lookupFailed,
                "the host cannot be looked up (h.example: Temporary failure in name resolution); "
                    + "check this machine's network and name servers"
            ),
            (
                .refused("10.0.0.1:8000"), .connectionRefused,
                "the server refuses connections (10.0.0.1:8000 for http://h:8000/live); check "
                    + "that it runs, and the port in the address"
            ),
            (
                .unreachable("10.0.0.1:8000", reason: "No route to host"), .unreachable,
                "the server cannot be reached (10.0.0.1:8000 for http://h:8000/live: No route "
                    + "to host); check the network, and the host in the address"
            ),
            (
                .timedOut("10.0.0.1:8000"), .connectTimeout,
                "no connection in time (10.0.0.1:8000 for http://h:8000/live); check host and "
                    + "port, and any firewall on the way"
            ),
            (
                .tls("certificate refused: certificate has expired"), .tls,
                "no TLS connection (h:8000: certificate refused: certificate has expired); "
                    + "check the certificate, or use http:// if the station offers it"
            ),
            (
                .reset("10.0.0.1:8000", reason: "Connection reset by peer"), .connectionBroken,
                "the connection broke (10.0.0.1:8000 for http://h:8000/live: Connection reset "
                    + "by peer); if that goes on, check the station's server"
            ),
        ] as [(Failure, NoTitleReason, String)])
    func saysWhatFailed(
        _ failure: Failure, _ reason: NoTitleReason, _ message: String
    ) throws {
        let stage = try Stage()
        _ = stage.start()
        _ = stage.failed(failure)
        #expect(stage.problem?.reason == reason)
        #expect(stage.problem?.message == message)
    }

    @Test func saysWhatHappened() throws {
        let url = try StreamURL("http://h:8000/live")
        func says(_ problem: StreamSession.Problem, _ reason: NoTitleReason, _ message: String) {
            #expect(problem.reason == reason)
            #expect(problem.message == message)
        }
        says(
            .connectTimeout(url), .connectTimeout,
            "no connection in time (http://h:8000/live, 10.0 seconds); check host and port, and "
                + "any firewall on the way")
        says(
            .headTimeout(url), .noAnswer,
            "the server does not answer (http://h:8000/live, 15.0 seconds); check that it is "
                + "not overloaded")
        says(
            .stall(url), .stalled,
            "the station sends nothing (http://h:8000/live, no byte for 15.0 seconds); check "
                + "the station's source")
        says(
            .ended(url, inHead: true), .closedEarly,
            "the server closed the connection before it answered (http://h:8000/live); check "
                + "the address")
        says(
            .ended(url, inHead: false), .ended,
            "the stream ended (http://h:8000/live); if that goes on, check the station's source")
        says(
            .redirects(url), .tooManyRedirects,
            "too many redirects (more than 8, the last one to http://h:8000/live); ask the "
                + "station for its stream's address")
        says(
            .framingLost(url), .framingLost,
            "audio comes where metadata should be (http://h:8000/live); if that goes on, "
                + "tell the station that its server miscounts")
        says(
            .emptyPromise(url), .metaintLies,
            "titles are announced but not sent (http://h:8000/live); a proxy or cache may have "
                + "copied the header; ask the station")
        says(
            StreamSession.Problem(.missingChunkEnd(offset: 4), url: url), .protocolViolation,
            "the answer breaks the protocol (http://h:8000/live: the chunked transfer coding is "
                + "broken at byte 4 (no line end after a chunk)); check host and port, and "
                + "whether it is http:// or https://")
    }

    @Test(
        arguments: [
            (
                "ICY 400 Server Full", .serverFull,
                "the server is full (http://h:8000/live answered ICY 400 Server Full); wait, or "
                    + "use another mount"
            ),
            (
                "HTTP/1.0 503 Maximum listeners: server full", .serverFull,
                "the server is full (http://h:8000/live answered 503 Maximum listeners: server "
                    + "full); wait, or use another mount"
            ),
            (
                "HTTP/1.0 403 icecast server full", .serverFull,
                "the server is full (http://h:8000/live answered 403 icecast server full); wait, "
                    + "or use another mount"
            ),
            (
                "ICY 401 Service Unavailable", .sourceOffline,
                "the source is offline (http://h:8000/live answered ICY 401 Service "
                    + "Unavailable); wait, or check the encoder that feeds the mount"
            ),
            (
                "HTTP/1.1 401 Unauthorized", .loginRequired,
                "the server wants a login (http://h:8000/live answered 401 Unauthorized); write "
                    + "http://user:password@host/path"
            ),
            (
                "HTTP/1.1 403\r\nContent-Length: 0", .refused,
                "the server refuses this listener (http://h:8000/live answered 403); ask the "
                    + "station whether it blocks this address"
            ),
            (
                "HTTP/1.1 404 Not Found", .notFound,
                "there is no such mount (http://h:8000/live answered 404 Not Found); check the "
                    + "path; the station may be off air"
            ),
            (
                "HTTP/1.1 503 Busy", .serverError,
                "the server is in trouble (http://h:8000/live answered 503 Busy); try again later"
            ),
            (
                "HTTP/1.1 302 Found", .unexpectedStatus,
                "the server's answer is no stream (http://h:8000/live answered 302 Found); check "
                    + "that the address is a stream"
            ),
            (
                "HTTP/1.1 200 OK\r\nicy-metaint: -1", .metaintInvalid,
                "icy-metaint is unusable (http://h:8000/live says \"-1\"); ask the station to "
                    + "repair its server"
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nicy-metaint:0", .metaintZero,
                "icy-metaint is 0: titles are switched off (http://h:8000/live, audio/mpeg); set "
                    + "a metadata interval on the server (16000 is Icecast's own)"
            ),
        ] as [(String, NoTitleReason, String)])
    func saysWhatTheHeadMeans(
        _ head: String, _ reason: NoTitleReason, _ message: String
    ) throws {
        let stage = try Stage()
        _ = stage.answer(head + "\r\n\r\n\u{1}\u{2}")
        #expect(stage.problem?.reason == reason)
        #expect(stage.problem?.message == message)
    }

    /// A proxy shows in its own headers; the ICY headers show that the server has titles.
    @Test(
        arguments: [
            ("icy-name:X\r\nVia: 1.1 varnish", "metaint_stripped", ", through via: 1.1 varnish"),
            ("icy-br:128\r\nServer: nginx/1.22", "metaint_stripped", ", through nginx"),
            ("icy-br:128\r\nServer: Icecast 2.4.4", "metaint_missing", ""),
            ("Server: nginx", "metaint_missing", ""),
        ])
    func tellsAProxyFromAServerWithoutTitles(
        _ headers: String, _ reason: String, _ through: String
    ) throws {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\(headers)\r\n\r\n")
        _ = stage.receive(run("A", 96 * 1024))
        #expect(stage.problem?.reason.rawValue == reason)
        #expect(stage.problem?.detail == "http://h:8000/live, audio/mpeg\(through)")
    }

    @Test func everyReasonSaysWhatToDo() {
        var words: Set<String> = []
        for reason in NoTitleReason.allCases {
            #expect(words.insert(reason.words).inserted)
            #expect(reason.words.count < 60)
            #expect(reason.words.contains(";") == false)
            #expect(reason.advice.isEmpty == false)
        }
    }

    /// Some servers refuse with less than a whole head.
    @Test(arguments: [
        ("ICY 400 Server Full\r\n", "server_full"),
        ("ICY 401 Service Unavailable\r\nicy-notice2:SHOUTcast/Linux v1.9.8\r\n", "source_offline"),
        ("HTTP/1.0 404 Not Found\r\nServer: x\r\nContent-Le", "not_found"),
        // The rest of the head is needed, or nothing useful has arrived yet.
        ("ICY 200 OK\r\nicy-metaint:16000\r\n", "closed_early"),
        ("HTTP/1.1 100 Continue\r\n", "closed_early"), ("ICY 400 Serv", "closed_early"),
    ])
    func aHeadThatEndsEarlySaysWhatItSays(_ bytes: String, _ reason: String) throws {
        let stage = try Stage()
        #expect(stage.answer(bytes) == [])
        _ = stage.closed()
        #expect(stage.problem?.reason.rawValue == reason)
    }
}
