import ICYReader
import Testing

@testable import Relay

/// Which paths of other servers there are, and which stations they name.
@Suite struct CompatiblePathsTests {
    private static let all = Set(CompatibleAPI.allCases)
    /// The second station is named like the number of the first. The third one is new after a
    /// reload that has removed others.
    private static let names = ["jazz", "1", "rock.fm"]

    private func target(
        _ target: String, _ interfaces: Set<CompatibleAPI> = all
    ) -> CompatiblePaths.Target? {
        let paths = CompatiblePaths(
            interfaces, stations: [StationID(0), StationID(1), StationID(6)])
        let request = Request(method: "GET", target: target, minorVersion: 1, headers: [])
        return paths.target(request, request.path) { Self.names.firstIndex(of: $0) }
    }

    private static let subs = "%7B%22subs%22:%7B%22station:jazz%22:%7B%22recover%22:true%7D%7D%7D"

    /// With blanks, as Python writes JSON and a query.
    private static let blanks = "%7B%22subs%22:+%7B%22station:jazz%22:+%7B%7D%7D%7D"

    static let cases: [(String, CompatibleAPI, CompatiblePaths.Target)] = [
        ("/api/nowplaying", .azuracast, .page(.nowPlaying(nil))),
        ("/api/nowplaying/", .azuracast, .page(.nowPlaying(nil))),
        ("/api/nowplaying?_=12", .azuracast, .page(.nowPlaying(nil))),
        ("/api/nowplaying/jazz", .azuracast, .page(.nowPlaying(0))),
        ("/api/nowplaying/jazz/", .azuracast, .page(.nowPlaying(0))),
        ("/api/nowplaying/%6Aazz", .azuracast, .page(.nowPlaying(0))),
        // A name wins over a number.
        ("/api/nowplaying/1", .azuracast, .page(.nowPlaying(1))),
        ("/api/nowplaying/2", .azuracast, .page(.nowPlaying(1))),
        ("/api/nowplaying/7", .azuracast, .page(.nowPlaying(2))),
        ("/api/nowplaying/3", .azuracast, .noStation),
        ("/api/nowplaying/0", .azuracast, .noStation),
        ("/api/nowplaying/x", .azuracast, .noStation),
        ("/api/nowplaying/%zz", .azuracast, .noStation),
        ("/api/nowplaying/99999999999999999999", .azuracast, .noStation),
        ("/api/nowplaying_static/jazz.json", .azuracast, .page(.nowPlayingFile(0))),
        ("/api/nowplaying_static/jazz.txt", .azuracast, .page(.nowPlayingText(0))),
        ("/api/nowplaying_static/rock.fm.json", .azuracast, .page(.nowPlayingFile(2))),
        ("/api/nowplaying_static/2.json", .azuracast, .page(.nowPlayingFile(1))),
        ("/api/nowplaying_static/.json", .azuracast, .noStation),
        ("/api/live/nowplaying/websocket", .azuracast, .socket),
        (
            "/api/live/nowplaying/sse?cf_connect=\(subs)", .azuracast,
            .events([0], recovering: [0], .azuraCastEvents)
        ),
        (
            "/api/live/nowplaying/sse?cf_connect=" + blanks,
            .azuracast, .events([0], recovering: [], .azuraCastEvents)
        ),
        ("/mounts/metadata/subscribe/jazz", .zeno, .events([0], recovering: [0], .zenoEvents)),
        ("/mounts/metadata/subscribe/x", .zeno, .noStation),
        ("/status-json.xsl", .icecast, .page(.icecastStatus(mount: nil))),
        ("/status-json.xsl?mount=%2Fjazz", .icecast, .page(.icecastStatus(mount: "/jazz"))),
        ("/7.html", .shoutcast, .page(.sevenHTML(0))),
        ("/7.html?sid=2", .shoutcast, .page(.sevenHTML(1))),
        ("/7.html?sid=3", .shoutcast, .noStation),
        ("/7.html?sid=x", .shoutcast, .noStation),
        ("/stats?sid=7&json=1", .shoutcast, .page(.shoutcastStats(2))),
        ("/stats?json=1", .shoutcast, .page(.shoutcastStats(0))),
    ]

    @Test(arguments: cases)
    func thePaths(_ path: String, _ interface: CompatibleAPI, _ expected: CompatiblePaths.Target) {
        #expect(target(path) == expected)
        #expect(target(path, [interface]) == expected)
        // An interface that is off has no path.
        #expect(target(path, Self.all.subtracting([interface])) == nil)
        #expect(target(path, []) == nil)
    }

    @Test(arguments: [
        "/", "//", "/jazz", "/api", "/api/", "/api/x", "/api/nowplaying/jazz/x",
        "/api/nowplaying_static", "/api/nowplaying_static/jazz", "/api/nowplaying_static/jazz.xml",
        "/api/live/nowplaying", "/api/live/nowplaying/http_stream", "/api//nowplaying",
        "/mounts", "/mounts/metadata/subscribe", "/mounts/metadata/subscribe/jazz/x",
        "/status-json.xsl/x", "/7.html/", "/stats/x", "/status.xsl", "/API/nowplaying",
    ])
    func whatIsNoPathOfTheirs(_ path: String) { #expect(target(path) == nil) }

    @Test(arguments: [
        "/api/live/nowplaying/sse", "/api/live/nowplaying/sse?cf_connect=x",
        "/api/live/nowplaying/sse?cf_connect=%7B%7D", "/stats", "/stats?sid=1", "/stats?json=0",
    ])
    func whatIsMissingIsSaid(_ path: String) throws {
        guard case .wrong(let reason)? = target(path) else {
            Issue.record("\(String(describing: target(path)))")
            return
        }
        #expect(reason.contains("subs") || reason.contains("json=1"))
    }

    @Test func aRequestMayNameManyStations() {
        let names = (0...Limits.stationsOfClient).map { "s\($0)" }
        let paths = CompatiblePaths(Self.all)
        func subscription(_ names: some Sequence<String>) -> CompatiblePaths.Target {
            let subs = names.map { #""station:\#($0)":{}"# }.joined(separator: ",")
            return paths.subscription(Array("{\"subs\":{\(subs)}}".utf8)) { name in
                name == "x" ? nil : Int(name.dropFirst())
            }
        }
        guard case .events(let stations, let recovering, _) = subscription(names.dropLast()) else {
            Issue.record("not accepted")
            return
        }
        #expect(stations == Array(0..<Limits.stationsOfClient))
        #expect(recovering.isEmpty)
        #expect(subscription(names) == .wrong("At most 100 stations on one connection."))
        // Those that are not there are left out, as in Centrifugo they would stay silent.
        #expect(subscription(["x", "s3"]) == .events([3], recovering: [], .azuraCastEvents))
        #expect(subscription(["x"]) == .noStation)
    }

    // MARK: Collisions

    private func collisions(_ names: [String], _ interfaces: Set<CompatibleAPI>) throws -> [String]
    {
        let url = try StreamURL("http://h/")
        return CompatibleAPI.collisions(
            of: interfaces, with: names.map { Options.StationChoice(name: $0, url: url) })
    }

    @Test func aStationKeepsItsPathAndItIsSaid() throws {
        let names = ["jazz", "stats", "7.html", "api", "status-json.xsl", "mounts"]
        #expect(try collisions(names, []) == [])
        #expect(try collisions(["jazz", "7", "7.htm"], Self.all) == [])
        #expect(
            try collisions(names, Self.all) == [
                "stats: /stats is the station's, so shoutcast's page of this name is not served",
                "7.html: /7.html is the station's, so shoutcast's page of this name is not served",
                "api: /api is the station's; the paths of azuracast below it are served",
                "status-json.xsl: /status-json.xsl is the station's, so icecast's page of this "
                    + "name is not served",
                "mounts: /mounts is the station's; the paths of zeno below it are served",
            ])
        #expect(try collisions(names, [.zeno]).count == 1)
    }
}
