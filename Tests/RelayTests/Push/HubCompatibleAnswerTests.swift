import ICYReader
import Testing

@testable import Relay

/// Event streams and answers of other servers' interfaces, through a hub.
@Suite(.timeLimit(.minutes(10))) struct HubCompatibleAnswerTests {
    private static let socketPath = "/api/live/nowplaying/websocket"
    private static let eventsPath = "/api/live/nowplaying/sse?cf_connect="
    private let bench: TestHub

    init() throws {
        bench = try TestHub(["jazz", "rock"], compatible: Set(CompatibleAPI.allCases))
    }

    private func request(_ station: String) -> [UInt8] {
        Array("{\"subs\":{\"station:\(station)\":{\"recover\":true}}}".utf8)
    }

    /// The JSON of the `data` lines that have arrived.
    private func events(_ client: TestSocket) throws -> [JSONNode] {
        try String(decoding: client.takeAll(), as: UTF8.self).split { $0.isNewline }
            .filter { $0.hasPrefix("data: ") }
            .map { try JSONReader.read(Array($0.dropFirst(6).utf8)) }
    }

    private func body(_ path: String) throws -> JSONNode {
        let answer = bench.get(path)
        let start = try #require(answer.firstRange(of: "\r\n\r\n"))
        return try JSONReader.read(Array(answer[start.upperBound...].utf8))
    }

    // MARK: Event streams

    private func escaped(_ bytes: [UInt8]) -> String {
        bytes.map { "%" + Hexadecimal.text([$0]) }.joined()
    }

    @Test func eventsHaveTheSameMessages() throws {
        bench.publish(title: "A")
        let client = bench.connect()
        client.send("GET \(Self.eventsPath)\(escaped(request("jazz"))) HTTP/1.1\r\nHost: h\r\n\r\n")
        bench.loop.settle()
        let head = client.takeHead()
        #expect(head.contains("Content-Type: text/event-stream\r\n"))
        #expect(head.contains("Transfer-Encoding: chunked\r\n"))
        let reply = try events(client)
        #expect(reply.count == 1)
        #expect(reply.first?["connect.ping"] == .number("15"))
        bench.publish(title: "B")
        let pushed = try events(client)
        #expect(pushed.first?["pub.data.np.now_playing.song.text"] == .string("B"))
        bench.advance(by: .seconds(15))
        #expect(String(decoding: client.takeAll(), as: UTF8.self) == "a\r\ndata: {}\n\n\r\n")
    }

    @Test func eventsToHTTP10HaveNoChunks() throws {
        let client = bench.connect()
        client.send("GET \(Self.eventsPath)\(escaped(request("jazz"))) HTTP/1.0\r\n\r\n")
        bench.loop.settle()
        #expect(!client.takeHead().contains("chunked"))
        _ = client.takeAll()
        bench.publish(title: "B")
        let text = String(decoding: client.takeAll(), as: UTF8.self)
        #expect(text.hasPrefix("data: {\"channel\"") && text.hasSuffix("}\n\n"))
    }

    @Test func zenosEventsAreTheTitlesAlone() throws {
        bench.publish(title: "A")
        let client = bench.connect()
        client.send("GET /mounts/metadata/subscribe/jazz HTTP/1.1\r\nHost: h\r\n\r\n")
        bench.loop.settle()
        _ = client.takeHead()
        #expect(try events(client).map { $0["streamTitle"] } == [.string("A")])
        try bench.publish(state: .live)
        #expect(client.takeAll().isEmpty)
        bench.publish(title: "B \"C\"")
        let text = String(decoding: client.takeAll(), as: UTF8.self)
        #expect(text.contains("data: {\"mount\":\"jazz\",\"streamTitle\":\"B \\\"C\\\"\"}\n\n"))
        #expect(!text.contains("id: "))
        bench.advance(by: .seconds(15))
        #expect(String(decoding: client.takeAll(), as: UTF8.self) == "2\r\n:\n\r\n")
    }

    @Test func anEventStreamWithoutATitleWaits() throws {
        let client = bench.connect()
        client.send("GET /mounts/metadata/subscribe/jazz HTTP/1.1\r\nHost: h\r\n\r\n")
        bench.loop.settle()
        _ = client.takeHead()
        #expect(try events(client).isEmpty)
        bench.publish(title: "A")
        #expect(try events(client).count == 1)
    }

    // MARK: Answers

    @Test func answersFollowEachChange() throws {
        try bench.publish(state: .live)
        bench.publish(title: "A & B")
        #expect(try body("/api/nowplaying/jazz")["now_playing.song.text"] == .string("A & B"))
        #expect(try body("/api/nowplaying")["1.station.shortcode"] == .string("rock"))
        #expect(try body("/status-json.xsl")["icestats.source.title"] == .string("A & B"))
        #expect(bench.get("/7.html").contains(",A &amp; B</body>"))
        #expect(try body("/stats?sid=1&json=1")["songtitle"] == .string("A & B"))
        #expect(bench.get("/api/nowplaying_static/1.txt").hasSuffix("\r\n\r\nA & B"))
        bench.publish(title: "C")
        #expect(try body("/api/nowplaying/jazz")["now_playing.song.text"] == .string("C"))
        #expect(try body("/api/nowplaying")["0.now_playing.song.text"] == .string("C"))
        #expect(
            try body("/api/nowplaying_static/jazz.json")["now_playing.song.text"] == .string("C"))
        #expect(try body("/status-json.xsl")["icestats.source.title"] == .string("C"))
        #expect(bench.get("/7.html").contains(",C</body>"))
        #expect(try body("/stats?json=1")["songtitle"] == .string("C"))
        try bench.publish(state: .waiting)
        #expect(try body("/status-json.xsl")["icestats.source"] == nil)
        #expect(bench.get("/7.html").contains("<body>0,0,"))
    }

    @Test func aMountIsChosen() throws {
        try bench.publish(state: .live)
        #expect(try body("/status-json.xsl?mount=/jazz")["icestats.source.title"] != nil)
        #expect(try body("/status-json.xsl?mount=/rock")["icestats.source"] == nil)
    }

    @Test func answersHaveTheirTypes() {
        #expect(bench.get("/api/nowplaying").contains("Content-Type: application/json\r\n"))
        #expect(
            bench.get("/7.html").contains("Content-Security-Policy: default-src 'none'\r\n"))
        #expect(bench.get("/7.html", method: "HEAD").hasSuffix("\r\n\r\n"))
        #expect(bench.get("/stats?sid=1").hasPrefix("HTTP/1.1 400 "))
        #expect(bench.get("/api/nowplaying/nowhere").hasPrefix("HTTP/1.1 404 "))
        #expect(bench.get(Self.socketPath).hasPrefix("HTTP/1.1 400 "))
    }

    @Test func withoutTheSettingThereIsNothing() throws {
        let other = try TestHub(["jazz", "rock"])
        for path in ["/api/nowplaying", "/status-json.xsl", "/7.html", "/stats?sid=1&json=1"] {
            #expect(other.get(path).hasPrefix("HTTP/1.1 404 "), "\(path)")
        }
    }

    @Test func aStationKeepsItsPath() throws {
        let other = try TestHub(
            ["stats", "7.html", "api"], compatible: Set(CompatibleAPI.allCases))
        #expect(other.get("/stats?sid=1&json=1").contains("\"song_history\""))
        #expect(other.get("/7.html").contains("\"song_history\""))
        #expect(other.get("/api").contains("\"song_history\""))
        #expect(other.get("/api/nowplaying/api").contains("\"playing_next\""))
        #expect(other.get("/status-json.xsl").contains("\"icestats\""))
    }

    // MARK: Reload

    @Test func numbersStayThroughAReload() throws {
        bench.hub.received(
            .settings(
                LiveSettings(
                    stations: bench.hub.settings.stations.reversed(),
                    compatible: Set(CompatibleAPI.allCases))))
        #expect(try body("/api/nowplaying/1")["station.shortcode"] == .string("jazz"))
        #expect(try body("/stats?sid=2&json=1")["streampath"] == .string("/rock"))
        // Without a number it is the first one.
        #expect(try body("/stats?json=1")["streampath"] == .string("/rock"))
    }

    @Test func aRemovedStationEndsItsClients() throws {
        let client = bench.subscribe(Self.socketPath)
        client.send(clientFrame(1, request("rock")))
        bench.loop.settle()
        #expect(client.takeFrames().count == 1)
        bench.hub.received(
            .settings(
                LiveSettings(
                    stations: Array(bench.hub.settings.stations.prefix(1)),
                    compatible: Set(CompatibleAPI.allCases))))
        #expect(client.takeFrames() == [.close(1001, "station removed")])
        #expect(bench.get("/api/nowplaying/rock").hasPrefix("HTTP/1.1 404 "))
    }

    @Test func aMessageAfterAReloadWithoutTheInterfaceEndsItsClient() throws {
        let client = bench.subscribe(Self.socketPath)
        bench.hub.received(
            .settings(LiveSettings(stations: bench.hub.settings.stations, compatible: [])))
        client.send(clientFrame(1, request("rock")))
        bench.loop.settle()
        #expect(client.takeFrames() == [.close(1001, "not served any more")])
    }

    // MARK: Access

    @Test func pagesOfOtherOriginsAreRefused() {
        let origin = "\nOrigin: https://evil.example"
        let socket = bench.request(
            bench.connect(),
            TestHub.upgrade(Self.socketPath, .text).replacing("\r\n", with: "\n")
                .replacing("\nHost: h", with: "\nHost: h" + origin))
        #expect(socket.hasPrefix("HTTP/1.1 101 "))
        #expect(socket.contains("may not read here"))
        for path in ["/api/nowplaying", "/7.html", "/mounts/metadata/subscribe/jazz"] {
            let answer = bench.request(
                bench.connect(), "GET \(path) HTTP/1.1\nHost: h\(origin)\n\n")
            #expect(answer.hasPrefix("HTTP/1.1 403 "), "\(path)")
        }
    }

    @Test func pagesThatMayReadAreTold() throws {
        var access = AccessPolicy()
        access.origins = ["https://friend.example"].compactMap { OriginPattern($0) }
        let other = try TestHub(
            ["jazz"], access: access, compatible: Set(CompatibleAPI.allCases))
        for path in ["/status-json.xsl", "/mounts/metadata/subscribe/jazz"] {
            let answer = other.request(
                other.connect(), "GET \(path) HTTP/1.1\nHost: h\nOrigin: https://friend.example\n\n"
            )
            #expect(
                answer.contains("Access-Control-Allow-Origin: https://friend.example\r\n"),
                "\(path)")
        }
    }
}
