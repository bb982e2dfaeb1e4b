import Testing

@testable import Relay

/// Limits on clients, and which clients may read.
@Suite(.timeLimit(.minutes(10))) struct AdmissionTests {
    private func address(_ text: String) throws -> ClientAddress {
        try #require(ClientAddress(text))
    }

    /// The status that a client at this address gets for a request.
    private func status(
        _ bench: TestHub, from text: String = "127.0.0.1", _ fields: String = "",
        _ target: String = "/jazz"
    ) throws -> String {
        let pair = SocketPair()
        bench.hub.registry.accept(pair.near.release(), from: try address(text))
        kept.append(pair.far)
        let response = bench.request(pair.far, "GET \(target) HTTP/1.1\nHost: h\n\(fields)\n")
        return String(response.dropFirst(9).prefix(3))
    }

    private let upgrade =
        "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"

    private let kept = Kept()

    /// Clients that stay connected.
    private final class Kept {
        var clients: [TestSocket] = []
        func append(_ client: TestSocket) { clients.append(client) }
    }

    // MARK: How many

    @Test func beyondTheLimitClientsAreRefusedAndTheOthersNeverNotice() throws {
        let shared = ServerContext(loops: 2)
        let limits = ClientLimits(maximumClients: 2)
        let clock = TestClock()
        let one = try TestHub(clock: clock, shared: shared, limits: limits)
        let two = try TestHub(clock: clock, shared: shared, index: 1, limits: limits)
        let first = one.subscribe("/jazz")
        let second = two.subscribe("/jazz")
        // The limit is for all loops together.
        for bench in [one, two] {
            #expect(try status(bench) == "503")
            // Health checks are answered nevertheless.
            #expect(try status(bench, from: "127.0.0.1", "", "/healthz") == "200")
            bench.publish(title: "A")
        }
        #expect(first.takeFrames() == [.text("A")] && second.takeFrames() == [.text("A")])
        one.leave(first)
        #expect(try status(one) == "200")
        let refused = one.hub.figures.refusals.values[LoopFigures.Refusal.full.rawValue]
        #expect(refused == 2)
    }

    @Test func anAddressHasItsShareAndAnIPv6NetworkIsOne() throws {
        let bench = try TestHub(limits: ClientLimits(clientsPerAddress: 1))
        func subscribed(_ text: String) throws -> Bool {
            let status = try status(bench, from: text, upgrade)
            #expect(["101", "503"].contains(status))
            return status == "101"
        }
        #expect(try subscribed("192.0.2.1"))
        #expect(try !subscribed("192.0.2.1"))
        #expect(try subscribed("192.0.2.2"))
        #expect(try subscribed("2001:db8::1"))
        #expect(try !subscribed("2001:db8::2"))
        #expect(try subscribed("2001:db8:0:1::1"))
        for client in kept.clients { client.close() }
        bench.loop.turn(until: { bench.hub.registry.clients.isEmpty })
        #expect(try subscribed("192.0.2.1"))
    }

    @Test func aTrustedProxyIsNotTheClient() throws {
        let limits = ClientLimits(clientsPerAddress: 1)
        let proxy = try #require(AddressRange("10.0.0.0/8"))
        let trusting = try TestHub(
            limits: limits, access: AccessPolicy(trustedProxies: [proxy]))
        func stays(_ bench: TestHub, _ forwarded: String) throws -> String {
            try status(bench, from: "10.0.0.1", "X-Forwarded-For: \(forwarded)\n" + upgrade)
        }
        #expect(try stays(trusting, "192.0.2.1") == "101")
        #expect(try stays(trusting, "192.0.2.2") == "101")
        #expect(try stays(trusting, "192.0.2.1") == "503")
        // What the client itself wrote comes first, and does not count.
        #expect(try stays(trusting, "203.0.113.9, 192.0.2.1") == "503")
        let other = try TestHub(limits: limits)
        #expect(try stays(other, "192.0.2.1") == "101")
        #expect(try stays(other, "192.0.2.2") == "503")
    }

    /// After any status other than 200, a browser never reconnects.
    @Test(arguments: ["", "Origin: http://a.example\n", "Origin: http://evil.example\n"])
    func anEventStreamThatFindsNoRoomIsToldWhenToComeBack(origin: String) throws {
        let ours = try #require(OriginPattern("http://a.example"))
        let bench = try TestHub(
            limits: ClientLimits(maximumClients: 0), access: AccessPolicy(origins: [ours]))
        let response = bench.request(
            bench.connect(), "GET /jazz HTTP/1.1\nHost: h\nAccept: text/event-stream\n\(origin)\n")
        guard !origin.contains("evil") else {
            return #expect(response.hasPrefix("HTTP/1.1 503 "))
        }
        let allowed = "\r\nAccess-Control-Allow-Origin: http://a.example\r\n"
        #expect(response.contains(allowed) == !origin.isEmpty)
        #expect(response.hasPrefix("HTTP/1.1 200 "))
        #expect(response.contains("\r\nContent-Type: text/event-stream\r\n"))
        let body = try #require(response.split(separator: "\r\n\r\n", maxSplits: 1).last)
        let (words, retry) = (": No room for more clients. Try again later.\nretry: ", "\n")
        #expect(body.hasPrefix(words) && body.hasSuffix(retry))
        let time = try #require(Int(body.dropFirst(words.count).dropLast(retry.count)))
        #expect((11_000...14_000).contains(time))
        let refused = bench.hub.figures.refusals.values[LoopFigures.Refusal.full.rawValue]
        #expect(refused == 1)
    }

    /// Clients that connect and are refused, again and again, do not make room by leaving.
    @Test func aFullServerSaysSoOnce() async {
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardErrorContent]
        ) {
            let bench = try TestHub(limits: ClientLimits(maximumClients: 20))
            let stay = (0..<20).map { _ in bench.connect() }
            for _ in 0..<3 {
                let refused = (0..<10).map { _ in bench.connect() }
                for client in refused { bench.leave(client) }
            }
            for client in stay[..<5] { bench.leave(client) }
            for _ in 0..<6 { _ = bench.connect() }
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        // And once more after there was room again.
        #expect(said.split(separator: "\n").count { $0.hasSuffix("see --max-clients") } == 2)
    }

    // MARK: Who

    private func access(_ origins: [String] = [], tokens: String? = nil) throws -> TestHub {
        var policy = AccessPolicy(origins: try origins.map { try #require(OriginPattern($0)) })
        if let tokens { policy.tokens = try TokenList(file: Array(tokens.utf8)) }
        return try TestHub(access: policy)
    }

    @Test func onlyOwnPagesAndProgramsReadUnlessMoreIsAllowed() throws {
        let own = try access()
        #expect(try status(own) == "200")
        #expect(try status(own, from: "127.0.0.1", "Origin: http://h\n") == "200")
        for foreign in ["http://evil.example", "null", "http://h:81", "http://h.evil.example"] {
            for accept in ["*/*", "text/event-stream"] {
                let fields = "Origin: \(foreign)\nAccept: \(accept)\n"
                #expect(try status(own, from: "127.0.0.1", fields) == "403")
            }
        }
        #expect(
            try status(own, from: "127.0.0.1", "Origin: http://h\nOrigin: http://evil\n") == "403")
        let open = try access(["https://*.example.org"])
        let response = open.request(
            open.connect(),
            "GET /jazz HTTP/1.1\nHost: h\nOrigin: https://a.example.org\n\n")
        #expect(response.contains("\r\nAccess-Control-Allow-Origin: https://a.example.org\r\n"))
        #expect(response.contains("\r\nVary: Accept, Origin\r\n"))
    }

    @Test func aWebSocketOfAForeignPageIsRefused() throws {
        let bench = try access()
        let upgrade = TestHub.upgrade("/jazz", .text)
        let foreign = upgrade.replacing("Host: h\r\n", with: "Host: h\r\nOrigin: http://x\r\n")
        let client = bench.connect()
        client.send(foreign)
        bench.loop.settle()
        // A page cannot read the status of a refused upgrade, but it can read the reason of a
        // Close.
        #expect(client.takeHead().hasPrefix("HTTP/1.1 101 "))
        let frames = client.takeFrames()
        #expect(frames.map(\.opcode) == [0x8])
        #expect(Array(frames[0].payload.prefix(2)) == [0x03, 0xF0])
        #expect(frames[0].text.contains("--allow-origin"))
        bench.loop.settle()
        #expect(bench.hub.localStations[0].clientCount == 0)
    }

    @Test func aPreflightIsAnsweredByTheSameRules() throws {
        let bench = try access(["https://a.example"], tokens: "0123456789abcdef")
        func preflight(_ origin: String) -> String {
            bench.request(
                bench.connect(),
                "OPTIONS /jazz HTTP/1.1\nHost: h\nOrigin: \(origin)\n"
                    + "Access-Control-Request-Method: GET\n\n")
        }
        let allowed = preflight("https://a.example")
        #expect(allowed.hasPrefix("HTTP/1.1 204 "))
        #expect(allowed.contains("\r\nAccess-Control-Allow-Origin: https://a.example\r\n"))
        #expect(allowed.contains("\r\nAccess-Control-Allow-Methods: GET, HEAD\r\n"))
        #expect(preflight("https://b.example").hasPrefix("HTTP/1.1 403 "))
    }

    @Test func aTokenOpensEverythingThatSpeaksOfStations() throws {
        let bench = try access(tokens: "# two\n0123456789abcdef\n  fedcba9876543210\n")
        let from = "127.0.0.1"
        for target in ["/jazz", "/", "/metrics", "/nothing"] {
            #expect(try status(bench, from: from, "", target) == "401")
        }
        for target in ["/healthz", "/healthz/live", "/healthz/ready", "/assets/page.js"] {
            #expect(try ["200", "503"].contains(status(bench, from: from, "", target)))
        }
        for token in ["0123456789abcdef", "fedcba9876543210"] {
            #expect(try status(bench, from: from, "Authorization: Bearer \(token)\n") == "200")
            #expect(try status(bench, from: from, "Authorization: bearer  \(token)\n") == "200")
            #expect(try status(bench, from: from, "", "/jazz?token=\(token)") == "200")
        }
        for field in [
            "Bearer 0123456789abcdeX", "Bearer 0123456789abcde", "Bearer", "Basic 0123456789abcdef",
        ] {
            #expect(try status(bench, from: from, "Authorization: \(field)\n") == "401")
        }
        // A token in the URL does not make up for a wrong header.
        #expect(
            try status(
                bench, from: from, "Authorization: Bearer x\n", "/jazz?token=0123456789abcdef")
                == "401")
    }

    /// It says nothing of stations.
    @Test func theMissingIconNeedsNoToken() throws {
        let bench = try access(tokens: "0123456789abcdef")
        #expect(bench.get("/favicon.ico").hasPrefix("HTTP/1.1 204 "))
        #expect(bench.get("/jazz").hasPrefix("HTTP/1.1 401 "))
    }
}
