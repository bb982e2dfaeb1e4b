import Fixtures
import Testing

@testable import ICYReader

/// The search for tags of all formats.
@Suite struct TagTests {
    /// The tags in some bytes, the same at every cut.
    static func tags(_ bytes: [UInt8], cuts: [Partition]? = nil) -> [StreamTag] {
        let whole = read([bytes[...]])
        for partition in cuts ?? Partition.all(of: bytes.count, seed: 3) {
            #expect(read(partition.pieces(of: bytes)) == whole, "\(partition)")
        }
        #expect(skipping(bytes) == whole)
        return whole
    }

    static func values(_ tag: StreamTag) -> [String] {
        tag.values.map { "\($0.name)=\(String(decoding: $0.bytes, as: UTF8.self))" }
    }

    private static func read(_ pieces: [ArraySlice<UInt8>]) -> [StreamTag] {
        var search = TagSearch()
        search.begin()
        var offset = 0
        var tags: [StreamTag] = []
        for piece in pieces.map(Array.init) {
            search.add(piece.span, piece.indices, at: offset)
            offset += piece.count
            while let tag = search.take() { tags.append(tag) }
        }
        return tags
    }

    /// The tags where all that can be skipped is.
    private static func skipping(_ bytes: [UInt8]) -> [StreamTag] {
        var search = TagSearch()
        search.begin()
        var offset = 0
        var tags: [StreamTag] = []
        while offset < bytes.count {
            let skipped = min(search.skippable, bytes.count - offset)
            search.skip(skipped)
            offset += skipped
            let end = min(offset + 1, bytes.count)
            search.add(bytes.span, offset..<end, at: offset)
            offset = end
            while let tag = search.take() { tags.append(tag) }
        }
        return tags
    }

    /// Most stations have no tag; there are ten thousand of them.
    @Test func nothingIsStoredBeforeATag() {
        #expect(MemoryLayout<TagSearch>.size <= 9)
        var search = TagSearch()
        search.begin()
        var offset = 0
        for piece in [[UInt8(0x1A), 0x45, 0xDF], text("IDfLa"), run("\u{7F}", 100), text("ID")] {
            search.add(piece.span, piece.indices, at: offset)
            offset += piece.count
            #expect(search.keepsNothing)
            #expect(search.skippable == 0)
        }
        search.add(text("3").span, 0..<1, at: offset)
        #expect(search.keepsNothing == false)
        #expect(search.hasTag == false)
        search.add(text("x").span, 0..<1, at: offset + 1)
        #expect(search.keepsNothing)
    }

    /// One format after the other.
    @Test func formatsMayFollowOneAnother() {
        let id3 = ID3Tests.tag(ID3Tests.frame("TIT2", [3, 0x41], version: 4), version: 4)
        let audio = run("\u{7F}", 30)
        let bytes = id3 + audio + FLACTests.head("TITLE=B") + audio + id3
        let tags = TagTests.tags(bytes)
        #expect(tags.map(\.format) == [.id3(version: 4), .flac, .id3(version: 4)])
        #expect(tags.map(\.index) == [0, 1, 2])
    }

    /// Broken tags: nothing traps, and cuts and skipping do not matter.
    @Test func anyBytesAreRead() {
        let samples = [
            FLACTests.head("TITLE=A", "ARTIST=B") + FLACTests.audio,
            MatroskaTests.head + MatroskaTests.cluster(isKnown: true),
            MatroskaTests.head + MatroskaTests.cluster(isKnown: false)
                + MatroskaTests.tags(title: "Next"),
        ]
        var count = 0
        for seed in UInt64(0)..<300 {
            var generator = SeededGenerator(seed: seed)
            var bytes = (0..<3).flatMap { _ in samples.randomElement(using: &generator) ?? [] }
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
                case 1: bytes[index] = 0xFF
                case 2: bytes.removeSubrange(index..<min(index + 20, bytes.count))
                case 3: bytes.insert(contentsOf: bytes[index...].prefix(90), at: index)
                default: bytes.insert(contentsOf: MatroskaReader.magic, at: index)
                }
            }
            let cuts = Partition.random(3, seed: seed) + [.bytewise]
            for tag in TagTests.tags(bytes, cuts: cuts) {
                count += 1
                #expect(tag.raw.count <= min(tag.size, Limits.tagRawBytes), "seed \(seed)")
                #expect(tag.audioOffset < bytes.count, "seed \(seed)")
            }
        }
        #expect(count > 300)
    }

    /// What real programs write; see `Tests/Fixtures/captures/README.md`.
    @Test(
        arguments: [
            ("flac", ["title=Jóga,artist=Björk", "title=Группа крови,artist=Кино"]),
            ("webm", ["TITLE=Jóga,ARTIST=Björk", "TITLE=Группа крови,ARTIST=Кино"]),
            ("webm-gstreamer", ["TITLE=Jóga,ARTIST=Björk"]),
            ("mka-mkvmerge", ["TITLE=Jóga", "TITLE=Jóga,ARTIST=Björk"]),
        ])
    func capturesAreRead(_ name: String, _ expected: [String]) throws {
        let bytes = try Fixtures.bytes(of: "captures/\(name).raw")
        let whole = Self.read([bytes[...]])
        let cuts = Partition.near(whole.map(\.audioOffset), of: bytes.count, seed: 5)
        let tags = Self.tags(bytes, cuts: cuts)
        let shown = tags.map { tag in
            Self.values(tag).filter {
                ["TITLE", "ARTIST"].contains($0.split(separator: "=")[0].uppercased())
            }.joined(separator: ",")
        }
        #expect(shown == expected)
    }
}
