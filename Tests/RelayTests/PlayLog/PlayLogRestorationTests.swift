import Testing

@testable import Relay

@Suite struct PlayLogRestorationTests {
    /// Lines in file order.
    private func restore(
        _ lines: [PlayLogLine?], titles limit: Int = 3, bytes: Int = .max
    ) -> PlayLogContents? {
        var restoration = PlayLogRestoration(titleLimit: limit, byteLimit: bytes)
        for line in lines.reversed() {
            // Nil is garbage.
            restoration.add(line?.content ?? Array("{\"id\":\"e:3".utf8)[...])
        }
        return restoration.result
    }

    private func numbers(_ contents: PlayLogContents?) -> [String: [Int]] {
        contents?.titles.mapValues { $0.map(\.number) } ?? [:]
    }

    @Test func nothingIsNothing() {
        #expect(restore([]) == nil)
        #expect(restore([nil, nil]) == nil)
    }

    @Test func aHeadAlone() throws {
        let contents = try #require(restore([.head(41)]))
        #expect(contents.epoch == "e")
        #expect(contents.lastNumber == 41)
        #expect(contents.readFrom == 41)
        #expect(contents.titles.isEmpty && contents.floors.isEmpty)
    }

    @Test func aWholeLogKeepsTheNewestTitlesOfEachStation() throws {
        let lines = [.head(0)] + (1...10).map { PlayLogLine.sample($0, station: "abab c d".at($0)) }
        let contents = try #require(restore(lines, titles: 2))
        #expect(contents.lastNumber == 10)
        #expect(contents.readFrom == 0)
        #expect(contents.unreadableLines == 0)
        #expect(
            numbers(contents) == ["a": [3, 9], "b": [4, 10], "c": [6], "d": [8], " ": [5, 7]])
        #expect(contents.floors == ["a": 1, "b": 2])
        #expect(
            contents.titles["c"]?.first?.json.text
                == Title.sample(6, "Title 6", station: "c").json.text)
    }

    /// The earlier file was rotated away.
    @Test func whatStandsInAnEarlierFileIsBelowTheFloor() throws {
        let contents = try #require(
            restore([.head(40)] + (41...45).map { .sample($0) } + [.sample(46, station: "b")]))
        #expect(contents.lastNumber == 46)
        #expect(contents.readFrom == 40)
        #expect(contents.floors == ["jazz": 42])
        #expect(restore([.sample(41), .sample(42)])?.readFrom == 40)
    }

    /// A station with long titles gets fewer back, at least the newest; another one gets all of its
    /// own.
    @Test func longTitlesAreFewer() throws {
        let lines: [PlayLogLine] = [
            .head(0), .sample(1, station: "b"), .sample(2), .sample(3), .sample(4),
            .sample(5, station: "b"),
        ]
        let size = Title.sample(2, "Title 2").event.byteCount
        for (limit, kept, floor) in [
            (3 * size, [2, 3, 4], nil), (3 * size - 1, [3, 4], 2), (2 * size, [3, 4], 2),
            (2 * size - 1, [4], 3), (1, [4], 3),
        ] as [(Int, [Int], Int?)] {
            let contents = try #require(restore(lines, bytes: limit))
            #expect(contents.titles["jazz"]?.map(\.number) == kept)
            #expect(contents.floors["jazz"] == floor)
            #expect(contents.titles["b"]?.last?.number == 5)
            #expect(contents.readFrom == 0 && contents.unreadableLines == 0)
        }
        // What is kept has no gaps: a short title older than a long one is dropped, too.
        let long = PlayLogLine.sample(3, text: String(repeating: "x", count: 500))
        let contents = try #require(
            restore([.head(0), .sample(2), long, .sample(4)], bytes: 2 * size))
        #expect(numbers(contents) == ["jazz": [4]] && contents.floors == ["jazz": 3])
        // Titles of the usual length all fit.
        #expect(Limits.historyTitles * size < Limits.playLogRestoredBytes)
    }

    @Test func aHeadBetweenLinesChangesNothing() throws {
        let lines: [PlayLogLine] = [.head(0), .sample(1), .head(1), .head(1), .sample(2)]
        let contents = try #require(restore(lines))
        #expect(contents.readFrom == 0)
        #expect(numbers(contents) == ["jazz": [1, 2]])
    }

    /// A title that found no room on the disk: a client that missed it is not told that it has all.
    @Test func aMissingNumberIsBelowTheFloor() throws {
        let lines: [PlayLogLine] = [
            .head(0), .sample(1), .sample(2), .sample(5), .sample(6), .sample(7, station: "b"),
        ]
        let contents = try #require(restore(lines))
        #expect(contents.readFrom == 4)
        #expect(numbers(contents) == ["jazz": [2, 5, 6], "b": [7]])
        // Its own floor would be 1.
        #expect(contents.floors == ["jazz": 4])
        #expect(restore([.head(0), .sample(1), .head(3), .sample(4)])?.readFrom == 3)
        #expect(restore([.head(0), .sample(1), .head(3)])?.readFrom == 3)
    }

    @Test func garbageIsCountedAndMayHaveBeenATitle() throws {
        let contents = try #require(restore([.head(0), .sample(1), nil, .sample(3)]))
        #expect(contents.unreadableLines == 1)
        #expect(contents.readFrom == 2)
        #expect(numbers(contents) == ["jazz": [1, 3]])
        // Garbage between two numbers without a gap was not a title.
        let between = try #require(restore([.head(0), .sample(1), nil, .sample(2)]))
        #expect(between.unreadableLines == 1 && between.readFrom == 0)
    }

    /// The number of such a line may have been published.
    @Test func garbageAtTheEndUsesUpNumbers() throws {
        let contents = try #require(restore([.head(0), .sample(1), nil, nil]))
        #expect(contents.lastNumber == 3)
        #expect(contents.readFrom == 3)
        #expect(contents.unreadableLines == 2)
        #expect(numbers(contents) == ["jazz": [1]])
    }

    /// Its beginning is whole and contains its number.
    @Test func aTitleThatIsCutKeepsItsNumber() throws {
        var restoration = PlayLogRestoration()
        restoration.add(PlayLogLine.sample(8).content.dropLast(5))
        restoration.add(PlayLogLine.sample(7).content)
        let contents = try #require(restoration.result)
        #expect(contents.lastNumber == 8)
        #expect(contents.readFrom == 8)
        #expect(contents.unreadableLines == 1)
        #expect(numbers(contents) == ["jazz": [7]])
    }

    @Test func anEarlierEpochIsLeftOut() throws {
        let lines: [PlayLogLine] = [
            .head(0, epoch: "old"), .sample(1, epoch: "old"), .sample(900, epoch: "old"),
            .head(0), .sample(1), .sample(2),
        ]
        let contents = try #require(restore(lines))
        #expect(contents.epoch == "e")
        #expect(contents.lastNumber == 2)
        #expect(contents.readFrom == 0)
        #expect(contents.unreadableLines == 0)
        #expect(numbers(contents) == ["jazz": [1, 2]])
        #expect(restore([.sample(5, epoch: "old"), .head(0)])?.titles.isEmpty == true)
    }

    @Test func aNumberThatGoesBackIsNotOurs() throws {
        let contents = try #require(
            restore([.head(0), .sample(1), .sample(2), .sample(2), .sample(3)]))
        #expect(contents.unreadableLines == 1)
        #expect(contents.readFrom == 0)
        #expect(numbers(contents) == ["jazz": [1, 2, 3]])
    }
}

extension String {
    /// The character at a position counted from 1, wrapping around.
    fileprivate func at(_ place: Int) -> String {
        String(Array(self)[(place - 1) % count])
    }
}
