import Fixtures
import ICYReader
import Testing

/// A station with several addresses, and with headers for its own server.
@Suite struct SessionAddressTests {
    private static func settings(
        _ fallbacks: [String] = ["http://b/", "http://c/"], headers: [RequestHeader] = [],
        silentAfter: Duration = Limits.stallTimeout
    ) throws -> StreamSettings {
        StreamSettings(
            userAgent: "Test/1", headers: headers,
            fallbacks: try fallbacks.map { try StreamURL($0) }, silentAfter: silentAfter,
            returnAfter: .seconds(300))
    }

    private func stage(_ settings: StreamSettings) throws -> Stage {
        let stage = try Stage("http://a/", settings: settings)
        #expect(stage.start() == ["connecting", "connect http://a/"])
        return stage
    }

    private func live(_ stage: Stage) {
        _ = stage.connected()
        #expect(stage.receive(goodHead + "AAAA").contains("live"))
    }

    // MARK: Going on

    @Test func theNextOneIsTriedAtOnce() throws {
        let stage = try stage(Self.settings())
        #expect(stage.failed(.refused("a")) == ["close", "waiting connection_refused"])
        #expect(stage.delay == .zero)
        #expect(stage.retry() == ["connecting", "connect http://b/"])
        #expect(stage.session.url.description == "http://b/")
        #expect(stage.session.urlIndex == 1)
        _ = stage.connected()
        #expect(
            stage.receive("HTTP/1.0 410 Gone\r\n\r\n")
                == ["head 410", "close", "waiting not_found"])
        #expect(stage.retry() == ["connecting", "connect http://c/"])
        // Now all have failed: the first again, after a wait.
        #expect(stage.failed(.unknownHost("c")) == ["close", "failed unknown_host"])
        #expect(try #require(stage.delay) >= .seconds(30))
        #expect(stage.retry() == ["connecting", "connect http://a/"])
    }

    @Test(arguments: [
        "end", "reset", "silence", "no titles", "no answer", "no connection",
    ]) func everyFailureLeadsOn(_ failure: String) throws {
        let stage = try stage(Self.settings())
        var texts: [String]
        switch failure {
        case "no connection": texts = stage.tick(after: Limits.connectTimeout)
        case "no answer":
            _ = stage.connected()
            texts = stage.tick(after: Limits.headTimeout)
        case "no titles":
            _ = stage.connected()
            texts = stage.receive("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nHello.\n")
            texts += stage.closed()
        default:
            live(stage)
            switch failure {
            case "end": texts = stage.closed()
            case "reset": texts = stage.failed(.reset("a", reason: "r"))
            default:
                #expect(stage.tick(after: .seconds(5)) == ["stalled"])
                texts = stage.tick(after: .seconds(10))
            }
        }
        #expect(texts.last?.hasPrefix("waiting") == true, "\(failure): \(texts)")
        #expect(stage.delay == .zero)
        #expect(stage.retry() == ["connecting", "connect http://b/"])
    }

    /// A playlist's own entries come first: they are one attempt.
    @Test func anAttemptIsMadeToTheEnd() throws {
        let stage = try stage(Self.settings())
        _ = stage.connected()
        let list = "HTTP/1.0 200 OK\r\nContent-Length: 25\r\n\r\nhttp://x/1\r\nhttp://x/2\r\n\r\n"
        #expect(stage.receive(list).contains("connect http://x/1"))
        #expect(stage.failed(.refused("x")) == ["close", "connect http://x/2"])
        #expect(stage.failed(.refused("x")) == ["close", "waiting connection_refused"])
        #expect(stage.retry() == ["connecting", "connect http://b/"])
    }

    /// Where the counting is lost, the same server begins again.
    @Test func lostFramingStaysWhereItIs() throws {
        let stage = try stage(Self.settings())
        _ = stage.connected()
        _ = stage.receive("ICY 200 OK\r\nicy-metaint:64\r\n\r\n")
        let audio = Array(repeating: UInt8(3), count: 64)
        #expect(stage.receive(audio + [2] + blockAB) == ["title A - B"])
        // As a length, each byte of audio means 48 bytes.
        let texts = stage.receive(Array(repeating: 3, count: 2 * Limits.searchBytes))
        #expect(texts.suffix(2) == ["close", "waiting framing_lost"])
        #expect(stage.retry() == ["connecting", "connect http://a/"])
    }

    @Test func silenceIsAsLongAsStated() throws {
        let stage = try stage(Self.settings(silentAfter: .seconds(60)))
        live(stage)
        #expect(stage.delay == .seconds(5))
        #expect(stage.tick(after: .seconds(5)) == ["stalled"])
        #expect(stage.delay == .seconds(55))
        #expect(stage.tick(after: .seconds(54)) == [])
        #expect(stage.tick(after: .seconds(1)) == ["close", "waiting stalled"])
        #expect(stage.problem?.detail == "http://a/, no byte for 60.0 seconds")
        // Shorter than a stall is noticed.
        let short = try self.stage(Self.settings(silentAfter: .seconds(2)))
        live(short)
        #expect(short.delay == .seconds(2))
        #expect(short.tick(after: .seconds(2)) == ["close", "waiting stalled"])
    }

    // MARK: Back to the first

    private func onSecond() throws -> Stage {
        let stage = try stage(Self.settings(["http://b/"]))
        _ = stage.failed(.refused("a"))
        _ = stage.retry()
        live(stage)
        return stage
    }

    @Test func theFirstIsAskedWhileAnotherPlays() throws {
        let stage = try onSecond()
        // Bytes keep coming, so that only the time matters.
        var asked: [Int] = []
        for second in 1...700 {
            stage.now = stage.now + .seconds(1)
            _ = stage.receive(second == 1 ? "AAAA\u{0}" : "AAAAAAAA\u{0}")
            stage.session.tick(now: stage.now)
            if stage.drain().contains("ask first") { asked.append(second) }
            #expect(try #require(stage.delay) > .zero)
        }
        #expect(asked == [300, 600])
    }

    @Test func theFirstItselfIsNotAsked() throws {
        let stage = try stage(Self.settings())
        live(stage)
        _ = stage.receive("AAAA\u{0}")
        for _ in 1...400 {
            stage.now = stage.now + .seconds(1)
            let texts = stage.receive("AAAAAAAA\u{0}")
            stage.session.tick(now: stage.now)
            #expect((texts + stage.drain()).contains("ask first") == false)
        }
    }

    /// It knows what was told, and begins with the first address.
    @Test func theSuccessorGoesOn() throws {
        let stage = try onSecond()
        _ = stage.receive("AAAA" + "\u{2}StreamTitle='Song';" + "\u{0}".repeated(13))
        let first = Stage(stage.session.successor(seed: 2), now: stage.now)
        #expect(first.start() == ["connecting", "connect http://a/"])
        _ = first.connected()
        let wire = "AAAAAAAA" + "\u{2}StreamTitle='Song';" + "\u{0}".repeated(13)
        #expect(first.receive(goodHead + wire) == ["head 200", "live", "block 0"])
        let other = "AAAAAAAA" + "\u{2}StreamTitle='Next';" + "\u{0}".repeated(13)
        #expect(first.receive(other) == ["title Next"])
        #expect(first.session.urlIndex == 0)
        // The one it was made of is as it was.
        #expect(stage.session.urlIndex == 1)
    }

    // MARK: Headers

    private func requests(_ answers: [String]) throws -> [Bool] {
        let secret = try RequestHeader("X-Key", "secret")
        let stage = try stage(Self.settings(["http://b/"], headers: [secret]))
        _ = stage.connected()
        for answer in answers {
            let texts = stage.receive(answer)
            #expect(texts.contains { $0.hasPrefix("connect") }, "\(texts)")
            _ = stage.connected()
        }
        return stage.requests.map { $0.contains("\r\nX-Key: secret\r\n") }
    }

    private func redirect(_ location: String) -> String {
        "HTTP/1.0 302 Found\r\nLocation: \(location)\r\n\r\n"
    }

    private func list(_ address: String) -> String {
        let body = "\(address)\r\n"
        return "HTTP/1.0 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func headersGoToTheOwnServerOnly() throws {
        #expect(try requests([]) == [true])
        #expect(try requests([redirect("/x"), redirect("http://a:80/y")]) == [true, true, true])
        for elsewhere in ["http://b/", "https://a/", "http://a:8080/", "http://a.b/", "//c/"] {
            #expect(try requests([redirect(elsewhere)]) == [true, false], "\(elsewhere)")
        }
        // Not any more after a redirect elsewhere, not even back to the own server.
        #expect(
            try requests([redirect("http://x/"), redirect("http://a/")]) == [true, false, false])
        #expect(try requests([list("http://a/y")]) == [true, true])
        #expect(try requests([list("http://x/y")]) == [true, false])
        #expect(
            try requests([redirect("http://x/"), list("http://a/y")]) == [true, false, false])
    }

    /// Each address of the operator has its own server.
    @Test func headersGoToEachAddressOfTheOperator() throws {
        let secret = try RequestHeader("X-Key", "secret")
        let stage = try stage(Self.settings(["http://b/"], headers: [secret]))
        _ = stage.connected()
        _ = stage.receive(redirect("http://b/"))
        _ = stage.connected()
        _ = stage.closed()
        _ = stage.retry()
        _ = stage.connected()
        let own = stage.requests.map { $0.contains("X-Key") }
        #expect(own == [true, false, true])
        #expect(stage.requests.last?.contains("Host: b\r\n") == true)
    }

    @Test func theUserAgentGoesEverywhere() throws {
        let stage = try Stage("http://a/", settings: StreamSettings(userAgent: "Mine/2"))
        _ = stage.start()
        _ = stage.connected()
        _ = stage.receive(redirect("http://x/"))
        _ = stage.connected()
        #expect(stage.requests.allSatisfy { $0.contains("\r\nUser-Agent: Mine/2\r\n") })
        #expect(stage.requests.count == 2)
    }

    @Test func settingsAreEqualIfTheySayTheSame() throws {
        #expect(try Self.settings() == Self.settings())
        #expect(try Self.settings() != Self.settings(["http://b/"]))
        #expect(
            StreamSettings(userAgent: "a", rules: TitleRules())
                == StreamSettings(userAgent: "a"))
        let many = try (0..<20).map { try StreamURL("http://h\($0)/") }
        let settings = StreamSettings(userAgent: "a", fallbacks: many)
        #expect(settings.fallbacks.count == Limits.stationAddresses - 1)
    }
}

extension String {
    fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
