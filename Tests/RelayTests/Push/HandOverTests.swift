import Testing

@testable import Relay

/// A client that arrives at another loop than the one that reads its station.
@Suite(.timeLimit(.minutes(10))) struct HandOverTests {
    private let shared = ServerContext(loops: 2)
    /// Reads station 0.
    private let home: TestHub
    private let other: TestHub

    init() throws {
        home = try TestHub(shared: shared, index: 0)
        other = try TestHub(others: [home.inbox], shared: shared, index: 1)
        let runner = StationRunner(
            loop: other.loop, index: 1, count: 2, admission: shared.admission
        ) { _, _ in preconditionFailure("none of its own") }
        other.stations = runner
        other.hub.stations = runner
    }

    @Test(arguments: [MessageFormat.text, .json, .raw])
    func aClientGoesToTheLoopThatReadsItsStation(_ format: MessageFormat) {
        let client = other.connect()
        client.send(TestHub.upgrade("/jazz", format))
        other.loop.settle()
        #expect(other.hub.registry.clients.isEmpty)
        #expect(client.takeAll().isEmpty)
        home.loop.settle()
        #expect(home.hub.registry.clients.count == 1)
        #expect(client.takeHead().hasPrefix("HTTP/1.1 101 "))
        home.publish(title: "So What")
        #expect(client.takeAll().isEmpty == (format == .raw))
        home.leave(client)
        #expect(home.hub.registry.clients.isEmpty)
        let figures = shared.figures
        #expect(figures.map { $0.accepted.value } == [0, 1])
        #expect(figures.map { $0.closed.value } == [1, 0])
        #expect(figures.map { $0.requests.value } == [0, 1])
        // The client has left: there is room for one.
        #expect(shared.admission.enter(maximum: 1))
    }

    @Test func anEventStreamGoesToo() {
        let client = other.connect()
        client.send("GET /jazz HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n\r\n")
        other.loop.settle()
        home.loop.settle()
        #expect(client.takeHead().contains("text/event-stream"))
        #expect(home.hub.registry.clients.count == 1)
    }

    @Test func aLargeAudienceIsSpread() {
        other.hub.localStations[0].figures.subscribers.add(Limits.clientsTogether)
        let client = other.subscribe("/jazz")
        #expect(other.hub.registry.clients.count == 1)
        other.publish(title: "So What")
        #expect(!client.takeAll().isEmpty)
    }

    /// If too many are already on their way, the next one stays.
    @Test(arguments: [(Limits.handedOverClients - 1, 0), (Limits.handedOverClients, 1)])
    func aLoopThatDoesNotKeepUpGetsNoMore(waiting: Int, staying: Int) {
        let clients = (0..<waiting + 1).map { _ in
            let client = other.connect()
            client.send(TestHub.upgrade("/jazz", .text))
            other.loop.settle()
            return client
        }
        #expect(home.inbox.withQueue(\.clientCount) == waiting + 1 - staying)
        #expect(other.hub.registry.clients.count == staying)
        home.loop.settle()
        #expect(home.inbox.withQueue(\.clientCount) == 0)
        #expect(home.hub.registry.clients.count == waiting + 1 - staying)
        for client in clients { #expect(client.takeHead().hasPrefix("HTTP/1.1 101 ")) }
    }

    /// Bytes that came after the request belong to the client, so it stays.
    @Test func whoseFramesAreHereStays() {
        let client = other.connect()
        client.send(Array(TestHub.upgrade("/jazz", .text).utf8) + [0x89, 0x80, 0, 0, 0, 0])
        other.loop.settle()
        #expect(client.takeHead().hasPrefix("HTTP/1.1 101 "))
        #expect(client.takeAll() == [0x8A, 0])
        #expect(other.hub.registry.clients.count == 1)
    }

    @Test func aPageIsAnsweredWhereItIsAskedFor() {
        let answer = other.get("/jazz", accept: "text/html")
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
    }

    @Test func whoComesToALoopThatEndsIsClosed() {
        // Its goodbye is not answered, so the loop waits.
        let last = home.subscribe("/jazz")
        let client = other.connect()
        client.send(TestHub.upgrade("/jazz", .text))
        other.loop.settle()
        home.hub.received(.shutdown)
        home.loop.settle()
        #expect(client.takeAll().isEmpty)
        #expect(client.isEnded)
        #expect(home.hub.registry.clients.count == 1)
        last.close()
    }
}
