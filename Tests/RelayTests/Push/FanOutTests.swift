import Testing

@testable import Relay

/// The clients of one station, by format.
@Suite(.timeLimit(.minutes(10))) struct FanOutTests {
    private let bench: TestHub
    /// Kept open while the hub has their other ends.
    private let sockets: [TestSocket]
    private let connections: [Connection]

    init() throws {
        let bench = try TestHub()
        sockets = (0..<4).map { _ in bench.connect() }
        connections = bench.hub.registry.clients
        self.bench = bench
    }

    /// The places of the connections in the order of the fan-out.
    private func places(_ fanOut: FanOut, _ format: MessageFormat) -> [Int] {
        fanOut.clients(format).compactMap { member in
            connections.firstIndex { $0 === member.connection }
        }
    }

    @Test func atFirstThereIsNobody() {
        let fanOut = FanOut()
        #expect(fanOut.isEmpty)
        for format in MessageFormat.allCases { #expect(fanOut.clients(format).isEmpty) }
    }

    @Test func clientsAreKeptByFormatInTheOrderInWhichTheyCame() {
        var fanOut = FanOut()
        #expect(fanOut.add(connections[0], slot: 0, .text) == 0)
        #expect(fanOut.add(connections[1], slot: 0, .json) == 0)
        #expect(fanOut.add(connections[2], slot: 3, .text) == 1)
        #expect(fanOut.add(connections[3], slot: 0, .text) == 2)
        #expect(!fanOut.isEmpty)
        #expect(places(fanOut, .text) == [0, 2, 3])
        #expect(places(fanOut, .json) == [1])
        #expect(places(fanOut, .raw) == [] && places(fanOut, .eventStream) == [])
        #expect(fanOut.clients(.text).map(\.slot) == [0, 3, 0])
    }

    /// The places from which clients go, one after the other, and the clients that are left.
    @Test(arguments: [
        ([0], [3, 1, 2]), ([1], [0, 3, 2]), ([2], [0, 1, 3]), ([3], [0, 1, 2]),
        ([0, 0], [2, 1]), ([3, 2, 1, 0], []), ([0, 0, 0, 0], []), ([1, 1, 0], [2]),
    ])
    func theLastOneTakesTheFreePlace(removed: [Int], left: [Int]) {
        var fanOut = FanOut()
        for connection in connections { _ = fanOut.add(connection, slot: 0, .raw) }
        for index in removed {
            fanOut.remove(fanOut.clients(.raw)[index].connection, at: index, .raw)
        }
        #expect(places(fanOut, .raw) == left)
        #expect(fanOut.isEmpty == left.isEmpty)
        // The next one gets the last place.
        if left.count < 4 {
            #expect(fanOut.add(connections[0], slot: 0, .raw) == left.count)
        }
    }

    @Test func theOtherFormatsStayWhereTheyAre() {
        var fanOut = FanOut()
        for format in MessageFormat.allCases {
            for connection in connections { _ = fanOut.add(connection, slot: 0, format) }
        }
        for _ in 0..<4 { fanOut.remove(fanOut.clients(.json)[0].connection, at: 0, .json) }
        #expect(fanOut.clients(.json).isEmpty)
        for format in [MessageFormat.text, .raw, .eventStream] {
            #expect(places(fanOut, format) == [0, 1, 2, 3])
        }
        #expect(!fanOut.isEmpty)
    }

    /// A walk through the clients goes on with those that there were.
    @Test func aClientMayGoWhileOthersAreTold() {
        var fanOut = FanOut()
        for connection in connections { _ = fanOut.add(connection, slot: 0, .text) }
        var told: [Int] = []
        for (index, member) in fanOut.clients(.text).enumerated() {
            told += connections.firstIndex { $0 === member.connection }.map { [$0] } ?? []
            if index == 1 { fanOut.remove(member.connection, at: 1, .text) }
        }
        #expect(told == [0, 1, 2, 3])
        #expect(places(fanOut, .text) == [0, 3, 2])
    }

    /// A connection that was moved leaves its new place.
    @Test func aSubscriberThatWasMovedIsFound() {
        let clients = (0..<5).map { _ in bench.subscribe() }
        let station = bench.hub.localStations[0]
        #expect(station.fanOut.clients(.text).count == 5)
        for (index, count) in [(1, 4), (4, 3), (0, 2)] {
            bench.leave(clients[index])
            #expect(station.fanOut.clients(.text).count == count)
        }
        bench.publish(title: "A - B")
        bench.loop.settle()
        for index in [2, 3] { #expect(clients[index].takeFrames() == [.text("A - B")]) }
        for index in [2, 3] { bench.leave(clients[index]) }
        #expect(station.fanOut.isEmpty)
    }
}
