import Testing

@testable import Relay

/// Which clients may read, and how each kind of client is told that it may not.
@Suite struct AnswererAccessTests {
    private static let token = "abcdefghijklmnop"
    private static let html = [("accept", "text/html")]
    private static let events = [("accept", "text/event-stream")]
    private static let foreign = [("origin", "https://evil.example")]
    private static let friend = [("origin", "https://friend.example")]
    private static let own = [("origin", "http://radio.example")]

    private static func answerer(hasTokens: Bool = false) throws -> Answerer {
        var access = AccessPolicy(
            origins: [try #require(OriginPattern("https://friend.example"))])
        if hasTokens { access.tokens = try TokenList(file: Array(token.utf8)) }
        return .sample(["jazz", "rock"], access)
    }

    // MARK: Origins

    private static let forbidden =
        "Pages of this origin may not read here: start the server with --allow-origin ORIGIN."

    @Test(arguments: [
        ("/jazz", []), ("/jazz", html), ("/jazz", events), ("/", []), ("/metrics", []),
        ("/nowhere", []),
    ])
    func aForeignPageMayNotRead(target: String, headers: [(String, String)]) throws {
        let answerer = try Self.answerer()
        for method in ["GET", "HEAD"] {
            let decision = answerer.decide(get(target, method: method, headers + Self.foreign))
            let parts = AnswerParts(decision.answer)
            #expect(parts.summary == "403\(method == "HEAD" ? " without" : "") \(Self.forbidden)")
            #expect(parts.values("Vary") == ["Origin"])
            #expect(parts.values("Access-Control-Allow-Origin") == [])
            #expect(decision.refusal == .origin)
            #expect(decision.foreignOrigin == "https://evil.example")
        }
    }

    /// A page sees no status of a refused WebSocket, but it sees why one was closed.
    @Test func aForeignPageIsToldByAClose() throws {
        let request = get("/jazz", upgradeHeaders + Self.foreign)
        let decision = try Self.answerer().decide(request)
        let parts = AnswerParts(decision.answer)
        #expect(parts.summary == "close \(CloseCode.policyViolation) \(Self.forbidden)")
        #expect(parts.lines.first == "HTTP/1.1 101 Switching Protocols")
        #expect(decision.refusal == .origin)
        #expect(decision.foreignOrigin == "https://evil.example")
    }

    @Test(arguments: [
        "null", "https://friend.example.evil", "http://friend.example",
        "https://friend.example:8443",
        "", "https://radio.example:1", String(repeating: "x", count: 5000),
    ])
    func whoIsNotAllowedIsForeign(origin: String) throws {
        let decision = try Self.answerer().decide(get("/jazz", [("origin", origin)]))
        #expect(decision.refusal == .origin)
        #expect(decision.foreignOrigin == origin)
    }

    @Test func twoOriginsAreNone() throws {
        let decision = try Self.answerer().decide(get("/jazz", Self.friend + Self.friend))
        #expect(decision.refusal == .origin)
    }

    @Test func aFriendlyPageMayReadAndItsBrowserIsTold() throws {
        let answerer = try Self.answerer()
        for headers in [[], Self.html] {
            let answer = answerer.decide(get("/jazz", headers + Self.friend)).answer
            let parts = AnswerParts(answer)
            #expect(parts.summary.hasPrefix("200 "))
            #expect(parts.values("Access-Control-Allow-Origin") == ["https://friend.example"])
            #expect(parts.values("Vary").contains("Origin"))
        }
        let stream = AnswerParts(answerer.decide(get("/jazz", Self.events + Self.friend)).answer)
        #expect(stream.summary == "subscribe 0 eventStream")
        #expect(stream.values("Access-Control-Allow-Origin") == ["https://friend.example"])
        #expect(stream.values("Vary") == ["Accept, Origin"])
        let lost = AnswerParts(answerer.decide(get("/nowhere", Self.friend)).answer)
        #expect(lost.summary.hasPrefix("404 "))
        #expect(lost.values("Access-Control-Allow-Origin") == ["https://friend.example"])
    }

    @Test func ourOwnPageNeedsNoPermission() throws {
        let answerer = try Self.answerer()
        for headers in [[], Self.html, Self.events] {
            let parts = AnswerParts(answerer.decide(get("/jazz", headers + Self.own)).answer)
            #expect(!parts.summary.hasPrefix("403"))
            #expect(parts.values("Access-Control-Allow-Origin") == [])
        }
    }

    @Test(arguments: [own, friend, []]) func aWebSocketOpens(_ origin: [(String, String)]) throws {
        let decision = try Self.answerer().decide(get("/rock", upgradeHeaders + origin))
        #expect(AnswerParts(decision.answer).summary == "subscribe 1 text")
        #expect(decision.refusal == nil)
    }

    @Test(arguments: ["/healthz", "/healthz/ready", "/assets/page.js"])
    func whatSaysNothingOfStationsIsForEverybody(target: String) throws {
        let decision = try Self.answerer(hasTokens: true).decide(get(target, Self.foreign))
        let parts = AnswerParts(decision.answer)
        #expect(parts.summary.hasPrefix("200 "))
        #expect(parts.values("Access-Control-Allow-Origin") == [])
        #expect(decision.refusal == nil)
    }

    // MARK: Pages of this machine

    private static let loopback = ClientAddress(ipv4: 0x7F00_0001)

    private static func local(
        _ target: String, _ headers: [(String, String)], host: String = "localhost:8000"
    ) -> Request {
        Request(
            method: "GET", target: target, minorVersion: 1,
            headers: ([("host", host)] + headers).map {
                Request.Header(name: $0.0, value: $0.1)
            })
    }

    private static func local(_ access: AccessPolicy = AccessPolicy()) -> Answerer {
        var access = access
        access.admitsLocalPages = true
        return .sample(["jazz", "rock"], access)
    }

    @Test(arguments: [
        "null", "http://localhost", "http://localhost:3000", "http://127.0.0.1:5500",
        "http://127.1.2.3", "https://localhost", "http://[::1]:8080",
    ])
    func aLocalPageMayReadTitles(_ origin: String) throws {
        let origin = [("origin", origin)]
        for host in ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"] {
            let plain = Self.local().decide(
                Self.local("/jazz", origin, host: host), from: Self.loopback)
            #expect(AnswerParts(plain.answer).summary == "200 snapshot 0")
            let allowed = AnswerParts(plain.answer).values("Access-Control-Allow-Origin")
            #expect(allowed == [origin[0].1])
            for format in [[], [("sec-websocket-protocol", "icy.json.v1")]] {
                let request = Self.local("/jazz", upgradeHeaders + origin + format, host: host)
                let parts = AnswerParts(Self.local().decide(request, from: Self.loopback).answer)
                #expect(parts.summary.hasPrefix("subscribe 0 "))
            }
        }
    }

    /// Raw blocks, figures and pages are not for a page that may be anybody's.
    @Test(arguments: [
        ("/metrics", []), ("/debug/jazz", []), ("/jazz", html),
        ("/jazz", upgradeHeaders + [("sec-websocket-protocol", "icy.raw.v1")]),
    ])
    func aLocalPageMayReadNothingElse(_ target: String, _ headers: [(String, String)]) {
        let request = Self.local(target, headers + [("origin", "null")])
        #expect(Self.local().decide(request, from: Self.loopback).refusal == .origin)
    }

    @Test(arguments: [
        // A page of somebody else.
        ("https://evil.example", "localhost:8000", loopback, []),
        ("http://localhost.evil.example", "localhost:8000", loopback, []),
        ("capacitor://localhost", "localhost:8000", loopback, []),
        // Another machine.
        ("null", "localhost:8000", ClientAddress(ipv4: 0x0A00_0001), []),
        // A name that was made to lead here.
        ("null", "evil.example:8000", loopback, []), ("null", "10.0.0.1:8000", loopback, []),
        // A proxy on this machine.
        ("null", "localhost:8000", loopback, [("x-forwarded-for", "192.0.2.1")]),
        ("null", "localhost:8000", loopback, [("x-forwarded-proto", "https")]),
        ("null", "localhost:8000", loopback, [("forwarded", "for=192.0.2.1")]),
        ("null", "localhost:8000", loopback, [("via", "1.1 proxy")]),
    ])
    func othersMayNot(
        _ origin: String, _ host: String, _ peer: ClientAddress, _ headers: [(String, String)]
    ) {
        let request = Self.local("/jazz", headers + [("origin", origin)], host: host)
        #expect(Self.local().decide(request, from: peer).refusal == .origin)
    }

    /// Once the operator has said who may read, the others may not.
    @Test func withoutPermissionALocalPageIsForeign() throws {
        let request = Self.local("/jazz", [("origin", "null")])
        let answerer = try Self.answerer()
        #expect(answerer.decide(request, from: Self.loopback).refusal == .origin)
    }

    // MARK: Behind a proxy

    private static let site = [("origin", "https://site.example")]
    private static let forwarded = [("x-forwarded-host", "site.example")]

    @Test(arguments: ["/jazz", "/metrics", "/debug/jazz"])
    func aTrustedProxyNamesTheSite(_ target: String) throws {
        let answerer = try Self.answerer()
        let request = get(target, Self.site + Self.forwarded)
        #expect(answerer.decide(request, isProxied: true).refusal == nil)
        // Anybody can say so.
        #expect(answerer.decide(request).refusal == .origin)
        #expect(answerer.decide(get(target, Self.site), isProxied: true).refusal == .origin)
    }

    @Test func aWebSocketOpensThroughATrustedProxy() throws {
        let request = get("/jazz", upgradeHeaders + Self.site + Self.forwarded)
        let decision = try Self.answerer().decide(request, isProxied: true)
        #expect(AnswerParts(decision.answer).summary == "subscribe 0 text")
        let other = try Self.answerer().decide(request)
        #expect(other.refusal == .origin)
    }

    // MARK: Tokens

    private static let needed =
        "A token is needed: `Authorization: Bearer TOKEN`, or ?token=TOKEN in the URL."

    @Test(arguments: [
        ("/jazz", []), ("/jazz?token=abcdefghijklmnoq", []), ("/jazz?token=", []),
        ("/jazz", [("authorization", "Bearer abcdefghijklmnoq")]),
        ("/jazz", [("authorization", token)]), ("/jazz", [("authorization", "Basic \(token)")]),
        ("/jazz", [("authorization", "Bearer")]), ("/jazz", [("authorization", "Bearer ")]),
        // The header counts, if there is one.
        ("/jazz?token=\(token)", [("authorization", "Bearer x")]),
        (
            "/jazz",
            [("authorization", "Bearer \(token)"), ("authorization", "Bearer \(token)")]
        ),
        ("/jazz?token=x&token=\(token)", []), ("/metrics", []), ("/nowhere", []), ("/", html),
        ("/jazz", events), ("/jazz", upgradeHeaders), ("/jazz", friend),
    ])
    func withoutATokenNobodyReads(target: String, headers: [(String, String)]) throws {
        let decision = try Self.answerer(hasTokens: true).decide(get(target, headers))
        let parts = AnswerParts(decision.answer)
        #expect(parts.summary == "401 \(Self.needed)")
        #expect(parts.values("WWW-Authenticate") == ["Bearer realm=\"icy-relay\""])
        #expect(decision.refusal == .token)
        #expect(decision.foreignOrigin == nil)
    }

    @Test func aPageWithoutATokenIsToldByAClose() throws {
        let answerer = try Self.answerer(hasTokens: true)
        for origin in [Self.own, Self.friend, Self.foreign] {
            let decision = answerer.decide(get("/jazz", upgradeHeaders + origin))
            let parts = AnswerParts(decision.answer)
            #expect(parts.summary == "close \(CloseCode.policyViolation) \(Self.needed)")
            #expect(decision.refusal == .token)
            #expect(decision.foreignOrigin == nil)
        }
    }

    @Test(arguments: [
        ("/jazz?token=\(token)", []), ("/jazz?x=y&token=%61bcdefghijklmnop", []),
        ("/jazz", [("authorization", "Bearer \(token)")]),
        ("/jazz", [("authorization", "bEARER   \(token)")]),
        ("/jazz?token=x", [("authorization", "Bearer \(token)")]),
    ])
    func whoKnowsATokenReads(target: String, headers: [(String, String)]) throws {
        let answerer = try Self.answerer(hasTokens: true)
        let summaries = [[], Self.events, upgradeHeaders].map { more in
            AnswerParts(answerer.decide(get(target, headers + more)).answer).summary
        }
        #expect(summaries == ["200 snapshot 0", "subscribe 0 eventStream", "subscribe 0 text"])
        // A token does not make a page another one's friend.
        let decision = answerer.decide(get(target, headers + Self.foreign))
        #expect(decision.refusal == .origin)
    }

    // MARK: Preflight

    private static let question = [("access-control-request-method", "GET")]

    /// A browser sends no token with its question.
    @Test(arguments: [false, true]) func aBrowserIsToldWhatItMaySend(hasTokens: Bool) throws {
        let answerer = try Self.answerer(hasTokens: hasTokens)
        for origin in [Self.friend, Self.own] {
            let request = get("/jazz", method: "OPTIONS", Self.question + origin)
            let parts = AnswerParts(answerer.decide(request).answer)
            #expect(parts.summary == "204 ")
            #expect(parts.values("Access-Control-Allow-Origin") == origin.map(\.1))
            #expect(parts.values("Access-Control-Allow-Methods") == ["GET, HEAD"])
            #expect(
                parts.values("Access-Control-Allow-Headers") == [
                    "Authorization, Last-Event-ID, Cache-Control"
                ])
            #expect(parts.values("Vary") == ["Origin"])
        }
        let foreign = get("/jazz", method: "OPTIONS", Self.question + Self.foreign)
        #expect(AnswerParts(answerer.decide(foreign).answer).summary == "403 \(Self.forbidden)")
    }

    /// RFC 6455 §5.5: a reason has at most 123 bytes.
    @Test func everyReasonFitsIntoAClose() {
        for text in [Self.forbidden, Self.needed] { #expect(text.utf8.count <= 123) }
    }
}
