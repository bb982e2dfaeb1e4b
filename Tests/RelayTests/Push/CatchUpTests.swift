import ICYReader
import Testing

@testable import Relay

/// How a new client is sent, in pieces, what was known before.
@Suite(.timeLimit(.minutes(10))) struct CatchUpTests {
    private static let count = 100
    private let bench: TestHub
    private let names = (0..<CatchUpTests.count).map { "s\($0)" }

    init() throws {
        let shared = ServerContext(loops: 1, sequencer: Sequencer(epoch: "e"))
        bench = try TestHub(names, shared: shared)
    }

    private var path: String { "/?" + names.map { "station=\($0)" }.joined(separator: "&") }

    private func catchUp(since: String? = nil) -> CatchUp {
        CatchUp(
            bench.hub.localStations, .json, since: since, epochs: ["e"], last: bench.hub.lastNumber,
            figures: LoopFigures())
    }

    private func ids(_ frames: [ServerFrame]) -> [Int] {
        frames.compactMap { frame in
            frame.text.firstRange(of: #""id":"e:"#).flatMap { range in
                Int(frame.text[range.upperBound...].prefix { $0.isNumber })
            }
        }
    }

    /// Reads until nothing more arrives.
    private func readOn(_ client: TestSocket) -> [ServerFrame] {
        var frames: [ServerFrame] = []
        for _ in 0..<1000 {
            let more = client.takeFrames()
            frames += more
            bench.loop.settle(2)
            if more.isEmpty, client.receive().isEmpty { break }
        }
        return frames
    }

    @Test func aPieceHasNoMoreThanItMayAndOneMessage() throws {
        for station in 0..<CatchUpTests.count {
            try bench.publish(state: .live, station: station)
            bench.publish(title: "title \(station)", station: station)
        }
        let catchUp = catchUp()
        var bytes: [UInt8] = []
        while !catchUp.isDone {
            let piece = catchUp.next(1000)
            #expect(piece.count < 2000)
            #expect(!piece.isEmpty || catchUp.isDone)
            bytes += piece
        }
        let whole = self.catchUp().next(.max)
        #expect(bytes == whole)
        #expect(catchUp.next(1000).isEmpty)
    }

    @Test func aClientThatDoesNotReadGetsAllTitlesInOrderWhenItReads() {
        for number in 1...3000 {
            bench.publish(
                title: "title \(number)" + String(repeating: "x", count: 100),
                station: number % CatchUpTests.count)
        }
        let client = bench.subscribe(path + "&since=e:2850", .json) { $0.shrinkSendBuffer() }
        // Published while the client is far behind: they arrive once, in their place.
        for number in 3001...3010 { bench.publish(title: "late", station: number % 7) }
        let frames = readOn(client)
        #expect(ids(frames) == Array(2851...3010))
        #expect(
            frames.last?.text == #"{"type":"resumed","complete":true,"replayed":160}"#)
        bench.publish(title: "live", station: 5)
        #expect(ids(readOn(client)) == [3011])
    }

    /// Of many stations the newest titles of each, in order, up to a bound on all of them. One with
    /// few titles gives the others its room.
    @Test func whatIsTooMuchIsLeftOut() throws {
        let text = String(repeating: "x", count: 100)
        for number in 1...3000 where number % CatchUpTests.count != 7 {
            bench.publish(title: text, station: number % CatchUpTests.count)
        }
        let alone = bench.publish(title: text, station: 7)
        let client = bench.subscribe(path + "&since=e:0", .json) { $0.shrinkSendBuffer() }
        let late = bench.publish(title: "late", station: 0)
        let frames = readOn(client)
        let got = ids(frames)
        let size = alone.event.jsonCount
        let kept = Limits.resumedBytes / CatchUpTests.count / size
        try #require(kept >= 2)
        // One more of each might have had room, had station 7 not been below its share.
        #expect(got.count >= 99 * kept + 2 && got.count <= 99 * (kept + 1) + 2)
        #expect(got.count * size <= Limits.resumedBytes + size)
        #expect(got == got.sorted() && Set(got).count == got.count)
        for station in bench.hub.localStations {
            let newest = station.history.newestFirst.map(\.number)
            let own = got.filter { newest.contains($0) }
            #expect(own.reversed() == Array(newest.prefix(own.count)), "\(station.name)")
        }
        #expect(got.suffix(2) == [alone.number, late.number])
        // If the connection breaks now, the id of a title hides those that were left out.
        #expect(frames.first?.text == #"{"type":"resumed","complete":false,"replayed":0}"#)
        #expect(
            frames.last?.text
                == #"{"type":"resumed","complete":false,"replayed":\#(got.count)}"#)
    }

    /// The newest title of a station is sent even if it is larger than the station's share.
    @Test(arguments: [1, 2]) func whereEachMissedOneTitleNothingIsLeftOut(titles: Int) {
        let text = String(repeating: "x", count: 800)
        for _ in 0..<titles {
            for station in 0..<CatchUpTests.count { bench.publish(title: text, station: station) }
        }
        let last = titles * CatchUpTests.count
        let first = last - CatchUpTests.count
        let frames = readOn(bench.subscribe(path + "&since=e:\(first)", .json))
        #expect(ids(frames) == Array(first + 1...last))
        #expect(
            frames.last?.text
                == #"{"type":"resumed","complete":true,"replayed":\#(CatchUpTests.count)}"#)
        #expect(frames.count == CatchUpTests.count + 1)
    }

    /// The sizes that count are those of the titles that were missed.
    @Test func fewLongTitlesAfterManyShortOnesAreMuch() {
        let long = String(repeating: "x", count: 5000)
        for station in 0..<20 {
            for _ in 0..<50 { bench.publish(title: "short", station: station) }
        }
        let before = bench.hub.lastNumber
        for _ in 0..<6 {
            for station in 0..<20 { bench.publish(title: long, station: station) }
        }
        let frames = readOn(bench.subscribe(path + "&since=e:\(before)", .json))
        let newest = (0..<20).map { bench.hub.localStations[$0].title?.number ?? 0 }
        #expect(ids(frames) == newest)
        #expect(frames.last?.text.contains(#""complete":false"#) == true)
    }

    /// However much it is, all that one station keeps comes.
    @Test func allOfOneStationIsNotTooMuch() {
        let text = String(repeating: "x", count: 1500)
        for _ in 0..<60 { bench.publish(title: text, station: 3) }
        let history = bench.hub.localStations[3].history
        let first = history.newestFirst.last?.number ?? 0
        let client = bench.subscribe("/s3?since=e:\(history.floor)", .json)
        let frames = readOn(client)
        #expect(ids(frames) == Array(first...60))
        #expect(frames.last?.text.contains(#""complete":true"#) == true)
    }

    /// A station with nothing left gets a title while another one still has some: that title comes
    /// before a later one of the other station.
    @Test(arguments: [true, false])
    func titlesPublishedMeanwhileComeInOrder(isResuming: Bool) throws {
        let localStations = Array(bench.hub.localStations[0..<2])
        bench.publish(title: "1", station: 0)
        bench.publish(title: "2", station: 1)
        let catchUp = CatchUp(
            localStations, .text, since: isResuming ? "e:0" : nil, epochs: ["e"], last: 2,
            figures: LoopFigures())
        func next() -> String { String(decoding: catchUp.next(1).dropFirst(2), as: UTF8.self) }
        #expect(next() == "1")
        bench.publish(title: "3", station: 0)
        bench.publish(title: "4", station: 1)
        var rest: [String] = []
        while !catchUp.isDone { rest.append(next()) }
        // Without a cursor, the newest title of each is enough.
        #expect(rest.filter { !$0.isEmpty } == (isResuming ? ["2", "3", "4"] : ["3", "4"]))
    }

    @Test func whatTheHistoryLosesMeanwhileIsSaid() {
        for number in 1...50 {
            bench.publish(title: "\(number)" + String(repeating: "x", count: 1000), station: 0)
        }
        let client = bench.subscribe("/s0?since=e:0", .json) { $0.shrinkSendBuffer() }
        for number in 51...250 { bench.publish(title: "\(number)", station: 0) }
        let frames = readOn(client)
        let got = ids(frames)
        #expect(got == got.sorted() && Set(got).count == got.count)
        #expect(got.last == 250)
        #expect(got.count < 250)
        #expect(
            frames.last?.text
                == #"{"type":"resumed","complete":false,"replayed":\#(got.count)}"#)
    }

    @Test func aStationThatGoesIsLeftOut() throws {
        for station in 0..<CatchUpTests.count {
            try bench.publish(state: .live, station: station)
            bench.publish(title: "\(station)", station: station)
        }
        for dropped in [0, 50, 99] {
            let catchUp = catchUp()
            var bytes = catchUp.next(10_000)
            catchUp.drop(station: StationID(dropped))
            catchUp.drop(station: 1000)
            while !catchUp.isDone { bytes += catchUp.next(1000) }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.components(of: #""id":"e:"#) == CatchUpTests.count - 1)
        }
    }

    /// States that are published meanwhile are sent once: from the catch-up, or as they arrive.
    @Test func aStateIsSentOnceWhicheverComesFirst() throws {
        func publish(_ state: StationStatus.State) throws {
            for station in 0..<CatchUpTests.count {
                var status = StationStatus(
                    station: "s\(station)", listenURL: try StreamURL("http://s/"), state: state)
                status.name = String(repeating: "x", count: 1000)
                bench.hub.publish(
                    .status(StatusPublication(station: StationID(station), status: status)))
            }
        }
        try publish(.connecting)
        let client = bench.subscribe(path, .json) { $0.shrinkSendBuffer() }
        try publish(.live)
        let states = readOn(client).map { $0.text.contains(#""state":"live""#) }
        #expect(states.count { $0 } == CatchUpTests.count)
        #expect((1..<CatchUpTests.count).contains(states.count { !$0 }))
    }
}

extension String {
    /// How often a text occurs in this one.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
