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

    private let flac = "HTTP/1.0 200 OK\r\nContent-Type: audio/flac\r\n\r\n"

    @Test func eachHeadOfAFLACStreamIsATitle() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer(flac)
        let first = FLACTests.head("TITLE=B", "ARTIST=A") + FLACTests.audio
        #expect(told(stage, first) == ["live", "title A - B"])
        #expect(told(stage, FLACTests.head("TITLE=C")) == ["title C"])
        // A file without a title is no longer the one before.
        #expect(told(stage, FLACTests.head("ALBUM=D")) == ["clear", "no title untitled"])
        #expect(told(stage, FLACTests.head("TITLE=E")) == ["title E", "no title any more"])
        #expect(stage.session.blockCount == 4)
    }

    /// Titles come with the next head, so the connection stays.
    @Test(arguments: ["audio/flac", "audio/x-flac"])
    func aFLACStreamThatIsJoinedAfterItsHeadSaysSo(_ type: String) throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer("HTTP/1.0 200 OK\r\nContent-Type: \(type)\r\n\r\n")
        var bytes: [UInt8] = []
        while bytes.count < 2 * Limits.detectionBytes { bytes += audio }
        #expect(told(stage, bytes) == ["live"])
        #expect(stage.tick(after: Limits.stallNotice - .seconds(1)) == [])
        _ = told(stage, audio)
        #expect(stage.tick(after: .seconds(1)) == ["no title flac_without_head"])
        #expect(
            told(stage, audio + FLACTests.head("TITLE=A")) == ["title A", "no title any more"])
    }

    /// Icecast has blocks between FLAC, which say nothing unless titles are set.
    @Test func aFLACStreamMayHaveBlocks() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer("HTTP/1.0 200 OK\r\nContent-Type: audio/flac\r\nicy-metaint:64\r\n\r\n")
        let head = interleaved(audio + FLACTests.head("TITLE=A") + audio)
        #expect(told(stage, head).filter { $0.hasPrefix("title") } == ["title A"])
        #expect(
            told(stage, run("U", 64) + wire(text("StreamTitle='X - Y';"))) == ["title X - Y"])
        #expect(told(stage, interleaved(FLACTests.head("TITLE=B") + audio)) == [])
    }

    /// The titles of Ogg are in its pages: nothing is looked for in its audio.
    @Test func anOggStreamIsNotSearched() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer("HTTP/1.0 200 OK\r\nContent-Type: application/ogg\r\n\r\n")
        #expect(told(stage, OggPages.song(1, "TITLE=A").dropLast()) == ["live", "title A"])
        #expect(stage.session.skippable == 1)
    }

    /// Elements of Matroska cost time, audio that is only searched does not.
    @Test func elementsArePaidFor() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer(webm)
        _ = stage.receive(MatroskaTests.start([]))
        let before = stage.session.work
        _ = stage.receive((0..<1000).flatMap { _ in [0xEC, 0x80] as [UInt8] })
        let paid = stage.session.work - before
        #expect(paid >= 1500)
        _ = stage.receive([0x67] + run("g", 2000))
        #expect(stage.session.work - before < paid + 10)
    }

    private let webm = "HTTP/1.0 200 OK\r\nContent-Type: audio/webm\r\n\r\n"

    @Test func theHeadOfAMatroskaStreamIsATitle() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer(webm)
        #expect(told(stage, MatroskaTests.head) == ["live"])
        let cluster = MatroskaTests.cluster(isKnown: true)
        #expect(told(stage, cluster.dropLast(100)) == ["title Björk - Jóga"])
        // Audio is not needed, and nothing can come before it is over.
        #expect(stage.session.skippable == 100)
        #expect(stage.session.awaited == 101)
        stage.session.skip(100, now: stage.now)
        #expect(told(stage, MatroskaTests.tags(title: "C")) == ["title C"])
        let next = MatroskaTests.start(MatroskaTests.info("D")) + cluster
        #expect(told(stage, next) == ["title D"])
        #expect(
            told(stage, MatroskaTests.start([]) + cluster) == ["clear", "no title untitled"])
    }

    @Test func aMatroskaStreamWithoutTagsSaysSo() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer(webm)
        #expect(told(stage, MatroskaTests.start([])) == ["live"])
        #expect(stage.tick(after: Limits.stallNotice - .seconds(1)) == [])
        #expect(
            told(stage, MatroskaTests.cluster(isKnown: false)) == ["clear", "no title untitled"])
    }

    /// A file whose tag has neither a title nor an artist.
    @Test func aTagWithoutATitleSaysSo() throws {
        let stage = try Stage(readsTags: true)
        _ = stage.answer(plain)
        let other = ID3Tests.tag(ID3Tests.frame("TALB", [3] + text("x"), version: 4), version: 4)
        #expect(told(stage, other) == ["live", "tag 0", "no title untitled"])
        #expect(told(stage, audio + tag("A", "B")) == ["title A - B", "no title any more"])
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
