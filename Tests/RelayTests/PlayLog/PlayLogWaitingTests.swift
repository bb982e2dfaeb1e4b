import Fixtures
import Testing

@testable import Relay

/// What a station may hold of the play log's queue, and which titles make way when it is full.
@Suite struct PlayLogWaitingTests {
    private typealias Bounds = PlayLogWaiting.Bounds

    private static func title(_ station: Int, _ text: String, raw: Int = 0) -> PlayLogEntry {
        .sample(text, raw: [UInt8](repeating: 0x41, count: raw), station: station)
    }

    private func texts(_ waiting: PlayLogWaiting, of station: Int? = nil) -> [String] {
        waiting.titles.filter { station == nil || $0.station == StationID(station ?? 0) }
            .map(\.event.display)
    }

    private func expectConsistent(
        _ waiting: PlayLogWaiting, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let bytes = waiting.titles.reduce(0) { $0 + $1.byteCount }
        #expect(waiting.byteCount == bytes, sourceLocation: sourceLocation)
    }

    // MARK: A station's own room

    @Test func beyondItsTitlesAStationsNewestIsReplaced() {
        var waiting = PlayLogWaiting(Bounds(stationTitles: 3))
        for text in ["a", "b", "c"] {
            #expect(waiting.append(Self.title(0, text)) == [:])
            #expect(waiting.append(Self.title(1, text + "'")) == [:])
        }
        #expect(waiting.append(Self.title(0, "d")) == [0: 1])
        #expect(waiting.append(Self.title(0, "e")) == [0: 1])
        #expect(texts(waiting) == ["a", "a'", "b", "b'", "e", "c'"])
        #expect(waiting.append(Self.title(2, "x")) == [:])
        expectConsistent(waiting)
    }

    @Test func beyondItsBytesToo() {
        let size = Self.title(0, "a").byteCount
        for (limit, places) in [(2 * size - 1, 2), (2 * size, 2), (2 * size + 1, 3)] {
            var waiting = PlayLogWaiting(Bounds(stationBytes: limit))
            for place in 0..<places { #expect(waiting.append(Self.title(0, "\(place)")) == [:]) }
            #expect(waiting.append(Self.title(1, "other")) == [:])
            // However large it is, the newest gets a place.
            #expect(waiting.append(Self.title(0, "n", raw: 10 * size)) == [0: 1])
            #expect(texts(waiting, of: 0).last == "n")
            #expect(waiting.append(Self.title(0, "m")) == [0: 1])
            #expect(texts(waiting, of: 0) == (0..<places - 1).map { "\($0)" } + ["m"])
            expectConsistent(waiting)
        }
    }

    // MARK: All together

    @Test func whoHoldsMostMakesWayForOthers() {
        var waiting = PlayLogWaiting(Bounds(titles: 8, stationTitles: 6))
        for text in ["1", "2", "3", "4", "5", "6"] { _ = waiting.append(Self.title(0, text)) }
        for text in ["a", "b"] { #expect(waiting.append(Self.title(1, text)) == [:]) }
        #expect(waiting.append(Self.title(1, "c")) == [0: 1])
        #expect(texts(waiting) == ["2", "3", "4", "5", "6", "a", "b", "c"])
        #expect(waiting.append(Self.title(2, "x")) == [0: 1])
        #expect(texts(waiting) == ["3", "4", "5", "6", "a", "b", "c", "x"])
        expectConsistent(waiting)
    }

    @Test func whoHoldsMostBytesMakesWayForOthers() {
        let size = Self.title(0, "1", raw: 4000).byteCount
        let small = Self.title(1, "a").byteCount
        for (limit, shed) in [(4 * size + small + 1, [:]), (4 * size + small, [0: 1])]
            as [(Int, [StationID: Int])]
        {
            var waiting = PlayLogWaiting(Bounds(bytes: limit))
            for text in ["1", "2", "3", "4"] {
                #expect(waiting.append(Self.title(0, text, raw: 4000)) == [:])
            }
            #expect(waiting.append(Self.title(1, "a")) == [:])
            #expect(waiting.append(Self.title(1, "b")) == shed)
            #expect(texts(waiting, of: 1) == ["a", "b"])
            #expect(texts(waiting, of: 0).last == "4")
            expectConsistent(waiting)
        }
    }

    /// There is no flood if nearly all titles are the only ones of their stations.
    @Test(arguments: [(14, true), (15, false)])
    func whereAllHoldOneTheQueueIsFull(stations: Int, hasRoom: Bool) {
        var waiting = PlayLogWaiting(Bounds(titles: 16))
        for number in 0..<16 {
            #expect(waiting.append(Self.title(number % stations, "\(number)")) == [:])
        }
        let lost = 16 - stations
        let shed = Dictionary(uniqueKeysWithValues: (0..<lost).map { (StationID($0), 1) })
        #expect(waiting.append(Self.title(99, "x")) == (hasRoom ? shed : nil))
        expectConsistent(waiting)
    }

    /// With the default limits: a disk that hangs while two hundred stations flood.
    @Test(arguments: [0, 4000, 40_000])
    func anHonestStationLosesNothingBesideAFlood(raw: Int) {
        var waiting = PlayLogWaiting()
        var lost: [StationID: Int] = [:]
        var most = 0
        let honest = 1000
        let rounds = raw > 10_000 ? 10 : 70
        for round in 0..<rounds {
            for station in 0..<200 {
                guard let shed = waiting.append(Self.title(station, "\(round)", raw: raw)) else {
                    Issue.record("full at round \(round)")
                    return
                }
                lost.merge(shed, uniquingKeysWith: +)
                most = max(most, waiting.byteCount)
            }
            guard round % 14 == 0 else { continue }
            let shed = waiting.append(Self.title(honest, "\(round)"))
            lost.merge(shed ?? [StationID(honest): 1], uniquingKeysWith: +)
        }
        #expect(lost[StationID(honest)] == nil)
        #expect(texts(waiting, of: honest) == (0..<rounds).filter { $0 % 14 == 0 }.map { "\($0)" })
        #expect(!lost.isEmpty)
        #expect(waiting.count <= Limits.playLogQueue)
        #expect(most < Limits.playLogQueueBytes + 50_000)
        expectConsistent(waiting)
    }

    // MARK: Taking

    @Test func aBatchHasItsBytesAndOneTitle() {
        let size = Self.title(0, "a").byteCount
        for (limit, count) in [(1, 1), (2 * size, 2), (2 * size + 1, 3), (5 * size + 1, 5)] {
            var waiting = PlayLogWaiting(Bounds(batchBytes: limit))
            for number in 0..<5 { _ = waiting.append(Self.title(number % 2, "\(number)")) }
            let batch = waiting.takeBatch().map(\.event.streamTitle)
            #expect(batch == (0..<count).map { "\($0)" })
            #expect(texts(waiting) == (count..<5).map { "\($0)" })
            expectConsistent(waiting)
        }
    }

    /// Titles that were taken use no room any more, and the newest is still found.
    @Test func takingMakesRoom() {
        let size = Self.title(0, "a").byteCount
        var waiting = PlayLogWaiting(Bounds(stationTitles: 2, batchBytes: size))
        for text in ["a", "b", "c"] { _ = waiting.append(Self.title(0, text)) }
        _ = waiting.append(Self.title(1, "x"))
        #expect(waiting.takeBatch().map(\.event.streamTitle) == ["a"])
        #expect(waiting.append(Self.title(0, "d")) == [:])
        #expect(waiting.append(Self.title(0, "e")) == [0: 1])
        #expect(texts(waiting) == ["c", "x", "e"])
        #expect(waiting.takeBatch().map(\.event.streamTitle) == ["c"])
        #expect(waiting.takeBatch().map(\.event.streamTitle) == ["x"])
        #expect(waiting.append(Self.title(1, "y")) == [:])
        #expect(texts(waiting) == ["e", "y"])
        expectConsistent(waiting)
    }

    /// Any sequence: the bounds hold, and each station's titles stay in their order.
    @Test(arguments: 1...5)
    func theBoundsHoldAfterAnySequence(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bounds = Bounds(
            titles: 40, bytes: 60_000, stationTitles: 8, stationBytes: 12_000, batchBytes: 4_000)
        let longest = Self.title(0, "0000", raw: 5000).byteCount
        var waiting = PlayLogWaiting(bounds)
        var (given, gone) = (0, 0)
        for number in 0..<2000 {
            if Int.random(in: 0..<12, using: &random) == 0 {
                gone += waiting.takeBatch().count
            } else {
                // Two of the ten stations send more than half of everything.
                let station = [0, 1][Int.random(in: 0..<2, using: &random)]
                let any =
                    Bool.random(using: &random) ? station : .random(in: 0..<10, using: &random)
                let raw = Int.random(in: 0...5000, using: &random)
                let shed = waiting.append(Self.title(any, "\(1000 + number)", raw: raw))
                given += 1
                gone += (shed ?? [0: 1]).values.reduce(0, +)
                #expect(texts(waiting, of: any).last == "\(1000 + number)")
            }
            #expect(waiting.count == given - gone)
            #expect(waiting.count <= bounds.titles)
            #expect(waiting.byteCount < bounds.bytes + longest)
            for station in 0..<10 where number % 20 == 0 {
                let own = texts(waiting, of: station)
                #expect(own == own.sorted() && own.count <= bounds.stationTitles)
            }
            if number % 20 == 0 { expectConsistent(waiting) }
        }
    }
}
