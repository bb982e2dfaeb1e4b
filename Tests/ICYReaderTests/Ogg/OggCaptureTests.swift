import Fixtures
import ICYReader
import Testing

/// Files of real encoders and a recording of Icecast, compared with what mutagen and ffprobe found.
@Suite struct OggCaptureTests {
    /// Every cut of the small ones; for the others, cuts around each header page.
    private static func partitions(_ capture: OggCapture) -> [Partition] {
        let isSmall = capture.body.count < 6000
        let places = capture.chains.flatMap { chain in
            [chain.pageOffset, chain.end].flatMap { (($0 - 3)...($0 + 60)) }
        }
        let inside = Set(places.filter { $0 > 0 && $0 < capture.body.count }).sorted()
        let near = inside.enumerated().filter { $0.offset % 8 == 0 }.map { $0.element }
        return isSmall
            ? Partition.all(of: capture.body.count, seed: 0x066)
            : [.whole, .bytewise, .every(1400), .every(4093), .cuts(inside)]
                + near.map { .cut(at: $0) } + Partition.random(4, seed: 0x066)
    }

    @Test(arguments: Fixtures.oggCaptures) func commentsAreExact(_ capture: OggCapture) {
        let found = OggTranscript(capture.body)
        #expect(found.isContiguous)
        #expect(found.offsets == capture.chains.map(\.end))
        #expect(found.comments.map(\.index) == Array(capture.chains.indices))
        for (comments, chain) in zip(found.comments, capture.chains) {
            #expect(comments.pageOffset == chain.pageOffset)
            #expect(comments.audioOffset == chain.pageOffset)
            #expect(comments.serial == chain.serial)
            #expect(comments.codec.rawValue == chain.codec)
            #expect(comments.vendor == Array(chain.vendor.utf8))
            #expect(comments.packetSize == chain.packetSize)
            #expect(Hex.string(comments.raw.prefix(2000)) == chain.packetStart)
            #expect(comments.raw.count == min(chain.packetSize, Limits.oggCommentBytes))
            #expect(comments.fields.map(\.name) == chain.comments.map(\.name))
            #expect(comments.fields.map(\.value) == chain.comments.map { Array($0.value.utf8) })
            #expect(comments.fields.map(\.wireSize) == chain.comments.map(\.size))
            let isLarge = chain.packetSize > Limits.oggCommentBytes
            #expect(comments.flags == (isLarge ? [.oggLargeHeader] : []))
        }
        #expect(found.lostCaptureCount == 0)
        #expect(found.isWithoutHeaders == false)
        #expect(found.codec?.rawValue == capture.chains.last?.codec)
    }

    @Test(arguments: Fixtures.oggCaptures) func theCutsDoNotMatter(_ capture: OggCapture) {
        let whole = OggTranscript(capture.body)
        for partition in OggCaptureTests.partitions(capture) {
            let found = OggTranscript(partition.pieces(of: capture.body))
            #expect(found == whole, "\(partition)")
        }
    }

    @Test(arguments: Fixtures.oggCaptures) func bodiesMayStayUnseen(_ capture: OggCapture) {
        let whole = OggTranscript(capture.body)
        for seed in UInt64(0)..<8 {
            let found = OggTranscript(capture.body, skipping: SeededGenerator(seed: seed))
            #expect(found == whole, "seed \(seed)")
            // Comment headers, page headers of at most 282 bytes each, and first pages of 80 bytes.
            let most =
                capture.headerPageBytes + (capture.pageCount + 1) * 282
                + capture.chains.count * 80
            #expect(found.seen <= most, "seed \(seed)")
        }
    }

    /// A long song costs less than 1 % of its bytes, headers included.
    @Test func mostOfALongSongStaysUnseen() {
        var pages = OggPages()
        pages.packet(OggPages.HeaderType.first, OggPages.opus)
        pages.packet(0, OggPages.opusTags("TITLE=Long"))
        for _ in 0..<200 {
            pages.page(
                segments: [Int](repeating: 200, count: 40), [UInt8](repeating: 0x4F, count: 8000))
        }
        let found = OggTranscript(pages.bytes, skipping: SeededGenerator(seed: 1))
        #expect(found.texts == [["TITLE=Long"]])
        #expect(found.seen * 100 < pages.bytes.count)
    }

    @Test(arguments: [
        (
            "ogg-vorbis",
            [
                "Guns N' Roses - Sweet Child O' Mine", "Say - 'Hi'; then 'go';StreamUrl='';",
                "clear", "Мумий Тролль - Владивосток 2000",
            ]
        ),
        (
            "ogg-opus",
            ["椎名林檎 - 丸の内サディスティック", "Björk, Thom Yorke - I've Seen It All", "-"]
        ),
        ("ogg-flac", ["Кино - Группа крови", "L'été; l'hiver"]),
        ("ogg-picture", ["Before - Behind", "After - Small"]),
        ("ogg-mixed", ["Old - Speech", "Glenn Gould - Aria", "Alone", "clear"]),
        (
            "icecast-ogg",
            [
                "Édith Piaf - L'Hymne à l'amour",
                "Édith Piaf - Guns N' Roses - Sweet Child O' Mine",
                "Édith Piaf - Say 'Hi'; then go", "Édith Piaf - 椎名林檎 - 丸の内サディスティック",
                "Édith Piaf - Мумий Тролль - Владивосток 2000", "clear",
            ]
        ),
    ])
    func titles(_ name: String, _ expected: [String]) {
        #expect(OggTranscript(Fixtures.oggCapture(name).body).changes == expected)
    }
}
