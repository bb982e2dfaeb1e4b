import Fixtures
import ICYReader
import Testing

/// Comment headers at and beyond the limits, and lengths that lie.
@Suite struct OggCommentTests {
    /// The comments of an Opus stream with this packet, on pages of 20 segments.
    private func read(_ packet: [UInt8]) throws -> OggComments {
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, OggPages.opus)
        pages.longPacket(packet, segmentsPerPage: 20)
        pages.packet(0, [1])
        let whole = OggTranscript(pages.bytes)
        for size in [1400, 4096] {
            let pieces = Partition.every(size).pieces(of: pages.bytes)
            #expect(OggTranscript(pieces) == whole)
        }
        for partition in Partition.random(4, seed: 9) {
            #expect(OggTranscript(partition.pieces(of: pages.bytes)) == whole, "\(partition)")
        }
        return try #require(whole.comments.first)
    }

    private func tags(_ comments: [[UInt8]], count: UInt32? = nil) -> [UInt8] {
        Array("OpusTags".utf8) + OggPages.comments(comments, count: count)
    }

    @Test(arguments: [
        ("METADATA_BLOCK_PICTURE", 300_000), ("metadata_block_picture", 40_000),
        ("CoverArt", 40_000),
    ])
    func aPictureIsNotHeld(_ name: String, _ size: Int) throws {
        let picture = text("\(name)=") + [UInt8](repeating: 0x41, count: size)
        let found = try read(tags([text("ARTIST=A"), picture, text("TITLE=T")]))
        #expect(found.fields.map(\.name) == ["ARTIST", name, "TITLE"])
        #expect(found.fields.map(\.value) == [text("A"), [], text("T")])
        #expect(found.fields.map(\.wireSize) == [8, picture.count, 7])
        #expect(found.raw.count == 32 * 1024)
        #expect(found.packetSize == 8 + 5 + 4 + 3 * 4 + 8 + picture.count + 7)
        #expect(found.flags == [.oggLargeHeader])
    }

    @Test func valuesAreCutAtTheirLimit() throws {
        let most = [UInt8](repeating: 0x41, count: 4080)
        let exact = try read(tags([text("LYRICS=") + most, text("TITLE=T")]))
        #expect(exact.fields.map(\.value) == [most, text("T")])
        #expect(exact.flags == [])
        let above = try read(tags([text("LYRICS=B") + most, text("TITLE=T")]))
        #expect(above.fields.map(\.value) == [text("B") + most.dropLast(), text("T")])
        #expect(above.fields.first?.wireSize == 4088)
        #expect(above.flags == [.commentTooLong])
    }

    @Test func allTogetherAreBounded() throws {
        let long = [UInt8](repeating: 0x41, count: 4000)
        let found = try read(tags((0..<100).map { text("X\($0)=") + long }))
        let kept = found.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.count }
        #expect(found.fields.count == 100)
        #expect(kept == 32 * 1024)
        #expect(found.raw.count == 32 * 1024)
        #expect(found.flags == [.oggLargeHeader, .commentTooLong])
    }

    @Test func namesAndVendorsAreBounded() throws {
        let long = [UInt8](repeating: 0x4E, count: 129)
        let found = try read(tags([long + text("=v"), text("TITLE=T")]))
        #expect(found.fields.map(\.name) == ["", "TITLE"])
        #expect(found.fields.first?.value == Array(long.dropLast()))
        #expect(found.flags == [.commentTooLong])
        let vendor = String(repeating: "v", count: 5000)
        let packet =
            Array("OpusTags".utf8) + OggPages.comments([text("TITLE=T")], vendor: vendor)
        let other = try read(packet)
        #expect(other.vendor == Array(vendor.utf8.prefix(4080)))
        #expect(other.fields.map(\.value) == [text("T")])
    }

    @Test func aThousandCommentsAreCounted() throws {
        let found = try read(tags((0..<1000).map { text("N\($0)=v") }))
        #expect(found.fields.count == 256)
        #expect(found.fields.last?.name == "N255")
        #expect(found.flags == [.tooManyFields])
    }

    @Test func oddComments() throws {
        let found = try read(
            tags([
                [], text("no equals"), text("=nameless"), text("TITLE="), text("A=b=c"),
                [0xE9, 0x3D, 0xE9],
            ]))
        #expect(found.fields.map(\.name) == ["", "", "", "TITLE", "A", "é"])
        let values = [
            [], text("no equals"), text("nameless"), [], text("b=c"), [UInt8(0xE9)],
        ]
        #expect(found.fields.map(\.value) == values)
        #expect(found.flags == [.unnamedComment])
    }

    /// A length or the count claims more than there is.
    @Test(arguments: [28, 100, 65_536, 0x7FFF_FFFF, 0x8000_0000, UInt32.max])
    func lengthsLie(_ lie: UInt32) throws {
        let packet = tags([text("ARTIST=A"), text("TITLE=T")])
        // The offsets of the vendor's length, the count, and the lengths of the two comments.
        for (offset, whole) in [(8, 0), (13, 2), (17, 0), (29, 1)] {
            var lying = packet
            lying.replaceSubrange(offset..<(offset + 4), with: littleEndian(lie))
            let found = try read(lying)
            #expect(found.fields.count == whole, "\(offset)")
            #expect(found.flags == [.oggIncomplete], "\(offset)")
            #expect(found.raw == lying, "\(offset)")
        }
    }

    @Test func everyCutOffHeaderIsIncomplete() throws {
        let packet = tags([text("ARTIST=A"), text("TITLE=T")])
        for count in 0..<packet.count {
            let found = try read(Array(packet.prefix(count)))
            #expect(found.flags == [.oggIncomplete], "\(count)")
            #expect(found.fields.count == (count < 17 + 12 ? 0 : 1), "\(count)")
        }
        #expect(try read(packet).flags == [])
        // Opus allows anything after the comments (RFC 7845, section 5.2).
        #expect(try read(packet + [1, 2, 3]).flags == [])
    }
}
