import ICYReader
import Testing

@testable import Relay

/// What one loop says of one station.
@Suite struct LocalStationTests {
    private let entry: StationEntry
    private let station: LocalStation

    init() throws {
        let choice = Options.StationChoice(name: "jazz", url: try StreamURL("http://s/"))
        entry = StationEntry(id: 7, choice: choice, floor: 4)
        station = LocalStation(entry)
    }

    private func title(_ number: Int, _ text: String = "A - B") -> Title {
        .sample(number, text)
    }

    private func status(_ state: StationStatus.State) throws -> StationStatus {
        StationStatus(station: "jazz", listenURL: try StreamURL("http://s/"), state: state)
    }

    private func say(_ state: StationStatus.State) throws -> String {
        let status = try status(state)
        station.status = StatusPublication(station: 7, status: status)
        return String(decoding: status.json.bytes, as: UTF8.self)
    }

    private var snapshot: String { String(decoding: station.snapshot(), as: UTF8.self) }
    private var listed: String { String(decoding: station.listed, as: UTF8.self) }

    private func json(_ title: Title) -> String {
        String(decoding: title.json.bytes, as: UTF8.self)
    }

    @Test func nameAndFiguresAreThoseOfItsEntry() {
        #expect(station.id == 7)
        #expect(station.name == "jazz")
        #expect(station.figures === entry.figures)
        #expect(station.history.floor == 4)
        #expect(station.title == nil && station.block == nil && station.status == nil)
        #expect(station.fanOut.isEmpty)
        #expect(station.clientCount == 0 && !station.isOnDemand)
    }

    @Test func beforeTheFirstWordNothingIsKnown() {
        #expect(snapshot == "{\"station\":null,\"now_playing\":null,\"song_history\":[]}\n")
        let expected = #"{"station":"jazz","path":"/jazz","href":"jazz","now_playing":null}"#
        #expect(listed == expected)
    }

    @Test func aStateIsSaidAlsoWithoutATitle() throws {
        let status = try say(.waiting)
        #expect(snapshot == "{\"station\":\(status),\"now_playing\":null,\"song_history\":[]}\n")
        #expect(
            listed
                == "\(status.dropLast()),\"path\":\"/jazz\",\"href\":\"jazz\",\"now_playing\":null}"
        )
    }

    @Test func theTitlesAreSaidNewestFirst() throws {
        let status = try say(.live)
        let titles = [title(5), title(6, "C - \"D\""), title(9, "")]
        var expected: [String] = []
        for title in titles {
            #expect(station.append(title) == 0)
            expected.insert(json(title), at: 0)
            #expect(station.title === title)
            #expect(
                snapshot == "{\"station\":\(status),\"now_playing\":\(json(title)),"
                    + "\"song_history\":[\(expected.joined(separator: ","))]}\n")
            #expect(
                listed == "\(status.dropLast()),\"path\":\"/jazz\",\"href\":\"jazz\","
                    + "\"now_playing\":\(json(title))}")
        }
        #expect(try JSONReader.read(station.snapshot()).line == 1)
        #expect(try JSONReader.read(station.listed).line == 1)
    }

    /// What a list says is kept until something in it changes.
    @Test func theListIsRenewedWithEachChange() throws {
        let before = listed
        #expect(listed == before)
        station.append(title(5))
        let titled = listed
        #expect(titled != before)
        _ = try say(.live)
        let live = listed
        #expect(live != titled && live.contains("\"state\":\"live\""))
        _ = try say(.stalled)
        #expect(listed.contains("\"state\":\"stalled\""))
        station.raiseFloor(to: 100)
        station.clientCount += 1
        #expect(listed.contains("\"state\":\"stalled\""))
    }

    @Test func whatIsDroppedForNewerTitlesIsCounted() {
        let long = String(repeating: "x", count: Limits.historyBytes / 10)
        var dropped = 0
        for number in 1...40 { dropped += station.append(title(number, long)) }
        #expect(dropped > 0)
        #expect(station.history.count == 40 - dropped)
        #expect(station.history.floor == dropped)
    }

    @Test func theFloorIsOnlyRaised() {
        station.raiseFloor(to: 9)
        #expect(station.history.floor == 9)
        station.raiseFloor(to: 2)
        #expect(station.history.floor == 9)
    }
}
