import Testing

@testable import Relay

/// The routes of what other sites show.
@Suite struct SiteRoutesTests {
    /// A station whose name is the path of another one's text keeps its own.
    @Test func aStationKeepsItsPath() {
        let both = Routes(stations: ["jazz", "jazz.txt"])
        #expect(RoutesTests.line(both.route(get("/jazz.txt"))) == "snapshot 1")
        #expect(RoutesTests.line(both.route(get("/jazz.txt.txt"))) == "text 1")
        #expect(RoutesTests.line(both.route(get("/jazz", [("accept", "text/plain")]))) == "text 0")
    }

    @Test func textIsForWhoAsksForIt() {
        let text = [("accept", "text/plain, */*;q=0.1")]
        #expect(RoutesTests.line(RoutesTests.three.route(get("/jazz", text))) == "text 0")
        #expect(RoutesTests.line(RoutesTests.one.route(get("/", text))) == "text 0")
        #expect(
            RoutesTests.line(RoutesTests.three.route(get("/?station=rock.fm", text))) == "text 1")
        // There is no text of all stations.
        #expect(RoutesTests.line(RoutesTests.three.route(get("/", text))) == "stations list")
        #expect(
            RoutesTests.line(RoutesTests.three.route(get("/", [("accept", "text/plain")])))
                == "respond 406")
    }

    @Test(arguments: [
        ("limit=0", "snapshot 0 of 0"), ("limit=5", "snapshot 0 of 5"),
        ("limit=100", "snapshot 0 of 100"), ("limit", "snapshot 0"), ("Limit=x", "snapshot 0"),
        ("limit=", "respond 400"), ("limit=101", "respond 400"), ("limit=-1", "respond 400"),
        ("limit=05", "respond 400"), ("limit=1.0", "respond 400"), ("limit=x", "respond 400"),
        ("limit=99999999999999999999", "respond 400"), ("limit=1&limit=1", "respond 400"),
    ])
    func theHistoryHasALimit(_ query: String, _ expected: String) {
        #expect(RoutesTests.line(RoutesTests.one.route(get("/jazz?\(query)"))) == expected)
        // The page has its own.
        #expect(
            RoutesTests.line(RoutesTests.one.route(get("/jazz?\(query)", RoutesTests.html)))
                == "page 0 at 0")
    }
}
