import Fixtures
import Testing

@testable import ICYReader

/// ID3v2 tags in audio, in each version and encoding.
@Suite struct ID3Tests {
    static func size(_ count: Int) -> [UInt8] { [21, 14, 7, 0].map { UInt8(count >> $0 & 0x7F) } }

    static func big(_ count: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).reversed().map { UInt8(count >> ($0 * 8) & 0xFF) }
    }

    static func frame(_ name: String, _ content: [UInt8], version: UInt8, flags: UInt8 = 0)
        -> [UInt8]
    {
        let size =
            switch version {
            case 2: big(content.count, 3)
            case 3: big(content.count, 4) + [0, flags]
            default: self.size(content.count) + [0, flags]
            }
        return text(name) + size + content
    }

    static func tag(_ body: [UInt8], version: UInt8, flags: UInt8 = 0, footer: [UInt8] = [])
        -> [UInt8]
    {
        text("ID3") + [version, 0, flags] + size(body.count) + body + footer
    }

    /// The values of all tags in some bytes, the same at every cut.
    private func values(_ bytes: [UInt8]) -> [[String]] {
        func read(_ partition: Partition) -> [StreamTag] {
            var search = TagSearch()
            search.begin()
            var offset = 0
            var tags: [StreamTag] = []
            for piece in partition.pieces(of: bytes) {
                let piece = Array(piece)
                search.add(piece.span, piece.indices, at: offset)
                offset += piece.count
                while let tag = search.take() { tags.append(tag) }
            }
            return tags
        }
        let whole = read(.whole)
        for partition in Partition.all(of: bytes.count, seed: 3) {
            #expect(read(partition) == whole, "\(partition)")
        }
        for tag in whole {
            #expect(bytes[tag.audioOffset...].starts(with: tag.raw))
            #expect(tag.raw.count == min(tag.size, Limits.tagRawBytes))
        }
        return whole.map { tag in
            tag.values.map { "\($0.name)=\(String(decoding: $0.bytes, as: UTF8.self))" }
        }
    }

    private let audio = run("\u{7F}", 40) + text("I ID ID3 is a name") + run("\u{7F}", 9)

    /// A header that turns out to be none may end with the first letter of a tag.
    @Test func aFalseHeaderHidesNoTag() {
        let tag = Self.tag(Self.frame("TIT2", [0] + text("T"), version: 3), version: 3)
        #expect(values(text("ID3") + [3] + tag) == [["TIT2=T"]])
        #expect(values(audio + text("ID3") + [4] + tag + audio) == [["TIT2=T"]])
        #expect(values(text("ID3") + [2] + text("ID3") + [3] + tag) == [["TIT2=T"]])
    }

    @Test func eachVersionIsRead() {
        let version4 = Self.tag(
            Self.frame("TIT2", [3] + text("Jóga"), version: 4)
                + Self.frame("TPE1", [3] + text("Björk\0Other\0"), version: 4)
                + Self.frame("APIC", zeros(300), version: 4)
                + Self.frame("TALB", [3] + text("Homogenic"), version: 4) + zeros(20), version: 4)
        #expect(
            values(audio + version4 + audio + version4)
                == Array(
                    repeating: ["TIT2=Jóga", "TPE1=Björk", "TPE1=Other", "TALB=Homogenic"],
                    count: 2))
        let version3 = Self.tag(
            Self.frame("TIT2", [0] + text("T"), version: 3)
                + Self.frame("PRIV", zeros(9), version: 3)
                + Self.frame("TPE1", [0] + text("A"), version: 3), version: 3)
        #expect(values(version3) == [["TIT2=T", "TPE1=A"]])
        let version2 = Self.tag(
            Self.frame("TT2", [0] + text("T"), version: 2)
                + Self.frame("TP1", [0] + text("A"), version: 2), version: 2)
        #expect(values(version2 + audio) == [["TT2=T", "TP1=A"]])
    }

    @Test(
        arguments: [
            ([0] + text("Caf"), "Caf"),
            ([1, 0xFF, 0xFE, 0x41, 0, 0xE9, 0], "Aé"), ([1, 0xFE, 0xFF, 0, 0x41, 0, 0xE9], "Aé"),
            ([1, 0x41, 0, 0xE9, 0], "Aé"), ([2, 0, 0x41, 0xD8, 0x3D, 0xDE, 0, 0, 0], "A😀"),
            ([3] + text("é\0"), "é"),
        ] as [([UInt8], String)])
    func eachEncodingIsRead(_ content: [UInt8], _ expected: String) {
        #expect(ID3Text.values(content).map { String(decoding: $0, as: UTF8.self) } == [expected])
        let tag = Self.tag(Self.frame("TIT2", content, version: 4), version: 4)
        #expect(values(tag) == [["TIT2=\(expected)"]])
    }

    @Test func whatIsNoTextIsNone() {
        #expect(ID3Text.values([]) == [])
        #expect(ID3Text.values([0]) == [])
        #expect(ID3Text.values([9, 0x41]) == [])
        #expect(ID3Text.values([1, 0xFF, 0xFE, 0, 0, 0]) == [])
    }

    /// Version 2.3 inserts zeros in all of the tag, version 2.4 in the frames that say so.
    @Test func unsynchronisationIsUndone() {
        func unsynchronised(_ bytes: [UInt8]) -> [UInt8] {
            bytes.flatMap { $0 == 0xFF ? [0xFF, 0] : [$0] }
        }
        let content: [UInt8] = [1, 0xFF, 0xFE, 0x41, 0, 0xFF, 0]
        let version3 = Self.tag(
            unsynchronised(
                Self.frame("TIT2", content, version: 3)
                    + Self.frame("TPE1", [0, 0x42], version: 3)), version: 3, flags: 0x80)
        #expect(values(version3) == [["TIT2=Aÿ", "TPE1=B"]])
        let version4 = Self.tag(
            Self.frame(
                "TIT2", zeros(3) + [UInt8(content.count)] + unsynchronised(content), version: 4,
                flags: 0x03) + Self.frame("TPE1", [3, 0x42], version: 4), version: 4, flags: 0x80)
        #expect(values(version4) == [["TIT2=Aÿ", "TPE1=B"]])
    }

    @Test func headersMayBeExtendedAndFollowed() {
        let title = Self.frame("TIT2", [3, 0x41], version: 4)
        #expect(
            values(Self.tag(Self.size(6) + [1, 0] + title, version: 4, flags: 0x40))
                == [["TIT2=A"]])
        #expect(
            values(
                Self.tag(
                    title, version: 4, flags: 0x10, footer: text("3DI") + [4, 0, 0x10] + zeros(4))
                    + Self.tag(title, version: 4))
                == [["TIT2=A"], ["TIT2=A"]])
        let old = Self.frame("TIT2", [0, 0x41], version: 3)
        #expect(
            values(Self.tag(Self.big(6, 4) + zeros(6) + old, version: 3, flags: 0x40))
                == [["TIT2=A"]])
        // Compressed and encrypted frames are passed over.
        #expect(
            values(
                Self.tag(
                    Self.frame("TIT2", [3, 0x41], version: 4, flags: 0x08)
                        + Self.frame("TPE1", [7, 3, 0x42], version: 4, flags: 0x40), version: 4))
                == [["TPE1=B"]])
    }

    @Test func nothingElseIsATag() {
        #expect(values(text("ID3") + [1, 0, 0] + zeros(4) + audio) == [])
        #expect(values(text("ID3") + [4, 0xFF, 0] + zeros(4) + audio) == [])
        #expect(values(text("ID3") + [4, 0, 0, 0x80, 0, 0, 0] + audio) == [])
        #expect(values(text("IID3") + [4, 0, 0] + zeros(4)) == [[]])
        // Larger than any, or broken inside.
        #expect(values(text("ID3") + [4, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F] + audio) == [])
        #expect(values(Self.tag(text("garbage and more"), version: 4) + audio) == [[]])
        #expect(
            values(Self.tag(text("TIT2") + Self.size(5000) + [0, 0, 3, 0x41], version: 4)) == [[]])
    }

    /// What is kept of a tag is bounded, whatever its frames say.
    @Test func aTagIsBounded() {
        let frame = Self.frame("TIT2", [3] + run("x", 3000), version: 4)
        let body = (0..<40).flatMap { _ in frame }
        var search = TagSearch()
        search.begin()
        let tag = Self.tag(body, version: 4)
        search.add(tag.span, tag.indices, at: 0)
        let found = search.take()
        #expect(found?.values.count == Limits.tagTextBytes / 3001)
        #expect(found?.raw.count == Limits.tagRawBytes)
    }

    @Test(arguments: UInt64(0)..<40) func anyBytesAreRead(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes = Self.tag(
            Self.frame("TIT2", [1, 0xFF, 0xFE] + generator.bytes(20), version: 3)
                + generator.bytes(40), version: UInt8(2 + seed % 3), flags: UInt8(seed % 16) << 4)
        for _ in 0..<3 { bytes[Int(generator.next() % UInt64(bytes.count))] ^= 1 }
        _ = values(bytes + audio)
    }
}
