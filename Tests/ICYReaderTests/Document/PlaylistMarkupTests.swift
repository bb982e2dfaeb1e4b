import Fixtures
import ICYReader
import Testing

/// Tag-based playlists (F09).
@Suite struct PlaylistMarkupTests {
    typealias Case = PlaylistTests.Case

    static let xspf: [Case] = [
        Case(
            name: "Icecast",
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">\n"
                + "  <title/>\n  <creator/>\n  <trackList>\n    <track>\n"
                + "      <location>http://h:8000/live.mp3</location>\n      <creator/>\n"
                + "      <title>Artist - Song</title>\n"
                + "      <annotation>Stream Title: Live</annotation>\n    </track>\n"
                + "  </trackList>\n</playlist>\n",
            format: .xspf, entries: [Listed("http://h:8000/live.mp3", "Artist - Song")]),
        Case(
            name: "entities, CDATA, a title before, several locations",
            text: "<playlist><location>http://own/</location><title>List</title><trackList>"
                + "<track><title>A &amp; &#x42;&#233;</title>"
                + "<location> http://a/?x=1&amp;y=2 </location>"
                + "<location><![CDATA[http://b/?x=1&y=<2>]]></location></track>"
                + "<track><location>relative/c.mp3</location></track></trackList></playlist>",
            format: .xspf,
            entries: [
                Listed("http://a/?x=1&y=2", "A & Bé"), Listed("http://b/?x=1&y=%3C2%3E", "A & Bé"),
                Listed("http://list.example:8000/dir/relative/c.mp3"),
            ]),
        Case(
            name: "a prefix, upper case, never closed",
            text: "<XSPF:PLAYLIST><x:TrackList><x:Track><x:Location>http://a/</x:Location>"
                + "<x:Track><x:Location>file:///b</x:Location><x:Track><x:LOCATION>http://c/",
            format: .xspf, entries: [Listed("http://a/"), Listed("http://c/")],
            dropped: ["unsupported_scheme file:///b"]),
    ]

    static let asx: [Case] = [
        Case(
            name: "Absolute Radio",
            text: "<asx version = \"3.0\">\r\n<title>Absolute Classic Rock</title>\r\n<entry>\r\n"
                + "<PARAM name=\"HTMLView\" value=\"http://www.absoluteclassicrock.co.uk/\" />\r\n"
                + "<ref href = \"mms://wm.as34763.net/vruk_vc_hi\" />\r\n"
                + "<ref href = \"http://wm.as34763.net/vruk_vc_hi\" />\r\n"
                + "<ref href = \"mmsu://wm.as34763.net/vruk_vc_hi\" />\r\n"
                + "<title>Absolute</title>\r\n"
                + "<MoreInfo href = \"http://www.absoluteclassicrock.co.uk/\" />\r\n</entry>\r\n"
                + "<entry>\r\n<abstract>probs</Abstract>\r\n"
                + "<ref href = \"mms://wm.as34763.net/prerolls/problems_lo.wma\" />\r\n"
                + "</entry>\r\n</asx>\r\n",
            format: .asx,
            entries: [
                Listed("http://wm.as34763.net/vruk_vc_hi", "Absolute"),
                Listed(
                    "http://wm.as34763.net/prerolls/problems_lo.wma", "Absolute Classic Rock"),
            ],
            dropped: ["unsupported_scheme mmsu://wm.as34763.net/vruk_vc_hi"]),
        Case(
            name: "upper case, no quotes, single quotes, a bare &",
            text: "<ASX VERSION=3><ENTRY><REF HREF=http://a:8000/live/></ENTRY>"
                + "<Entry><Ref HREF='http://b/?x=1&copy=2&amp;y=3'></Entry>"
                + "<entry href=\"http://c/\"/></ASX>",
            format: .asx,
            entries: [
                Listed("http://a:8000/live"), Listed("http://b/?x=1&copy=2&y=3"),
                Listed("http://c/"),
            ]),
        Case(
            name: "entryref, base, comments",
            text: "<asx version=\"3.0\"><base href=\"http://base/x/\"/>"
                + "<!-- <ref href=\"http://no/\"/> --><entryref href=\"more.asx\" />"
                + "<entry><ref href=\"/d\"/></entry></asx>",
            format: .asx, entries: [Listed("http://base/x/more.asx"), Listed("http://base/d")]),
    ]

    static let links: [Case] = [
        Case(
            name: "QuickTime media link",
            text: "<?xml version=\"1.0\"?>\n"
                + "<?quicktime type=\"application/x-quicktime-media-link\"?>\n"
                + "<embed\nautoplay=\"true\"\nhref=\"http://www.apple.com/\"\n"
                + "src=\"http://a/live\"\n/>\n",
            format: .quickTime, entries: [Listed("http://a/live")]),
        Case(
            name: "QuickTime, icy",
            text: "<?xml version=\"1.0\"?><?quicktime type=\"x\"?>\n"
                + "<embed src=\"icy://h:8000/s?a=1&amp;b=2\" autoplay=\"true\" />"
                + "<EMBED SRC='rtsp://h/x'>",
            format: .quickTime, entries: [Listed("http://h:8000/s?a=1&b=2")],
            dropped: ["unsupported_scheme rtsp://h/x"]),
        Case(
            name: "RTSPtext", text: "RTSPtext\r\nhttp://h/live.mp3\r\n", format: .quickTime,
            entries: [Listed("http://h/live.mp3")]),
        Case(
            name: "RTSPtext, RTSP", text: "rtsptextrtsp://h/live.mov", format: .quickTime,
            entries: [], dropped: ["unsupported_scheme rtsp://h/live.mov"]),
        Case(
            name: "SMIL",
            text: "<smil><body><switch><audio src=\"http://a/x.mp3\" system-bitrate='1'/>"
                + "<ref src=http://b/x></switch></body></smil>",
            format: .smil, entries: [Listed("http://a/x.mp3"), Listed("http://b/x")]),
        Case(
            name: "WPL",
            text: "<?wpl version=\"1.0\"?>\r\n<smil><head><title>T</title></head><body><seq>"
                + "<media src=\"http://a/x?b=1&amp;c\" tid=\"{1}\"/></seq></body></smil>",
            format: .smil, entries: [Listed("http://a/x?b=1&c")]),
    ]

    @Test(arguments: xspf + asx + links)
    func reads(_ given: Case) throws {
        let playlist = try PlaylistTests.read(given.text, given.format)
        #expect(playlist.entries.map(Listed.init) == given.entries)
        #expect(playlist.dropped.map { "\($0.reason.rawValue) \($0.text)" } == given.dropped)
    }

    /// The sniffer recognises the format in which a document is read.
    @Test(arguments: PlaylistTests.pls + PlaylistTests.m3u + xspf + asx + links)
    func isRecognised(_ given: Case) {
        let bytes = Array(given.text.utf8)
        var sniffer = BodySniffer()
        _ = sniffer.add(bytes.span, bytes.indices)
        let kind = sniffer.finish()
        // A list of bare hosts and an empty list look like any text, a tag like a page.
        let unclear: [String: BodyKind] = [
            "hosts without a scheme": .text, "nothing": .text, "junk": .page,
        ]
        #expect(kind == unclear[given.name] ?? .playlist(given.format))
    }

    /// Cut anywhere, corrupted anywhere: no trap, and nothing that is not in the document.
    @Test func survivesAnything() throws {
        let cases = PlaylistTests.pls + PlaylistTests.m3u + Self.xspf + Self.asx + Self.links
        let pieces = ["<![CDATA[", "&#x110000;", "&#", "href=", "\"", "'", "<!--", "=", "://", "%"]
        for seed in UInt64(0)..<1500 {
            var generator = SeededGenerator(seed: seed)
            var bytes = Array((cases.randomElement(using: &generator)?.text ?? "").utf8)
            for _ in 0..<Int.random(in: 1...6, using: &generator) where bytes.isEmpty == false {
                let index = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.removeSubrange(index..<min(bytes.count, index + 9))
                case 2: bytes = Array(bytes[..<index])
                default:
                    let piece = pieces.randomElement(using: &generator) ?? ""
                    bytes.insert(contentsOf: Array(piece.utf8), at: index)
                }
            }
            let url = try StreamURL(PlaylistTests.address)
            for format in Playlist.Format.allCases {
                let playlist = Playlist(bytes, format: format, url: url)
                #expect(playlist.entries.count <= 64, "seed \(seed)")
                let addresses = playlist.attempts.map(\.url.description)
                #expect(Set(addresses).count == playlist.entries.count, "seed \(seed)")
                #expect(addresses.contains(url.description) == false, "seed \(seed)")
            }
            #expect(HTMLPage(bytes, url: url).candidates.count <= 5, "seed \(seed)")
        }
    }
}
