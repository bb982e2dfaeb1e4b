import Fixtures
import Testing

@testable import ICYReader

/// Covers in the comments of an Ogg stream.
@Suite struct OggPictureTests {
    private let room = PictureRoom(limit: 1 << 20)

    /// The same at every cut.
    private func read(_ comments: [[UInt8]]) throws -> OggComments {
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, OggPages.opus)
        pages.longPacket(
            Array("OpusTags".utf8) + OggPages.comments(comments), segmentsPerPage: 3)
        pages.packet(0, [1])
        func read(_ partition: Partition) -> [OggComments] {
            var reader = OggReader(pictures: room)
            var found: [OggComments] = []
            for piece in partition.pieces(of: pages.bytes) {
                let piece = Array(piece)
                var offset = 0
                while let step = reader.next(piece.span, &offset) {
                    if case .comments(let comments) = step { found.append(comments) }
                }
            }
            return found
        }
        let whole = read(.whole)
        for partition in Partition.all(of: pages.bytes.count, seed: 5) {
            #expect(read(partition) == whole, "\(partition)")
        }
        #expect(whole.count == 1)
        return try #require(whole.first)
    }

    private func cover(_ image: [UInt8], role: Int = 3, name: String = "METADATA_BLOCK_PICTURE")
        -> [UInt8]
    {
        text("\(name)=\(Base64.text(PictureParserTests.block(image, role: role)))")
    }

    private let png = PictureParserTests.png
    private let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + run("j", 40)

    @Test func aCoverIsDecoded() throws {
        let found = try read([text("TITLE=T"), cover(png), text("ARTIST=A")])
        #expect(found.picture?.bytes == png)
        #expect(found.picture?.isFrontCover == true)
        #expect(found.fields.map(\.name) == ["TITLE", "METADATA_BLOCK_PICTURE", "ARTIST"])
        #expect(found.fields.map(\.value) == [text("T"), [], text("A")])
        #expect(try read([text("TITLE=T")]).picture == nil)
        // Lower case, and line ends within the text.
        let encoded = Array(Base64.text(PictureParserTests.block(png)).utf8)
        let lines = encoded.prefix(41) + text("\r\n") + encoded.dropFirst(41)
        let other = try read([text("metadata_block_picture=") + lines])
        #expect(other.picture?.bytes == png)
    }

    @Test func theOlderNameHasTheImageAlone() throws {
        let found = try read([text("COVERART=\(Base64.text(jpeg))"), text("TITLE=T")])
        #expect(found.picture?.bytes == jpeg)
        #expect(found.picture?.format == .jpeg)
    }

    @Test func theFrontCoverWins() throws {
        let found = try read([cover(jpeg, role: 0), cover(png), cover(jpeg), cover(jpeg, role: 4)])
        #expect(found.picture?.bytes == png)
        let first = try read([cover(jpeg, role: 8), cover(png, role: 4)])
        #expect(first.picture?.bytes == jpeg)
        // A picture of another format is better than none, but not than one that can be shown.
        let shown = try read([cover(text("<svg/>    "), role: 3), cover(png, role: 4)])
        #expect(shown.picture?.bytes == png)
    }

    @Test func whatIsNoPictureIsNone() throws {
        for value in ["", "====", "!!!", "AAAA", Base64.text(Array("not a picture block".utf8))] {
            let found = try read([text("METADATA_BLOCK_PICTURE=\(value)"), text("TITLE=T")])
            #expect(found.picture?.bytes.isEmpty ?? true)
            #expect(found.fields.last?.value == text("T"))
        }
        #expect(room.byteCount == 0)
    }

    /// A header that is cut off by the next one leaves nothing behind.
    @Test func anAbandonedPictureIsReleased() {
        var reader = OggReader(pictures: room)
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, OggPages.opus)
        let image = png + run("i", 60_000)
        pages.longPacket(
            Array("OpusTags".utf8) + OggPages.comments([cover(image)]), segmentsPerPage: 200)
        // The next stream follows the first page of the comments.
        let last = pages.bytes.indices.last { pages.bytes[$0...].starts(with: text("OggS")) } ?? 0
        let cut = Array(pages.bytes.prefix(last))
        var next = OggPages(serial: 8)
        next.packet(OggPages.HeaderType.first, OggPages.opus)
        next.packet(0, Array("OpusTags".utf8) + OggPages.comments([text("TITLE=T")]))
        for (bytes, isTaken) in [(cut, true), (next.bytes, false)] {
            var offset = 0
            while reader.next(bytes.span, &offset) != nil {}
            #expect((room.byteCount > 0) == isTaken)
        }
    }

    @Test func theTitleHasThePicture() throws {
        var metadata = MetadataReader()
        let reading = metadata.read(try read([text("TITLE=T"), cover(png), text("ALBUM=B")]))
        let title = try #require(reading.newTitle)
        #expect(title.picture?.bytes == png)
        #expect(
            title.attributes == [
                TitleAttribute(key: "ALBUM", value: "B"),
                TitleAttribute(key: "PICTURE", value: "image/png, 38 bytes, front cover"),
            ])
    }
}
