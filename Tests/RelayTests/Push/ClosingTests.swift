import Testing

@testable import Relay

/// How WebSocket clients close, and how they are closed.
@Suite(.timeLimit(.minutes(10))) struct ClosingTests {
    private let bench: TestHub

    init() throws { bench = try TestHub(["jazz", "rock"]) }

    @Test(arguments: [
        (clientFrame(8, [0x03, 0xE8]), ServerFrame.close(1000)),
        (clientFrame(8, [0x03, 0xE9] + Array("bye".utf8)), ServerFrame.close(1001)),
        (clientFrame(8), ServerFrame(8, [])),
    ])
    func theClientsCloseIsAnswered(frame: [UInt8], expected: ServerFrame) {
        let client = bench.subscribe("/jazz")
        client.send(frame)
        bench.loop.settle()
        #expect(client.takeFrames() == [expected])
        #expect(client.isEnded && !client.isReset)
        bench.publish(title: "nobody")
        #expect(client.takeFrames().isEmpty)
    }

    @Test(
        arguments: [
            ([0x81, 0x01, 0x41], 1002), ([0xC1, 0x80, 0, 0, 0, 0], 1002),
            ([0x83, 0x80, 0, 0, 0, 0], 1002), (clientFrame(1, [0xFF]), 1007),
            ([0x81, 0xFE, 0x04, 0x01, 0, 0, 0, 0], 1009),
            ([0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], 1009),
            (clientFrame(8, [0x03]), 1002), (clientFrame(8, [0x03, 0xED]), 1002),
        ] as [([UInt8], UInt16)])
    func aMistakeIsAnsweredWithItsCloseCode(bytes: [UInt8], code: UInt16) {
        let client = bench.subscribe("/jazz")
        client.send(bytes)
        bench.loop.settle()
        let frames = client.takeFrames()
        #expect(frames.count == 1)
        #expect(frames.first?.opcode == 8)
        #expect(frames.first?.payload.prefix(2) == [UInt8(code >> 8), UInt8(code & 0xFF)])
        #expect((frames.first?.payload.count ?? 0) > 2, "a reason is given")
        #expect(client.isEnded && !client.isReset)
    }

    @Test func aClientThatJustGoesIsForgotten() {
        for goes in [{ (client: TestSocket) in client.close() }, { $0.shutdownWriting() }] {
            let client = bench.subscribe("/jazz")
            let other = bench.subscribe("/jazz")
            goes(client)
            bench.loop.settle()
            bench.publish(title: "A - B")
            #expect(other.takeFrames().last == .text("A - B"))
            other.close()
            bench.loop.settle()
        }
    }

    /// A client whose connection breaks in the middle of a broadcast removes itself from the list
    /// that is being iterated: the others get the title, and get it once.
    @Test(arguments: [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]])
    func clientsThatBreakDuringABroadcastDoNotDisturbTheOthers(broken: [Int]) {
        for format in [MessageFormat.text, .json] {
            let clients = (0..<4).map { _ in bench.subscribe("/rock", format) }
            for client in clients { _ = client.takeFrames() }
            for index in broken { clients[index].close() }
            // The loop does not run in between, so the hub does not know yet.
            let titles = [
                bench.publish(title: "one", station: 1), bench.publish(title: "two", station: 1),
            ]
            let expected = titles.map { format == .text ? $0.event.display : $0.json.text }
            for index in clients.indices where !broken.contains(index) {
                #expect(clients[index].takeFrames().map(\.text) == expected)
                clients[index].close()
            }
            bench.loop.settle()
        }
    }

    // MARK: Shutting down

    @Test func aShutdownSaysGoodbyeAndEndsWhenEverybodyHasAnswered() {
        let clients = [bench.subscribe("/jazz"), bench.subscribe("/rock", .json)]
        let asking = bench.connect()
        bench.inbox.send(.shutdown)
        bench.loop.settle()
        asking.receive()
        #expect(asking.isEnded)
        for client in clients {
            #expect(client.takeFrames() == [.close(1001, "shutdown")])
            #expect(!client.isEnded)
        }
        bench.publish(title: "too late")
        #expect(!bench.loop.isStopping)
        for client in clients {
            client.send(clientFrame(8, [0x03, 0xE9]))
            bench.loop.settle()
            #expect(client.takeFrames().isEmpty)
            #expect(client.isEnded)
            client.close()
            bench.loop.settle()
        }
        #expect(bench.loop.isStopping)
    }

    @Test func aShutdownWaitsThreeSecondsForTheOthers() {
        let client = bench.subscribe("/jazz")
        bench.inbox.send(.shutdown)
        bench.inbox.send(.shutdown)
        bench.loop.settle()
        bench.advance(by: Limits.shutdownWait - .milliseconds(1))
        #expect(!bench.loop.isStopping)
        bench.advance(by: .milliseconds(1))
        #expect(bench.loop.isStopping)
        #expect(client.takeFrames() == [.close(1001, "shutdown")])
    }

    @Test func aShutdownWithoutClientsEndsAtOnce() {
        bench.inbox.send(.shutdown)
        bench.loop.runOnce(timeout: .zero)
        #expect(bench.loop.isStopping)
    }
}
