import FoundationEssentials
import ICYReader
import Testing

@testable import Relay

/// A station's texts have a limited length, wherever they go.
@Suite(.timeLimit(.minutes(10))) struct StationWordsTests {
    private let bench: TestHub
    private let station: FakeStation

    init() throws {
        bench = try TestHub()
        station = try FakeStation()
    }

    private func text(_ count: Int) -> String { String(repeating: "x", count: count) }
    private var figures: StationFigures { bench.hub.settings.stations[0].figures }
    private var shedWords: Int {
        figures.shed.isEmpty ? 0 : figures.shed[Bound.words.rawValue]
    }

    private func head(name: String, genre: String = "", type: String = "audio/mpeg") -> String {
        "ICY 200 OK\r\nicy-name: \(name)\r\nicy-genre: \(genre)\r\nicy-metaint: 4\r\n"
            + "content-type: \(type)\r\n\r\n"
    }

    /// What a JSON client receives about a station with this head.
    private func live(_ head: String) throws -> StationState {
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url())
        let upstream = try station.accept(on: bench.loop)
        upstream.send(head)
        let live = try StationState(bench.frames(2, of: client).last)
        #expect(live.state == "live")
        upstream.close()
        return live
    }

    @Test func wordsOf200CharactersAreToldWhole() throws {
        let live = try live(head(name: text(200), genre: text(200), type: text(200)))
        #expect(live.name == text(200))
        #expect(live.content_type == text(200))
        #expect(shedWords == 0)
        #expect(bench.get("/metrics").contains("bound=\"station_words\"") == false)
    }

    @Test(arguments: [(201, 0, 0), (0, 201, 0), (0, 0, 201), (60_000, 2000, 2000)])
    func longerOnesAreCutAndCountedOnceForAHead(name: Int, genre: Int, type: Int) throws {
        let live = try live(head(name: text(name), genre: text(genre), type: text(type)))
        func expected(_ count: Int) -> String { count > 200 ? text(199) + "…" : text(count) }
        #expect(live.name == expected(name))
        #expect(live.content_type == expected(type))
        #expect(bench.get("/jazz").contains("\"genre\":\"\(expected(genre))\""))
        #expect(shedWords == 1)
        #expect(bench.get("/jazz").utf8.count < 4096)
        #expect(
            bench.get("/metrics").contains(
                "station_shed_total{station=\"jazz\",bound=\"station_words\"} 1"))
    }

    /// The texts are repeated with every state, so every state must be short.
    @Test func everyStateIsShort() throws {
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url("/" + text(7000)))
        let upstream = try station.accept(on: bench.loop)
        upstream.send(head(name: text(60_000)))
        var frames = bench.frames(2, of: client)
        bench.advance(by: .seconds(5))
        upstream.send([1])
        frames += bench.frames(2, of: client)
        upstream.close()
        frames += bench.frames(1, of: client)
        #expect(
            try frames.map { try StationState($0).state } == [
                "connecting", "live", "stalled", "live", "waiting",
            ])
        // Only the address that the operator gave is whole.
        #expect(frames.allSatisfy { $0.payload.count < 7000 + 1500 })
        #expect(shedWords == 1)
    }

    @Test func anAdvertisementsWordsAreCut() throws {
        let at = WallClock(milliseconds: 0)
        func ad(_ count: Int) -> AdEvent {
            AdEvent(
                station: "jazz",
                ad: AdBreak(kind: text(count), durationMilliseconds: 1, id: text(count)), at: at,
                audioOffset: 0)
        }
        #expect(ad(200).ad.kind == text(200))
        #expect(ad(200).ad.id == text(200))
        #expect(
            ad(201).ad
                == AdBreak(
                    kind: text(199) + "…", durationMilliseconds: 1, id: text(199) + "…"))
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url())
        let upstream = try station.accept(on: bench.loop)
        upstream.send(FakeStation.head)
        _ = bench.frames(2, of: client)
        upstream.send(FakeStation.block("insertionType='\(text(300))';adId='\(text(300))';"))
        let frame = String(
            decoding: try #require(bench.frames(1, of: client).first).payload, as: UTF8.self)
        #expect(frame.contains("\"kind\":\"\(text(199))…\""))
        #expect(frame.contains("\"ad_id\":\"\(text(199))…\""))
        #expect(shedWords == 1)
    }

    // MARK: Addresses

    @Test func anAddressThatIsTooLongIsTheOperators() throws {
        let given = try StreamURL("http://h/live.m3u")
        var status = StationStatus(station: "jazz", listenURL: given)
        let fits = try StreamURL("http://cdn/" + text(2037))
        #expect(fits.description.utf8.count == Limits.listenURLBytes)
        status.play(fits, given: given, by: [given.origin, fits.origin])
        #expect(status.listenURL == fits)
        let long = try StreamURL("http://cdn/" + text(2038))
        status.play(long, given: given, by: [given.origin, long.origin])
        #expect(status.listenURL == given)
        #expect(status.audioOrigins == ["http://h", "http://cdn"])
        // The address that the operator gave stays whole.
        status.play(long, given: long, by: [long.origin])
        #expect(status.json.text.contains("\"listen_url\":\"\(long)\""))
    }

    @Test func aPlaylistsLongAddressIsNotTold() throws {
        let client = bench.subscribe("/", .json)
        try bench.run(try station.url())
        let body = "/\(text(3000))\n"
        try station.accept(on: bench.loop).send(
            "HTTP/1.0 200 OK\r\ncontent-type: audio/x-mpegurl\r\n"
                + "content-length: \(body.utf8.count)\r\n\r\n\(body)")
        let stream = try station.accept(on: bench.loop)
        stream.send(FakeStation.head)
        let live = try StationState(bench.frames(2, of: client).last)
        stream.close()
        #expect(live.state == "live")
        #expect(live.listen_url == station.origin + "/jazz")
    }

    /// A browser begins at the address given and ends at the last one.
    @Test func aPageMayLoadAudioFromEightOrigins() throws {
        let given = try StreamURL("http://h/")
        let named = try StreamURL("http://cdn/x")
        var status = StationStatus(station: "jazz", listenURL: given)
        let hops = (1...12).map { "http://h\($0)" }
        let eight = ["http://h", "http://cdn"] + hops[..<6]
        status.play(named, given: given, by: eight)
        #expect(status.audioOrigins == eight)
        status.play(named, given: given, by: eight + hops[6..<7])
        #expect(status.audioOrigins == ["http://cdn"] + hops[..<7])
        status.play(named, given: given, by: eight + hops[6...])
        #expect(status.audioOrigins == ["http://cdn"] + hops[5...])
        status.play(given, given: given, by: ["http://h"] + hops)
        #expect(status.audioOrigins == ["http://h"] + hops[5...])
    }
}
