import ICYReader
import Testing

@testable import Relay

/// AzuraCast's data: the members, their order and their types.
@Suite struct AzuraCastTests {
    private let start = WallClock(milliseconds: 1_795_349_702_123)

    private func json(_ view: StationView, after seconds: Int = 0) throws -> JSONNode {
        let now = start.advanced(by: .seconds(seconds))
        return try JSONReader.read(AzuraCast.nowPlaying(view, at: now).json.bytes)
    }

    private func text(_ view: StationView) -> String {
        AzuraCast.nowPlaying(view, at: start).json.text
    }

    @Test func everyMemberIsThere() throws {
        let view = try StationView.sample { status in
            status.name = "Radio Jazz"
            status.about = .told([
                StationStatus.About.Told(name: "url", text: "http://jazz.example/"),
                StationStatus.About.Told(name: "description", text: "All day"),
            ])
        }
        let expected = #"""
            {"station":{"id":1,"name":"Radio Jazz","shortcode":"jazz","description":"All day",\#
            "frontend":"remote","backend":"none","timezone":"UTC",\#
            "listen_url":"http://s.example:8000/live.mp3","url":"http://jazz.example/",\#
            "public_player_url":"","playlist_pls_url":"","playlist_m3u_url":"",\#
            "is_public":true,"mounts":[{"id":1,"name":"/live.mp3",\#
            "url":"http://s.example:8000/live.mp3","bitrate":128,"format":"mp3",\#
            "listeners":{"total":0,"unique":0,"current":0},"path":"/live.mp3",\#
            "is_default":true}],"remotes":[],"hls_enabled":false,"hls_is_default":false,\#
            "hls_url":null,"hls_listeners":0},\#
            "listeners":{"total":0,"unique":0,"current":0},\#
            "live":{"is_live":false,"streamer_name":"","broadcast_start":null,"art":null},\#
            "now_playing":{"sh_id":1,"played_at":1795349702,"duration":0,"playlist":"",\#
            "streamer":"","is_request":false,"song":{"id":"\#(TextHash.text("Artist - Song"))"\#
            ,"art":"","custom_fields":[],"text":"Artist - Song","artist":"Artist",\#
            "title":"Song","album":"","genre":"","isrc":"","lyrics":""},\#
            "elapsed":0,"remaining":0},"playing_next":null,"song_history":[],\#
            "is_online":true,"cache":"station"}
            """#
        #expect(text(view) == expected)
    }

    /// Players read the texts of the song without asking whether there is one.
    @Test func nothingKnownIsASongWithoutTexts() throws {
        let node = try json(.unknown())
        #expect(node["now_playing.song.text"] == .string(""))
        #expect(node["now_playing.sh_id"] == .number("0"))
        #expect(node["now_playing.elapsed"] == .number("0"))
        #expect(node["station.listen_url"] == .null)
        #expect(node["station.mounts"] == .array([]))
        #expect(node["station.name"] == .string("jazz"))
        #expect(node["is_online"] == .bool(false))
        // The same members as with a title.
        let full = try json(.sample())
        for path in ["", "station", "now_playing", "now_playing.song", "live"] {
            #expect(node.names(path) == full.names(path), "\(path)")
        }
    }

    @Test func addressesWithASecretAreNotTold() throws {
        let view = try StationView.sample(url: "http://u:secret@s.example/live?token=secret")
        #expect(try json(view)["station.listen_url"] == .null)
        #expect(try json(view)["station.mounts"] == .array([]))
        #expect(!text(view).contains("secret"))
    }

    @Test func historyHasFiveSongsAndNoClears() throws {
        let titles = ["9", "", "8", "7", "", "6", "5", "4", "3"].map { TitleEvent.sample($0) }
        let node = try json(.sample(titles))
        #expect(node["now_playing.song.text"] == .string("9"))
        let texts = (0..<6).map { node["song_history.\($0).song.text"] }
        #expect(texts == ["8", "7", "6", "5", "4"].map { JSONValue.string($0) } + [nil])
        #expect(node["song_history.0.sh_id"] == .number("7"))
        #expect(!node.names("song_history.0").contains("elapsed"))
    }

    @Test func aClearedTitleIsASongWithoutTexts() throws {
        let node = try json(.sample([.sample(""), .sample("Before")]))
        #expect(node["now_playing.song.text"] == .string(""))
        #expect(node["song_history.0.song.text"] == .string("Before"))
    }

    @Test func timeGoesOn() throws {
        #expect(try json(.sample(), after: 7)["now_playing.elapsed"] == .number("7"))
        // A clock that was set back.
        #expect(try json(.sample(), after: -7)["now_playing.elapsed"] == .number("0"))
        #expect(try json(.sample(), after: 7)["now_playing.remaining"] == .number("0"))
    }

    @Test(arguments: [
        ("B - C - D", "B", "C - D"), ("Only", "", "Only"), (" - C", "", "C"),
    ])
    func theNextSongIsCutAtTheFirstDash(_ next: String, _ artist: String, _ title: String) throws {
        let node = try json(.sample([.sample("A", [.next: next])]))
        #expect(node["playing_next.song.text"] == .string(next))
        #expect(node["playing_next.song.artist"] == .string(artist))
        #expect(node["playing_next.song.title"] == .string(title))
        #expect(node["playing_next.played_at"] == .null)
    }

    @Test func tagsFillWhatTheyHave() throws {
        let attributes = [
            TitleAttribute(key: "ALBUM", value: "Kind \"of\" Blue"),
            TitleAttribute(key: "Genre", value: "Jazz"), TitleAttribute(key: "ISRC", value: "X1"),
        ]
        let node = try json(.sample([.sample("A", attributes: attributes)]))
        #expect(node["now_playing.song.album"] == .string("Kind \"of\" Blue"))
        #expect(node["now_playing.song.genre"] == .string("Jazz"))
        #expect(node["now_playing.song.isrc"] == .string("X1"))
    }

    /// A path of this server would be looked for on the player's own.
    @Test func picturesOfTheWebAreShown() throws {
        for (address, art) in [
            ("https://img.example/a.png", "https://img.example/a.png"), ("jazz/artwork?v=1", ""),
        ] {
            let node = try json(.sample([.sample("A", [.artworkURL: address])]))
            #expect(node["now_playing.song.art"] == .string(art))
        }
    }

    @Test(arguments: [
        ("audio/mpeg", "mp3"), ("audio/aacp; x=1", "aac"), ("Audio/AAC", "aac"),
        ("application/ogg", "ogg"), ("audio/flac", "flac"), ("video/webm", ""), ("", ""),
    ])
    func formatsHaveAzuraCastsNames(_ type: String, _ format: String) throws {
        let node = try json(.sample { $0.contentType = type })
        #expect(node["station.mounts.0.format"] == .string(format))
    }

    @Test func anUnknownBitRateIsNull() throws {
        let node = try json(.sample { $0.bitrate = nil })
        #expect(node["station.mounts.0.bitrate"] == .null)
    }

    // MARK: The text file

    @Test(arguments: [
        ("Artist", "Song", "Artist - Song"), ("", "Song", "Song"), ("Artist", "", "Artist"),
        ("", "", "Radio Jazz"),
    ])
    func theTextFile(_ artist: String, _ title: String, _ text: String) throws {
        let event = TitleEvent.sample("x", [.artist: artist, .title: title])
        let view = try StationView.sample([event]) { $0.name = "Radio Jazz" }
        #expect(AzuraCast.text(view) == text)
    }

    @Test func withoutANameTheTextFileHasThatOfThePath() throws {
        #expect(AzuraCast.text(.unknown()) == "jazz")
    }

    // MARK: Which states are pushed

    @Test func onlyWhatIsInTheDataIsPushed() throws {
        let live = try #require(try StationView.sample().status)
        #expect(AzuraCast.triggers(from: nil, to: live) == [.stationOnline])
        #expect(AzuraCast.triggers(from: live, to: live) == nil)
        var other = live
        other.state = .waiting
        #expect(AzuraCast.triggers(from: live, to: other) == [.stationOffline])
        #expect(AzuraCast.triggers(from: other, to: live) == [.stationOnline])
        var connecting = other
        connecting.state = .connecting
        #expect(AzuraCast.triggers(from: other, to: connecting) == nil)
        other = live
        other.bitrate = 64
        #expect(AzuraCast.triggers(from: live, to: other) == [])
        other = live
        other.name = "New"
        #expect(AzuraCast.triggers(from: live, to: other) == [])
    }

    @Test func aSongHasAnIdOfItsText() {
        // The test vectors of FNV-1a with 128 bits.
        #expect(TextHash.text("") == "6c62272e07bb014262b821756295c58d")
        #expect(TextHash.text("a") == "d228cb696f1a8caf78912b704e4a8964")
        #expect(TextHash.text("foobar") == "343e1662793c64bf6f0d3597ba446f18")
    }
}
