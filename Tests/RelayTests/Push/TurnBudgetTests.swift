import ICYReader
import Testing

@testable import Relay

/// How much of a turn, and of time, one stream or one client may use.
@Suite(.timeLimit(.minutes(10))) struct TurnBudgetTests {
    private let bench: TestHub
    /// As many stations as a client may want, and the path that asks for all of them.
    private let names = (0..<100).map { "s\($0)" }
    private var path: String { "/?" + names.map { "station=\($0)" }.joined(separator: "&") }

    init() throws { bench = try TestHub() }

    // MARK: Streams

    private func head(_ fields: String) -> String {
        "ICY 200 OK\r\n\(fields)content-type: audio/mpeg\r\n\r\n"
    }

    /// Sends audio until the relay reads no more, and returns how much of it was read.
    private func flood(_ upstream: TestSocket, _ figures: StationFigures) -> Int {
        let audio = [UInt8](repeating: 0x55, count: 64 * 1024)
        var idleTurns = 0
        while idleTurns < 50, figures.receivedBytes.value < 64 << 20 {
            let before = figures.receivedBytes.value
            let sent = upstream.send(audio)
            bench.loop.settle(2)
            idleTurns = sent == 0 && before == figures.receivedBytes.value ? idleTurns + 1 : 0
        }
        return figures.receivedBytes.value
    }

    @Test(arguments: [
        ("icy-br: 128\r\n", 1 << 20), ("", 2 << 20), ("icy-br: 99999\r\n", 4 << 20),
    ])
    func aStreamIsReadAtFourTimesItsBitRate(fields: String, rate: Int) throws {
        let station = try FakeStation()
        try bench.run(try station.url())
        let upstream = try station.accept(on: bench.loop)
        upstream.send(head(fields + "icy-metaint: 1048576\r\n"))
        let figures = bench.hub.settings.stations[0].figures
        bench.loop.turn(until: { figures.state == .live })
        // Without a title, all audio would be searched for tags.
        let titled = [UInt8](repeating: 0x55, count: 1 << 20) + [1] + Array("StreamTitle='A'".utf8)
        var sent = 0
        while sent < titled.count + 1 {
            sent += upstream.send(
                Array((titled + [0x3B])[sent..<min(sent + 65_536, titled.count + 1)]))
            bench.loop.settle(2)
        }
        let burst = flood(upstream, figures)
        let tolerance = Limits.droppedBytesPerTurn + Limits.receiveBuffer
        #expect((4 * rate...4 * rate + tolerance).contains(burst))
        // Nothing more until time passes, and then as much as that time allows.
        for _ in 0..<3 {
            let before = figures.receivedBytes.value
            bench.advance(by: .seconds(1))
            let more = flood(upstream, figures) - before
            #expect(abs(more - rate) <= tolerance)
        }
        #expect(figures.state == .live)
        #expect(figures.shed[Bound.bytes.rawValue] > 0)
        #expect(figures.shed[Bound.work.rawValue] == 0)
    }

    /// What is sent to a paused stream arrives when it continues, and so does its end.
    @Test func nothingIsLostInAPause() throws {
        let station = try FakeStation()
        let client = bench.subscribe()
        try bench.run(try station.url())
        let upstream = try station.accept(on: bench.loop)
        upstream.send(head("icy-br: 128\r\nicy-metaint: 1048576\r\n"))
        let figures = bench.hub.settings.stations[0].figures
        bench.loop.turn(until: { figures.state == .live })
        // Five whole intervals with empty blocks, and a sixth with a title after it.
        let interval = [UInt8](repeating: 0x55, count: 1 << 20)
        var stream: [UInt8] = []
        for _ in 0..<5 { stream += interval + [0] }
        stream += interval + [2] + Array("StreamTitle='A - B';".utf8)
        stream += [UInt8](repeating: 0, count: 12)
        var offset = 0
        while offset < stream.count {
            let count = upstream.send(Array(stream[offset..<min(offset + 65_536, stream.count)]))
            offset += count
            bench.loop.settle(2)
            if count == 0 { bench.advance(by: .milliseconds(100)) }
        }
        upstream.close()
        bench.loop.turn(until: {
            bench.clock.advance(by: .milliseconds(100))
            return !client.receive().isEmpty
        })
        #expect(client.takeFrames() == [.text("A - B")])
        bench.loop.turn(until: {
            bench.clock.advance(by: .milliseconds(1))
            return figures.state == .waiting
        })
    }

    // MARK: Clients

    /// Pings are answered, and others have their turn in between.
    @Test func aClientHasFourKibibytesOfATurn() {
        let client = bench.subscribe()
        let ping = clientFrame(9, [])
        let perTurn = Limits.clientBytesPerTurn / ping.count
        client.send((0..<3 * perTurn).flatMap { _ in ping } as [UInt8])
        for _ in 0..<3 {
            bench.loop.runOnce(timeout: .zero)
            let pongs = client.takeAll().count / 2
            #expect((perTurn - 1...perTurn + 1).contains(pongs))
        }
    }

    @Test func someHandshakesGoOnInATurn() {
        bench.loop.runOnce(timeout: .zero)
        for _ in 0..<Limits.handshakesPerTurn { #expect(bench.hub.registry.mayShakeHands()) }
        #expect(!bench.hub.registry.mayShakeHands())
        bench.loop.runOnce(timeout: .zero)
        #expect(bench.hub.registry.mayShakeHands())
    }

    /// Clients that want many stations wait for their turn, in order. Other clients do not wait for
    /// them.
    @Test func subscriptionsToManyStationsAreSpreadOverTurns() throws {
        let many = try TestHub(names, shared: ServerContext(loops: 1))
        for station in names.indices { many.publish(title: "\(station)", station: station) }
        let perTurn = Limits.subscriptionsPerTurn / names.count
        let clients = (0..<5 * perTurn).map { _ in many.connect() }
        // Frames may follow the request at once; they are not lost while it waits.
        for client in clients {
            client.send(TestHub.upgrade(path, .json))
            client.send(clientFrame(9, [7]))
        }
        let other = many.connect()
        other.send(TestHub.upgrade("/s3", .text))
        var served: [Int] = []
        for turn in 1...6 {
            many.clock.advance(by: .nanoseconds(1))
            many.loop.runOnce(timeout: .zero)
            served.append(clients.count { !$0.receive().isEmpty })
            if turn == 1 { #expect(!other.receive().isEmpty) }
        }
        // The first turn serves those that came first, and each later one as many that have waited.
        #expect(served == [1, 2, 3, 4, 5, 5].map { min($0 * perTurn, clients.count) })
        many.loop.settle()
        for client in clients {
            #expect(client.takeHead().hasPrefix("HTTP/1.1 101 "))
            let frames = client.takeFrames()
            #expect(frames.count { $0.text.hasPrefix(#"{"type":"title""#) } == names.count)
            #expect(frames.contains { $0.opcode == 10 && $0.payload == [7] })
        }
        #expect(many.hub.figures.requests.value == clients.count + 1)
        #expect(many.hub.registry.parked.isEmpty)
    }

    @Test func aClientThatGoesWhileItWaitsHoldsUpNobody() throws {
        let many = try TestHub(names, shared: ServerContext(loops: 1))
        let clients = (0..<12).map { _ in many.connect() }
        for client in clients { client.send(TestHub.upgrade(path, .json)) }
        many.loop.runOnce(timeout: .zero)
        for client in clients[4..<8] { client.close() }
        for _ in 0..<20 { many.advance(by: .nanoseconds(1)) }
        #expect(clients[8..<12].allSatisfy { !$0.receive().isEmpty })
        #expect(many.hub.registry.parked.isEmpty)
        many.loop.turn(until: { many.hub.registry.clients.count == 8 })
    }

    /// Clients that have left get nothing more, and are removed from their stations a few at a
    /// time.
    @Test func manyClientsOfManyStationsLeaveOverSeveralTurns() throws {
        let many = try TestHub(names, shared: ServerContext(loops: 1))
        let clients = (0..<30).map { _ in many.connect() }
        for client in clients { client.send(TestHub.upgrade(path, .json)) }
        for _ in 0..<20 { many.advance(by: .nanoseconds(1)) }
        #expect(many.hub.localStations.allSatisfy { $0.clientCount == 30 })
        for client in clients { client.close() }
        many.loop.turn(until: { many.hub.registry.clients.isEmpty })
        let left = 30 - Limits.unsubscriptionsPerTurn / 100
        #expect(many.hub.registry.leaving.count == left)
        #expect(many.hub.localStations.allSatisfy { Int($0.clientCount) == left })
        many.publish(title: "nobody")
        #expect(many.hub.figures.deliveries.values.allSatisfy { $0 == 0 })
        many.advance(by: .nanoseconds(1))
        #expect(many.hub.registry.leaving.isEmpty)
        #expect(many.hub.localStations.allSatisfy { $0.fanOut.isEmpty && $0.clientCount == 0 })
    }
}
