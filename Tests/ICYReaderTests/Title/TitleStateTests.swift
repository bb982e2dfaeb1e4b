import Fixtures
import ICYReader
import Testing

/// Title, clear, unchanged and unknown, repeats, and advertisements.
@Suite struct TitleStateTests {
    private func changes(_ blocks: [String]) throws -> [String] {
        try readings(blocks.map { text($0) }).map { reading in
            switch reading.change {
            case .title: reading.newTitle?.display ?? "no title"
            case .clear: "clear"
            case .unchanged: "unchanged \(reading.repeatCount)"
            case .unknown: "unknown"
            }
        }
    }

    @Test func nothingIsKnownUntilABlockSays() throws {
        #expect(
            try changes([
                "\0\0\0\0", "   ", "StreamUrl='u';", "UTC='1';", "START ADBREAK", "adw_ad='true';",
                "StreamTitle='A';", "StreamUrl='u';", "\0", "StreamTitle='';", "StreamUrl='u';",
            ]) == [
                "unknown", "unknown", "unknown", "unknown", "unknown", "unknown", "A",
                "unchanged 0", "unchanged 0", "clear", "unchanged 0",
            ])
    }

    @Test func whatIsShownTheSameIsTheSame() throws {
        #expect(
            try changes([
                "StreamTitle='Café & Bar - X';", "StreamTitle='Cafe\u{301} &amp; Bar - X';UTC='1';",
                "StreamTitle='Café &#38; Bar  - X ';UTC='2';", "streamtitle=\"Café & Bar - X\"",
                "StreamTitle='café & Bar - X';",
            ]) == ["Café & Bar - X", "unchanged 1", "unchanged 2", "unchanged 3", "café & Bar - X"])
    }

    @Test(arguments: [
        "{\"artist\":\"\",\"title\":\"\"}", "{\"artist\":null,\"title\":null}",
        "text=\"\" song_spot=\"M\"",
    ])
    func dataWithoutASongClears(_ title: String) throws {
        let blocks = ["StreamTitle='A';", "StreamTitle='\(title)';"]
        #expect(try changes(blocks) == ["A", "clear"])
    }

    @Test(arguments: [
        "-", " - ", "–", " — ", "- -", "---", "&nbsp;-&nbsp;",
        "\u{200B}",
    ])
    func aSeparatorClears(_ separator: String) throws {
        let all = try readings(["A", separator, "", "B"].map { text("StreamTitle='\($0)';") })
        #expect(all[1].change == .clear)
        #expect(all[1].title?.flags.contains(.separatorOnly) == true)
        #expect(all[2].change == .unchanged)
        #expect(all[2].repeatCount == 1)
    }

    @Test(
        arguments: [
            (
                "adw_ad='true';durationMilliseconds='30024';adId='7';insertionType='midroll';",
                "midroll", 30024, "7"
            ),
            ("StreamTitle='Buy a sofa';adw_ad='true';insertionType='preroll';", "preroll", nil, ""),
            ("ADW_AD=\"1\";adid='x'", "ad", nil, "x"),
            ("AdCreativeId='c9';durationMilliseconds='x';", "ad", nil, "c9"),
            ("durationMilliseconds='99999999999999999999';insertiontype='ad'", "ad", nil, ""),
            ("StreamTitle='START ADBREAK 1';", "start", nil, "1"),
            ("StreamTitle='STOP ADBREAK 1';", "stop", nil, "1"),
            ("StreamTitle='START_AD_BREAK_6000';", "start", 6000, ""),
            ("StreamTitle='Advertisement_Start_Length=00:00:29.960';", "start", 29960, ""),
            ("StreamTitle='Advertisement_Stop';", "stop", nil, ""),
            (
                "StreamTitle='ADWTAG_60000 - THIS STATION WILL CONTINUE AFTER THIS BREAK';", "ad",
                60000,
                ""
            ),
            ("StreamTitle='Advert: - Advert:';", "ad", nil, ""),
            ("StreamTitle='Ad-Trigger - Ad-Trigger';", "ad", nil, ""),
            ("StreamTitle=' - text=\"Spot Block End\" length=\"00:00:00\"';", "stop", nil, ""),
        ] as [(String, String, Int?, String)])
    func anAdIsNoSong(_ block: String, _ kind: String, _ duration: Int?, _ id: String) throws {
        let song = text("StreamTitle='A - B';")
        let all = try readings([song, text(block), text(block), song])
        #expect(all[1].ad == AdBreak(kind: kind, durationMilliseconds: duration, id: id))
        #expect(all[1].change == .unchanged)
        #expect(all[2].ad == nil)
        #expect(all[2].adRepeatCount == 1)
        #expect(all[3].change == .unchanged)
        #expect(all[3].ad == nil)
        #expect(all[3].repeatCount == 1)
    }

    @Test(arguments: [
        "StreamTitle='Ad Astra';", "StreamTitle='The Who - Advertisement';",
        "StreamTitle='Advertisement Song';", "StreamTitle='Stop';", "StreamTitle='AD';",
        "StreamTitle='Start - Ad Break';", "StreamTitle='A - B';adw_ad='false';adId='1';",
        "StreamTitle='A - B';insertionType='song';", "StreamTitle='A';durationMilliseconds='1';",
        "StreamTitle='Commercial Suicide';", "StreamTitle='Mr. Adbreak';",
    ])
    func aSongIsNoAd(_ block: String) throws {
        let reading = try #require(try readings([text(block)]).first)
        #expect(reading.ad == nil)
        let title = try #require(reading.newTitle)
        #expect(title.flags.contains(.adMarker) == false)
    }

    @Test func theNextAdIsAnother() throws {
        let blocks = [
            "adw_ad='true';adId='1';UTC='1';", "adw_ad='true';adId='1';UTC='2';",
            "adw_ad='true';adId='2';", "StreamTitle='A';", "adw_ad='true';adId='2';",
        ]
        let all = try readings(blocks.map { text($0) })
        #expect(all.map { $0.ad?.id } == ["1", nil, "2", nil, "2"])
        #expect(all.map(\.adRepeatCount) == [0, 1, 0, 0, 0])
    }

    @Test func theSameTitleAfterAReconnectIsUnchanged() throws {
        var reader = MetadataReader()
        func block(_ content: String) -> MetadataBlock {
            let bytes = Array(wire(text(content)).dropFirst())
            return MetadataBlock(
                index: 0, wireOffset: 0, audioOffset: 0, lengthByte: UInt8(bytes.count / 16),
                bytes: bytes)
        }
        #expect(reader.read(block("")).change == .unknown)
        _ = reader.read(block("StreamTitle='A';"))
        reader.beginBody()
        #expect(reader.read(block("StreamTitle='A';")).change == .unchanged)
        #expect(reader.read(block("")).change == .unchanged)
        #expect(reader.read(block("StreamTitle='B';")).title?.display == "B")
    }
}
