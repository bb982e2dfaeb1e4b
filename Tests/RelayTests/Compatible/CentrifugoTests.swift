import ICYReader
import Testing

@testable import Relay

/// The messages of Centrifugo that AzuraCast's clients send and read.
@Suite struct CentrifugoTests {
    private let now = WallClock(milliseconds: 1_795_349_709_456)

    private func request(_ text: String) -> Centrifugo.ConnectRequest? {
        Centrifugo.ConnectRequest(Array(text.utf8))
    }

    /// The stations that a request names, those that recover with a plus sign.
    private func stations(_ text: String) -> [String]? {
        request(text)?.subscriptions.map { $0.station + ($0.recovers ? "+" : "") }
    }

    @Test(arguments: [
        (#"{"subs":{"station:jazz":{"recover":true}}}"#, ["jazz+"]),
        (#"{ "subs": { "station:jazz": {} }}"#, ["jazz"]),
        (#"{"subs":{"station:a":{"recover":false},"station:b":{"recover":true}}}"#, ["a", "b+"]),
        (#"{"subs":{"station:a":{"recover":true,"epoch":"x","offset":7}}}"#, ["a+"]),
        (#"{"token":"t","name":"js","version":"1","subs":{"station:a":{}}}"#, ["a"]),
        (#"{"subs":{"global:time":{},"station:a":null,"stations:b":{}}}"#, ["a"]),
        (#"{"subs":{"station:a":{},"station:a":{"recover":true}}}"#, ["a"]),
        (#"{"subs":{"station:":{}}}"#, [""]),
        (#"{"subs":{}}"#, []), ("{}", []),
    ])
    func whatAClientWants(_ text: String, _ expected: [String]) {
        #expect(stations(text) == expected)
    }

    @Test(arguments: [
        "", "null", "[]", "1", #""station:jazz""#, #"{"subs":["station:jazz"]}"#, #"{"subs":1}"#,
        #"{"subs":{"station:jazz":{}}"#, #"{"subs":{"station:jazz":{}}}x"#,
        "{\"subs\":{\"station:\u{0}\":{}}}",
    ])
    func whatIsNoRequest(_ text: String) { #expect(request(text) == nil) }

    /// The reader recurses for each level.
    @Test func deepRequestsAreRefused() {
        let deep = String(repeating: #"{"subs":"#, count: 4000)
        #expect(request(deep) == nil)
        #expect(request(String(repeating: "[", count: 8000)) == nil)
    }

    private func channel(
        _ name: String, recovers: Bool, includesData: Bool
    ) throws -> Centrifugo.Channel {
        Centrifugo.Channel(
            station: name, epoch: "e",
            data: AzuraCast.nowPlaying(try .sample(name: name), at: now), recovers: recovers,
            includesData: includesData)
    }

    @Test func theReplyHasEveryChannel() throws {
        let reply = Centrifugo.connected(
            [
                try channel("a", recovers: true, includesData: true),
                try channel("b", recovers: false, includesData: false),
                try channel("c", recovers: true, includesData: false),
            ], client: "c0ffee", ping: .seconds(25), at: now)
        let node = try JSONReader.read(reply)
        #expect(node.names() == ["connect"])
        #expect(
            node.names("connect") == ["client", "version", "subs", "ping", "session", "time"])
        #expect(node.names("connect.subs") == ["station:a", "station:b", "station:c"])
        #expect(
            node.names("connect.subs.station:a")
                == [
                    "recoverable", "epoch", "offset", "publications", "recovered", "positioned",
                    "was_recovering",
                ])
        #expect(
            node.names("connect.subs.station:b")
                == ["recoverable", "epoch", "offset", "positioned"])
        #expect(!node.names("connect.subs.station:c").contains("publications"))
        #expect(node["connect.ping"] == .number("25"))
        #expect(node["connect.time"] == .number("1795349709456"))
        let publication = "connect.subs.station:a.publications.0"
        #expect(node.names(publication) == ["data", "offset"])
        #expect(node.names(publication + ".data") == ["np", "triggers", "current_time"])
        #expect(node[publication + ".data.np.now_playing.song.title"] == .string("Song"))
        #expect(node[publication + ".data.current_time"] == .number("1795349709"))
        #expect(node[publication + ".offset"] == .number("1"))
        #expect(node["connect.subs.station:a.epoch"] == .string("e"))
    }

    @Test func aPushNamesItsChannelAndItsReason() throws {
        let data = AzuraCast.nowPlaying(try .sample(), at: now)
        let node = try JSONReader.read(Centrifugo.push(data, of: "jazz", [.songChanged]))
        #expect(node.names() == ["channel", "pub"])
        #expect(node["channel"] == .string("station:jazz"))
        #expect(node["pub.data.triggers.0"] == .string("song_changed"))
        #expect(node["pub.data.np.now_playing.elapsed"] == .number("7"))
        #expect(node["pub.offset"] == .number("1"))
    }

    @Test func withoutATitleTheOffsetIsZero() throws {
        let data = AzuraCast.nowPlaying(.unknown(), at: now)
        let node = try JSONReader.read(Centrifugo.push(data, of: "jazz", []))
        #expect(node["pub.offset"] == .number("0"))
        #expect(node["pub.data.triggers"] == .array([]))
    }
}
