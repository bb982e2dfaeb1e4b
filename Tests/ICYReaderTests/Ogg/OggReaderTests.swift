import Fixtures
import ICYReader
import Testing

/// Pages as the specification requires them, and as broken relays send them.
@Suite struct OggReaderTests {
    /// Expects the same at every cut, and with what may be skipped left out.
    private func read(_ bytes: [UInt8], seed: UInt64 = 5) -> OggTranscript {
        let whole = OggTranscript(bytes)
        #expect(whole.isContiguous)
        for partition in Partition.all(of: bytes.count, seed: seed) {
            #expect(OggTranscript(partition.pieces(of: bytes)) == whole, "\(partition)")
        }
        for seed in UInt64(0)..<4 {
            let skipped = OggTranscript(bytes, skipping: SeededGenerator(seed: seed))
            #expect(skipped == whole, "seed \(seed)")
        }
        return whole
    }

    // MARK: Chains and groups

    @Test(arguments: [true, false]) func aChainNeedsNoEnd(_ hasEnd: Bool) {
        let first = OggPages.song(1, "TITLE=One", end: hasEnd)
        let found = read(first + OggPages.song(2, "TITLE=Two"))
        #expect(found.texts == [["TITLE=One"], ["TITLE=Two"]])
        #expect(found.comments.map(\.serial) == [1, 2])
        #expect(found.comments.map(\.flags) == [[], []])
        // The first page of a song is 27 + 1 + 19 bytes.
        #expect(found.comments.map(\.pageOffset) == [47, first.count + 47])
        #expect(found.isWithoutHeaders == false)
    }

    @Test func aSerialMayComeAgain() {
        let found = read(OggPages.song(1, "TITLE=One") + OggPages.song(1, "TITLE=Two"))
        #expect(found.texts == [["TITLE=One"], ["TITLE=Two"]])
    }

    /// Skeleton and video next to the sound, all first pages first; the video has comments too.
    @Test func aGroupHasTheCommentsOfItsSound() {
        var skeleton = OggPages(serial: 1)
        var video = OggPages(serial: 2)
        var sound = OggPages(serial: 3)
        var second = OggPages(serial: 4)
        skeleton.packet(OggPages.HeaderType.first, OggPages.skeleton)
        video.packet(OggPages.HeaderType.first, OggPages.theora)
        sound.packet(OggPages.HeaderType.first, OggPages.vorbis)
        second.packet(OggPages.HeaderType.first, OggPages.opus)
        let before = (skeleton.bytes.count, video.bytes.count, sound.bytes.count)
        let comments = [0x81] + Array("theora".utf8) + OggPages.comments([text("TITLE=Film")])
        video.packet(0, comments)
        second.packet(0, OggPages.opusTags("TITLE=Other language"))
        sound.packet(0, OggPages.vorbisComments("TITLE=Sound"))
        let found = read(
            skeleton.bytes + video.bytes.prefix(before.1) + sound.bytes.prefix(before.2)
                + second.bytes + video.bytes.dropFirst(before.1)
                + sound.bytes.dropFirst(before.2))
        #expect(found.texts == [["TITLE=Sound"]])
        #expect(found.comments.map(\.serial) == [3])
        #expect(found.codec == .vorbis)
    }

    @Test func noSoundNoComments() {
        var video = OggPages()
        video.packet(OggPages.HeaderType.first, OggPages.theora)
        video.packet(0, [0x81] + Array("theora".utf8) + OggPages.comments([text("TITLE=Film")]))
        let found = read(video.bytes)
        #expect(found.comments.isEmpty)
        #expect(found.codec == nil)
    }

    // MARK: Packets over pages

    @Test(arguments: [1, 2, 3, 7, 255]) func aHeaderSpansPages(_ segmentsPerPage: Int) {
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, OggPages.vorbis)
        let long = String(repeating: "x", count: 700)
        let packet = OggPages.vorbisComments("COMMENT=\(long)", "TITLE=Far behind")
        pages.longPacket(packet, segmentsPerPage: segmentsPerPage)
        let found = read(pages.bytes)
        #expect(found.texts == [["COMMENT=\(long)", "TITLE=Far behind"]])
        #expect(found.comments.first?.raw == packet)
        #expect(found.comments.first?.flags == [])
        #expect(found.offsets == [pages.bytes.count])
    }

    /// 510 bytes: two full segments and an empty one, which may be alone on a page without bytes.
    @Test func aHeaderEndsWithAnEmptySegment() {
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, OggPages.opus)
        let filler = String(repeating: "x", count: 510 - 8 - 5 - 4 - 4 - 6 - 4 - 7)
        let packet = OggPages.opusTags("F=\(filler)xxxx", "TITLE=T")
        #expect(packet.count == 510)
        pages.longPacket(packet, segmentsPerPage: 2)
        let found = read(pages.bytes)
        #expect(found.texts == [["F=\(filler)xxxx", "TITLE=T"]])
        #expect(found.comments.first?.flags == [])
    }

    @Test func flacBlocksBeforeTheCommentsAreReadOver() {
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, OggPages.flac)
        pages.packet(0, [1, 0, 0, 4, 0, 0, 0, 0])
        let comments = OggPages.comments([text("TITLE=F")])
        pages.packet(0, [0x84, 0, 0, UInt8(comments.count)] + comments)
        #expect(read(pages.bytes).texts == [["TITLE=F"]])
    }

    /// The last block is not one of comments; or audio follows at once.
    @Test(arguments: [[[0x81, 0, 0, 4, 0, 0, 0, 0]], []]) func flacWithoutComments(
        _ blocks: [[UInt8]]
    ) {
        for first in [OggPages.flac, text("fLaC")] {
            var pages = OggPages()
            pages.packet(OggPages.HeaderType.first, first)
            for block in blocks { pages.packet(0, block) }
            pages.packet(0, [0xFF, 0xF8] + Array("TITLE=no".utf8))
            let found = read(pages.bytes)
            #expect(found.texts == [[]])
            #expect(found.comments.first?.flags == [])
            #expect(found.changes == ["clear"])
        }
    }

    /// VLC writes all of FLAC's blocks into Ogg as they are.
    @Test func flacFromBeforeTheMapping() {
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, text("fLaC"))
        pages.packet(0, [0, 0, 0, 34] + zeros(34))
        let comments = OggPages.comments([text("TITLE=F")])
        pages.packet(0, [0x84, 0, 0, UInt8(comments.count)] + comments)
        #expect(read(pages.bytes).texts == [["TITLE=F"]])
    }

    // MARK: Broken streams

    @Test func aLostPageEndsTheHeader() {
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, OggPages.opus)
        let start = pages.bytes.count
        let long = String(repeating: "x", count: 1000)
        pages.longPacket(OggPages.opusTags("TITLE=T", "X=\(long)", "ARTIST=A"), segmentsPerPage: 1)
        // The second page of the header: 27 + 1 + 255 bytes.
        var bytes = pages.bytes
        bytes.removeSubrange((start + 283)..<(start + 566))
        let found = read(bytes + OggPages.song(2, "TITLE=Next"))
        #expect(found.texts == [["TITLE=T"], ["TITLE=Next"]])
        #expect(found.comments.map(\.flags) == [[.oggIncomplete], []])
        #expect(found.changes == ["T", "Next"])
    }

    @Test func aHeaderThatTheNextStreamCutsOffIsHandedOut() {
        var pages = OggPages(serial: 1)
        pages.packet(OggPages.HeaderType.first, OggPages.opus)
        let long = String(repeating: "x", count: 1000)
        pages.longPacket(OggPages.opusTags("TITLE=T", "X=\(long)"), segmentsPerPage: 2)
        let start = 47 + 27 + 2 + 510
        let found = read(pages.bytes.prefix(start) + OggPages.song(2, "TITLE=Next"))
        #expect(found.texts == [["TITLE=T"], ["TITLE=Next"]])
        #expect(found.comments.map(\.serial) == [1, 2])
        #expect(found.comments.map(\.pageOffset) == [47, start + 47])
        // After the header (28 bytes) of the page that reveals it; after the second page.
        #expect(found.offsets == [start + 28, start + 47 + 28 + 31])
        #expect(found.comments.first?.flags == [.oggIncomplete])
    }

    @Test func anotherChecksumIsFlaggedAndTheTitleRead() {
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, OggPages.opus)
        let packet = OggPages.opusTags("TITLE=T")
        pages.page(segments: [packet.count], packet, checksum: 0x1234_5678)
        pages.packet(0, [1, 2, 3])
        let found = read(pages.bytes + OggPages.song(2, "TITLE=Next"))
        #expect(found.texts == [["TITLE=T"], ["TITLE=Next"]])
        #expect(found.comments.map(\.flags) == [[.oggChecksum], []])
    }

    @Test(arguments: [
        "garbage", "O", "OggOgg", "OggS\u{1}", "OggS\u{0}\u{8}", "OggSOggSOgg", "OOOgg",
    ])
    func garbageBetweenPagesIsReadOver(_ garbage: String) {
        let first = OggPages.song(1, "TITLE=One")
        let found = read(first + text(garbage) + OggPages.song(2, "TITLE=Two"))
        #expect(found.texts == [["TITLE=One"], ["TITLE=Two"]])
        #expect(found.comments.map(\.flags) == [[], [.oggLostCapture]])
        #expect(found.comments.last?.pageOffset == first.count + garbage.utf8.count + 47)
        #expect(found.lostCaptureCount == 1)
    }

    @Test func aListenerThatJoinsInTheMiddleLearnsTheNextSong() {
        let song = OggPages.song(1, "TITLE=One")
        let pages = song.count - 3 * (27 + 2 + 300) - (27 + 1 + 40)
        for start in [pages, pages + 100] {
            let joined = read(Array(song[start...]))
            #expect(joined.comments.isEmpty)
            #expect(joined.isWithoutHeaders)
            let next = read(song[start...] + OggPages.song(2, "TITLE=Two"))
            #expect(next.texts == [["TITLE=Two"]])
            #expect(next.isWithoutHeaders == false)
        }
    }

    /// Only the first page is missing: the magic word identifies the second one.
    @Test func theSecondPageIsEnough() {
        let found = read(Array(OggPages.song(1, "TITLE=One")[47...]))
        #expect(found.texts == [["TITLE=One"]])
        #expect(found.codec == .opus)
        #expect(found.isWithoutHeaders == false)
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, OggPages.vorbis)
        let start = pages.bytes.count
        pages.packet(0, OggPages.vorbisComments("TITLE=V"))
        #expect(read(Array(pages.bytes[start...])).texts == [["TITLE=V"]])
    }
}
