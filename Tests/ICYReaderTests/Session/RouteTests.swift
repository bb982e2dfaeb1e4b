import Fixtures
import ICYReader
import Testing

@Suite struct RouteTests {
    private func head(_ text: String) throws -> ResponseHead {
        var parser = ResponseHeadParser()
        var offset = 0
        let bytes = Array(text.utf8)
        return try #require(try parser.next(bytes.span, &offset))
    }

    private func playlist(_ addresses: String..., at route: Route) -> Playlist {
        let text = addresses.joined(separator: "\n")
        return Playlist(Array(text.utf8), format: .m3u, url: route.current)
    }

    private func name(_ step: Route.Step) -> String {
        switch step {
        case .go(let url): url.description
        case .stop(let reason): reason.rawValue
        }
    }

    private func route(_ address: String) throws -> Route { Route(url: try StreamURL(address)) }

    @Test func followsRedirectsBothWays() throws {
        // F01, F02, F04
        var route = try route("http://h/a/b?c")
        let steps = [
            ("/b", "http://h/b"), ("https://s/x y", "https://s/x%20y"), ("b", "https://s/b"),
            ("//o/%20é", "https://o/%20%C3%A9"), ("http://p/", "http://p/"),
            ("?x=1", "http://p/?x=1"),
        ]
        for (location, address) in steps {
            #expect(name(route.redirected(to: location)) == address)
            #expect(route.current.description == address)
        }
        #expect(route.requestCount == 7)
        #expect(route.url.description == "http://h/a/b?c")
        #expect(name(route.redirected(to: "ftp://h/")) == "invalid_redirect")
    }

    @Test func stopsARedirectLoop() throws {
        // F03
        var route = try route("http://h/a")
        for _ in 0..<8 { #expect(name(route.redirected(to: "/a")) == "http://h/a") }
        #expect(name(route.redirected(to: "/a")) == "redirects")
    }

    @Test func triesTheEntriesInOrder() throws {
        var route = try route("http://h/listen.m3u")
        let list = playlist("http://a/", "http://b/", "http://c/", at: route)
        #expect(name(route.received(list)) == "http://a/")
        #expect(name(route.failed()) == "http://b/")
        // One redirect too many costs only this entry; the next one may use all its redirects.
        for _ in 0..<8 { #expect(name(route.redirected(to: "/x")) == "http://b/x") }
        #expect(name(route.redirected(to: "/x")) == "http://c/")
        #expect(name(route.redirected(to: "/x")) == "http://c/x")
        #expect(name(route.failed()) == "exhausted")
    }

    @Test func readsPlaylistsInPlaylistsFiveDeep() throws {
        // F10
        var route = try route("http://h/0.m3u")
        for depth in 1...5 {
            let list = playlist("\(depth).m3u", at: route)
            #expect(name(route.received(list)) == "http://h/\(depth).m3u")
            #expect(route.depth == depth)
        }
        #expect(name(route.received(playlist("6.m3u", at: route))) == "playlist_depth")
    }

    @Test func goesOnBehindAnInnerPlaylist() throws {
        var route = try route("http://h/0.m3u")
        #expect(
            name(route.received(playlist("1.m3u", "http://z/", at: route))) == "http://h/1.m3u")
        #expect(
            name(route.received(playlist("http://a/", "0.m3u", "http://z/", at: route)))
                == "http://a/")
        // The document it came from is not read again, and no address is tried twice.
        #expect(name(route.failed()) == "http://z/")
        #expect(route.depth == 1)
        #expect(name(route.failed()) == "exhausted")
    }

    @Test func entersNoCircle() throws {
        var route = try route("http://h/0.m3u")
        #expect(name(route.received(playlist("1.m3u", at: route))) == "http://h/1.m3u")
        #expect(name(route.received(playlist("0.m3u", at: route))) == "playlist_loop")
        var own = try self.route("http://h/0.m3u")
        #expect(name(own.received(playlist("0.m3u", at: own))) == "playlist_loop")
        var empty = try self.route("http://h/0.m3u")
        #expect(name(empty.received(playlist("rtsp://h/", at: empty))) == "empty_playlist")
    }

    @Test func asksABoundedNumberOfTimes() throws {
        var route = try route("http://h/0.m3u")
        let text = (1...40).map { "http://h\($0)/" }.joined(separator: "\n")
        let list = Playlist(Array(text.utf8), format: .m3u, url: route.url)
        #expect(name(route.received(list)) == "http://h1/")
        for number in 2...15 { #expect(name(route.failed()) == "http://h\(number)/") }
        #expect(route.requestCount == 16)
        #expect(name(route.failed()) == "requests")
        #expect(name(route.redirected(to: "/x")) == "requests")
    }

    @Test func goesNowhereWithoutARedirect() throws {
        // F15: a `Location` in a response with audio means nothing.
        let audio = "Location: http://other/\r\nContent-Type: audio/mpeg\r\n\r\n"
        for status in ["200 OK", "206 Partial Content", "201 Created", "304 Not Modified"] {
            #expect(try head("HTTP/1.0 \(status)\r\n" + audio).isRedirect == false)
        }
        for status in [301, 302, 303, 307, 308] {
            #expect(try head("ICY \(status) Moved\r\n" + audio).isRedirect)
        }
    }

    @Test func titlesEntries() throws {
        var route = try route("http://h/listen.pls")
        let text =
            "File1=http://a/\nTitle1=(#1 - 9/9) Full\nFile2=http://b/\n"
            + "Title2=(#2 - 1/9) Free\n"
        let list = Playlist(Array(text.utf8), format: .pls, url: route.url)
        #expect(name(route.received(list)) == "http://b/")
        #expect(route.title == "Free")
        _ = route.failed()
        #expect(route.title == "Full")
    }

    @Test func climbsTheLadderOfSHOUTcast() throws {
        // E06, F12
        let notFound = try head(
            "ICY 404 Resource Not Found\r\nicy-notice1:<BR>SHOUTcast Distributed Network Audio "
                + "Server/Linux v1.9.5<BR>\r\n\r\n")
        var route = try route("http://user:pass@h:8000/listen.pls")
        #expect(route.isGuess == false)
        #expect(name(route.refused(notFound)) == "http://h:8000/;")
        #expect(route.isGuess)
        #expect(route.current.authorization == "Basic dXNlcjpwYXNz")
        // A guess that fails does not open a ladder of its own.
        #expect(name(route.refused(notFound)) == "http://h:8000/;stream.mp3")
        #expect(name(route.failed()) == "http://h:8000/;?type=http&nocache=1")
        #expect(name(route.failed()) == "exhausted")
    }

    @Test func climbsBeforeTheNextEntry() throws {
        var route = try route("http://h/l.m3u")
        #expect(
            name(route.received(playlist("http://a:8000/", "http://b/x", at: route)))
                == "http://a:8000/")
        let ok = try head("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
        let page = HTMLPage(
            Array("<title>Shoutcast Server</title>".utf8), url: route.current)
        #expect(name(route.received(page, head: ok)) == "http://a:8000/;")
        #expect(name(route.failed()) == "http://a:8000/stream")
        #expect(name(route.failed()) == "http://a:8000/;stream.mp3")
        #expect(name(route.failed()) == "http://a:8000/stream/1/")
        #expect(name(route.failed()) == "http://a:8000/1?type=http")
        #expect(name(route.failed()) == "http://b/x")
        #expect(route.isGuess == false)
    }

    @Test func takesEveryTurnAndEnds() throws {
        let ok = try head("HTTP/1.0 200 OK\r\n\r\n")
        let missing = try head("ICY 404 Not Found\r\n\r\n")
        for seed in UInt64(0)..<2000 {
            var generator = SeededGenerator(seed: seed)
            var route = try route("http://h/")
            var connections = 1
            while connections < 100 {
                let number = Int.random(in: 0..<6, using: &generator)
                let step: Route.Step
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: step = route.redirected(to: "/\(number)")
                case 1: step = route.received(playlist("/\(number)", "/x\(number)", at: route))
                case 2: step = route.received(HTMLPage([], url: route.current), head: ok)
                case 3: step = route.refused(missing)
                default: step = route.failed()
                }
                guard case .go(let url) = step else { break }
                #expect(url == route.current)
                connections += 1
            }
            #expect(connections <= 16, "seed \(seed)")
            #expect(connections == route.requestCount, "seed \(seed)")
        }
    }
}
