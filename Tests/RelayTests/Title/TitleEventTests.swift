import ICYReader
import Testing

@testable import Relay

@Suite struct TitleEventTests {
    // MARK: Fingerprints: only what clients would see makes a difference

    private func event(
        at milliseconds: Int = 1, _ others: [TitleEvent.Text: String] = [:],
        attributes: [(String, String)] = [("k", "v")]
    ) -> TitleEvent {
        let texts: [TitleEvent.Text: String] = [
            .streamTitle: "A - B", .display: "A - B", .artist: "A", .title: "B", .streamURL: "u",
            .next: "n",
        ]
        return .sample(
            at: WallClock(milliseconds: milliseconds), audioOffset: milliseconds,
            attributes: attributes.map { TitleAttribute(key: $0.0, value: $0.1) },
            texts.merging(others) { $1 })
    }

    @Test func eachTextThatIsShownCounts() {
        var events = [
            event(), event(attributes: []), event(attributes: [("k", "w")]),
            event(attributes: [("l", "v")]), event(attributes: [("k", "v"), ("k", "v")]),
        ]
        events += TitleEvent.Text.allCases.filter { $0 != .charset }.map { event([$0: "x"]) }
        let fingerprints = events.map(\.fingerprint)
        for (index, one) in fingerprints.enumerated() {
            for other in fingerprints[(index + 1)...] { #expect(one != other) }
        }
    }

    @Test func whenItCameAndTheCharsetDoNot() {
        #expect(event().fingerprint == event(at: 2).fingerprint)
        #expect(event().fingerprint == event([.charset: "windows-1252"]).fingerprint)
        // Canonically equivalent texts look the same.
        #expect(
            event([.display: "\u{E9}"]).fingerprint == event([.display: "e\u{301}"]).fingerprint)
    }

    // MARK: From a block

    private func read(_ block: String) -> TitleEvent? {
        var reader = MetadataReader()
        let bytes = Array(block.utf8)
        let reading = reader.read(
            MetadataBlock(
                index: 0, wireOffset: 0, audioOffset: 0, lengthByte: 1, bytes: bytes))
        return TitleEvent(
            reading, audioOffset: 16_000, station: "jazz", at: WallClock(milliseconds: 5))
    }

    @Test func aTitleHasEachMember() throws {
        let event = try #require(
            read(
                "StreamTitle=' A - B ';StreamUrl='http://a/?artist=Q&title=R';StreamNext='C';"))
        let values = TitleEvent.Text.allCases.map { event[$0] }
        #expect(
            values == ["A - B", "A - B", "A", "B", "", "http://a/?artist=Q&title=R", "C", "utf-8"])
        #expect(event.display == "A - B")
        #expect(
            Title(event, id: TitleID(epoch: "e", number: 1)).json.text.contains(
                #""attributes":[{"key":"artist","value":"Q"},{"key":"title","value":"R"}]"#))
    }

    @Test func aClearIsATitleWithoutText() throws {
        let cleared = try #require(read("StreamTitle='';"))
        #expect(
            TitleEvent.Text.allCases.map { cleared[$0] } == ["", "", "", "", "", "", "", "utf-8"])
        #expect(read("StreamUrl='u';") == nil)
        #expect(cleared.display == "")
    }

    /// What is kept says the same, and is smaller.
    @Test(arguments: [
        "StreamTitle='A - B';StreamUrl='http://a/?artist=Q&title=R';", "StreamTitle='';",
        "StreamTitle='say &quot;hi&quot; - é 夜';",
    ])
    func packingChangesNothing(block: String) throws {
        let event = try #require(read(block))
        let packed = event.packed
        #expect(!event.isPacked && packed.isPacked && packed.packed.isPacked)
        #expect(packed == event)
        #expect(packed.fingerprint == event.fingerprint && packed.jsonCount == event.jsonCount)
        #expect(packed.display == event.display)
        // A cleared title has nothing to pack.
        #expect(event.display.isEmpty || packed.byteCount < event.byteCount)
        let id = TitleID(epoch: "e", number: 1)
        let title = Title(event, id: id)
        #expect(title.kept === title.kept && title.kept.kept === title.kept)
        #expect(title.kept.json.bytes == title.json.bytes)
        for format in MessageFormat.allCases {
            #expect(title.kept.message(format) == title.message(format))
        }
        #expect(Title(packed, id: id).message(.json) == title.message(.json))
    }
}
