import ICYReader
import Testing

@testable import Relay

/// Clients of other servers' interfaces, through a hub.
@Suite(.timeLimit(.minutes(10))) struct HubCompatibleTests {
    private static let socketPath = "/api/live/nowplaying/websocket"
    private static let eventsPath = "/api/live/nowplaying/sse?cf_connect="
    private let bench: TestHub

    init() throws {
        bench = try TestHub(["jazz", "rock"], compatible: Set(CompatibleAPI.allCases))
    }

    private func request(_ stations: String..., recover: Bool = true) -> [UInt8] {
        let subs = stations.map { #""station:\#($0)":{"recover":\#(recover)}"# }
        return Array("{\"subs\":{\(subs.joined(separator: ","))}}".utf8)
    }

    /// A client whose first message has been sent.
    private func socket(_ message: [UInt8]) -> TestSocket {
        let client = bench.subscribe(Self.socketPath)
        #expect(client.takeFrames().isEmpty)
        client.send(clientFrame(1, message))
        bench.loop.settle()
        return client
    }

    private func node(_ frame: ServerFrame?) throws -> JSONNode {
        let frame = try #require(frame)
        #expect(frame.opcode == 1)
        return try JSONReader.read(frame.payload)
    }

    /// The JSON of the `data` lines that have arrived.
    private func events(_ client: TestSocket) throws -> [JSONNode] {
        try String(decoding: client.takeAll(), as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("data: ") }
            .map { try JSONReader.read(Array($0.dropFirst(6).utf8)) }
    }

    private func body(_ path: String) throws -> JSONNode {
        let answer = bench.get(path)
        let start = try #require(answer.firstRange(of: "\r\n\r\n"))
        return try JSONReader.read(Array(answer[start.upperBound...].utf8))
    }

    // MARK: AzuraCast's WebSocket

    @Test func theReplyHasTheDataAndEachTitleIsPushed() throws {
        try bench.publish(state: .live)
        bench.publish(title: "A")
        let client = socket(request("jazz"))
        let reply = try node(client.takeFrames().first)
        let publication = "connect.subs.station:jazz.publications.0"
        #expect(reply[publication + ".data.np.now_playing.song.text"] == .string("A"))
        #expect(reply[publication + ".data.np.is_online"] == .bool(true))
        #expect(reply["connect.ping"] == .number("25"))
        bench.publish(title: "B")
        let push = try node(client.takeFrames().first)
        #expect(push["channel"] == .string("station:jazz"))
        #expect(push["pub.data.np.now_playing.song.text"] == .string("B"))
        #expect(push["pub.data.np.song_history.0.song.text"] == .string("A"))
        #expect(push["pub.offset"] == .number("2"))
        bench.publish(title: "rock", station: 1)
        #expect(client.takeFrames().isEmpty)
    }

    @Test func withoutRecoverNothingIsSentBeforeTheNextTitle() throws {
        bench.publish(title: "A")
        let client = socket(request("jazz", recover: false))
        let frames = client.takeFrames()
        #expect(frames.count == 1)
        #expect(
            try node(frames.first).names("connect.subs.station:jazz").contains("publications")
                == false)
        bench.publish(title: "B")
        #expect(client.takeFrames().count == 1)
    }

    @Test func oneConnectionHasSeveralStations() throws {
        bench.publish(title: "A", station: 0)
        bench.publish(title: "R", station: 1)
        let client = socket(request("rock", "nowhere", "jazz"))
        bench.loop.settle()
        let reply = try node(client.takeFrames().first)
        #expect(reply.names("connect.subs") == ["station:rock", "station:jazz"])
        bench.publish(title: "B", station: 0)
        bench.publish(title: "S", station: 1)
        let channels = try client.takeFrames().map { try node($0)["channel"] }
        #expect(channels == [.string("station:jazz"), .string("station:rock")])
    }

    /// What does not fit into the reply follows, one station after the other.
    @Test func theReplyHasABound() throws {
        let long = String(repeating: "x", count: Limits.connectReplyBytes / 2)
        bench.publish(title: long, station: 0)
        bench.publish(title: "R", station: 1)
        let client = socket(request("jazz", "rock"))
        var received = client.receive()
        while received.count < client.receive().count { received = client.receive() }
        bench.loop.settle()
        let text = String(decoding: client.receive(), as: UTF8.self)
        #expect(text.contains(#""connect":{"#))
        #expect(text.components(between: #""publications":[{"#) == 1)
        #expect(text.contains(#"{"channel":"station:rock","pub":{"data":{"np":"#))
    }

    @Test(arguments: ["x", "{}", #"{"subs":{"station:nowhere":{}}}"#, #"{"subs":{}}"#])
    func aMessageWithoutStationsEndsIt(_ message: String) {
        let client = socket(Array(message.utf8))
        let frames = client.takeFrames()
        #expect(frames.count == 1 && frames.first?.opcode == 8)
        #expect(frames.first?.payload.prefix(2) == [UInt8(3501 >> 8), UInt8(3501 & 0xFF)])
    }

    @Test func onlyTheFirstMessageCounts() throws {
        let client = socket(request("jazz"))
        #expect(client.takeFrames().count == 1)
        client.send(clientFrame(1, request("rock")))
        bench.loop.settle()
        bench.publish(title: "R", station: 1)
        #expect(client.takeFrames().isEmpty)
    }

    /// However the network splits them.
    @Test func theMessageMayComeInPieces() throws {
        let frame = clientFrame(1, request("jazz"))
        for cut in frame.indices {
            let client = bench.subscribe(Self.socketPath)
            client.send(Array(frame[..<cut]))
            bench.loop.settle()
            #expect(client.takeFrames().isEmpty)
            client.send(Array(frame[cut...]))
            bench.loop.settle()
            #expect(try node(client.takeFrames().first).names() == ["connect"], "cut at \(cut)")
            client.close()
        }
    }

    @Test func theMessageMayComeWithTheRequest() throws {
        let client = bench.connect()
        client.send(
            Array(TestHub.upgrade(Self.socketPath, .text).utf8) + clientFrame(1, request("jazz")))
        bench.loop.settle()
        #expect(client.takeHead().hasPrefix("HTTP/1.1 101 "))
        #expect(try node(client.takeFrames().first).names() == ["connect"])
    }

    @Test func aMessageHasABound() {
        let client = bench.subscribe(Self.socketPath)
        client.send(clientFrame(1, [UInt8](repeating: 0x20, count: Limits.connectMessageBytes + 1)))
        bench.loop.settle()
        #expect(client.takeFrames().first?.payload.prefix(2) == [0x03, 0xF1])
    }

    @Test func aClientThatNamesNoStationIsEnded() {
        let client = bench.subscribe(Self.socketPath)
        bench.advance(by: .seconds(9))
        #expect(client.takeFrames().isEmpty)
        bench.advance(by: .seconds(1))
        #expect(client.takeFrames() == [.close(3502, "stale")])
        bench.advance(by: .seconds(10))
        #expect(client.isEnded)
    }

    @Test func anEmptyObjectComesWithEachPing() {
        let client = socket(request("jazz"))
        _ = client.takeFrames()
        for _ in 0..<3 {
            bench.advance(by: .seconds(25))
            #expect(client.takeFrames() == [.text("{}"), .ping])
            client.send(clientFrame(10))
            bench.loop.settle()
        }
        // Without an answer the client is gone.
        bench.advance(by: .seconds(25))
        #expect(client.takeFrames() == [.text("{}"), .ping])
        bench.advance(by: .seconds(25))
        #expect(client.isEnded)
    }

    @Test func otherWebSocketsGetNoEmptyObject() {
        let client = bench.subscribe("/jazz")
        bench.advance(by: .seconds(25))
        #expect(client.takeFrames() == [.ping])
    }

    // MARK: States

    @Test func aStateIsPushedWhenItChangesTheData() throws {
        let client = socket(request("jazz"))
        _ = client.takeFrames()
        try bench.publish(state: .connecting)
        // The first state, with what is known of the stream.
        #expect(client.takeFrames().count == 1)
        try bench.publish(state: .live)
        let live = try node(client.takeFrames().first)
        #expect(live["pub.data.triggers.0"] == .string("station_online"))
        #expect(live["pub.data.np.is_online"] == .bool(true))
        try bench.publish(state: .live)
        #expect(client.takeFrames().isEmpty)
        try bench.publish(state: .stalled)
        #expect(
            try node(client.takeFrames().first)["pub.data.triggers.0"]
                == .string("station_offline"))
        try bench.publish(state: .waiting)
        #expect(client.takeFrames().isEmpty)
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

    /// The newest data replaces what a slow client has not read.
    @Test func aSlowClientGetsTheNewest() throws {
        let client = bench.subscribe(Self.socketPath, prepare: { $0.shrinkSendBuffer() })
        client.send(clientFrame(1, request("jazz")))
        bench.loop.settle()
        for number in 0..<500 { bench.publish(title: "title \(number)") }
        var text = ""
        for _ in 0..<200 {
            bench.loop.settle()
            text += String(decoding: client.takeAll(), as: UTF8.self)
        }
        #expect(text.contains(#""text":"title 499""#))
        #expect(text.components(between: #""channel":"#) < 500)
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
        let client = socket(request("rock"))
        _ = client.takeFrames()
        bench.hub.received(
            .settings(
                LiveSettings(
                    stations: Array(bench.hub.settings.stations.prefix(1)),
                    compatible: Set(CompatibleAPI.allCases))))
        #expect(client.takeFrames() == [.close(1001, "station removed")])
        #expect(bench.get("/api/nowplaying/rock").hasPrefix("HTTP/1.1 404 "))
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

    /// A client that names many stations waits its turn, as one with many in its address does.
    @Test func manyStationsTakeTurns() throws {
        let names = (0..<100).map { "s\($0)" }
        let many = try TestHub(names, compatible: [.azuracast])
        let subs = names.map { #""station:\#($0)":{}"# }.joined(separator: ",")
        let message = clientFrame(1, Array("{\"subs\":{\(subs)}}".utf8))
        let clients = (0..<6).map { _ in many.subscribe(Self.socketPath) }
        for client in clients { client.send(message) }
        many.loop.settle()
        for client in clients {
            many.loop.turn(until: { client.receive().count > 5000 })
            #expect(String(decoding: client.takeAll(), as: UTF8.self).contains(#""connect""#))
        }
        #expect(many.hub.registry.parked.isEmpty)
        many.publish(title: "A", station: 99)
        for client in clients { #expect(client.takeFrames().count == 1) }
    }
}

extension String {
    /// How often a text is in it.
    fileprivate func components(between text: String) -> Int { ranges(of: text).count }
}
