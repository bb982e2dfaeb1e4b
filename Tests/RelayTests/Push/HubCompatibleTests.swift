import ICYReader
import Testing

@testable import Relay

/// Clients of other servers' interfaces, through a hub.
@Suite(.timeLimit(.minutes(10))) struct HubCompatibleTests {
    private static let socketPath = "/api/live/nowplaying/websocket"
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
        client.receive()
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
        client.receive()
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

    // MARK: Turns

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

    /// A client that names many stations waits its turn, as one with many in its address does.
    @Test func manyStationsTakeTurns() throws {
        let names = (0..<100).map { "s\($0)" }
        let many = try TestHub(names, compatible: [.azuracast])
        let subs = names.map { #""station:\#($0)":{}"# }.joined(separator: ",")
        let message = clientFrame(1, Array("{\"subs\":{\(subs)}}".utf8))
        let clients = (0..<6).map { _ in many.subscribe(Self.socketPath) }
        for client in clients { client.send(message) }
        for _ in clients { many.advance(by: .milliseconds(1)) }
        for client in clients {
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
