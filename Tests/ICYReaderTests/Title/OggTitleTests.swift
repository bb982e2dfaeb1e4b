import Fixtures
import ICYReader
import Testing

/// Comments as titles.
@Suite struct OggTitleTests {
    private func comments(_ fields: [(String, [UInt8])], _ flags: [Flag] = []) -> OggComments {
        OggComments(
            index: 0, pageOffset: 47, serial: 1, codec: .vorbis, vendor: [], raw: [], packetSize: 0,
            fields: fields.map { name, value in
                OggComments.Field(
                    name: name, value: value, wireSize: name.utf8.count + 1 + value.count)
            }, flags: flags)
    }

    private func title(_ fields: [(String, String)], _ flags: [Flag] = []) -> SongTitle? {
        var metadata = MetadataReader()
        return metadata.read(comments(fields.map { ($0.0, text($0.1)) }, flags)).newTitle
    }

    private struct Case: Sendable, CustomStringConvertible {
        let fields: [(String, String)]
        let title: String
        let artist: String
        let song: String
        var description: String { title }
    }

    private static let cases = [
        Case(fields: [("TITLE", "S"), ("ARTIST", "A")], title: "A - S", artist: "A", song: "S"),
        Case(
            fields: [("title", " S "), ("Artist", " A ")], title: "A - S", artist: "A", song: "S"),
        Case(
            fields: [("ARTIST", "A - B"), ("TITLE", "S - T")], title: "A - B - S - T",
            artist: "A - B", song: "S - T"),
        Case(
            fields: [("ARTIST", "A"), ("ARTIST", ""), ("ARTIST", "B"), ("TITLE", "S")],
            title: "A, B - S", artist: "A, B", song: "S"),
        Case(fields: [("TITLE", "A - S")], title: "A - S", artist: "A", song: "S"),
        Case(fields: [("TITLE", "S")], title: "S", artist: "", song: "S"),
        Case(fields: [("ARTIST", "A")], title: "A", artist: "A", song: ""),
        Case(
            fields: [("PERFORMER", "P"), ("TITLE", "S")], title: "P - S", artist: "P", song: "S"),
        Case(
            fields: [("PERFORMER", "P"), ("TITLE", "S"), ("ARTIST", "A")], title: "A - S",
            artist: "A", song: "S"),
        Case(
            fields: [("StreamTitle", "A - S")], title: "A - S", artist: "A", song: "S"),
        Case(
            fields: [("StreamTitle", "Old - Old"), ("TITLE", "S")], title: "S", artist: "",
            song: "S"),
        Case(
            fields: [("TITLE", "S"), ("VERSION", "Live"), ("ALBUM", "L"), ("ALBUMARTIST", "X")],
            title: "S", artist: "", song: "S"),
    ]

    @Test(arguments: cases.indices) func tagsBecomeATitle(_ index: Int) throws {
        let example = OggTitleTests.cases[index]
        let found = try #require(title(example.fields))
        #expect(found.streamTitle == example.title)
        #expect(found.artist == example.artist)
        #expect(found.song == example.song)
        #expect(found.charset == .utf8)
        #expect(found.flags == [])
    }

    @Test(arguments: [
        [], [("ALBUM", "L")], [("TITLE", "")], [("TITLE", "  "), ("ARTIST", "A")],
        [("TITLE", " - ")], [("PERFORMER", "P")], [("TITLE", ""), ("StreamTitle", "Old")],
    ])
    func aStreamWithoutTitleIsAClear(_ fields: [(String, String)]) {
        var metadata = MetadataReader()
        _ = metadata.read(comments([("TITLE", text("Before"))]))
        let without = comments(fields.map { ($0.0, text($0.1)) })
        #expect(metadata.read(without).change == .clear)
        let again = metadata.read(without)
        #expect(again.change == .unchanged)
        #expect(again.repeatCount == 1)
    }

    /// The missing part may contain the title.
    @Test func anIncompleteHeaderIsNoClear() throws {
        var metadata = MetadataReader()
        _ = metadata.read(comments([("TITLE", text("Before"))]))
        #expect(metadata.read(comments([], [.oggIncomplete])).change == .unchanged)
        let binary: [UInt8] = [0xFF, 0xFB, 0x01, 0x02]
        #expect(metadata.read(comments([("TITLE", binary)])).change == .unchanged)
        let found = try #require(title([("TITLE", "S")], [.oggIncomplete, .oggChecksum]))
        #expect(found.streamTitle == "S")
        #expect(found.flags == [.oggIncomplete, .oggChecksum])
    }

    @Test func theSameTitleIsCounted() {
        var metadata = MetadataReader()
        let first = metadata.read(
            comments([("ARTIST", text("A")), ("TITLE", text("Jo\u{301}ga"))]))
        #expect(first.repeatCount == 0)
        let fields = [("TITLE", text("J\u{f3}ga")), ("ARTIST", text("A")), ("DATE", text("1997"))]
        let second = metadata.read(comments(fields))
        #expect(second.change == .unchanged)
        #expect(second.repeatCount == 1)
        let block = MetadataBlock(
            index: 0, wireOffset: 0, audioOffset: 0, lengthByte: 2,
            bytes: text("StreamTitle='A - Jo\u{301}ga';"))
        #expect(metadata.read(block).repeatCount == 2)
    }

    @Test func valuesAreDecodedEachForItself() throws {
        var metadata = MetadataReader()
        let fields = [("ARTIST", [0x42, 0x6A, 0xF6, 0x72, 0x6B]), ("TITLE", text("Jóga"))]
        let reading = metadata.read(comments(fields))
        #expect(reading.fields.fields.map(\.key) == ["ARTIST", "TITLE"])
        #expect(reading.fields.fields.map(\.raw) == fields.map(\.1))
        #expect(reading.fields.fields.map(\.text.text) == ["Björk", "Jóga"])
        let found = try #require(reading.newTitle)
        #expect(found.streamTitle == "Björk - Jóga")
        #expect(found.charset == .utf8)
        #expect(found.raw == fields[0].1 + text(" - Jóga"))
    }

    @Test func aSecondTitleIsFlagged() throws {
        let found = try #require(title([("TITLE", "S"), ("TITLE", "T")]))
        #expect(found.streamTitle == "S")
        #expect(found.flags == [.duplicateKey])
    }
}
