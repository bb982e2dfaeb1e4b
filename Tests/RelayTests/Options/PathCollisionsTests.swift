import Testing

@testable import Relay

@Suite struct PathCollisionsTests {
    @Test func aStationWithThePathOfATextIsNamed() {
        #expect(PathCollisions.lines([]).isEmpty)
        #expect(PathCollisions.lines(["jazz", "rock.txt", ".txt"]).isEmpty)
        #expect(
            PathCollisions.lines(["jazz.txt", "jazz"]) == [
                "/jazz.txt is the station jazz.txt; the title of jazz as text is at /jazz with "
                    + "Accept: text/plain"
            ])
    }

    @Test func manyAreCounted() {
        let names = (0..<Limits.listedStations + 2).flatMap { ["s\($0)", "s\($0).txt"] }
        let lines = PathCollisions.lines(names)
        #expect(lines.count == Limits.listedStations + 1)
        #expect(lines.last == "and 2 more such paths")
    }
}
