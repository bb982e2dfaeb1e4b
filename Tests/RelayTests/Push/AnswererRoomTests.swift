import Testing

@testable import Relay

/// What a client gets if there is no room for it.
@Suite struct AnswererRoomTests {
    private static let answerer = Answerer.sample(
        ["jazz"], AccessPolicy(origins: ["https://friend.example"].compactMap { OriginPattern($0) })
    )
    private static let html = [("accept", "text/html")]
    private static let events = [("accept", "text/event-stream")]
    private static let foreign = [("origin", "https://evil.example")]
    private static let friend = [("origin", "https://friend.example")]
    private static let own = [("origin", "http://radio.example")]

    /// Each reason that a client may be told, and the words for it.
    static let reasons: [(LoopFigures.Refusal, String)] = [
        (.full, "No room for more clients. Try again later."),
        (.descriptors, "No room for more clients. Try again later."),
        (.address, "Too many connections from your address. Try again later."),
        (.stations, "Too many stations are open. Try again later."),
        (.answers, "Too many answers wait to be read. Try again later."),
    ]

    @Test(arguments: reasons)
    func aRequestIsRefusedInWords(_ reason: LoopFigures.Refusal, _ text: String) {
        let requests = [
            get("/jazz"), get("/", Self.html), get("/nowhere"), get("/assets/page.js"),
            get("/jazz", method: "OPTIONS"), get("/jazz", upgradeHeaders),
            get("/jazz", Self.foreign), get("/jazz", Self.friend),
        ]
        for request in requests {
            let decision = Self.answerer.decide(request, noRoom: reason)
            let parts = AnswerParts(decision.answer)
            #expect(parts.summary == "503 \(text)")
            #expect(parts.values("Retry-After") == ["\(Limits.retryAfter)"])
            // The connection was counted when it came.
            #expect(decision.refusal == nil)
            #expect(decision.foreignOrigin == nil)
        }
        let head = Self.answerer.decide(get("/jazz", method: "HEAD"), noRoom: reason)
        #expect(AnswerParts(head.answer).summary == "503 without \(text)")
    }

    /// The origin of the page does not matter: there is no room for any.
    @Test(arguments: reasons)
    func aPageIsToldByAClose(_ reason: LoopFigures.Refusal, _ text: String) {
        for origin in [Self.own, Self.friend, Self.foreign] {
            let request = get("/jazz", upgradeHeaders + origin)
            let decision = Self.answerer.decide(request, noRoom: reason)
            let parts = AnswerParts(decision.answer)
            #expect(parts.summary == "close \(CloseCode.tryAgainLater) \(text)")
            #expect(parts.lines.first == "HTTP/1.1 101 Switching Protocols")
            #expect(decision.refusal == nil)
            #expect(text.utf8.count <= 123)
        }
    }

    /// When an event stream says that a client should come back.
    private func retry(_ response: Response) -> Int? {
        let body = String(decoding: response.body, as: UTF8.self)
        guard let start = body.firstRange(of: "retry: "), body.hasSuffix("\n") else { return nil }
        // No blank line: it would be an event without data for some.
        return Int(body[start.upperBound...].dropLast(1))
    }

    /// A browser comes back after a stream that ends, and never after a status.
    @Test(arguments: reasons)
    func anEventStreamIsToldToComeBack(_ reason: LoopFigures.Refusal, _ text: String) throws {
        for (origin, allowed) in [
            ([], []), (Self.own, []), (Self.friend, ["https://friend.example"]),
        ] {
            for method in ["GET", "HEAD"] {
                let request = get("/jazz", method: method, Self.events + origin)
                let answer = Self.answerer.decide(request, noRoom: reason).answer
                guard case .respond(let response, let includingBody) = answer else {
                    Issue.record("\(answer)")
                    return
                }
                #expect(response.status == 200)
                #expect(includingBody == (method == "GET"))
                let milliseconds = try #require(retry(response)) - 1000 * Limits.retryAfter
                #expect(Limits.eventStreamRetry.contains(milliseconds))
                // A comment, for people who look at it.
                #expect(response.body.starts(with: ": \(text)\n".utf8))
                let parts = AnswerParts(answer)
                #expect(parts.values("Content-Type") == ["text/event-stream"])
                #expect(parts.values("Access-Control-Allow-Origin") == allowed)
            }
        }
    }

    /// A page that may not read gets no stream.
    @Test func aForeignPageGetsAStatus() {
        let request = get("/jazz", Self.events + Self.foreign)
        let parts = AnswerParts(Self.answerer.decide(request, noRoom: .full).answer)
        #expect(parts.summary == "503 No room for more clients. Try again later.")
        #expect(parts.values("Access-Control-Allow-Origin") == [])
    }

    @Test(arguments: reasons)
    func whoWatchesOverTheServerIsAnswered(_ reason: LoopFigures.Refusal, _ text: String) {
        for (target, name) in [
            ("/healthz", "live"), ("/healthz/live", "live"), ("/healthz/ready", "ready"),
            ("/metrics", "metrics"),
        ] {
            let answer = Self.answerer.decide(get(target), noRoom: reason).answer
            #expect(AnswerParts(answer).summary == "200 \(name)")
        }
    }

    // MARK: No room later

    private static let peer = AccessPolicy.Sender(address: ClientAddress(ipv4: 0xC000_0201))

    @Test func clientsThatReadTooLittleGetNothingNew() {
        for method in ["GET", "HEAD"] {
            for headers in [[], Self.html, Self.friend] {
                let request = get("/jazz", method: method, headers)
                let decision = Self.answerer.decide(request, from: Self.peer) { _ in nil }
                let without = method == "HEAD" ? " without" : ""
                let parts = AnswerParts(decision.answer)
                #expect(
                    parts.summary
                        == "503\(without) Too many answers wait to be read. Try again later.")
                #expect(parts.values("Retry-After") == ["\(Limits.retryAfter)"])
                #expect(decision.refusal == .answers)
            }
        }
        // What has no content of its own is answered.
        for request in [get("/jazz", upgradeHeaders), get("/jazz", method: "OPTIONS")] {
            #expect(Self.answerer.decide(request, from: Self.peer) { _ in nil }.refusal == nil)
        }
    }

    /// What a client gets that has room, but whose station cannot be connected.
    private func refusedLater(method: String = "GET", _ headers: [(String, String)]) -> Answer {
        Self.answerer.decide(get("/jazz", method: method, headers), noRoom: .stations).answer
    }

    @Test func aSubscriberMayBeRefusedLater() throws {
        let text = "Too many stations are open. Try again later."
        #expect(AnswerParts(refusedLater(upgradeHeaders)).summary == "503 \(text)")
        let head = refusedLater(method: "HEAD", upgradeHeaders)
        #expect(AnswerParts(head).summary == "503 without \(text)")
        for origin in [Self.own, Self.friend] {
            #expect(
                AnswerParts(refusedLater(upgradeHeaders + origin)).summary
                    == "close \(CloseCode.tryAgainLater) \(text)")
        }
        let stream = refusedLater(Self.events + Self.friend)
        guard case .respond(let response, _) = stream else {
            Issue.record("An event stream is answered, not closed.")
            return
        }
        #expect(response.status == 200)
        let milliseconds = try #require(retry(response))
        #expect(milliseconds >= 1000 * Limits.retryAfter)
        let parts = AnswerParts(stream)
        #expect(parts.values("Access-Control-Allow-Origin") == ["https://friend.example"])
    }
}
