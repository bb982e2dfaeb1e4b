import Testing

@testable import Relay

/// What clients receive when they come back.
@Suite(.timeLimit(.minutes(10))) struct ResumptionTests {
    private let bench: TestHub

    init() throws {
        let shared = ServerContext(loops: 1, sequencer: Sequencer(epoch: "e"))
        bench = try TestHub(["jazz", "rock"], shared: shared)
    }

    /// What a JSON client receives at once, in short: `title ID`, or the whole `resumed` message.
    private func told(_ target: String) -> [String] {
        let client = bench.subscribe(target, .json)
        var frames: [ServerFrame] = []
        // More than a socket accepts at once.
        for _ in 0..<8 {
            frames += client.takeFrames()
            bench.loop.settle(2)
        }
        return frames.map { frame in
            guard frame.text.hasPrefix(#"{"type":"title""#) else { return frame.text }
            let id = frame.text.firstRange(of: #""id":""#).map { frame.text[$0.upperBound...] }
            return "title \(id?.prefix { $0 != "\"" } ?? "")"
        }
    }

    private func resumed(_ isComplete: Bool, _ count: Int) -> String {
        #"{"type":"resumed","complete":\#(isComplete),"replayed":\#(count)}"#
    }

    @Test func whatWasMissedComesInOrder() {
        for number in 1...5 { bench.publish(title: "\(number)", station: number % 2) }
        #expect(told("/jazz?since=e:0") == ["title e:2", "title e:4", resumed(true, 2)])
        #expect(told("/jazz?since=e:2") == ["title e:4", resumed(true, 1)])
        // The cursor may be a title of another station: all stations share one order.
        #expect(told("/jazz?since=e:3") == ["title e:4", resumed(true, 1)])
        #expect(told("/jazz?since=e:5") == [resumed(true, 0)])
        #expect(
            told("/?station=jazz&station=rock&since=e:2")
                == ["title e:3", "title e:4", "title e:5", resumed(true, 3)])
        #expect(bench.hub.figures.resumedComplete.value == 5)
    }

    /// The first titles, too: the last of them becomes the client's cursor.
    @Test func aNewClientOfSeveralStationsGetsTheirTitlesInOrder() {
        bench.publish(title: "older", station: 1)
        bench.publish(title: "newer", station: 0)
        #expect(told("/?station=jazz&station=rock") == ["title e:1", "title e:2"])
    }

    /// A title that is not in the play log counts like any other until this run ends.
    @Test func theNumbersOfARunMayHaveTwoNames() {
        for number in 1...3 { bench.publish(title: "\(number)") }
        for (cursor, isComplete) in [("e:2", true), ("e-x:2", true), ("e-y:2", false)] {
            let catchUp = CatchUp(
                bench.hub.localStations, .json, since: cursor, epochs: ["e", "e-x"], last: 3,
                figures: LoopFigures())
            let sent = String(decoding: catchUp.next(.max), as: UTF8.self)
            #expect(catchUp.isDone)
            #expect(sent.contains(resumed(isComplete, 1)))
            #expect(sent.contains(#""id":"e:3""#))
        }
    }

    @Test(arguments: ["f:1", "e:9", "", "e", "e:", ":1", "e:1:2", "e:-1", "e:99999999999999999999"])
    func aCursorThatSaysNothingGetsWhatIsOn(cursor: String) {
        for number in 1...3 { bench.publish(title: "\(number)") }
        #expect(told("/jazz?since=\(cursor)") == ["title e:3", resumed(false, 1)])
    }

    @Test func whatTheHistoryHasLostIsSaid() {
        for number in 1...(Limits.historyTitles + 2) { bench.publish(title: "\(number)") }
        #expect(told("/jazz?since=e:1").last == resumed(false, Limits.historyTitles))
        #expect(told("/jazz?since=e:2").last == resumed(true, Limits.historyTitles))
    }

    /// A short request must not cost megabytes.
    @Test func whatIsReplayedIsBounded() {
        let long = String(repeating: "x", count: 4000)
        for number in 1...60 { bench.publish(title: "\(long) \(number)") }
        let all = told("/jazz?since=e:0")
        #expect(all.last?.contains(#""complete":false"#) == true)
        // A title is 12 KB as JSON.
        #expect((12...40).contains(all.count))
        #expect(all.dropLast().last == "title e:60")
    }

    @Test func aTextClientGetsTheTitlesItMissed() {
        for number in 1...3 { bench.publish(title: "\(number)") }
        let client = bench.subscribe("/jazz?since=e:1")
        #expect(client.takeFrames() == [.text("2"), .text("3")])
    }

    /// A browser keeps the URL and sends the last id that it received.
    @Test func anEventStreamGoesOnWhereTheBrowserSays() {
        for number in 1...3 { bench.publish(title: "\(number)") }
        let client = bench.connect()
        let text = bench.request(
            client,
            "GET /jazz?since=e:0 HTTP/1.0\nHost: h\nAccept: text/event-stream\n"
                + "Last-Event-ID: e:2\n\n")
        #expect(text.contains("\nid: e:3\n"))
        #expect(!text.contains("\nid: e:2\n"))
        #expect(text.hasSuffix("data: \(resumed(true, 1))\n\n"))
    }

    /// Whichever loop a client comes back to, the titles after its cursor are there, and arrive
    /// once.
    @Test func everyLoopSeesTheTitlesInTheOrderOfTheirNumbers() throws {
        let shared = ServerContext(loops: 2, sequencer: Sequencer(epoch: "e"))
        let clock = TestClock()
        let one = try TestHub(["a", "b"], clock: clock, shared: shared)
        let two = try TestHub(
            ["a", "b"], others: [one.inbox], clock: clock, shared: shared, index: 1)
        let listener = one.subscribe("/?station=a&station=b", .json)
        // The other loop is first: its title waits in this loop's inbox when this loop publishes
        // its own.
        two.publishUnnumbered("first", station: 1)
        one.publishUnnumbered("second", station: 0)
        let ids = listener.takeFrames().map(\.text).map { $0.contains(#""id":"e:1""#) }
        #expect(ids == [true, false])
        // The loop has not run yet: a client with a cursor still gets the title, and gets it once.
        two.publishUnnumbered("third", station: 1)
        let back = one.subscribe("/?station=a&station=b&since=e:1", .json)
        one.loop.settle()
        let texts = back.takeFrames().map(\.text)
        #expect(texts.count == 3)
        #expect(texts[0].contains(#""id":"e:2""#) && texts[1].contains(#""id":"e:3""#))
        #expect(texts[2] == resumed(true, 2))
    }
}
