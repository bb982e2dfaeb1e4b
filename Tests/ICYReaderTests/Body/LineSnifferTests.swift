import Testing

@testable import ICYReader

/// The first line or tag with a meaning.
@Suite struct LineSnifferTests {
    /// The kind, and how many bytes decide it; nil if only the end does, or nothing.
    private func sniff(_ text: String) -> (kind: BodyKind?, after: Int?) {
        var sniffer = LineSniffer()
        for (index, byte) in text.utf8.enumerated() {
            if let kind = sniffer.add(byte) { return (kind, index + 1) }
        }
        return (sniffer.finish(), nil)
    }

    /// The text, its kind, and how much of it decides.
    static let lines: [(String, BodyKind?, Int?)] = [
        ("[playlist]", .playlist(.pls), 10), ("\r\n\t [PlayList]x", .playlist(.pls), 14),
        ("[reference]", .playlist(.reference), 11), ("[other]\n[playlist]", .playlist(.pls), 18),
        ("[playlist", nil, nil), ("[]", nil, nil), ("playlist]", nil, nil),
        ("NumberOfEntries=", .playlist(.pls), 16), ("file1=", .playlist(.pls), 6),
        ("FILE12 =", .playlist(.pls), 8), ("title1=", .playlist(.pls), 7),
        ("ref1=", .playlist(.reference), 5), ("file1x=", nil, nil), ("profile1=", nil, nil),
        ("file=", nil, nil), ("1=", nil, nil), ("=", nil, nil), ("length1=", nil, nil),
        ("http://", .playlist(.m3u), 7), ("MMSH://", .playlist(.m3u), 7), ("://x", nil, nil),
        ("see http://h/", nil, nil), ("x\nrtsp://", .playlist(.m3u), 9), ("ht-tp://", nil, nil),
        ("RTSPtext", .playlist(.quickTime), 8), ("rtsptex", nil, nil),
        ("the title=", nil, nil), ("A - B\nC - D\n", nil, nil), ("", nil, nil),
        (" \n\0 ", nil, nil),
    ]

    @Test(arguments: lines)
    func aLineIsKnownByItsBeginning(text: String, kind: BodyKind?, after: Int?) {
        let found = sniff(text)
        #expect(found.kind == kind)
        #expect(found.after == after)
    }

    static let extended: [(String, BodyKind?, Int?)] = [
        ("#EXTM3U", .playlist(.m3u), nil), ("#extinf:", .playlist(.m3u), nil),
        ("#EXTM3U\n# a\n\n", .playlist(.m3u), nil), ("#EXTM3U\nx\n", .playlist(.m3u), 10),
        ("#EXTM3U\r\nA long name of a file.mp3", .playlist(.m3u), 33),
        ("#EXTM3U\n#EXT-X-", .hls, 15), ("#ext-x-", .hls, 7), ("#EXT-Y\nx\n", nil, nil),
        ("# #EXTM3U\nx\n", nil, nil), ("#EXTINF\nx\n", nil, nil),
    ]

    /// In such a list, any line that is not a comment is an address.
    @Test(arguments: extended)
    func anExtendedListIsKnownByItsFirstAddress(text: String, kind: BodyKind?, after: Int?) {
        let found = sniff(text)
        #expect(found.kind == kind)
        #expect(found.after == after)
    }

    static let tags: [(String, BodyKind?, Int?)] = [
        ("<asx>", .playlist(.asx), 5), ("<ASX ", .playlist(.asx), 5), ("<asx/", .playlist(.asx), 5),
        ("<x:playlist\n", .playlist(.xspf), 12), ("<smil", .playlist(.smil), nil),
        ("<?wpl ", .playlist(.smil), 6), ("<?zpl?>", nil, nil),
        ("<embed>", .playlist(.quickTime), 7),
        ("<?quicktime ", .playlist(.quickTime), 12), ("<html", .page, nil), ("<HTML>", .page, 6),
        ("<h1>", .page, 4), ("<ht", nil, nil), ("</html>", nil, nil), ("<>", nil, nil),
        ("< html>", nil, nil), ("<!DOCTYPE html>", .page, 15), ("<!doctype \r\n HTM\n", .page, 17),
        ("<!DOCTYPE svg><html>", .page, 20), ("<!DOCTYPE", nil, nil), ("<rss><html>", .page, 11),
        ("<rss a='b' ><html>", .page, 18), ("<a-very-long-name-for-a-tag-in-a-page><p>", .page, 41),
        ("<?xml version='1.0'?>\n<asx>", .playlist(.asx), 27),
    ]

    @Test(arguments: tags) func aTagIsKnownByItsName(text: String, kind: BodyKind?, after: Int?) {
        let found = sniff(text)
        #expect(found.kind == kind)
        #expect(found.after == after)
    }

    static let comments: [(String, BodyKind?, Int?)] = [
        ("<!-- <asx> [playlist] --><p>", .page, 28), ("<!----><p>", .page, 10),
        ("<!-- a -- b -> c --- d ---><p>", .page, 30), ("<!--\nhttp://h/\n-->\n<p>", .page, 22),
        ("<!-- <p>", nil, nil), ("<!-- --", nil, nil), ("<!-", nil, nil),
    ]

    @Test(arguments: comments)
    func aCommentMeansNothing(text: String, kind: BodyKind?, after: Int?) {
        let found = sniff(text)
        #expect(found.kind == kind)
        #expect(found.after == after)
    }

    /// A scheme with its `://` may have 24 bytes.
    @Test func onlyTheBeginningOfALineIsExamined() {
        let scheme = String(repeating: "s", count: 21)
        #expect(sniff("\(scheme)://").after == 24)
        #expect(sniff("s\(scheme)://\n").kind == nil)
        #expect(sniff("s\(scheme)://\nhttp://").kind == .playlist(.m3u))
        #expect(sniff(String(repeating: "x", count: 10_000) + "\n[playlist]").after == 10_011)
    }

    /// Before the byte that decides, nothing is decided.
    @Test(arguments: lines + extended + tags + comments)
    func nothingIsDecidedEarly(text: String, kind: BodyKind?, after: Int?) {
        guard let after else { return }
        var sniffer = LineSniffer()
        for byte in text.utf8.prefix(after - 1) { #expect(sniffer.add(byte) == nil) }
    }
}
