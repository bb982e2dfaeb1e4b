import Testing

@testable import ICYReader

/// Every message word for word: one line, what happened (and the reason), what to do.
@Suite struct SessionProblemTests {
    typealias Failure = Session.TransportFailure
    typealias Kind = Session.Problem.Kind

    @Test(
        arguments: [
            (
                .unknownHost("h.example"), .unknownHost,
                "the host h.example is unknown; check its spelling in http://h:8000/live"
            ),
            (
                .lookupFailed(
                    host: "h.example", reason: "Temporary failure in name resolution"),
                .unreachable,
                "the host h.example cannot be looked up (Temporary failure in name resolution); "
                    + "check this machine's network and name servers"
            ),
            (
                .refused("10.0.0.1:8000"), .unreachable,
                "10.0.0.1:8000 refuses connections; check that the server runs, and the port in "
                    + "http://h:8000/live"
            ),
            (
                .unreachable("10.0.0.1:8000", reason: "No route to host"), .unreachable,
                "10.0.0.1:8000 cannot be reached (No route to host); check the network and the "
                    + "host in http://h:8000/live"
            ),
            (
                .timedOut("10.0.0.1:8000"), .timeout,
                "10.0.0.1:8000 does not answer in time; check host and port in "
                    + "http://h:8000/live"
            ),
            (
                .tls("certificate refused: certificate has expired"), .tls,
                "no TLS with h:8000 (certificate refused: certificate has expired); check the "
                    + "certificate, or use http:// if the station offers it"
            ),
            (
                .reset("10.0.0.1:8000", reason: "Connection reset by peer"), .ended,
                "10.0.0.1:8000 broke the connection to http://h:8000/live (Connection reset by "
                    + "peer); if that goes on, check the station's server"
            ),
        ] as [(Failure, Kind, String)])
    func saysWhatFailed(_ failure: Failure, _ kind: Kind, _ message: String) throws {
        var stage = try Stage()
        _ = stage.start()
        _ = stage.failed(failure)
        #expect(stage.problem == Session.Problem(kind: kind, message: message))
    }

    @Test func saysWhatHappened() throws {
        let url = try StreamURL("http://h:8000/live")
        func says(_ problem: Session.Problem, _ kind: Kind, _ message: String) {
            #expect(problem == Session.Problem(kind: kind, message: message))
        }
        says(
            .connectTimeout(url), .timeout,
            "no connection to h:8000 within 10.0 seconds; check host and port in "
                + "http://h:8000/live")
        says(
            .headTimeout(url), .timeout,
            "no answer from http://h:8000/live within 15.0 seconds; check that the server is "
                + "not overloaded")
        says(
            .stall(url), .timeout,
            "no byte from http://h:8000/live for 15.0 seconds; check the station's source")
        says(
            .ended(url, inHead: true), .ended,
            "http://h:8000/live closed the connection before it answered; check the address")
        says(
            .ended(url, inHead: false), .ended,
            "http://h:8000/live ended the stream; if that goes on, check the station's source")
        says(
            .redirects(url), .protocolViolation,
            "more than 8 redirects, the last one to http://h:8000/live; ask the station for its "
                + "stream's address")
        says(
            .framingLost(url), .framingLost,
            "http://h:8000/live sends audio where metadata should be; if that goes on, "
                + "tell the station that its server miscounts")
        says(
            .emptyPromise(url), .noTitles,
            "http://h:8000/live sends icy-metaint but no metadata; ask the station, a proxy or "
                + "cache before the server may have copied the header")
        says(
            Session.Problem(.missingChunkEnd(offset: 4), url: url), .protocolViolation,
            "http://h:8000/live: the chunked transfer coding is broken at byte 4 (no line end "
                + "after a chunk); the server or a proxy before it is at fault, reconnect")
    }

    @Test(
        arguments: [
            (
                "ICY 400 Server Full", .serverError,
                "http://h:8000/live answered 400 Server Full: the server is full; wait, or "
                    + "use another mount"
            ),
            (
                "ICY 401 Service Unavailable", .serverError,
                "http://h:8000/live answered 401 Service Unavailable: the source is not "
                    + "connected; wait, or use another mount"
            ),
            (
                "HTTP/1.1 403", .refused,
                "http://h:8000/live answered 403; if it needs a login, write "
                    + "http://user:password@host/path"
            ),
            (
                "HTTP/1.1 404 Not Found", .notFound,
                "http://h:8000/live answered 404 Not Found: no such mount; check the path, the "
                    + "station may be off air"
            ),
            (
                "HTTP/1.1 503 Busy", .serverError,
                "http://h:8000/live answered 503 Busy; try again later"
            ),
            (
                "HTTP/1.1 302 Found", .protocolViolation,
                "http://h:8000/live answered 302 Found; check that the address is a stream"
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Type: text/html", .noTitles,
                "a web page comes from http://h:8000/live, not a stream; give the stream's own "
                    + "address, often the same with /; or /stream at the end"
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Type: audio/x-scpls", .noTitles,
                "http://h:8000/live is a playlist (audio/x-scpls); give the address of the stream "
                    + "in it"
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Type: application/ogg", .noTitles,
                "no ICY metadata: http://h:8000/live sends application/ogg, whose titles are "
                    + "inside the audio; give the station's MP3 or AAC mount"
            ),
            (
                "HTTP/1.1 200 OK\r\nicy-metaint: -1", .noTitles,
                "unusable icy-metaint \"-1\" from http://h:8000/live; ask the station to repair "
                    + "its server"
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Type: video/mp4", .noTitles,
                "no icy-metaint: http://h:8000/live sends video/mp4 without titles; try another "
                    + "mount or ask the station to switch on metadata"
            ),
        ] as [(String, Kind, String)])
    func saysWhatTheHeadMeans(_ head: String, _ kind: Kind, _ message: String) throws {
        var stage = try Stage()
        _ = stage.answer(head + "\r\n\r\n")
        #expect(stage.problem == Session.Problem(kind: kind, message: message))
    }
}
