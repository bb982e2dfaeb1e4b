import ICYReader
import Testing

@testable import Relay

/// Icecast's status: one source is an object, several are an array.
@Suite struct IcecastTests {
    private let start = WallClock(milliseconds: 1_795_349_702_123)

    private func json(_ views: [StationView]) throws -> JSONNode {
        try JSONReader.read(Icecast.status(views, startedAt: start))
    }

    @Test func withoutSourceThereIsNoMember() throws {
        let node = try json([.unknown(), try .sample(state: .waiting, since: nil)])
        #expect(
            node.names("icestats") == [
                "admin", "host", "location", "server_id", "server_start", "server_start_iso8601",
            ])
        #expect(node["icestats.server_start"] == .string("Sun, 22 Nov 2026 12:15:02 +0000"))
        #expect(node["icestats.server_start_iso8601"] == .string("2026-11-22T12:15:02+0000"))
    }

    @Test func oneSourceIsAnObject() throws {
        let view = try StationView.sample(since: start) { status in
            status.name = "Radio Jazz"
            status.genre = "Jazz"
        }
        let text = String(decoding: Icecast.status([view], startedAt: start), as: UTF8.self)
        let source = #"""
            "source":{"bitrate":128,"genre":"Jazz","listener_peak":0,"listeners":0,\#
            "listenurl":"http://s.example:8000/live.mp3","server_description":"",\#
            "server_name":"Radio Jazz","server_type":"audio/mpeg",\#
            "stream_start":"Sun, 22 Nov 2026 12:15:02 +0000",\#
            "stream_start_iso8601":"2026-11-22T12:15:02+0000",\#
            "title":"Artist - Song","dummy":null}}}
            """#
        #expect(text.hasSuffix(source))
    }

    @Test func severalSourcesAreAnArray() throws {
        let node = try json([
            try .sample(name: "a"), .unknown("b"), try .sample(id: 2, name: "c"),
        ])
        #expect(node["icestats.source.0.server_name"] == .string("a"))
        #expect(node["icestats.source.1.server_name"] == .string("c"))
        #expect(node["icestats.source.2"] == nil)
    }

    /// Icecast itself makes a number of the first, and breaks its JSON at others.
    @Test(arguments: ["1999", "-", "3.0", #"A "quoted" \ title"#, "null", "", "Ünïcödé"])
    func aTitleIsAText(_ title: String) throws {
        let node = try json([try .sample([.sample(title)])])
        #expect(node["icestats.source.title"] == .string(title))
    }

    @Test func theTitleIsWhatTheStationSent() throws {
        let event = TitleEvent.sample("Simon & Garfunkel", [.streamTitle: "Simon &amp; Garfunkel"])
        let node = try json([try .sample([event])])
        #expect(node["icestats.source.title"] == .string("Simon &amp; Garfunkel"))
        #expect(node["icestats.source.artist"] == nil)
    }

    @Test func commentsOfOggHaveAnArtist() throws {
        let event = TitleEvent.sample("A - S", [.artist: "A", .title: "S"])
        let node = try json([try .sample([event]) { $0.contentType = "application/ogg" }])
        #expect(node["icestats.source.artist"] == .string("A"))
        #expect(node["icestats.source.title"] == .string("S"))
    }

    @Test func whatIsNotKnownIsLeftOutOrEmpty() throws {
        let view = try StationView.sample([], url: "http://u:p@s.example/live") {
            $0.bitrate = nil
        }
        let node = try json([view])
        #expect(node["icestats.source.bitrate"] == nil)
        #expect(node["icestats.source.listenurl"] == .string(""))
        #expect(node["icestats.source.title"] == .string(""))
        #expect(node["icestats.source.server_url"] == nil)
    }

    @Test func aListHasABound() throws {
        let long = String(repeating: "x", count: 4000)
        let view = try StationView.sample([.sample(long)])
        let bytes = Icecast.status(Array(repeating: view, count: 2000), startedAt: start)
        #expect(bytes.count < Limits.compatibleListBytes + 1000)
        #expect(bytes.count > Limits.compatibleListBytes / 2)
        _ = try JSONReader.read(bytes)
    }

    @Test func aMountHasTwoNames() throws {
        let view = try StationView.sample()
        #expect(view.isMount("/jazz") && view.isMount("/live.mp3"))
        #expect(!view.isMount("jazz") && !view.isMount("/live") && !view.isMount(""))
        let secret = try StationView.sample(url: "http://s.example/live?token=x")
        #expect(secret.isMount("/jazz") && !secret.isMount("/live"))
    }
}
