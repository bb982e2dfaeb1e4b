import FoundationEssentials
import ICYReader
import Testing

@testable import Relay

/// From the bytes of a station to the bytes of a WebSocket client, on one test thread.
@Suite(.timeLimit(.minutes(10))) struct EndToEndTests {
    private let bench: TestHub
    private let station: FakeStation

    init() throws {
        bench = try TestHub()
        station = try FakeStation()
    }

    /// A station that is live, and its subscriber.
    private func live(
        _ format: MessageFormat = .text
    ) throws -> (upstream: TestSocket, client: TestSocket) {
        let client = bench.subscribe("/", format)
        try bench.run(try station.url())
        let upstream = try station.accept(on: bench.loop)
        upstream.send(FakeStation.head)
        if format == .json { #expect(bench.frames(2, of: client).count == 2) }
        return (upstream, client)
    }

    // MARK: Titles

    @Test func theRequestAsksForMetadata() throws {
        try bench.run(try station.url("/jazz?x=1"))
        let upstream = try station.accept(on: bench.loop)
        #expect(
            String(decoding: upstream.received, as: UTF8.self)
                == "GET /jazz?x=1 HTTP/1.1\r\nHost: 127.0.0.1:\(station.listener.port)\r\n"
                + "User-Agent: icy-relay/\(Version.number)\r\nAccept: */*\r\n"
                + "Accept-Encoding: identity\r\nIcy-MetaData: 1\r\nConnection: close\r\n\r\n")
    }

    /// SHOUTcast closes the connection when its client shuts down its sending side.
    @Test func ourSideStaysOpen() throws {
        let (upstream, client) = try live()
        upstream.send(FakeStation.title("A - B"))
        #expect(bench.frames(1, of: client).count == 1)
        _ = upstream.receive()
        #expect(upstream.isEnded == false)
    }

    /// One turn of the loop from the station's `recv` to the client's `send`.
    @Test func aTitleIsSentInTheTurnItsBlockCameIn() throws {
        let (upstream, client) = try live()
        bench.loop.settle()
        upstream.send(FakeStation.title("A - B"))
        // Waits until the kernel has delivered the bytes, and then runs one turn.
        bench.loop.runOnce(timeout: .seconds(1))
        #expect(client.takeFrames() == [.text("A - B")])
    }

    @Test func aTitleIsSentWithTheLastByteOfItsBlock() throws {
        let (upstream, client) = try live()
        let bytes = FakeStation.title("Café - Où")
        for byte in bytes.dropLast() {
            upstream.send([byte])
            bench.loop.runOnce(timeout: .milliseconds(2))
        }
        bench.loop.settle()
        #expect(client.takeFrames().isEmpty)
        upstream.send([bytes[bytes.count - 1]])
        #expect(bench.frames(1, of: client) == [.text("Café - Où")])
    }

    @Test func everyChangeIsSentOnceAndInOrder() throws {
        let (upstream, client) = try live()
        var bytes: [UInt8] = []
        for title in ["one", "one", "two", "", "", "two"] { bytes += FakeStation.title(title) }
        bytes += [1, 2, 3, 4, 0] + FakeStation.block("StreamUrl='http://x/';")
        upstream.send(bytes)
        let expected = ["one", "two", "", "two"].map { ServerFrame.text($0) }
        #expect(bench.frames(4, of: client) == expected)
    }

    @Test func aJSONTitleHasAllItsMembers() throws {
        struct Title: Decodable {
            let type, station, id, stream_title, artist, title, stream_url, at, charset: String
            let played_at, audio_offset: Int
            let flags: [String]
        }
        let (upstream, client) = try live(.json)
        let before = WallClock.now
        upstream.send(
            [1, 2, 3, 4, 0] + FakeStation.block("StreamTitle='A - \"B\"';StreamUrl='u';"))
        let frame = try #require(bench.frames(1, of: client).first)
        let title = try JSONDecoder().decode(Title.self, from: Data(frame.payload))
        #expect(title.type == "title")
        #expect(title.station == "jazz")
        #expect(title.id.hasSuffix(":1"))
        #expect(title.stream_title == "A - \"B\"")
        #expect(title.artist == "A")
        #expect(title.title == "\"B\"")
        #expect(title.stream_url == "u")
        #expect(title.audio_offset == 8)
        #expect(title.charset == "utf-8")
        #expect(title.flags == [])
        #expect((before.seconds...WallClock.now.seconds).contains(title.played_at))
        #expect(title.at.hasSuffix("Z"))
        #expect(frame.text.hasPrefix(#"{"type":"title","station":"jazz","id":""#))
    }

    @Test func aLateSubscriberGetsTheTitleAtOnce() throws {
        let (upstream, client) = try live()
        upstream.send(FakeStation.title("A - B"))
        #expect(bench.frames(1, of: client) == [.text("A - B")])
        #expect(bench.subscribe().takeFrames() == [.text("A - B")])
    }

    @Test func aStationThatDiesAndComesBackWithItsTitleSendsNothingTwice() throws {
        let (first, client) = try live()
        first.send(FakeStation.title("A - B"))
        #expect(bench.frames(1, of: client) == [.text("A - B")])
        first.close()
        bench.loop.settle(20)
        bench.advance(by: .seconds(1))
        let second = try station.accept(on: bench.loop)
        second.send(FakeStation.head)
        second.send(FakeStation.title("A - B") + FakeStation.title("C - D"))
        #expect(bench.frames(1, of: client) == [.text("C - D")])
    }

    // MARK: Redirects

    @Test func aRedirectIsFollowedAndThePageMayLoadFromBoth() throws {
        let target = try FakeStation()
        let client = bench.subscribe()
        try bench.run(try station.url())
        let first = try station.accept(on: bench.loop)
        first.send("HTTP/1.1 302 Found\r\nLocation: \(target.origin)/real\r\n\r\n")
        let second = try target.accept(on: bench.loop)
        #expect(
            String(decoding: second.received, as: UTF8.self).hasPrefix("GET /real HTTP/1.1\r\n"))
        first.receive()
        #expect(first.isEnded)
        second.send(FakeStation.head)
        second.send(FakeStation.title("A - B"))
        #expect(bench.frames(1, of: client) == [.text("A - B")])
        let page = bench.get("/", accept: "text/html")
        #expect(page.contains("media-src \(station.origin) \(target.origin);"))
    }

    /// A listener plays what the playlist names; the page may load from each place on the way.
    @Test func aPlaylistLeadsToItsStreamAndThatIsListenedTo() throws {
        let target = try FakeStation()
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url("/jazz.m3u"))
        for _ in 0..<2 {
            let first = try station.accept(on: bench.loop)
            first.send("HTTP/1.0 200 OK\r\nContent-Type: audio/x-mpegurl\r\n\r\n")
            first.send("#EXTM3U\n\(target.origin)/real\n")
            first.shutdownWriting()
            let second = try target.accept(on: bench.loop)
            second.send(FakeStation.head)
            second.send(FakeStation.title("A - B"))
            var said = ""
            bench.loop.turn(until: {
                said += client.takeFrames().map(\.text).joined()
                return said.contains("\"state\":\"live\"")
            })
            #expect(said.contains("\"listen_url\":\"\(target.origin)/real\""))
            let page = bench.get("/", accept: "text/html")
            #expect(page.contains("media-src \(station.origin) \(target.origin);"))
            // The next attempt begins at the playlist again.
            second.close()
            bench.loop.settle()
            bench.advance(by: .seconds(5))
        }
    }

    @Test func redirectsInACircleEnd() throws {
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url())
        for _ in 0...ICYReader.Limits.redirects {
            let upstream = try station.accept(on: bench.loop)
            upstream.send("HTTP/1.1 301 Moved\r\nLocation: /again\r\n\r\n")
        }
        let waiting = try StationState(bench.frames(2, of: client).last)
        #expect(waiting.state == "waiting")
        #expect(waiting.reason.hasPrefix("too many redirects (more than 8, "))
    }

    // MARK: Several loops

    @Test func aStationOfOneLoopReachesTheClientsOfAnother() throws {
        let other = try TestHub(clock: bench.clock)
        let own = try TestHub(others: [other.inbox], clock: bench.clock)
        let client = other.subscribe("/", .json)
        try own.run(try station.url())
        let upstream = try station.accept(on: own.loop)
        upstream.send(FakeStation.head)
        upstream.send(FakeStation.title("A - B"))
        var frames: [ServerFrame] = []
        own.loop.turn(until: {
            other.loop.settle(1)
            frames += client.takeFrames()
            return frames.count >= 3
        })
        #expect(try frames.prefix(2).map { try StationState($0).state } == ["connecting", "live"])
        #expect(frames.last?.text.contains(#""stream_title":"A - B""#) == true)
        #expect(frames.count == 3)
    }

    /// After a shutdown nothing is opened again.
    @Test func aStoppedStationStaysStopped() throws {
        let (upstream, client) = try live()
        bench.inbox.send(.shutdown)
        bench.loop.settle()
        upstream.receive()
        #expect(upstream.isEnded)
        client.send(clientFrame(8))
        bench.loop.settle()
        bench.advance(by: .seconds(120))
        #expect(station.listener.accept() == nil)
    }
}
