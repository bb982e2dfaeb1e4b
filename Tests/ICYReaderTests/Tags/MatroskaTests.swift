import Fixtures
import Testing

@testable import ICYReader

/// Matroska and WebM: their heads, and tags between clusters.
@Suite struct MatroskaTests {
    private static let segment: [UInt8] =
        id(MatroskaID.segment) + [1]
        + [UInt8](repeating: 0xFF, count: 7)

    private static func id(_ id: UInt32) -> [UInt8] {
        let bytes = ID3Tests.big(Int(id), 4)
        return Array(bytes.drop { $0 == 0 })
    }

    /// An element whose size has one byte, or two.
    static func element(_ name: UInt32, _ content: [UInt8]) -> [UInt8] {
        let size =
            content.count < 127
            ? [0x80 | UInt8(content.count)] : ID3Tests.big(content.count | 0x4000, 2)
        return id(name) + size + content
    }

    static func simple(_ name: String, _ value: String) -> [UInt8] {
        element(
            MatroskaID.simpleTag,
            element(MatroskaID.tagName, text(name)) + element(MatroskaID.tagString, text(value)))
    }

    /// One `Tag`.
    static func tag(_ targets: [UInt8], _ values: [UInt8]) -> [UInt8] {
        element(MatroskaID.tag, element(MatroskaID.targets, targets) + values)
    }

    static func tags(title: String) -> [UInt8] {
        element(MatroskaID.tags, tag([], simple("TITLE", title)))
    }

    static func info(_ title: String) -> [UInt8] {
        element(
            MatroskaID.info,
            element(0x2AD7B1, [15, 66, 64]) + element(MatroskaID.title, text(title)))
    }

    static let ebml = element(MatroskaID.ebml, element(0x4282, text("webm")))
    static let void = element(0xEC, zeros(20))

    /// The start of a stream: all before the first cluster.
    static func start(_ parts: [UInt8]) -> [UInt8] { ebml + segment + void + parts }

    static let head = start(
        info("Jóga") + element(MatroskaID.tags, tag([], simple("ARTIST", "Björk"))))

    static func cluster(isKnown: Bool) -> [UInt8] {
        let blocks = element(0xE7, [0]) + element(0xA3, run("x", 150)) + element(0xA3, run("y", 20))
        return isKnown
            ? element(MatroskaID.cluster, blocks)
            : id(MatroskaID.cluster) + [1] + [UInt8](repeating: 0xFF, count: 7) + blocks
    }

    private func values(_ bytes: [UInt8]) -> [[String]] {
        TagTests.tags(bytes).map(TagTests.values)
    }

    @Test(arguments: [true, false]) func aHeadIsToldWithTheFirstCluster(_ isKnown: Bool) {
        #expect(values(Self.head) == [])
        let stream = Self.head + Self.cluster(isKnown: isKnown)
        let more = stream + Self.cluster(isKnown: isKnown)
        let tags = TagTests.tags(more)
        #expect(tags.map(TagTests.values) == [["TITLE=Jóga", "ARTIST=Björk"]])
        #expect(tags.map(\.isHead) == [true])
        #expect(tags.map(\.format) == [.matroska])
        let raw = tags[0].raw
        #expect(Array(more[tags[0].audioOffset..<(tags[0].audioOffset + raw.count)]) == raw)
        #expect(raw.count == tags[0].size)
        // Another source goes on with a head of its own.
        let next = Self.start(Self.info("B"))
        #expect(
            values(more + next + Self.cluster(isKnown: isKnown))
                == [["TITLE=Jóga", "ARTIST=Björk"], ["TITLE=B"]])
    }

    @Test func tagsBetweenClustersAreTold() {
        let cluster = Self.cluster(isKnown: false)
        #expect(
            values(Self.head + cluster + Self.tags(title: "New") + cluster)
                == [["TITLE=Jóga", "ARTIST=Björk"], ["TITLE=New"]])
        // The title of the segment goes on if it is not replaced.
        let artist = Self.element(MatroskaID.tags, Self.tag([], Self.simple("ARTIST", "B")))
        #expect(
            values(Self.start(Self.info("A")) + cluster + artist)
                == [["TITLE=A"], ["TITLE=A", "ARTIST=B"]])
        let statistics = Self.element(MatroskaID.tags, Self.tag([], Self.simple("BPS", "9")))
        #expect(values(Self.start(Self.info("A")) + cluster + statistics) == [["TITLE=A"]])
    }

    /// What is about the song wins over what is about the album, and that over a track.
    @Test func theLowestLevelCounts() {
        func told(_ tags: [UInt8], title: String = "") -> [String] {
            let info = title.isEmpty ? [] : Self.info(title)
            let parts = info + Self.element(MatroskaID.tags, tags)
            return values(Self.start(parts) + Self.cluster(isKnown: true)).first ?? []
        }
        let album = Self.tag(
            Self.element(MatroskaID.targetLevel, [50]),
            Self.simple("TITLE", "Album") + Self.simple("ARTIST", "All"))
        let song = Self.tag(
            Self.element(MatroskaID.targetLevel, [30]), Self.simple("TITLE", "Song"))
        let track = Self.tag(
            Self.element(MatroskaID.trackUID, [7]),
            Self.simple("TITLE", "Track") + Self.simple("ARTIST", "Solo"))
        let chapter = Self.tag(Self.element(0x63C4, [1]), Self.simple("TITLE", "Chapter"))
        #expect(told(album + song) == ["ARTIST=All", "TITLE=Song"])
        #expect(told(album, title: "Info") == ["TITLE=Info", "ARTIST=All"])
        #expect(told(song, title: "Info") == ["TITLE=Song"])
        #expect(told(track + track) == ["TITLE=Track", "ARTIST=Solo"])
        #expect(told(track + album) == ["TITLE=Album", "ARTIST=All"])
        #expect(told(chapter) == [])
        // A UID of 0 is none.
        let whole = Self.tag(Self.element(MatroskaID.trackUID, [0]), Self.simple("TITLE", "A"))
        #expect(told(whole + track) == ["TITLE=A", "ARTIST=Solo"])
    }

    @Test func whatIsInsideASimpleTagIsNoneOfItsOwn() {
        let inner = Self.element(
            MatroskaID.simpleTag,
            Self.element(MatroskaID.tagName, text("ARTIST")) + Self.simple("TITLE", "Inner")
                + Self.element(MatroskaID.tagString, text("A\0\0")))
        let parts = Self.element(MatroskaID.tags, Self.tag([], inner))
        #expect(values(Self.start(parts) + Self.cluster(isKnown: true)) == [["ARTIST=A"]])
    }

    @Test(
        arguments: [
            (#""J\303\263ga""#, "Jóga"), (#""Two \"words\"""#, #"Two "words""#), ("\"", "\""),
            (#""a\\303""#, #"a\303"#), (#""a\""#, #"a\"#), (#"a\303\263"#, #"a\303\263"#),
        ])
    func whatGStreamerWrapsIsUnwrapped(_ text: String, _ expected: String) {
        #expect(
            String(decoding: MatroskaTags.unwrapped(Array(text.utf8)), as: UTF8.self) == expected)
        let tags = Self.element(MatroskaID.tags, Self.tag([], Self.simple("TITLE", text)))
        func told(_ muxer: String) -> [String]? {
            let info = Self.element(
                MatroskaID.info, Self.element(MatroskaID.muxer, Array(muxer.utf8)))
            return values(Self.start(tags + info) + Self.cluster(isKnown: false)).first
        }
        #expect(told("GStreamer matroskamux version 1.22.0") == ["TITLE=\(expected)"])
        #expect(told("Lavf59") == ["TITLE=\(text)"])
    }

    @Test func aStreamWithoutTagsHasNoValues() {
        let tags = TagTests.tags(Self.start([]) + Self.cluster(isKnown: false))
        #expect(tags.map(\.values) == [[]])
        #expect(tags.map(\.size) == [0])
        #expect(tags.map(\.audioOffset) == [0])
    }

    /// After damage, the next cluster or head is searched for.
    @Test func damageIsPassedOver() {
        let cluster = Self.cluster(isKnown: false)
        for garbage in [[0x00], text("garbage"), [0xFF, 0xFF], [0xA3, 0x00], [0x15, 0x49, 0xA9]] {
            let bytes = Self.head + cluster + garbage + cluster + Self.tags(title: "New")
            #expect(values(bytes).last == ["TITLE=New"], "\(garbage)")
            let next = Self.head + cluster + garbage + Self.head + cluster
            #expect(values(next).count == 2, "\(garbage)")
        }
        // A value that is longer than its tag: what was complete before it counts.
        let broken = Self.element(
            MatroskaID.tags,
            Self.tag([], Self.simple("TITLE", "A"))
                + Self.id(MatroskaID.tag) + [0xFF, 0x10] + zeros(20))
        #expect(values(Self.start(broken) + cluster) == [["TITLE=A"]])
        // A size that no element has, and one that is unknown where it must not be.
        let huge = Self.id(MatroskaID.cluster) + [1, 1, 0, 0, 0, 0, 0, 0]
        #expect(values(Self.start(Self.info("A")) + huge + Self.head + cluster).count == 1)
        let open = Self.id(MatroskaID.tags) + [0xFF]
        #expect(values(Self.start(open) + Self.head + cluster).count == 1)
    }

    /// Clusters and blocks are skipped without a look.
    @Test func audioIsSkipped() {
        var search = TagSearch()
        search.begin()
        let known = Self.head + Self.cluster(isKnown: true)
        let size = Self.element(0xE7, [0]).count + 2 * 0 + 3 + 150 + 2 + 20
        let begun = Array(known.dropLast(size))
        search.add(begun.span, begun.indices, at: 0)
        #expect(search.skippable == 0)
        #expect(search.take() != nil)
        #expect(search.skippable == size)
        search.skip(size)
        #expect(search.skippable == 0)
        #expect(search.awaited(nil) == 1)
    }

    @Test func whatIsKeptIsBounded() {
        let long = String(repeating: "x", count: 3000)
        let many = (0..<80).flatMap { Self.simple("NAME\($0)", "v") }
        func told(_ tags: [UInt8]) -> StreamTag? {
            var search = TagSearch()
            search.begin()
            let size = ID3Tests.big(tags.count | 0x1000_0000, 4)
            let bytes =
                Self.start(Self.id(MatroskaID.tags) + size + tags) + Self.cluster(isKnown: true)
            search.add(bytes.span, bytes.indices, at: 0)
            return search.take()
        }
        let values = told((0..<9).flatMap { Self.tag([], Self.simple("N\($0)", long)) })
        #expect(values?.values.count == Limits.tagTextBytes / 3002)
        #expect(values?.flags == [.commentTooLong])
        #expect(values?.raw.count == Limits.tagRawBytes)
        #expect(told(Self.tag([], many))?.values.count == Limits.titleAttributes)
        #expect(told(Self.tag([], many))?.flags == [.tooManyFields])
        let name = String(repeating: "n", count: Limits.oggNameBytes + 1)
        #expect(told(Self.tag([], Self.simple(name, "v")))?.flags == [.commentTooLong])
    }
}
