import Fixtures
import ICYReader
import Testing

/// What an operator knows about the titles of a station.
@Suite struct TitleRulesTests {
    private func block(_ title: String) -> MetadataBlock {
        let bytes = text("StreamTitle='\(title)';")
        let length = (bytes.count + 15) / 16
        return MetadataBlock(
            index: 0, wireOffset: 0, audioOffset: 0, lengthByte: UInt8(length),
            bytes: bytes + zeros(length * 16 - bytes.count))
    }

    private func head(_ name: String) throws -> ResponseHead {
        var parser = ResponseHeadParser()
        var offset = 0
        let bytes = text("ICY 200 OK\r\nicy-metaint:8\r\nicy-name:\(name)\r\n\r\n")
        return try #require(try parser.next(bytes.span, &offset))
    }

    private func reading(
        _ title: String, _ rules: TitleRules, name: String = ""
    ) throws -> MetadataReading {
        var reader = MetadataReader(rules: rules)
        _ = reader.read(try head(name))
        return reader.read(block(title))
    }

    /// Artist and song, and whether a rule changed something; the title as sent never changes.
    private func parts(
        _ title: String, _ rules: TitleRules, name: String = ""
    ) throws -> [String] {
        let song = try #require(try reading(title, rules, name: name).title)
        #expect(song.streamTitle == title.trimmingBlanks)
        return [song.artist, song.song] + (song.flags.contains(.operatorRule) ? ["rule"] : [])
    }

    @Test func noRuleChangesNothing() throws {
        #expect(TitleRules().isEmpty)
        for title in ["A - B", " - ", "", "unknown", "Unknown - B", "B"] {
            var plain = MetadataReader()
            #expect(try reading(title, TitleRules()) == plain.read(block(title)), "\(title)")
        }
    }

    @Test(arguments: [
        ("Now playing: A - B", "A", "B"), ("NOW PLAYING:A - B", "A", "B"),
        ("now: A - B", "A", "B"), ("Radio X - A - B", "A", "B"),
        // Each at most once, the longest first.
        ("Now: Now playing: A - B", "A", "B"), ("Now: Now: A - B", "Now: A", "B"),
        // Not within a word, and not in the middle.
        ("Radio Xavier - B", "Radio Xavier", "B"), ("A - Now: B", "A", "Now: B"),
        ("ÉCOUTEZ A - B", "A", "B"), ("e\u{301}coutez A - B", "A", "B"),
    ]) func prefixesAreLeftOut(_ title: String, _ artist: String, _ song: String) throws {
        let rules = TitleRules(prefixes: ["Now:", " Now playing: ", "Radio X", "Écoutez"])
        #expect(try parts(title, rules).prefix(2) == [artist, song])
        let isChanged = title != "\(artist) - \(song)"
        #expect(try parts(title, rules).contains("rule") == isChanged)
    }

    @Test(arguments: [
        ("A - B | Radio X", "A", "B"), ("A - B | RADIO X ", "A", "B"), ("A - B (Live)", "A", "B"),
        ("A - B (live) | Radio X", "A", "B"), ("A - B | Radio X (live)", "A", "B"),
        ("A - B | Radio XY", "A", "B | Radio XY"),
    ]) func suffixesAreLeftOut(_ title: String, _ artist: String, _ song: String) throws {
        let rules = TitleRules(suffixes: ["(live)", "| Radio X"])
        #expect(Array(try parts(title, rules).prefix(2)) == [artist, song])
    }

    @Test func nothingButAPrefixIsNoTitle() throws {
        let reading = try reading("Radio X", TitleRules(prefixes: ["Radio X"]))
        #expect(reading.change == .clear)
        #expect(reading.title?.streamTitle == "Radio X")
        #expect(reading.title?.flags == [.operatorRule])
    }

    @Test func theStationsNameIsNoTitle() throws {
        let rules = TitleRules(dropsStationName: true)
        for title in ["Radio É", "RADIO é", " radio É "] {
            #expect(try reading(title, rules, name: "Radio É").change == .clear, "\(title)")
        }
        #expect(try reading("Radio É 2", rules, name: "Radio É").change == .title)
        #expect(try reading("Radio É", rules, name: "").change == .title)
        #expect(
            try reading("Radio É", TitleRules(adWords: ["x"]), name: "Radio É").change == .title)
        // After what is left out.
        let both = TitleRules(prefixes: ["Live:"], dropsStationName: true)
        #expect(try reading("Live: Radio X", both, name: "Radio X").change == .clear)
    }

    /// Each head has its own name.
    @Test func theNameIsThatOfTheLastHead() throws {
        var reader = MetadataReader(rules: TitleRules(dropsStationName: true))
        _ = reader.read(try head("One"))
        #expect(reader.read(block("One")).change == .clear)
        _ = reader.read(try head("Two"))
        #expect(reader.read(block("One")).change == .title)
        #expect(reader.read(block("two")).change == .clear)
    }

    @Test(arguments: [
        ("Spot Müller", true), ("SPOT MÜLLER", true), ("Spot Müller AG", false),
        ("Promo: Win a car", true), ("promo:", true), ("Promotion - Song", false),
        ("A - Spot Müller", false),
    ]) func ownWordsMeanAnAdvertisement(_ title: String, _ isAd: Bool) throws {
        let rules = TitleRules(adWords: ["spot müller", "Promo:*", "Promo*"])
        var reader = MetadataReader(rules: rules)
        _ = reader.read(block("A - B"))
        let reading = reader.read(block(title))
        #expect((reading.ad != nil) == isAd)
        #expect(reading.change == (isAd ? .unchanged : .title))
        #expect(reading.title?.flags.contains(.adMarker) == isAd)
        #expect(reading.title?.flags.contains(.operatorRule) == isAd)
        if isAd { #expect(reading.ad == AdBreak(kind: "ad", durationMilliseconds: nil, id: "")) }
    }

    @Test(arguments: [
        ("Musik am Abend", ["", "", "rule"]), ("MUSIK AM ABEND", ["", "", "rule"]),
        ("Musik am Abend - Song", ["", "Song", "rule"]),
        ("Artist - Musik am Abend", ["Artist", "", "rule"]),
        ("Musik am Abend - Musik am Abend", ["", "", "rule"]),
        ("Musik am Abend 2", ["", "Musik am Abend 2"]),
    ]) func ownPlaceholdersAreNone(_ title: String, _ expected: [String]) throws {
        let rules = TitleRules(placeholders: ["Musik am Abend"])
        #expect(try parts(title, rules) == expected)
        let isNone = expected[0].isEmpty && expected[1].isEmpty
        #expect(try reading(title, rules).change == (isNone ? .clear : .title))
    }

    @Test(arguments: [
        ("A / B", ["A", "B", "rule"], "A - B"),
        (
            "AC/DC / Thunder", ["AC/DC", "Thunder", "rule"],
            "AC/DC - Thunder"
        ),
        ("A / B / C", ["A", "B / C", "rule"], "A - B / C"), ("A / ", ["", "A /"], "A /"),
        (" / A / ", ["", "/ A /"], "/ A /"),
        // A dash does not separate then.
        ("A - B", ["", "A - B", "rule"], "A - B"), ("Song", ["", "Song"], "Song"),
    ]) func theSeparatorCuts(_ title: String, _ expected: [String], _ display: String) throws {
        let rules = TitleRules(separator: " / ")
        let song = try #require(try reading(title, rules).title)
        #expect(song.display == display)
        let flags = song.flags.contains(.operatorRule) ? ["rule"] : []
        #expect([song.artist, song.song] + flags == expected)
    }

    @Test(arguments: [
        ("B - A", ["A", "B", "rule"]), ("B - live - A", ["A", "B - live", "rule"]),
        ("B", ["", "B"]), ("B - ", ["", "B", "rule"]), ("B -  - A", ["A", "B", "rule"]),
        ("Unknown Title - A", ["A", "", "rule"]), ("B – A", ["A", "B", "rule"]),
        ("Same - Same", ["Same", "Same"]),
    ]) func theTitleMayComeFirst(_ title: String, _ expected: [String]) throws {
        #expect(try parts(title, TitleRules(order: .titleArtist)) == expected)
    }

    @Test func separatorAndOrderTogether() throws {
        let rules = TitleRules(separator: "|", order: .titleArtist)
        #expect(try parts("Song|live |Artist", rules) == ["Artist", "Song|live", "rule"])
        #expect(try parts("|", rules) == ["", ""])
    }

    /// What is data says itself which is which.
    @Test func whatComesSeparatelyIsNotCut() throws {
        let rules = TitleRules(prefixes: ["Now:"], separator: "/", order: .titleArtist)
        let json = #"{"artist": "Now: A/C", "title": "Now: B"}"#
        #expect(try parts(json, rules) == ["A/C", "B", "rule"])
        let plain = #"{"artist": "A/C", "title": "B"}"#
        #expect(try parts(plain, rules) == ["A/C", "B"])
    }

    @Test func commentsAreNotCutWhereThereIsAnArtist() {
        func song(_ fields: [(String, String)]) -> [String] {
            var reader = MetadataReader(
                rules: TitleRules(suffixes: ["(x)"], separator: "/", order: .titleArtist))
            let comments = OggComments(
                index: 0, pageOffset: 0, serial: 1, codec: .vorbis, vendor: [], raw: [],
                packetSize: 0,
                fields: fields.map { name, value in
                    OggComments.Field(name: name, value: text(value), wireSize: 20)
                }, flags: [])
            let title = reader.read(comments).title
            return [title?.artist ?? "none", title?.song ?? "none"]
        }
        #expect(song([("ARTIST", "A/C"), ("TITLE", "B/C (X)")]) == ["A/C", "B/C"])
        #expect(song([("TITLE", "B/A (X)")]) == ["A", "B"])
    }

    /// A separator alone, and an address, are none with and without rules.
    @Test func whatIsNoTitleStaysNone() throws {
        let rules = TitleRules(
            prefixes: ["x"], placeholders: ["y"], separator: "/", order: .titleArtist)
        for title in [" - ", "", "http://a.example/", "null"] {
            var plain = MetadataReader()
            let expected = plain.read(block(title))
            #expect(try reading(title, rules).change == expected.change, "\(title)")
            #expect(try reading(title, rules).title?.flags == expected.title?.flags, "\(title)")
        }
    }

    /// Hostile titles: as long as a block, with texts that nearly match.
    @Test func theLongestTitlesAreRead() throws {
        let many = (0..<Limits.ruleTexts).map { String(repeating: "a", count: 100 + $0) }
        let rules = TitleRules(
            prefixes: many, suffixes: many, adWords: many + many.map { $0 + "*" },
            placeholders: many, separator: "|", order: .titleArtist)
        for text in ["a", "|", "e\u{301}", "a|", "é"] {
            let title = String(repeating: text, count: 4000 / text.utf8.count)
            let song = try reading(title, rules).title
            #expect(song?.streamTitle == title)
        }
    }
}
