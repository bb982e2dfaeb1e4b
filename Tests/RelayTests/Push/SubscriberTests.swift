import Testing

@testable import Relay

/// WebSocket clients of a hub.
@Suite(.timeLimit(.minutes(10))) struct SubscriberTests {
    private let bench: TestHub

    init() throws { bench = try TestHub(["jazz", "rock"]) }

    // MARK: Subscribing

    @Test func theUpgradeIsAnswered() {
        let client = bench.connect()
        client.send(TestHub.upgrade("/jazz", .text))
        bench.loop.settle()
        // The accept value of RFC 6455 §1.3.
        #expect(
            String(decoding: client.takeAll(), as: UTF8.self)
                == "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
        #expect(!client.isEnded)
    }

    /// Response head, state and title are one `send`, so a subscriber costs one system call.
    @Test(arguments: [MessageFormat.text, .json])
    func whatIsKnownComesWithTheUpgradeInOnePiece(format: MessageFormat) throws {
        let status = try bench.publish(state: .live)
        bench.publish(title: "old")
        let event = bench.publish(title: "A - B")
        let pair = SocketPair(keepsPieces: true)
        let client = bench.connect(pair)
        client.send(TestHub.upgrade("/jazz", format))
        bench.loop.settle()
        let piece = String(decoding: client.receivePiece(), as: UTF8.self)
        #expect(piece.hasPrefix("HTTP/1.1 101 "))
        if format == .json {
            #expect(piece.contains("Sec-WebSocket-Protocol: icy.json.v1\r\n"))
            #expect(piece.contains(status.json.text))
            #expect(piece.hasSuffix(event.json.text))
        } else {
            #expect(piece.hasSuffix("\r\n\r\n\u{81}\u{5}A - B") || piece.hasSuffix("\u{5}A - B"))
        }
        #expect(client.receivePiece().isEmpty)
    }

    @Test func textClientsGetTitlesAndJSONClientsStatesToo() throws {
        let text = bench.subscribe("/jazz", .text)
        let json = bench.subscribe("/jazz", .json)
        #expect(text.takeFrames().isEmpty)
        #expect(json.takeFrames().isEmpty)
        let status = try bench.publish(state: .live)
        let event = bench.publish(title: "A - \"B\"")
        #expect(text.takeFrames() == [.text("A - \"B\"")])
        #expect(json.takeFrames() == [.text(status.json.text), .text(event.json.text)])
    }

    @Test func aClearedTitleIsAnEmptyMessage() {
        let client = bench.subscribe("/jazz")
        bench.publish(title: "")
        #expect(client.takeFrames() == [ServerFrame(1, [])])
    }

    @Test func aSubscriberHearsItsStationOnly() throws {
        let jazz = bench.subscribe("/jazz", .json)
        let rock = bench.subscribe("/rock", .text)
        bench.publish(title: "jazz", station: 0)
        try bench.publish(state: .stalled, station: 0)
        #expect(jazz.takeFrames().count == 2)
        bench.publish(title: "rock", station: 1)
        #expect(rock.takeFrames() == [.text("rock")])
        #expect(jazz.takeFrames().isEmpty)
        // Nor does a new one get titles of another station.
        #expect(bench.subscribe("/rock", .json).takeFrames().map(\.text.count).count == 1)
    }

    /// No turn of the loop is needed: the frame has been sent when `publish` returns.
    @Test func aTitleIsSentBeforePublishReturns() {
        let client = bench.subscribe("/jazz")
        bench.publish(title: "A - B")
        #expect(client.takeFrames() == [.text("A - B")])
    }

    @Test func framesRightBehindTheRequestAreRead() {
        let client = bench.connect()
        let bytes = Array(TestHub.upgrade("/jazz", .text).utf8) + clientFrame(9, [1, 2])
        client.send(bytes)
        bench.loop.settle()
        #expect(client.takeHead().hasPrefix("HTTP/1.1 101 "))
        #expect(client.takeFrames() == [.pong([1, 2])])
    }

    @Test func whatClientsSayIsReadAndDropped() {
        let client = bench.subscribe("/jazz")
        client.send(clientFrame(1, Array("ping".utf8)) + clientFrame(2, [0, 1, 2]))
        bench.loop.settle()
        bench.publish(title: "A - B")
        #expect(client.takeFrames() == [.text("A - B")])
    }

    // MARK: Pings

    @Test func aPingIsAnsweredWithItsPayload() {
        let client = bench.subscribe("/jazz")
        client.send(clientFrame(9) + clientFrame(9, Array("hello".utf8)))
        bench.loop.settle()
        #expect(client.takeFrames() == [.pong(), .pong(Array("hello".utf8))])
    }

    /// Frames that arrive in one receive call, more than may wait for a client that does not read.
    @Test func aClientThatReadsGetsAPongForEachOfManyPings() {
        let client = bench.subscribe("/jazz")
        var pings: [UInt8] = []
        var pongs: [ServerFrame] = []
        for number: UInt8 in 0..<100 {
            let payload = [UInt8](repeating: number, count: 125)
            pings += clientFrame(9, payload)
            pongs.append(.pong(payload))
        }
        #expect(client.send(pings) == pings.count)
        bench.loop.settle()
        #expect(client.takeFrames() == pongs)
        #expect(!client.isEnded)
    }

    /// A client that pings and never reads is dropped before it costs memory.
    @Test func pingsOfAClientThatDoesNotReadAreBounded() {
        let client = bench.subscribe("/jazz") { $0.shrinkSendBuffer() }
        let pings = (0..<100).flatMap { _ in clientFrame(9, [UInt8](repeating: 7, count: 125)) }
        var sent = 0
        var isOpen = true
        for _ in 0..<100 where isOpen {
            let count = client.send(pings)
            isOpen = count > 0
            sent += count
            bench.loop.settle(2)
        }
        #expect(!isOpen, "\(sent) bytes of pings were taken")
        client.receive()
        #expect(client.isEnded)
    }

    @Test func aSilentClientIsPingedAndDroppedAfterOneMissedPong() {
        let client = bench.subscribe("/jazz")
        bench.advance(by: Limits.pingInterval - .milliseconds(1))
        #expect(client.takeFrames().isEmpty)
        bench.advance(by: .milliseconds(1))
        #expect(client.takeFrames() == [.ping])
        bench.advance(by: Limits.pingInterval - .milliseconds(1))
        #expect(client.takeFrames().isEmpty && !client.isEnded)
        bench.advance(by: .milliseconds(1))
        #expect(client.takeFrames().isEmpty)
        #expect(client.isEnded)
    }

    /// The loop was late: the pong is already there when the time for it is over.
    @Test func aPongThatHasComeCountsBeforeItsAbsence() {
        let client = bench.subscribe("/jazz")
        bench.advance(by: Limits.pingInterval)
        #expect(client.takeFrames() == [.ping])
        client.send(clientFrame(10))
        bench.clock.advance(by: Limits.pingInterval)
        bench.loop.runOnce(timeout: .zero)
        #expect(client.takeFrames() == [.ping])
        #expect(!client.isEnded)
    }

    @Test func aClientThatAnswersPingsStays() {
        let client = bench.subscribe("/jazz")
        for round in 0..<10 {
            bench.advance(by: Limits.pingInterval)
            #expect(client.takeFrames() == [.ping], "round \(round)")
            client.send(clientFrame(10))
            bench.loop.settle()
        }
        bench.publish(title: "still here")
        #expect(client.takeFrames() == [.text("still here")])
    }

    // MARK: Several loops

    @Test func aPublicationReachesTheClientsOfEveryLoop() throws {
        let other = try TestHub(["jazz", "rock"], clock: bench.clock)
        let here = try TestHub(["jazz", "rock"], others: [other.inbox], clock: bench.clock)
        let clients = [
            here.subscribe("/jazz"), other.subscribe("/jazz"), other.subscribe("/jazz", .json),
        ]
        let elsewhere = other.subscribe("/rock")
        let event = here.publish(title: "A - B")
        #expect(clients[0].takeFrames() == [.text("A - B")])
        #expect(clients[1].takeFrames().isEmpty)
        other.loop.runOnce(timeout: .zero)
        #expect(clients[1].takeFrames() == [.text("A - B")])
        #expect(clients[2].takeFrames() == [.text(event.json.text)])
        #expect(elsewhere.takeFrames().isEmpty)
        // A client that joins the other loop later gets it, too.
        #expect(other.subscribe("/jazz").takeFrames() == [.text("A - B")])
    }
}
