import Fixtures
import Testing

@testable import ICYReader

/// The heads of FLAC streams.
@Suite struct FLACTests {
    static func block(_ type: UInt8, _ content: [UInt8], isLast: Bool = false) -> [UInt8] {
        [isLast ? type | 0x80 : type] + ID3Tests.big(content.count, 3) + content
    }

    static func comments(_ fields: [String]) -> [UInt8] {
        func little(_ count: Int) -> [UInt8] { ID3Tests.big(count, 4).reversed() }
        return little(4) + text("test") + little(fields.count)
            + fields.flatMap { little($0.utf8.count) + text($0) }
    }

    static let info = text("fLaC") + block(0, zeros(34))

    static func head(_ fields: String...) -> [UInt8] {
        info + block(3, zeros(36)) + block(4, comments(fields)) + block(1, zeros(50), isLast: true)
    }

    static let audio: [UInt8] = [0xFF, 0xF8, 0xC9, 0x18] + text("fLfLafLaD fLa")

    @Test func eachHeadIsRead() {
        let first = Self.head("TITLE=Jóga", "ARTIST=Björk")
        let second = Self.head("title=Группа крови")
        let bytes = first + Self.audio + second + Self.audio
        let tags = TagTests.tags(bytes)
        #expect(
            tags.map(TagTests.values) == [["TITLE=Jóga", "ARTIST=Björk"], ["title=Группа крови"]])
        #expect(tags.map(\.index) == [0, 1])
        for tag in tags {
            #expect(tag.format == .flac)
            #expect(tag.isHead)
            #expect(tag.flags == [])
            #expect(Array(bytes[tag.audioOffset..<(tag.audioOffset + tag.size)]) == tag.raw)
        }
    }

    /// It is told as soon as its comments are complete, and once.
    @Test func theCommentsAreEnough() {
        let begun = Self.info + Self.block(4, Self.comments(["TITLE=A"]))
        #expect(TagTests.tags(begun.dropLast()).isEmpty)
        #expect(TagTests.tags(begun).count == 1)
        let twice = begun + Self.block(4, Self.comments(["TITLE=B"]), isLast: true)
        #expect(TagTests.tags(twice + Self.audio).map(TagTests.values) == [["TITLE=A"]])
    }

    /// A file without comments has no title, whatever the one before it had.
    @Test func aHeadWithoutCommentsHasNoValues() {
        let bytes = text("fLaC") + Self.block(0, zeros(34), isLast: true)
        let tags = TagTests.tags(Self.audio + bytes + Self.audio)
        #expect(tags.map(\.values) == [[]])
        #expect(tags.map(\.size) == [0])
        #expect(tags.map(\.audioOffset) == [Self.audio.count])
    }

    @Test func brokenCommentsAreFlagged() {
        // The length of a comment is larger than the block.
        let broken = Self.info + Self.block(4, Self.comments(["TITLE=A", "ARTIST=B"]).dropLast(3))
        #expect(TagTests.tags(broken + Self.audio).map(\.flags) == [[.oggIncomplete]])
        #expect(TagTests.tags(broken + Self.audio).map(TagTests.values) == [["TITLE=A"]])
    }

    @Test func nothingElseIsAHead() {
        #expect(TagTests.tags(text("fLaC") + Self.block(0, zeros(33)) + Self.audio) == [])
        #expect(TagTests.tags(text("fLaC") + Self.block(4, zeros(34)) + Self.audio) == [])
        // Audio comes where a block should be.
        #expect(TagTests.tags(Self.info + Self.audio) == [])
        // A head that is cut off by another one.
        let next = Self.head("TITLE=A")
        #expect(TagTests.tags(Self.info + next).map(TagTests.values) == [["TITLE=A"]])
        #expect(TagTests.tags(text("fLafLa") + next).count == 1)
    }

    /// Pictures and what is not known are passed over; nothing in them is a tag.
    @Test func otherBlocksArePassedOver() {
        let inner = Self.head("TITLE=Inner") + zeros(10)
        let bytes =
            Self.info + Self.block(6, inner) + Self.block(0x33, inner)
            + Self.block(4, Self.comments(["TITLE=A"])) + Self.block(2, inner, isLast: true)
        #expect(TagTests.tags(bytes).map(TagTests.values) == [["TITLE=A"]])
    }

    @Test func whatIsKeptIsBounded() {
        let long = (0..<40).map { "NAME\($0)=" + String(repeating: "x", count: 1000) }
        var search = TagSearch()
        search.begin()
        let bytes = Self.info + Self.block(4, Self.comments(long), isLast: true)
        search.add(bytes.span, bytes.indices, at: 0)
        let tag = search.take()
        #expect(tag?.raw.count == Limits.tagRawBytes)
        #expect(tag?.values.reduce(0) { $0 + $1.bytes.count } ?? 0 <= Limits.oggCommentBytes)
        #expect(tag?.flags == [.oggLargeHeader, .commentTooLong])
    }
}
