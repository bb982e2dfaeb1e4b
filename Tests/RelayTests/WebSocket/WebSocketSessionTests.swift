import ICYReader
import Testing

@testable import Relay

@Suite struct WebSocketSessionTests {
    private static let start = Instant.now
    private var session = WebSocketSession(now: start)

    private func at(_ seconds: Double) -> Instant {
        Self.start + .milliseconds(Int(seconds * 1000))
    }

    private mutating func actions() -> [WebSocketSession.Action] {
        var actions: [WebSocketSession.Action] = []
        while let action = session.nextAction() { actions.append(action) }
        return actions
    }

    private mutating func receive(_ input: [UInt8], at seconds: Double = 1) -> [WebSocketSession
        .Action]
    {
        session.received(input.span, now: at(seconds))
        return actions()
    }

    private mutating func tick(_ seconds: Double) -> [WebSocketSession.Action] {
        session.tick(now: at(seconds))
        return actions()
    }

    @Test mutating func startsSilently() {
        #expect(actions() == [])
        #expect(session.isOpen)
        #expect(session.deadline == at(25))
    }

    @Test mutating func handsMessagesOver() {
        let input = hex("81 81 00000000 61 01 81 00000000 62 80 80 00000000 82 81 00000000 ff")
        #expect(
            receive(input) == [
                .message([0x61], isText: true), .message([0x62], isText: true),
                .message([0xFF], isText: false),
            ])
    }

    @Test mutating func messageOverTheLimitEndsWith1009() {
        let actions = receive(hex("81 fe 0401"))
        #expect(actions == [.send(hex("88 11 03f1") + utf8("message too big")), .end])
        #expect(!session.isOpen)
    }

    @Test mutating func messageOfTheLimitIsTaken() {
        let payload = [UInt8](repeating: 0x61, count: 1024)
        #expect(receive(clientFrame(1, payload)) == [.message(payload, isText: true)])
    }

    // MARK: Pings of the client

    /// Autobahn 2.10: ten pings, ten pongs in order; they leave in one write.
    @Test mutating func answersPingsInOrder() {
        let numbers: [UInt8] = Array(0..<10)
        let pings = numbers.flatMap { clientFrame(9, [0x70, $0]) }
        let pongs: [UInt8] = numbers.flatMap { [0x8A, 0x02, 0x70, $0] }
        #expect(receive(pings) == [.send(pongs)])
    }

    @Test mutating func answersPingsAndMessagesInOrder() {
        let input = hex("89 81 00000000 31 81 81 00000000 61 89 81 00000000 32")
        #expect(
            receive(input) == [
                .send(hex("8a 01 31")), .message([0x61], isText: true), .send(hex("8a 01 32")),
            ])
    }

    // MARK: Keep-alive

    @Test mutating func pingsWhenDueOnly() {
        #expect(tick(24.999) == [])
        #expect(tick(25) == [.send(hex("89 00"))])
        #expect(session.deadline == at(50))
        #expect(tick(26) == [])
        #expect(session.isOpen)
    }

    @Test mutating func pongKeepsAlive() {
        for round in 1...3 {
            let due = Double(round) * 25
            #expect(tick(due) == [.send(hex("89 00"))])
            #expect(receive(hex("8a 80 00000000"), at: due + 24) == [])
        }
        #expect(session.isOpen)
    }

    @Test mutating func pongWithAnyPayloadCounts() {
        _ = tick(25)
        #expect(receive(hex("8a 81 00000000 78"), at: 26) == [])
        #expect(tick(50) == [.send(hex("89 00"))])
    }

    @Test mutating func oneMissedPongEnds() {
        _ = tick(25)
        #expect(tick(49.999) == [])
        #expect(session.isOpen)
        #expect(tick(50) == [.end])
        #expect(!session.isOpen)
    }

    @Test mutating func otherFramesAreNoPong() {
        _ = tick(25)
        #expect(receive(hex("81 81 00000000 61"), at: 30) == [.message([0x61], isText: true)])
        #expect(receive(hex("89 80 00000000"), at: 31) == [.send(hex("8a 00"))])
        #expect(tick(50) == [.end])
    }

    @Test mutating func pongBeforeThePingAnswersNothing() {
        #expect(receive(hex("8a 80 00000000"), at: 24) == [])
        _ = tick(25)
        #expect(tick(50) == [.end])
    }

    @Test mutating func lateTickGivesTheClientAWholeInterval() {
        #expect(tick(300) == [.send(hex("89 00"))])
        #expect(session.deadline == at(325))
    }

    // MARK: Closing handshake

    @Test(arguments: [
        ("empty", "88 80 00000000", "88 00"),
        ("code", "88 82 00000000 03e9", "88 02 03e9"),
        ("the reason is not repeated", "88 84 00000000 03e8 6f6b", "88 02 03e8"),
        ("code of the application", "88 82 00000000 1387", "88 02 1387"),
    ]) mutating func closeOfTheClientIsAnswered(_ name: String, _ input: String, _ answer: String) {
        #expect(receive(hex(input)) == [.send(hex(answer)), .end], "\(name)")
        #expect(!session.isOpen)
    }

    @Test mutating func nothingCountsAfterTheClose() {
        let input = hex("88 80 00000000 89 80 00000000 81 81 00000000 61 c1")
        #expect(receive(input) == [.send(hex("88 00")), .end])
        #expect(receive(hex("89 80 00000000")) == [])
        #expect(tick(1000) == [])
        session.close(code: 1001, reason: "", now: at(1000))
        #expect(actions() == [])
    }

    @Test mutating func ourCloseWaitsForTheirs() {
        session.close(code: 1001, reason: "restart", now: at(10))
        #expect(actions() == [.send(hex("88 09 03e9") + utf8("restart"))])
        #expect(!session.isOpen)
        #expect(session.deadline == at(15))
        #expect(receive(hex("88 82 00000000 03e9"), at: 11) == [.end])
    }

    @Test mutating func ourCloseIsSentOnce() {
        session.close(code: 1001, reason: "", now: at(10))
        session.close(code: 1013, reason: "", now: at(11))
        #expect(actions() == [.send(hex("88 02 03e9"))])
        #expect(session.deadline == at(15))
    }

    @Test mutating func unansweredCloseEnds() {
        session.close(code: 1001, reason: "", now: at(10))
        _ = actions()
        #expect(tick(14.999) == [])
        #expect(tick(15) == [.end])
        #expect(tick(16) == [])
    }

    @Test mutating func afterOurCloseDataAndPingsAreIgnored() {
        session.close(code: 1001, reason: "", now: at(10))
        _ = actions()
        let input = hex("81 81 00000000 61 89 80 00000000 8a 80 00000000 82 80 00000000")
        #expect(receive(input, at: 11) == [])
        #expect(session.deadline == at(15))
        #expect(receive(hex("88 80 00000000"), at: 12) == [.end])
    }

    @Test mutating func errorAfterOurCloseEndsWithoutASecondOne() {
        session.close(code: 1001, reason: "", now: at(10))
        _ = actions()
        #expect(receive(hex("c1"), at: 11) == [.end])
    }

    @Test mutating func closeWhileAwaitingAPongWaitsForTheClose() {
        _ = tick(25)
        session.close(code: 1001, reason: "", now: at(49))
        #expect(actions() == [.send(hex("88 02 03e9"))])
        #expect(tick(50) == [])
        #expect(tick(54) == [.end])
    }

    @Test mutating func endGivesTheFlushSomeTime() {
        _ = receive(hex("88 80 00000000"), at: 3)
        #expect(session.deadline == at(8))
    }

    // MARK: Errors

    @Test(
        arguments: [
            ("reserved bit", "c1", 1002), ("opcode", "83", 1002), ("not masked", "81 00", 1002),
            ("text", "81 81 00000000 ff", 1007), ("close code", "88 82 00000000 03ed", 1002),
            ("close reason", "88 83 00000000 03e8 ff", 1007), ("length", "82 fe 0001", 1002),
        ] as [(String, String, UInt16)])
    mutating func errorIsAnsweredWithItsCode(_ name: String, _ input: String, _ code: UInt16) {
        let before = clientFrame(9, [1])
        let actions = receive(before + hex(input) + before)
        guard actions.count == 2, case .send(let bytes) = actions[0], actions[1] == .end else {
            Issue.record("\(name): \(actions)")
            return
        }
        #expect(bytes.starts(with: hex("8a 01 01 88")), "\(name)")
        #expect(Array(bytes[5..<7]) == [UInt8(code / 256), UInt8(code % 256)], "\(name)")
        #expect(bytes.count == 5 + Int(bytes[4]))
    }

    // MARK: Pieces and memory

    @Test func cutsChangeNothing() {
        let input = hex(
            """
            89 81 01020304 30 01 82 00000000 6162 8a 80 00000000 80 81 00000000 63 \
            82 83 01020304 030001 88 82 00000000 03e9 81 80 00000000
            """)
        let expected: [WebSocketSession.Action] = [
            .send(hex("8a 01 31")), .message(utf8("abc"), isText: true),
            .message([2, 2, 2], isText: false), .send(hex("88 02 03e9")), .end,
        ]
        EveryCut.check(input, expecting: expected, "session") { pieces in
            var session = WebSocketSession(now: Self.start)
            var actions: [WebSocketSession.Action] = []
            for piece in pieces {
                session.received(piece.span, now: Self.start)
                while let action = session.nextAction() { actions.append(action) }
            }
            return actions
        }
    }

    /// There may be tens of thousands of them.
    @Test func isSmall() {
        #expect(MemoryLayout<WebSocketSession>.size <= 128)
    }
}
