import Testing

@testable import Relay

@Suite struct RoutesTests {
    static let one = Routes(stations: ["jazz"])
    static let three = Routes(stations: ["jazz", "rock.fm", "a~b_c-1"])
    static let html = [("accept", "text/html,*/*;q=0.8")]

    /// A route as one line, so that tables can name it.
    static func line(_ route: Routes.Route) -> String {
        switch route {
        case .page(let station, let depth): "page \(station) at \(depth)"
        case .stationsPage: "stations page"
        case .debugPage(let depth): "debug page at \(depth)"
        case .artwork(let station, _): "artwork \(station)"
        case .snapshot(let station, let limit):
            "snapshot \(station)" + (limit.map { " of \($0)" } ?? "")
        case .text(let station): "text \(station)"
        case .embedPage: "embed page"
        case .overlayPage: "overlay page"
        case .stationsList(let chosen):
            (["stations list"] + (chosen ?? []).map(String.init)).joined(separator: " ")
        case .subscribe(let stations, let format, _):
            "subscribe \(stations.map(String.init).joined(separator: "+")) \(format)"
        case .eventStream(let stations):
            "events \(stations.map(String.init).joined(separator: "+"))"
        case .asset(let asset): "asset \(asset)"
        case .noIcon: "no icon"
        case .live: "live"
        case .ready: "ready"
        case .metrics: "metrics"
        case .options: "options"
        case .compatible(let page): "\(page)"
        case .compatibleEvents(let stations, _, let format): "\(format) \(stations)"
        case .compatibleSocket: "socket"
        case .respond(let response): "respond \(response.status)"
        }
    }

    /// Target; one station: JSON; three stations: JSON; three stations: page; three: WebSocket.
    static let targets:
        [(target: String, one: String, json: String, page: String, socket: String)] = [
            ("/", "snapshot 0", "stations list", "stations page", "respond 404"),
            ("/?x=1", "snapshot 0", "stations list", "stations page", "respond 404"),
            ("http://any.example", "snapshot 0", "stations list", "stations page", "respond 404"),
            ("/jazz", "snapshot 0", "snapshot 0", "page 0 at 0", "subscribe 0 text"),
            ("/jazz/", "snapshot 0", "snapshot 0", "page 0 at 1", "subscribe 0 text"),
            ("/jazz?since=a:1", "snapshot 0", "snapshot 0", "page 0 at 0", "subscribe 0 text"),
            (
                "http://any.example/jazz", "snapshot 0", "snapshot 0", "page 0 at 0",
                "subscribe 0 text"
            ),
            ("/j%61zz", "snapshot 0", "snapshot 0", "page 0 at 0", "subscribe 0 text"),
            ("/%6A%61%7a%7A%2F", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/jazz/artwork", "artwork 0", "artwork 0", "artwork 0", "respond 404"),
            ("/j%61zz/artwork?v=1", "artwork 0", "artwork 0", "artwork 0", "respond 404"),
            ("/artwork", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/x/artwork", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/jazz/artwork/", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/jazz/embed", "embed page", "embed page", "embed page", "respond 404"),
            ("/jazz/overlay", "overlay page", "overlay page", "overlay page", "respond 404"),
            ("/j%61zz/embed?token=x", "embed page", "embed page", "embed page", "respond 404"),
            ("/x/embed", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/jazz//embed", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/embed", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/jazz.txt", "text 0", "text 0", "text 0", "respond 404"),
            ("/j%61zz.txt?x=1", "text 0", "text 0", "text 0", "respond 404"),
            ("/x.txt", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/.txt", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/rock.fm", "respond 404", "snapshot 1", "page 1 at 0", "subscribe 1 text"),
            ("/a~b_c-1", "respond 404", "snapshot 2", "page 2 at 0", "subscribe 2 text"),
            ("/a%7Eb%5fc%2D1/", "respond 404", "snapshot 2", "page 2 at 1", "subscribe 2 text"),
            ("/Jazz", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/jazz/x", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/jazz//", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("//jazz", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("//", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/jaz", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/jazz%00", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/%FF", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/%", "respond 400", "respond 400", "respond 400", "respond 404"),
            ("/jazz%4", "respond 400", "respond 400", "respond 400", "respond 404"),
            ("/%zz", "respond 400", "respond 400", "respond 400", "respond 404"),
            ("/healthz", "live", "live", "live", "respond 404"),
            ("/healthz/live", "live", "live", "live", "respond 404"),
            ("/healthz/ready", "ready", "ready", "ready", "respond 404"),
            ("/metrics", "metrics", "metrics", "metrics", "respond 404"),
            (
                "/debug/jazz", "debug page at 1", "debug page at 1", "debug page at 1",
                "respond 404"
            ),
            (
                "/debug/jazz/", "debug page at 2", "debug page at 2", "debug page at 2",
                "respond 404"
            ),
            ("/debug/x", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/debug/", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/favicon.ico", "no icon", "no icon", "no icon", "respond 404"),
            ("/assets", "respond 404", "respond 404", "respond 404", "respond 404"),
            (
                "/assets/page.css", "asset pageStyle", "asset pageStyle", "asset pageStyle",
                "respond 404"
            ),
            (
                "/assets/page.js", "asset pageScript", "asset pageScript", "asset pageScript",
                "respond 404"
            ),
            (
                "/assets/stations.js", "asset stationsScript", "asset stationsScript",
                "asset stationsScript", "respond 404"
            ),
            (
                "/assets/follow.js", "asset followScript", "asset followScript",
                "asset followScript", "respond 404"
            ),
            (
                "/assets/now-playing.js", "asset elementScript", "asset elementScript",
                "asset elementScript", "respond 404"
            ),
            ("/assets/page.html", "respond 404", "respond 404", "respond 404", "respond 404"),
            ("/assets/../healthz", "respond 404", "respond 404", "respond 404", "respond 404"),
        ]

    @Test(arguments: targets) func target(
        _ vector: (target: String, one: String, json: String, page: String, socket: String)
    ) {
        let target = vector.target
        #expect(Self.line(Self.one.route(get(target))) == vector.one)
        #expect(Self.line(Self.three.route(get(target))) == vector.json)
        #expect(Self.line(Self.three.route(get(target, Self.html))) == vector.page)
        #expect(Self.line(Self.three.route(get(target, upgradeHeaders))) == vector.socket)
        // HEAD gets the head of the answer to GET.
        #expect(Self.line(Self.three.route(get(target, method: "HEAD"))) == vector.json)
    }

    @Test func oneStationIsAlsoTheRoot() {
        #expect(Self.line(Self.one.route(get("/", Self.html))) == "page 0 at 0")
        #expect(Self.line(Self.one.route(get("/jazz", Self.html))) == "page 0 at 0")
        #expect(Self.line(Self.one.route(get("/", upgradeHeaders))) == "subscribe 0 text")
    }

    @Test func noStationIsAnEmptyList() {
        let none = Routes(stations: [])
        #expect(Self.line(none.route(get("/"))) == "stations list")
        #expect(Self.line(none.route(get("/", upgradeHeaders))) == "respond 404")
    }

    @Test func subscribing() {
        let json = upgradeHeaders + [("sec-websocket-protocol", "icy.json.v1")]
        guard case .subscribe([1], .json, let response) = Self.three.route(get("/rock.fm", json))
        else {
            Issue.record("no subscription")
            return
        }
        let lines = parts(response).lines
        #expect(lines.first == "HTTP/1.1 101 Switching Protocols")
        #expect(lines.contains("Sec-WebSocket-Protocol: icy.json.v1"))
        #expect(lines.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
    }

    @Test func aBrokenHandshakeIsRefusedByItsOwnText() {
        let old = upgradeHeaders.dropLast() + [("sec-websocket-version", "8")]
        #expect(Self.line(Self.one.route(get("/", Array(old)))) == "respond 426")
        let noUpgrade = Array(upgradeHeaders.dropFirst())
        #expect(Self.line(Self.one.route(get("/", noUpgrade))) == "respond 400")
        let head = get("/", method: "HEAD", upgradeHeaders)
        #expect(Self.line(Self.one.route(head)) == "respond 405")
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "TRACE", "CONNECT", "get", "BREW"])
    func methodNotAllowed(_ method: String) {
        for target in ["/", "/jazz", "/nothing", "/healthz", "*"] {
            guard case .respond(let response) = Self.one.route(get(target, method: method)) else {
                Issue.record("\(method) \(target)")
                continue
            }
            let lines = parts(response.bytes(includingBody: true)).lines
            #expect(lines.first == "HTTP/1.1 405 Method Not Allowed")
            #expect(lines.contains("Allow: GET, HEAD, OPTIONS"))
        }
    }

    private func refusal(_ routes: Routes, _ request: Request) -> (lines: [String], body: String) {
        guard case .respond(let response) = routes.route(request) else { return ([], "") }
        return parts(response.bytes(includingBody: true))
    }

    @Test func eventsAreForWhoAsksForThem() {
        let events = [("accept", "text/event-stream")]
        #expect(Self.line(Self.one.route(get("/", events))) == "events 0")
        #expect(Self.line(Self.three.route(get("/jazz", events))) == "events 0")
        // There are no events for all stations: a station must be named.
        #expect(Self.line(Self.three.route(get("/", events))) == "respond 404")
        let (lines, body) = refusal(Self.three, get("/", [("accept", "image/png")]))
        #expect(lines.first == "HTTP/1.1 406 Not Acceptable")
        #expect(lines.contains("Vary: Accept"))
        #expect(
            body
                == "Offered here: text/html, application/json, text/event-stream, text/plain for "
                + "one station, and WebSocket.\n")
    }

    @Test func severalStationsOnOneConnection() {
        let json = upgradeHeaders + [("sec-websocket-protocol", "icy.json.v1")]
        let events = [("accept", "text/event-stream")]
        let target = "/?station=rock.fm&since=e:1&station=jazz&station=rock.fm"
        #expect(Self.line(Self.three.route(get(target, json))) == "subscribe 1+0 json")
        #expect(Self.line(Self.three.route(get(target, events))) == "events 1+0")
        #expect(Self.line(Self.three.route(get(target))) == "stations list 1 0")
        // A bare title does not show which station it belongs to.
        #expect(Self.line(Self.three.route(get(target, upgradeHeaders))) == "respond 400")
        let unknown = upgradeHeaders + [("sec-websocket-protocol", "arduino")]
        #expect(Self.line(Self.three.route(get(target, unknown))) == "respond 400")
        #expect(Self.line(Self.three.route(get("/jazz", unknown))) == "subscribe 0 text")
        let one = "/?station=%6Aazz"
        #expect(Self.line(Self.three.route(get(one, upgradeHeaders))) == "subscribe 0 text")
        #expect(Self.line(Self.three.route(get(one, Self.html))) == "page 0 at 0")
        for wrong in ["/?station=x", "/?station=", "/?station=jazz&station=%ff"] {
            #expect(Self.line(Self.three.route(get(wrong, json))) == "respond 404")
        }
        let many =
            "/?"
            + (0...Limits.stationsOfClient).map { _ in "station=jazz" }
            .joined(separator: "&")
        #expect(Self.line(Self.three.route(get(many, json))) == "respond 400")
    }

    @Test func onlyTheExpectationThatIsKnownIsMet() {
        #expect(Self.line(Self.one.route(get("/healthz", [("expect", "100-Continue")]))) == "live")
        #expect(Self.line(Self.one.route(get("/", [("expect", "x")]))) == "respond 417")
    }

    @Test func notFoundListsWhatThereIs() {
        let expected = """
            Nothing here. Stations (page, JSON, events and WebSocket on one URL):
              /jazz
              /rock.fm
              /a~b_c-1
            List of stations: /   Health: /healthz

            """
        #expect(refusal(Self.three, get("/x")).body == expected)
        #expect(refusal(Self.three, get("/", upgradeHeaders)).body == expected)
    }

    @Test func notFoundStaysShort() {
        let many = Routes(stations: (1...1000).map { "s\($0)" })
        let body = refusal(many, get("/x")).body
        #expect(body.contains("  /s20\n  and 980 more: see /\n"))
        #expect(!body.contains("/s21"))
        let twenty = Routes(stations: (1...20).map { "s\($0)" })
        #expect(refusal(twenty, get("/x")).body.contains("  /s20\nList of stations"))
    }

    @Test func legalNames() {
        let legal = [
            "a", "Z9", "rock.fm", "a~b_c-d", "...", ".a", String(repeating: "x", count: 64),
        ]
        for name in legal { #expect(StationName.isLegal(name), "\(name)") }
        let illegal = [
            "", ".", "..", "a b", "a/b", "a%20", "é", "a\n", "a?", "a#", "a:", "a+b", "\u{0}",
            String(repeating: "x", count: 65),
        ]
        for name in illegal { #expect(!StationName.isLegal(name), "\(name)") }
    }

    @Test func reservedNames() {
        for name in ["assets", "healthz", "metrics", "debug", "favicon.ico"] {
            #expect(!StationName.isLegal(name))
            // The rule names it, too.
            #expect(StationName.rule.contains(name))
        }
        for name in ["Assets", "health", "jazz"] { #expect(StationName.isLegal(name)) }
    }

    @Test func ownMisuseTraps() async {
        await #expect(processExitsWith: .failure) { _ = Routes(stations: ["a/b"]) }
        await #expect(processExitsWith: .failure) { _ = Routes(stations: ["metrics"]) }
        await #expect(processExitsWith: .failure) { _ = Routes(stations: ["a", "a"]) }
    }
}
