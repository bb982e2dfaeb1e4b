import Testing

@testable import Relay

/// Several requests on one connection.
@Suite(.timeLimit(.minutes(10))) struct KeepAliveTests {
    private let bench: TestHub
    private static let health = "GET /healthz HTTP/1.1\nHost: h\n\n"

    init() throws { bench = try TestHub(["jazz", "rock"]) }

    /// Lets turns of the loop pass, each a little later than the one before.
    private func takeTurns(_ count: Int = 20) {
        for _ in 0..<count { bench.advance(by: .nanoseconds(1)) }
    }

    private func count(_ responses: String) -> Int {
        responses.components(ofStatus: "200 OK")
            + responses.components(ofStatus: "304 Not Modified")
    }

    @Test func requestAfterRequestIsAnswered() {
        let client = bench.connect()
        for _ in 0..<5 {
            let response = bench.request(client, Self.health)
            #expect(response.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(response.contains("\r\nConnection: keep-alive\r\nKeep-Alive: timeout=20\r\n"))
            #expect(response.hasSuffix("\r\n\r\nok\n"))
            #expect(!client.isEnded)
        }
        let last = bench.request(client, "GET /healthz HTTP/1.1\nHost: h\nConnection: close\n\n")
        #expect(last.contains("\r\nConnection: close\r\n"))
        #expect(client.isEnded && !client.isReset)
    }

    /// One in a turn, so that a client with many does not hold up the others.
    @Test func requestsThatComeTogetherAreAnsweredInOrder() {
        let client = bench.connect()
        let paths = ["/healthz", "/assets/page.css", "/jazz", "/favicon.ico", "/healthz/live"]
        let requests = paths.map { "GET \($0) HTTP/1.1\r\nHost: h\r\n\r\n" }.joined()
        client.send(requests)
        bench.loop.runOnce(timeout: .zero)
        #expect(count(String(decoding: client.receive(), as: UTF8.self)) == 1)
        takeTurns()
        let text = String(decoding: client.takeAll(), as: UTF8.self)
        let heads = text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
        #expect(heads == ["200", "200", "200", "204", "200"])
        let places = ["ok\n", "/* Colours", #"{"station":"#, "204 No", "ok\n"]
        var rest = text[...]
        for place in places {
            guard let found = rest.firstRange(of: place) else {
                Issue.record("\(place) is missing")
                return
            }
            rest = rest[found.upperBound...]
        }
        #expect(!client.isEnded)
    }

    @Test func aRequestInPiecesFollowsAnother() {
        let client = bench.connect()
        client.send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\nGET /heal")
        takeTurns()
        #expect(count(String(decoding: client.takeAll(), as: UTF8.self)) == 1)
        for byte in "thz HTTP/1.1\r\nHost: h\r\n\r\n".utf8 {
            client.send([byte])
            bench.loop.settle(2)
        }
        #expect(count(String(decoding: client.takeAll(), as: UTF8.self)) == 1)
    }

    @Test func anIdleConnectionEndsWithoutAWord() {
        let client = bench.connect()
        _ = bench.request(client, Self.health)
        bench.advance(by: Limits.keptWait - .milliseconds(1))
        #expect(client.takeAll().isEmpty && !client.isEnded)
        bench.advance(by: .milliseconds(1))
        #expect(client.takeAll().isEmpty && client.isEnded && !client.isReset)
        #expect(bench.hub.registry.clients.isEmpty)
    }

    /// The time of a request counts from its first byte.
    @Test func aSlowRequestGets408() {
        let client = bench.connect()
        _ = bench.request(client, Self.health)
        bench.advance(by: Limits.keptWait - .seconds(1))
        client.send("GET ")
        bench.loop.settle()
        bench.advance(by: Limits.requestWait - .milliseconds(1))
        #expect(client.takeAll().isEmpty && !client.isEnded)
        bench.advance(by: .milliseconds(1))
        #expect(String(decoding: client.takeAll(), as: UTF8.self).hasPrefix("HTTP/1.1 408 "))
        #expect(client.isEnded)
    }

    @Test func aConnectionHasABoundOfRequests() {
        let client = bench.connect()
        var answered = 0
        while !client.isEnded, answered <= Limits.requestsOfConnection {
            answered += count(bench.request(client, Self.health))
        }
        #expect(answered == Limits.requestsOfConnection)
    }

    @Test func aMistakeEndsIt() {
        for mistake in [
            "GET / HTTP/1.1\n\n", "GET /x HTTP/1.1\nHost: h\n\n",
            "POST / HTTP/1.1\nHost: h\nContent-Length: 3\n\nabc",
        ] {
            let client = bench.connect()
            _ = bench.request(client, Self.health)
            let response = bench.request(client, mistake + Self.health)
            #expect(response.hasPrefix("HTTP/1.1 4"))
            #expect(response.contains("\r\nConnection: close\r\n"))
            #expect(count(response) == 0)
            #expect(client.isEnded)
        }
    }

    @Test func aWebSocketMayFollow() {
        let client = bench.connect()
        _ = bench.request(client, Self.health)
        client.send(TestHub.upgrade("/jazz", .text))
        bench.loop.settle()
        #expect(client.takeHead().hasPrefix("HTTP/1.1 101 "))
        bench.publish(title: "A - B")
        #expect(client.takeFrames() == [.text("A - B")])
        // It has no time limit any more but that of a WebSocket.
        bench.advance(by: Limits.keptWait)
        #expect(!client.isEnded)
    }

    /// The next request is not read before the response to the first one is out.
    @Test func aClientThatDoesNotReadIsNotReadFrom() {
        let client = bench.connect { $0.shrinkSendBuffer() }
        client.shrinkReceiveBuffer()
        for _ in 0..<3 { client.send("GET /assets/page.js HTTP/1.1\r\nHost: h\r\n\r\n") }
        takeTurns()
        let body = Asset.pageScript.body.count
        #expect(bench.hub.figures.requests.value == 1)
        var text: [UInt8] = []
        var turns = 0
        while text.count < 3 * body, turns < 3000 {
            takeTurns(1)
            text += client.takeAll()
            turns += 1
        }
        bench.loop.settle()
        text += client.takeAll()
        #expect(count(String(decoding: text, as: UTF8.self)) == 3)
        #expect(!client.isEnded)
    }

    @Test func aConnectionIsNotKeptWhereThereIsLittleRoom() throws {
        let limits = ClientLimits(maximumClients: 4)
        let bench = try TestHub(limits: limits)
        let first = bench.connect()
        #expect(bench.request(first, Self.health).contains("Connection: keep-alive"))
        let second = bench.connect()
        #expect(bench.request(second, Self.health).contains("Connection: close"))
        #expect(second.isEnded)
        #expect(bench.request(first, Self.health).contains("Connection: close"))
    }

    @Test func theEndOfTheServerEndsIt() {
        let idle = bench.connect()
        _ = bench.request(idle, Self.health)
        let reading = bench.connect { $0.shrinkSendBuffer() }
        reading.send("GET /assets/page.js HTTP/1.1\r\nHost: h\r\n\r\n")
        bench.loop.settle()
        bench.inbox.send(.shutdown)
        bench.loop.settle()
        #expect(idle.takeAll().isEmpty && idle.isEnded)
        // A response that has begun is sent to its end.
        var text: [UInt8] = []
        var turns = 0
        while !reading.isEnded, turns < 1000 {
            bench.loop.runOnce(timeout: .zero)
            text += reading.takeAll()
            turns += 1
        }
        #expect(text.suffix(100) == Asset.pageScript.body.suffix(100))
    }

    /// A proxy has one connection for many clients: each counts for its own request only.
    @Test func theClientsOfAProxyAreCountedOneByOne() throws {
        let proxy = try #require(AddressRange("127.0.0.1"))
        let limits = ClientLimits(clientsPerAddress: 1)
        let bench = try TestHub(limits: limits, access: AccessPolicy(trustedProxies: [proxy]))
        func ask(_ client: TestSocket, _ address: String) -> String {
            bench.request(
                client, "GET /healthz/live HTTP/1.1\nHost: h\nX-Forwarded-For: \(address)\n\n")
        }
        let one = bench.connect()
        let two = bench.connect()
        for address in ["192.0.2.1", "192.0.2.2", "192.0.2.1"] {
            #expect(count(ask(one, address)) == 1)
            #expect(count(ask(two, address)) == 1)
        }
        #expect(!one.isEnded && !two.isEnded)
    }

    @Test func whatTheClientHasIsNotSentAgain() {
        bench.publish(title: "A - B")
        for path in ["/jazz", "/", "/jazz.txt", "/assets/follow.js", "/jazz?limit=0"] {
            let client = bench.connect()
            let first = bench.request(client, "GET \(path) HTTP/1.1\nHost: h\n\n")
            guard let line = first.split(separator: "\r\n").first(where: { $0.hasPrefix("ETag: ") })
            else {
                Issue.record("\(path) has no tag")
                continue
            }
            let again =
                "GET \(path) HTTP/1.1\nHost: h\nIf-None-Match: \(line.dropFirst(6))\n\n"
            #expect(bench.request(client, again).hasPrefix("HTTP/1.1 304 Not Modified\r\n"))
            guard !path.hasPrefix("/assets") else { continue }
            bench.publish(title: "After \(path)")
            #expect(bench.request(client, again).hasPrefix("HTTP/1.1 200 OK\r\n"), "\(path)")
        }
    }
}

extension String {
    fileprivate func components(ofStatus status: String) -> Int {
        ranges(of: "HTTP/1.1 \(status)\r\n").count
    }
}
