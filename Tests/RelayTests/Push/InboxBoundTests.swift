import ICYReader
import Testing

@testable import Relay

/// What a loop does about messages that its inbox could not keep.
@Suite(.timeLimit(.minutes(10))) struct InboxBoundTests {
    private let shared = ServerContext(loops: 2, sequencer: Sequencer(epoch: "e"))
    private let bench: TestHub

    init() throws { bench = try TestHub(["jazz", "rock"], shared: shared) }

    private func isComplete(since number: Int, _ station: Int = 0) -> Bool {
        let catchUp = CatchUp(
            [bench.hub.localStations[station]], .json, since: "e:\(number)", epochs: ["e"],
            last: bench.hub.lastNumber, figures: LoopFigures())
        let sent = String(decoding: catchUp.next(.max), as: UTF8.self)
        return sent.contains(#""complete":true"#)
    }

    /// A burst arrives while the loop is busy: a client that comes back later is not told that it
    /// has everything.
    @Test func afterAGapNobodyIsToldThatAllIsHere() {
        let inbox = bench.inbox
        for number in 1...Limits.inboxMessages {
            inbox.send(.publication(.title(.sample(number), of: 0, receivedAt: nil)))
        }
        let title = Title.sample(2000, station: "rock")
        inbox.send(.publication(.title(title, of: 1, receivedAt: nil)))
        bench.loop.settle()
        let lost = Limits.inboxMessages - Limits.historyTitles
        let localStation = bench.hub.localStations[0]
        #expect(localStation.title?.number == Limits.inboxMessages)
        #expect(localStation.history.newestFirst.count == Limits.historyTitles)
        #expect(!isComplete(since: lost - 1))
        #expect(isComplete(since: lost))
        // The other station has lost nothing.
        #expect(isComplete(since: 0, 1))
        #expect(localStation.figures.shed[Bound.inbox.rawValue] == lost)
        #expect(bench.hub.localStations[1].figures.shed.isEmpty)
    }

    @Test func theLiveTitleOfASlowLoopIsTheNewest() {
        let client = bench.subscribe("/jazz")
        for number in 1...Limits.inboxMessages {
            let title = Title.sample(number, "\(number)")
            bench.inbox.send(.publication(.title(title, of: 0, receivedAt: nil)))
        }
        bench.loop.settle()
        let told = client.takeFrames().compactMap { Int($0.text) }
        #expect(told.last == Limits.inboxMessages && told == told.sorted())
        #expect(told.count <= Limits.historyTitles)
    }

    /// A reload that reached another loop first.
    @Test func ofAStationThatIsNotKnownYetTheNewestIsKept() throws {
        for number in 1...3 * Limits.inboxMessages {
            let title = Title.sample(number, station: "soul")
            bench.hub.received(.publication(.title(title, of: 2, receivedAt: nil)))
        }
        bench.hub.received(
            .settings(try LiveSettings(named: ["jazz", "rock", "soul"])))
        let history = bench.hub.localStations[2].history
        #expect(history.newest?.number == 3 * Limits.inboxMessages)
        #expect(history.newestFirst.count == Limits.historyTitles)
        #expect(
            bench.hub.localStations[2].figures.shed[Bound.inbox.rawValue] > Limits.inboxMessages)
    }
}
