import Fixtures
import ICYReader
import Testing

/// An address, its title, and its load.
struct Listed: Equatable, Sendable, CustomStringConvertible {
    let url: String
    let title: String
    let load: String
    var description: String { "\(url) \"\(title)\" \(load)" }

    init(_ url: String, _ title: String = "", load: String = "") {
        self.url = url
        self.title = title
        self.load = load
    }

    init(_ entry: Playlist.Entry) {
        url = entry.url.description
        title = entry.title
        load = entry.load.map { "\($0.listeners)/\($0.maximum)" } ?? ""
    }
}

/// Line-based playlists.
@Suite struct PlaylistTests {
    static let address = "http://list.example:8000/dir/listen.pls?sid=1"

    static func read(
        _ text: String, _ format: Playlist.Format, at address: String = address
    ) throws -> Playlist {
        Playlist(Array(text.utf8), format: format, url: try StreamURL(address))
    }

    struct Case: Sendable, CustomStringConvertible {
        let name: String
        let text: String
        let format: Playlist.Format
        let entries: [Listed]
        var dropped: [String] = []
        var description: String { name }
    }

    static let pls: [Case] = [
        Case(
            name: "F06",
            text: "[playlist]\r\nnumberofentries=2\r\nFile1=http://a/;\r\n"
                + "Title1=(#1 - 40/100) X\r\nFile2=http://b/;\r\n",
            format: .pls,
            entries: [Listed("http://a/;", "X", load: "40/100"), Listed("http://b/;")]),
        Case(
            name: "SHOUTcast directory",
            text: "[playlist]\nnumberofentries=3\n"
                + "File1=http://203.150.225.77:8100\nTitle1=(#1 - 27/10000) COOLfahrenheit 93\n"
                + "Length1=-1\nFile2=http://203.150.225.77:8000\n"
                + "Title2=(#2 - 29/10000) COOLfahrenheit 93\nLength2=-1\n"
                + "File3=http://203.150.225.71:8100\n"
                + "Title3=(#3 - 2025/10000) COOLfahrenheit 93\nLength3=-1\nVersion=2\n",
            format: .pls,
            entries: [
                Listed("http://203.150.225.77:8100/", "COOLfahrenheit 93", load: "27/10000"),
                Listed("http://203.150.225.77:8000/", "COOLfahrenheit 93", load: "29/10000"),
                Listed("http://203.150.225.71:8100/", "COOLfahrenheit 93", load: "2025/10000"),
            ]),
        Case(
            name: "path without a slash",
            text: "[playlist]\nnumberofentries=1\nFile1=http://69.9.180.91:8500;stream.nsv\n"
                + "Title1=(#1 - 125/200) Lost Season 2\nLength1=-1\nVersion=2\n",
            format: .pls,
            entries: [
                Listed("http://69.9.180.91:8500/;stream.nsv", "Lost Season 2", load: "125/200")
            ]),
        Case(
            name: "order, case, gaps, numbers that lie, junk",
            text: "[PLAYLIST]\rNumberOfEntries=99\rtitle12=Last = least\rFILE12=/live\r"
                + "FILE2 = \"http://b/x y\" \rFile3x=http://no/\rFile=first\r=\r\rVersion",
            format: .pls,
            entries: [
                Listed("http://list.example:8000/dir/first"), Listed("http://b/x%20y"),
                Listed("http://list.example:8000/live", "Last = least"),
            ]),
        Case(
            name: "own address, duplicates, other schemes",
            text: "[playlist]\nFile1=\(address)\nFile2=http://A/\nFile3=http://a:80/\n"
                + "File4=rtsp://a/x\nFile5=C:\\Music\\a.mp3\nFile6=https://a/\n"
                + "File7=http://me:secret@ho st/\nFile8=\n",
            format: .pls,
            entries: [Listed("http://a/"), Listed("https://a/")],
            dropped: [
                "own_address \(address)", "unsupported_scheme rtsp://a/x",
                "unsupported_scheme C:\\Music\\a.mp3", "invalid …@ho st/",
            ]),
        Case(
            name: "a number used twice", text: "File1=http://b/\nFile1=http://a/\nTitle1=T\n",
            format: .pls, entries: [Listed("http://b/", "T"), Listed("http://a/", "T")]),
        Case(
            name: "numbers that are none",
            text: "File99999999999999999999=http://a/\nFile-1=http://b/\nFile1=http://c/\n"
                + "Title1=(#1 - 99999999999999999999/5) C\n",
            format: .pls, entries: [Listed("http://c/", "(#1 - 99999999999999999999/5) C")]),
        Case(
            name: "old ASF",
            text: "[Reference]\r\nRef1=http://wmlive.bbc.co.uk/wms/england/lrcumbria?MSWMExt=.asf"
                + "\r\nRef2=http://212.58.252.33:80/wms/england/lrcumbria?MSWMExt=.asf\r\n",
            format: .reference,
            entries: [
                Listed("http://wmlive.bbc.co.uk/wms/england/lrcumbria?MSWMExt=.asf"),
                Listed("http://212.58.252.33/wms/england/lrcumbria?MSWMExt=.asf"),
            ]),
        Case(
            name: "old ASF, mixed schemes",
            text: "[Reference]\nRef1=http://tmp.com/foo-mbr?MSWMExt=.asf\n"
                + "Ref2=mms://tmp.com:80/bar-mbr?mswmext=.asf\nRef3=file:///tmp/foo\n",
            format: .reference,
            entries: [
                Listed("http://tmp.com/foo-mbr?MSWMExt=.asf"),
                Listed("http://tmp.com/bar-mbr?mswmext=.asf"),
            ],
            dropped: ["unsupported_scheme file:///tmp/foo"]),
        Case(
            name: "old ASF, any order", text: "[reference]\nREF2=http://b/\nref1 = http://a/\n",
            format: .reference, entries: [Listed("http://a/"), Listed("http://b/")]),
    ]

    static let m3u: [Case] = [
        Case(
            name: "one line", text: "http://stream.radio.example:8000/live", format: .m3u,
            entries: [Listed("http://stream.radio.example:8000/live")]),
        Case(
            name: "TuneIn",
            text: "http://a.example/s_mp3?aw_0_1st.playerid=x\nhttps://b.example/s.aac\n\n",
            format: .m3u,
            entries: [
                Listed("http://a.example/s_mp3?aw_0_1st.playerid=x"),
                Listed("https://b.example/s.aac"),
            ]),
        Case(
            name: "radio-browser",
            text: "#EXTM3U\n#RADIOBROWSERUUID:9617a958\n#EXTINF:1,Радио Мир\nhttp://a/мир\n\n",
            format: .m3u, entries: [Listed("http://a/%D0%BC%D0%B8%D1%80", "Радио Мир")]),
        Case(
            name: "Icecast",
            text: "http://icecast.example:8000/live.mp3\r\n", format: .m3u,
            entries: [Listed("http://icecast.example:8000/live.mp3")]),
        Case(
            name: "extended, attributes, a comma in quotes",
            text: "#EXTM3U url-tvg=\"x\"\r\n"
                + "#EXTINF:-1 tvg-name=\"A, B\" group-title=\"R\",Name, the second\r\n"
                + "#EXTVLCOPT:http-user-agent=x\r\nhttp://a/x y.mp3\r\nhttp://b/\r\n",
            format: .m3u,
            entries: [Listed("http://a/x%20y.mp3", "Name, the second"), Listed("http://b/")]),
        Case(
            name: "relative entries",
            text:
                "#EXTM3U\n#EXTINF:0,One\nstream.mp3\n/root\n../up?x=1\n?sid=2\n"
                + "//other/x\nmy radio.mp3\n",
            format: .m3u,
            entries: [
                Listed("http://list.example:8000/dir/stream.mp3", "One"),
                Listed("http://list.example:8000/root"), Listed("http://list.example:8000/up?x=1"),
                Listed("http://list.example:8000/dir/listen.pls?sid=2"), Listed("http://other/x"),
                Listed("http://list.example:8000/dir/my%20radio.mp3"),
            ]),
        Case(
            name: "hosts without a scheme",
            text: "radio.example:8000/live\nwww.radio.example/live\n192.168.0.2:8000\nh:80;x\n",
            format: .m3u,
            entries: [
                Listed("http://radio.example:8000/live"), Listed("http://www.radio.example/live"),
                Listed("http://192.168.0.2:8000/"), Listed("http://h/;x"),
            ]),
        Case(
            name: "other names of HTTP",
            text: "icy://a:8000/x\nicyx://b/\nshout://c/\nmms://d/x\nmmsh://e/\nHTTP://F/\n",
            format: .m3u,
            entries: [
                Listed("http://a:8000/x"), Listed("http://b/"), Listed("http://c/"),
                Listed("http://d/x"), Listed("http://e/"), Listed("http://f/"),
            ]),
        Case(
            name: "RealAudio",
            text: "# RAM\r\nrtsp://real.example/live.rm\r\npnm://real.example/live.ra\r\n"
                + "http://real.example/live.mp3\r\n--stop--\r\n",
            format: .m3u, entries: [Listed("http://real.example/live.mp3")],
            dropped: [
                "unsupported_scheme rtsp://real.example/live.rm",
                "unsupported_scheme pnm://real.example/live.ra",
            ]),
        Case(
            name: "junk",
            text: "Welcome to our station\n<br>\n\u{1}\n{}\nC:\\a.mp3\n\\\\srv\\a.mp3\nhttp://a/",
            format: .m3u,
            entries: [Listed("http://a/")],
            dropped: [
                "unsupported_scheme C:\\a.mp3", "unsupported_scheme \\\\srv\\a.mp3",
            ]),
        Case(name: "nothing", text: "", format: .m3u, entries: []),
    ]

    @Test(arguments: pls + m3u)
    func reads(_ given: Case) throws {
        let playlist = try Self.read(given.text, given.format)
        #expect(playlist.entries.map(Listed.init) == given.entries)
        #expect(playlist.dropped.map { "\($0.reason.rawValue) \($0.text)" } == given.dropped)
        #expect(playlist.isHLS == false)
        #expect(playlist.isCut == false)
        #expect(playlist.format == given.format)
    }

    @Test func readsAnyCharset() throws {
        let url = try StreamURL("http://h/")
        let text = "[playlist]\nFile1=http://a/é\nTitle1=Café\n"
        let expected = [Listed("http://a/%C3%A9", "Café")]
        let utf16 = [true, false].map { BodySnifferTests.wide(String(text), bigEndian: $0) }
        for document in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8)] + utf16 {
            let playlist = Playlist(document, format: .pls, url: url)
            #expect(playlist.entries.map(Listed.init) == expected)
        }
        // A path stays bytes; a name is decoded.
        let latin1 = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        #expect(
            Playlist(latin1, format: .pls, url: url).entries.map(Listed.init)
                == [Listed("http://a/%E9", "Café")])
    }

    @Test(arguments: [
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-STREAM-INF:BANDWIDTH=64000\nlow.m3u8\n",
        "#EXTM3U\n#EXTINF:10,\na.aac\n#ext-x-endlist\n", "#EXTM3U\r\n#EXT-X-TARGETDURATION:10\r\n",
    ])
    func recognisesHLS(_ text: String) throws {
        // F08
        let playlist = try Self.read(text, .m3u)
        #expect(playlist.isHLS)
        #expect(playlist.entries == [])
        #expect(playlist.attempts == [])
    }

    @Test func triesServersWithRoomFirst() throws {
        let loads = ["100/100", "", "50/100", "9/10", "120/100", "10/1000", "0/0", "5/10"]
        let lines = loads.enumerated().map { index, load in
            "File\(index)=http://h\(index)/\nTitle\(index)="
                + (load.isEmpty ? "plain" : "(#\(index) - \(load)) T")
        }
        let playlist = try Self.read(lines.joined(separator: "\n"), .pls)
        #expect(playlist.entries.map(\.url.host) == (0..<8).map { "h\($0)" })
        #expect(
            playlist.attempts.map(\.url.host) == ["h5", "h2", "h7", "h3", "h1", "h6", "h0", "h4"])
        #expect(playlist.entries.compactMap(\.load?.isFull).filter { $0 }.count == 2)
        // F06: the listed order is kept if nothing speaks against it.
        let vector = try Self.read(Self.pls[0].text, .pls)
        #expect(vector.attempts.map(\.url.description) == ["http://a/;", "http://b/;"])
    }

    @Test(arguments: [
        ("(#1 - 40/100) X", "X", "40/100"), ("(#12-0/0)", "", "0/0"),
        ("(#1 - 25589/1) All 60s", "All 60s", "25589/1"),
        ("( #1 - 4/5) X", "( #1 - 4/5) X", ""), ("(#1 - 4) X", "(#1 - 4) X", ""),
        ("(#1 - -4/5) X", "(#1 - -4/5) X", ""), ("#1 - 4/5 X", "#1 - 4/5 X", ""),
        ("(#1 - 1000000000/5) X", "(#1 - 1000000000/5) X", ""),
    ])
    func readsTheLoad(_ text: String, _ title: String, _ load: String) throws {
        let playlist = try Self.read("File1=http://a/\nTitle1=\(text)\n", .pls)
        #expect(playlist.entries.map(Listed.init) == [Listed("http://a/", title, load: load)])
    }

    @Test func readsABoundedNumber() throws {
        let lines = (0..<100).map { "http://h/\($0)\nrtsp://h/\($0)\n" }.joined()
        let playlist = try Self.read(lines, .m3u)
        #expect(playlist.entries.map(\.url.requestTarget) == (0..<64).map { "/\($0)" })
        #expect(playlist.dropped.count == 8)
        #expect(playlist.isCut)
        let bad = String(repeating: "rtsp://h/\n", count: 512)
        let cut = try Self.read(bad + "http://h/late", .m3u)
        #expect(cut.entries == [])
        #expect(cut.isCut)
        let late = try Self.read(bad.dropFirst(10) + "http://h/late", .m3u)
        #expect(late.entries.map(Listed.init) == [Listed("http://h/late")])
        #expect(late.isCut == false)
        let many = Array(String(repeating: "\n", count: 65_536).utf8) + Array("http://h/x".utf8)
        #expect(
            Playlist(many, format: .m3u, url: try StreamURL("http://h/")).entries == [])
    }
}
