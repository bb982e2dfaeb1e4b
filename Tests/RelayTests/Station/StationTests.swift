import FoundationEssentials
import ICYReader
import Testing

@testable import Relay

/// What a station's clients learn about its ups and downs.
@Suite(.timeLimit(.minutes(10))) struct StationTests {
    private let bench: TestHub
    private let station: FakeStation

    init() throws {
        bench = try TestHub()
        station = try FakeStation()
    }

    /// A JSON subscriber of a station that is live.
    private func live() throws -> (upstream: TestSocket, client: TestSocket) {
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url())
        let upstream = try station.accept(on: bench.loop)
        upstream.send(FakeStation.head)
        #expect(try StationState(bench.frames(2, of: client).last).state == "live")
        return (upstream, client)
    }

    @Test func theStationsStateIsTold() throws {
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url())
        let connecting = try StationState(bench.frames(1, of: client).first)
        #expect(connecting.state == "connecting")
        #expect(!connecting.is_online)
        #expect(connecting.listen_url == station.origin + "/jazz")
        try station.accept(on: bench.loop).send(FakeStation.head)
        let live = try StationState(bench.frames(1, of: client).first)
        #expect(live.state == "live")
        #expect(live.is_online)
        #expect(live.name == "Jazz")
        #expect(live.bitrate_kbps == 128)
        #expect(live.content_type == "audio/mpeg")
        #expect(live.reason == "")
        #expect(live.retry_at == nil)
    }

    @Test func anOutageIsToldWithItsReasonAndTheNextAttempt() throws {
        let (upstream, client) = try live()
        upstream.close()
        let waiting = try StationState(bench.frames(1, of: client).first)
        #expect(waiting.state == "waiting")
        #expect(!waiting.is_online)
        #expect(waiting.name == "Jazz")
        let url = "\(station.origin)/jazz"
        #expect(
            waiting.reason
                == "the stream ended (\(url))")
        #expect(waiting.reason_code == "ended")
        #expect(waiting.advice == "if that goes on, check the station's source")
        let now = WallClock.now.seconds
        #expect((now - 2...now + 1).contains(try #require(waiting.retry_at)))
        bench.advance(by: .seconds(1))
        #expect(try StationState(bench.frames(1, of: client).first).state == "connecting")
    }

    /// A 404 while the source restarts says nothing about the station's name.
    @Test func anErrorLeavesWhatWasKnownOfTheStation() throws {
        let (upstream, client) = try live()
        upstream.close()
        _ = bench.frames(1, of: client)
        bench.advance(by: .seconds(1))
        _ = bench.frames(1, of: client)
        let again = try station.accept(on: bench.loop)
        again.send("HTTP/1.0 404 Not Found\r\nicy-name: An error\r\n\r\n")
        let waiting = try StationState(bench.frames(1, of: client).first)
        #expect(waiting.state == "waiting")
        #expect(waiting.name == "Jazz")
        #expect(waiting.bitrate_kbps == 128)
    }

    /// Nor does the head of a playlist whose stream is unavailable for now.
    @Test func aPlaylistLeavesWhatWasKnownOfTheStation() throws {
        let body = "/stream\n"
        let list =
            "HTTP/1.0 200 OK\r\ncontent-type: audio/x-mpegurl\r\nicy-name: A list\r\n"
            + "content-length: \(body.utf8.count)\r\n\r\n\(body)"
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url())
        try station.accept(on: bench.loop).send(list)
        let stream = try station.accept(on: bench.loop)
        stream.send(FakeStation.head)
        let live = try StationState(bench.frames(2, of: client).last)
        #expect(live.state == "live")
        #expect(live.name == "Jazz")
        #expect(live.listen_url == "\(station.origin)/stream")
        stream.close()
        _ = bench.frames(1, of: client)
        bench.advance(by: .seconds(1))
        _ = bench.frames(1, of: client)
        try station.accept(on: bench.loop).send(list)
        try station.accept(on: bench.loop).send("HTTP/1.0 503 Busy\r\n\r\n")
        let waiting = try StationState(bench.frames(1, of: client).first)
        #expect(waiting.state == "waiting")
        #expect(waiting.name == "Jazz")
        #expect(waiting.content_type == "audio/mpeg")
        #expect(waiting.listen_url == "\(station.origin)/stream")
    }

    /// A relay that forwards what it received under a head of its own.
    @Test func aHeadInTheBodyGivesTheName() throws {
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url())
        let outer = "HTTP/1.0 200 OK\r\nicy-name: Relay\r\nicy-metaint: 4\r\n\r\n"
        let upstream = try station.accept(on: bench.loop)
        upstream.send(outer + FakeStation.head)
        let frames = try bench.frames(3, of: client).map { try StationState($0) }
        #expect(frames.map(\.state) == ["connecting", "live", "live"])
        #expect(frames.map(\.name) == ["", "Relay", "Jazz"])
        upstream.close()
    }

    @Test func aBrokenConnectionIsAnOutageToo() throws {
        let (upstream, client) = try live()
        upstream.reset()
        let waiting = try StationState(bench.frames(1, of: client).first)
        #expect(waiting.state == "waiting")
        #expect(
            waiting.reason == "the connection broke (127.0.0.1:\(station.listener.port) for "
                + "\(try station.url()): Connection reset by peer)")
    }

    @Test func silenceIsAStallAndThenAnOutage() throws {
        let (upstream, client) = try live()
        bench.advance(by: .seconds(5))
        #expect(try StationState(bench.frames(1, of: client).first).state == "stalled")
        upstream.send([1])
        #expect(try StationState(bench.frames(1, of: client).first).state == "live")
        bench.advance(by: .seconds(5))
        #expect(try StationState(bench.frames(1, of: client).first).state == "stalled")
        bench.advance(by: .seconds(10))
        #expect(try StationState(bench.frames(1, of: client).first).state == "waiting")
        upstream.receive()
        #expect(upstream.isEnded)
    }

    @Test(arguments: [
        ("HTTP/1.0 404 Not Found\r\n\r\n", "no such mount"),
        (
            // This much audio is searched for blocks that no header announces.
            "ICY 200 OK\r\ncontent-type: audio/mpeg\r\n\r\n"
                + String(repeating: "x", count: 100 * 1024),
            "no icy-metaint"
        ),
        ("HTTP/1.0 200 OK\r\ncontent-length: 13\r\n\r\n<html></html>", "a web page, no stream"),
        ("HTTP/1.0 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "answered 403 Forbidden"),
    ])
    func whatIsNoStreamFailsAndIsTriedAgainSlowly(answer: String, reason: String) throws {
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url())
        let upstream = try station.accept(on: bench.loop)
        upstream.send(answer)
        let failed = try StationState(bench.frames(2, of: client).last)
        #expect(failed.state == "failed")
        #expect(failed.reason.contains(reason))
        client.close()
        bench.advance(by: .seconds(29))
        #expect(station.listener.accept() == nil)
        bench.advance(by: .seconds(31))
        let again = try station.accept(on: bench.loop)
        let late = bench.subscribe("/", .json)
        again.send(FakeStation.head)
        #expect(
            try bench.frames(2, of: late).map { try StationState($0).state } == [
                "connecting", "live",
            ])
    }

    @Test func aRefusedConnectionIsTriedAgain() throws {
        let closed = try ClosedPort(host: "127.0.0.2")
        let client = bench.subscribe("/", .json)
        try bench.run(try StreamURL("http://127.0.0.2:\(closed.port)/x"))
        let waiting = try StationState(bench.frames(2, of: client).last)
        #expect(waiting.state == "waiting")
        #expect(
            waiting.reason.hasPrefix(
                "the server refuses connections (127.0.0.2:\(closed.port) for "))
        bench.advance(by: .seconds(1))
        let again = bench.frames(2, of: client)
        #expect(try again.map { try StationState($0).state } == ["connecting", "waiting"])
    }

    @Test func aServerThatAnswersNothingIsGivenUpAfter15Seconds() throws {
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url())
        let upstream = try station.accept(on: bench.loop)
        bench.advance(by: .seconds(15))
        let waiting = try StationState(bench.frames(2, of: client).last)
        #expect(waiting.state == "waiting")
        #expect(waiting.reason.hasPrefix("the server does not answer"))
        upstream.receive()
        #expect(upstream.isEnded)
    }

    @Test func aPlainServerBehindHTTPSIsATLSProblem() throws {
        let client = bench.subscribe("/", .json)
        try bench.run(try StreamURL("https://127.0.0.1:\(station.listener.port)/x"))
        var upstream: TestSocket?
        bench.loop.turn(until: {
            upstream = upstream ?? station.listener.accept()
            return upstream?.receive().isEmpty == false
        })
        // A ClientHello in a TLS record.
        #expect(upstream?.received.first == 0x16)
        upstream?.send("HTTP/1.0 400 Bad Request\r\n\r\n")
        let waiting = try StationState(bench.frames(2, of: client).last)
        #expect(waiting.state == "waiting")
        #expect(waiting.reason.hasPrefix("no TLS connection (127.0.0.1:\(station.listener.port): "))
    }

    @Test func anEndDuringTheHandshakeIsABrokenConnection() throws {
        let client = bench.subscribe("/", .json)
        let url = try StreamURL("https://127.0.0.1:\(station.listener.port)/x")
        try bench.run(url)
        var upstream: TestSocket?
        bench.loop.turn(until: {
            upstream = upstream ?? station.listener.accept()
            return upstream?.receive().isEmpty == false
        })
        upstream?.shutdownWriting()
        let waiting = try StationState(bench.frames(2, of: client).last)
        #expect(waiting.state == "waiting")
        #expect(
            waiting.reason == "the connection broke (127.0.0.1:\(station.listener.port) for "
                + "\(url): closed during the TLS handshake)")
    }

    /// Byte for byte, padding included, and for no other client.
    @Test func rawClientsGetTheBlocksThemselves() throws {
        let raw = bench.subscribe("/", .raw)
        let (upstream, json) = try live()
        let bytes = FakeStation.title("A - B")
        upstream.send(bytes)
        #expect(bench.frames(1, of: raw) == [ServerFrame(2, Array(bytes[5...]))])
        #expect(bench.frames(1, of: json).count == 1)
        // Repeated, it is not a title for the others, but it is a block.
        upstream.send(bytes)
        #expect(bench.frames(1, of: raw) == [ServerFrame(2, Array(bytes[5...]))])
        #expect(json.takeFrames().isEmpty)
        // A client that connects later gets the newest at once.
        #expect(bench.subscribe("/", .raw).takeFrames() == [ServerFrame(2, Array(bytes[5...]))])
    }
}
