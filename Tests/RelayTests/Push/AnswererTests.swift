import Testing

@testable import Relay

/// Requests and what they get, without a socket.
@Suite struct AnswererTests {
    private static let one = Answerer.sample(["jazz"])
    private static let three = Answerer.sample(["jazz", "rock", "talk"])
    private static let html = [("accept", "text/html")]
    private static let events = [("accept", "text/event-stream")]
    private static let json = upgradeHeaders + [("sec-websocket-protocol", "icy.json.v1")]
    private static let raw = upgradeHeaders + [("sec-websocket-protocol", "icy.raw.v1")]

    private func summary(_ answerer: Answerer, _ request: Request) -> String {
        AnswerParts(answerer.decide(request).answer).summary
    }

    struct Case: Sendable, CustomStringConvertible {
        let target: String
        let headers: [(String, String)]
        let one: String
        let three: String
        var description: String { "\(target) \(headers)" }

        init(_ target: String, _ headers: [(String, String)], _ one: String, _ three: String) {
            self.target = target
            self.headers = headers
            self.one = one
            self.three = three
        }
    }

    private static let lost =
        "404 Nothing here. Stations (page, JSON, events and WebSocket on one URL):"

    static let cases = [
        Case("/", [], "200 snapshot 0", "200 list of all"),
        Case("/", html, "200 page 0", "200 stations page"),
        Case("/", upgradeHeaders, "subscribe 0 text", lost),
        Case("/", events, "subscribe 0 eventStream", lost),
        Case("/jazz", [], "200 snapshot 0", "200 snapshot 0"),
        Case("/jazz", html, "200 page 0", "200 page 0"),
        Case("/jazz", events, "subscribe 0 eventStream", "subscribe 0 eventStream"),
        Case("/jazz/", json, "subscribe 0 json", "subscribe 0 json"),
        Case("/%6Aazz", raw, "subscribe 0 raw", "subscribe 0 raw"),
        Case("/debug/jazz", [], "200 debug page", "200 debug page"),
        Case("/rock", [], lost, "200 snapshot 1"), Case("/rock", html, lost, "200 page 1"),
        Case("/rock", upgradeHeaders, lost, "subscribe 1 text"),
        Case("/rock", events, lost, "subscribe 1 eventStream"),
        Case("/nowhere", [], lost, lost), Case("/nowhere", json, lost, lost),
        Case("/nowhere", events, lost, lost), Case("/debug/nowhere", [], lost, lost),
        Case(
            "/%", [], "400 The path holds a broken percent-encoding.",
            "400 The path holds a broken percent-encoding."),
        Case("/assets/page.css", [], "200 asset pageStyle", "200 asset pageStyle"),
        Case("/healthz", [], "200 live", "200 live"),
        Case("/healthz/live", [], "200 live", "200 live"),
        Case("/healthz/ready", [], "200 ready", "200 ready"),
        Case("/metrics", [], "200 metrics", "200 metrics"),
        Case("/favicon.ico", [], "200 no icon", "200 no icon"),
        // Several stations on one connection.
        Case("/?station=talk&station=jazz", [], lost, "200 list [2, 0]"),
        Case("/?station=talk&station=jazz", html, lost, "200 stations page"),
        Case("/?station=talk&station=jazz", json, lost, "subscribe 2+0 json"),
        Case("/?station=talk&station=jazz", events, lost, "subscribe 2+0 eventStream"),
        Case("/?station=jazz&station=jazz", raw, "subscribe 0 raw", "subscribe 0 raw"),
        Case("/?station=jazz&station=nowhere", json, lost, lost),
    ]

    @Test(arguments: cases) func eachRequestHasItsAnswer(_ given: Case) {
        let request = get(given.target, given.headers)
        #expect(summary(Self.one, request) == given.one)
        #expect(summary(Self.three, request) == given.three)
    }

    /// An answer such as 404 does not count as a refusal.
    @Test(arguments: cases) func nothingIsCountedAsRefused(_ given: Case) {
        for answerer in [Self.one, Self.three] {
            let decision = answerer.decide(get(given.target, given.headers))
            #expect(decision.refusal == nil)
            #expect(decision.foreignOrigin == nil)
        }
    }

    @Test(arguments: ["POST", "PUT", "get", "BREW"]) func otherMethodsAreNotAllowed(method: String)
    {
        let parts = AnswerParts(Self.one.decide(get("/jazz", method: method)).answer)
        #expect(parts.summary == "405 Only GET, HEAD and OPTIONS are served here.")
        #expect(parts.values("Allow") == ["GET, HEAD, OPTIONS"])
    }

    // MARK: HEAD

    @Test(arguments: cases) func aHeadHasNoBody(_ given: Case) {
        guard given.headers.first?.0 != "upgrade" else { return }
        for answerer in [Self.one, Self.three] {
            let whole = answerer.decide(get(given.target, given.headers)).answer
            let head = answerer.decide(get(given.target, method: "HEAD", given.headers)).answer
            switch (whole, head) {
            case (.respond(let all, true), .respond(let response, false)):
                #expect(response.status == all.status)
                #expect(response.body == all.body, "its length is told")
                #expect(response.headers.map { "\($0)" } == all.headers.map { "\($0)" })
            case (.subscribe(let subscribing), .head(let bytes)):
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n") && text.hasSuffix("\r\n\r\n"))
                #expect(text.contains("\r\nContent-Type: text/event-stream\r\n"))
                #expect(subscribing.format == .eventStream)
            default: Issue.record("\(head)")
            }
        }
    }

    /// A WebSocket does not begin with HEAD.
    @Test func aHeadOpensNoWebSocket() {
        let parts = AnswerParts(Self.one.decide(get("/", method: "HEAD", upgradeHeaders)).answer)
        #expect(parts.summary == "405 without A WebSocket starts with GET.")
    }

    // MARK: Subscribers

    private func subscribing(_ request: Request) throws -> Answer.Subscribing {
        guard case .subscribe(let subscribing) = Self.three.decide(request).answer else {
            throw Missing()
        }
        return subscribing
    }

    private struct Missing: Error {}

    @Test func aWebSocketBeginsWithItsHead() throws {
        let head = String(decoding: try subscribing(get("/jazz", Self.json)).head, as: UTF8.self)
        #expect(head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
        #expect(head.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
        #expect(head.contains("\r\nSec-WebSocket-Protocol: icy.json.v1\r\n"))
        #expect(head.hasSuffix("\r\n\r\n"))
    }

    /// The head, and then how soon to come back.
    @Test func anEventStreamBeginsWithItsHead() throws {
        let text = String(decoding: try subscribing(get("/jazz", Self.events)).head, as: UTF8.self)
        let end = try #require(text.firstRange(of: "\r\n\r\n"))
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(text.contains("\r\nVary: Accept, Origin\r\n"))
        #expect(!text.contains("Access-Control"))
        // A chunk of 12 bytes.
        let retry = text[end.upperBound...]
        #expect(retry.hasPrefix("c\r\nretry: ") && retry.hasSuffix("\n\r\n"))
        let milliseconds = Int(retry.dropFirst(9).dropLast(2)) ?? 0
        #expect(Limits.eventStreamRetry.contains(milliseconds))
    }

    /// The target, the header of a browser, and what a WebSocket and an event stream have heard.
    @Test(
        arguments: [
            ("/jazz", nil, nil, nil), ("/jazz?since=e:1", nil, "e:1", "e:1"),
            ("/jazz?last_event_id=e:2", nil, "e:2", "e:2"), ("/jazz", "e:3", nil, "e:3"),
            ("/jazz?last_event_id=e:2&since=e:1", nil, "e:1", "e:1"),
            ("/jazz?since=e:1&since=e:4", nil, "e:1", "e:1"),
            // The header names the event that really arrived.
            ("/jazz?since=e:1&last_event_id=e:2", "e:3", "e:1", "e:3"),
            ("/jazz?since=", nil, "", ""), ("/jazz?since=any%20text", nil, "any text", "any text"),
            ("/jazz?since=%&last_event_id=e:2", nil, "e:2", "e:2"), ("/jazz?since", nil, nil, nil),
            ("/?station=jazz&since=e:1", "", "e:1", ""),
        ] as [(String, String?, String?, String?)])
    func aClientSaysWhatItHas(
        _ target: String, _ header: String?, _ socket: String?, _ stream: String?
    ) throws {
        let last = header.map { [("last-event-id", $0)] } ?? []
        #expect(try subscribing(get(target, Self.json + last)).since == socket)
        #expect(try subscribing(get(target, Self.events + last)).since == stream)
    }

    // MARK: OPTIONS

    @Test func optionsSayWhatIsAllowed() {
        for target in ["/", "/jazz", "/nowhere", "*"] {
            let parts = AnswerParts(Self.one.decide(get(target, method: "OPTIONS")).answer)
            #expect(parts.summary == "204 ")
            #expect(parts.lines == ["Allow: GET, HEAD, OPTIONS"])
        }
    }

    /// A preflight of a page that may not read is a refusal like any other.
    @Test func aForeignPreflightCounts() {
        let request = Request(
            method: "OPTIONS", target: "/jazz", minorVersion: 1,
            headers: [
                Request.Header(name: "host", value: "h"),
                Request.Header(name: "origin", value: "https://evil.example"),
                Request.Header(name: "access-control-request-method", value: "GET"),
            ])
        let decision = Self.one.decide(request)
        #expect(decision.refusal == .origin)
        #expect(decision.foreignOrigin == "https://evil.example")
        #expect(AnswerParts(decision.answer).summary.hasPrefix("403 "))
    }
}
