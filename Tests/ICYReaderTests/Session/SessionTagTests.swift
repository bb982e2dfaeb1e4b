import Testing

@testable import ICYReader

/// Titles in ID3 tags between the frames of a stream.
@Suite struct SessionTagTests {
    private let plain = "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n"
    private let blocks = "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-metaint:64\r\n\r\n"
    private let audio: [UInt8] = [0xFF, 0xFB, 0x90, 0x64] + run("U", 413)

    private func tag(_ artist: String, _ title: String) -> [UInt8] {
        ID3Tests.tag(
            ID3Tests.frame("TPE1", [3] + text(artist), version: 4)
                + ID3Tests.frame("TIT2", [3] + text(title), version: 4)
                + ID3Tests.frame("TALB", [3] + text("Album"), version: 4), version: 4)
    }

    private func told(_ stage: Stage, _ bytes: [UInt8]) -> [String] {
        stage.receive(bytes).filter { $0.hasPrefix("block") == false }
    }

    @Test func aStreamWithoutBlocksMayHaveTags() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer(plain)
        #expect(told(stage, tag("A", "B")) == ["live", "title A - B"])
        #expect(told(stage, audio) == [])
        // It is told with its last byte, and once.
        let next = tag("C", "D")
        #expect(told(stage, next.dropLast()) == [])
        #expect(told(stage, [next.last ?? 0]) == ["title C - D"])
        #expect(told(stage, audio + next) == ["tag 2"])
        #expect(stage.session.skippable == 0)
        #expect(stage.session.blockCount == 3)
    }

    @Test func aTagMayComeLater() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer(plain)
        var bytes: [UInt8] = []
        while bytes.count < 20_000 { bytes += audio }
        bytes += tag("A", "B")
        while bytes.count < 2 * Limits.detectionBytes { bytes += audio }
        #expect(told(stage, bytes) == ["live", "title A - B"])
    }

    @Test func aStreamWithNeitherHasNoTitles() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer(plain)
        var bytes: [UInt8] = []
        while bytes.count < 2 * Limits.detectionBytes { bytes += audio }
        #expect(told(stage, bytes) == ["close", "failed metaint_missing"])
    }

    private func interleaved(_ bytes: [UInt8]) -> [UInt8] {
        stride(from: 0, to: bytes.count - 63, by: 64).flatMap { bytes[$0..<$0 + 64] + [0] }
    }

    @Test func emptyBlocksLeaveTheTags() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer(blocks)
        for (artist, title) in [("A", "B"), ("C", "D")] {
            let told = told(stage, interleaved(audio + tag(artist, title) + audio))
            #expect(told.filter { $0.hasPrefix("title") } == ["title \(artist) - \(title)"])
        }
    }

    /// A block that has a title wins, and audio may be skipped from then on.
    @Test func aBlockWins() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer(blocks)
        _ = told(stage, interleaved(tag("A", "B") + audio))
        #expect(stage.session.skippable == 0)
        #expect(
            told(stage, run("U", 64) + wire(text("StreamTitle='X - Y';"))) == ["title X - Y"])
        #expect(stage.session.skippable == 64)
        #expect(told(stage, interleaved(tag("E", "F") + audio)) == [])
    }

    private func found(_ bytes: [UInt8]) throws -> StreamTag {
        var search = TagSearch()
        search.begin()
        search.add(bytes.span, bytes.indices, at: 0)
        let tag = search.take()
        return try #require(tag)
    }

    @Test func theTitleHasWhatElseTheTagSays() throws {
        var metadata = MetadataReader()
        let reading = metadata.read(try found(tag("Björk", "Jóga")))
        let title = try #require(reading.newTitle)
        #expect([title.artist, title.song, title.display] == ["Björk", "Jóga", "Björk - Jóga"])
        #expect(title.attributes == [TitleAttribute(key: "ALBUM", value: "Album")])
        #expect(reading.fields.fields.map(\.key) == ["TPE1", "TIT2", "TALB"])
        // A tag without either says nothing.
        let other = ID3Tests.tag(
            ID3Tests.frame("TALB", [3] + text("x"), version: 4), version: 4)
        let silent = metadata.read(try found(other))
        #expect(silent.change == .unchanged)
    }
}
