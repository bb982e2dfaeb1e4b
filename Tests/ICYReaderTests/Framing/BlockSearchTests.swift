import Fixtures
import Testing

@testable import ICYReader

/// Blocks that are found without counting.
@Suite struct BlockSearchTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let bytes: [UInt8]
        /// Where the length byte of the first block is.
        let found: Int?

        init(_ description: String, _ bytes: [UInt8], _ found: Int?) {
            self.description = description
            self.bytes = bytes
            self.found = found
        }
    }

    /// A block with the padding that it needs.
    private static func block(_ content: [UInt8], padding: UInt8 = 0) -> [UInt8] {
        let units = (content.count + 15) / 16
        return [UInt8(units)] + content
            + [UInt8](repeating: padding, count: units * 16 - content.count)
    }

    private static func block(_ content: String) -> [UInt8] { block(text(content)) }

    private static let audio: [UInt8] = (0..<100).map { UInt8($0 * 37 % 256) }
    private static let title = block("StreamTitle='A - B';")
    /// 128 units, and the same length as a character of UTF-8.
    private static let long = text("StreamTitle='") + run("x", 2033) + text("';")

    static let cases = [
        Case("at once", title, 0), Case("after audio", audio + title + audio, 100),
        Case("after the beginning of a key", text("StreamStre") + title, 10),
        Case("the first of two", audio + title + title, 100),
        Case("the other key", audio + block("StreamUrl='http://h/';"), 100),
        Case("any case", audio + block("STREAMtitle='A';"), 100),
        Case("blanks before the sign", audio + block("StreamTitle \t = 'A';"), 100),
        Case("a byte order mark", audio + block("\u{FEFF}StreamTitle='A - B';"), 100),
        Case("a blank before the key", audio + block(" StreamTitle='A - B';"), 100),
        Case("a quote at the end", audio + block("StreamTitle='A - B'"), 100),
        Case("blanks as padding", audio + block(text("StreamTitle='A';"), padding: 0x20), 100),
        Case("no padding", audio + block("StreamTitle='ABC DEF - GHIJK M';"), 100),
        Case("a unit more than needed", audio + [2] + text("StreamTitle='A';") + zeros(16), 100),
        Case("a length in UTF-8", audio + [0xC2, 0x80] + long + audio, 100),
        Case("the greatest block", [255] + text("StreamTitle='") + run("x", 4065) + text("';"), 0),
        Case("after a key in audio", text("9StreamTitle='A';") + run("A", 900) + title, 917),
    ]

    static let others = [
        Case("nothing", [], nil), Case("only audio", audio + audio, nil),
        Case("a key without a length", text("StreamTitle='A';") + audio, nil),
        Case("a length of 0", [0] + text("StreamTitle='A';"), nil),
        Case("a length that is too short", [1] + text("StreamTitle='A - B';") + audio, nil),
        Case("a length that is too long", [3] + text("StreamTitle='A';") + zeros(32), nil),
        Case("another end", [2] + text("StreamTitle='A - B' ") + run("x", 12), nil),
        Case("another key", block("StreamTitel='A - B';"), nil),
        Case("five blanks before the sign", block("StreamTitle     ='A';"), nil),
        Case("two blanks before the key", block("  StreamTitle='A - B';"), nil),
        Case("no sign", block("StreamTitle'A - B';"), nil),
        // A17
        Case("a tag", text("ID3\u{4}\0\0\0\0\0 TIT2StreamTitle='fake';") + run("A", 900), nil),
        Case("a block without its last byte", audio + Array(title.dropLast()), nil),
    ]

    private func append(_ bytes: [UInt8], to search: inout BlockSearch) {
        search.append(bytes.span, bytes.indices)
    }

    @Test(arguments: cases + others) func findsTheSameHoweverTheInputIsCut(_ given: Case) {
        let count = given.bytes.count
        for partition in Partition.near([given.found ?? 0], of: count, seed: 7) + [.bytewise] {
            var search = BlockSearch()
            var found: Int?
            for piece in partition.pieces(of: given.bytes).map(Array.init) where found == nil {
                append(piece, to: &search)
                found = search.find()
            }
            #expect(found == given.found, "\(partition)")
        }
    }

    /// No byte of the block counts as decided before it is found.
    @Test(arguments: cases) func onlyWhatCannotBeOfABlockIsDecided(_ given: Case) throws {
        var search = BlockSearch()
        for byte in given.bytes {
            append([byte], to: &search)
            if search.find() != nil { break }
            #expect(search.decidedCount <= (given.found ?? 0))
        }
        #expect(search.decidedCount <= (given.found ?? 0))
    }

    @Test func keysFromTheLimitOnAreIgnored() {
        var search = BlockSearch()
        append(Self.audio + Self.title, to: &search)
        #expect(search.find(before: 101) == nil)
        #expect(search.find(before: 102) == 100)
        #expect(search.find() == 100)
    }

    @Test func theFirstBytesAreRemovedAndReturned() {
        var search = BlockSearch()
        append(Self.audio + Self.title, to: &search)
        #expect(search.find() == 100)
        #expect(search.removeFirst(60) == Array(Self.audio[..<60]))
        #expect(search.find() == 40)
        #expect(search.removeFirst(41) == Self.audio[60...] + [2])
        #expect(search.held == blockAB)
        #expect(search.find() == nil)
    }

    /// After that, no byte counts as decided.
    @Test func theSearchBeginsAgain() {
        var search = BlockSearch()
        append([3] + text("StreamTitle='A';") + zeros(32) + Self.title, to: &search)
        #expect(search.find() == 49)
        #expect(search.decidedCount > 0)
        search.restart()
        #expect(search.decidedCount == 0)
        #expect(search.find() == 49)
    }

    @Test func aBlockIsHeldAsItWasOnTheWire() {
        var search = BlockSearch()
        search.append(
            MetadataBlock(
                index: 0, wireOffset: 0, audioOffset: 0, lengthByte: 2, bytes: blockAB))
        search.append(
            MetadataBlock(
                index: 1, wireOffset: 33, audioOffset: 0, lengthByte: 0xC2, bytes: Self.long,
                flags: [.utf8LengthByte]))
        #expect(search.held == [2] + blockAB + [0xC2, 0x80] + Self.long)
        #expect(search.find() == 0)
        _ = search.removeFirst(33)
        #expect(search.find() == 0)
    }

    @Test func onlyTheRangeGivenIsAppended() {
        var search = BlockSearch()
        let input = Self.audio + Self.title
        search.append(input.span, 90..<110)
        #expect(search.held == Array(input[90..<110]))
    }
}
