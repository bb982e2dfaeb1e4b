import Testing

@testable import ICYReader

/// Playlists that consist of lines.
@Suite struct PlaylistLinesTests {
    private func lines(_ items: [PlaylistItem]) -> [String] {
        items.map { item in
            let parts = [item.address, item.title].map { String(decoding: $0, as: UTF8.self) }
            return parts[1].isEmpty ? parts[0] : "\(parts[0]) \(parts[1])"
        }
    }

    private func keys(_ document: String) -> [String] {
        lines(PlaylistLines.keys(text(document), address: "file", title: "title"))
    }

    private func addresses(_ document: String) -> [String]? {
        PlaylistLines.addresses(text(document)).map { lines($0) }
    }

    // MARK: Keys

    @Test(arguments: [
        ("[playlist]\r\nFile1=http://a/;\r\nTitle1=X\r\nFile2=b\r\n", ["http://a/; X", "b"]),
        ("title2=Y\nFILE10=c\nfile2 = b\nFile1=\"a\"\n", ["a", "b Y", "c"]),
        ("File1=a\rTitle1=X\rTitle1=Y", ["a X"]), ("File1=a\nFile1=b\nTitle1=X", ["a X", "b X"]),
        ("File1=a\nFile=z\nTitle=Z", ["z Z", "a"]), ("File1=a?b=c", ["a?b=c"]),
        ("File01=a\nTitle1=X", ["a X"]), ("File1=", [""]), ("Title1=X", []), ("", []),
        ("File1", []), ("=a", []), ("1=a", []), ("File1x=a", []), ("File-1=a", []),
        ("Length1=-1", []),
        ("File99999999999999999999=a\nFile3=b", ["b"]), ("Filé1=a", []),
    ])
    func entriesAreSortedByTheirNumbers(document: String, expected: [String]) {
        #expect(keys(document) == expected)
    }

    @Test func theKeysHaveOtherNamesInAnotherFormat() {
        let items = PlaylistLines.keys(
            text("[Reference]\r\nRef1=http://a/\r\nFile1=b\r\nRef2=c"), address: "ref",
            title: "title")
        #expect(lines(items) == ["http://a/", "c"])
    }

    // MARK: Addresses

    @Test(arguments: [
        ("http://a/\r\n\n  http://b/x y \rc.mp3", ["http://a/", "http://b/x y", "c.mp3"]),
        (
            "#EXTM3U\n#EXTINF:-1,A - B, live\nhttp://a/\nhttp://b/",
            ["http://a/ A - B, live", "http://b/"]
        ),
        ("#extinf:-1 tvg-name=\"A, B\",Name\na", ["a Name"]), ("#EXTINF:-1\na", ["a"]),
        ("#EXTINF:1,X\n#EXTINF:2,Y\n# c\na", ["a Y"]), ("#EXTINF:1,X", []), ("", []),
        ("C:\\music\\a b.mp3\n\\\\server\\x y", ["C:\\music\\a b.mp3", "\\\\server\\x y"]),
        ("My song.mp3", ["My song.mp3"]), ("rtsp://h/x y", ["rtsp://h/x y"]), ("a?b=c", ["a?b=c"]),
    ])
    func eachLineIsAnAddress(document: String, expected: [String]) {
        #expect(addresses(document) == expected)
    }

    @Test(arguments: [
        "Our streams are here:", "See you. Bye", "<a>", "{\"a\":1}", "[x]", "--stop--", "a b",
        "a b.toolong", "a b.", "a b.é", " \t", "\"\"", "a b.x",
    ])
    func aSentenceOrATagIsNoAddress(line: String) {
        #expect(addresses("\(line)\nhttp://a/") == ["http://a/"])
    }

    @Test(arguments: [
        "#EXTM3U\n#EXT-X-VERSION:3\nhttp://a/", "a\n  #ext-x-endlist", "#EXT-X-",
    ])
    func liveStreamingIsNone(document: String) {
        #expect(addresses(document) == nil)
    }

    @Test(arguments: ["#EXT-Y", "#EXTM3U8", "# #EXT-X-", "#EXT-X"])
    func anyOtherCommentIsLeftOut(line: String) {
        #expect(addresses("\(line)\na") == ["a"])
    }

    /// One more is kept, so that the caller sees that there were more.
    @Test func theAddressesAreBounded() {
        let many = String(repeating: "a\n", count: 5 * Limits.playlistItems)
        #expect(addresses(many)?.count == Limits.playlistItems + 1)
    }

    @Test func aCutLeavesTheLinesBeforeIt() {
        let document = "#EXTM3U\r\n#EXTINF:-1,A\r\nhttp://a/\r\n#EXTINF:-1,B\r\nhttp://b/\r\n"
        let whole = lines(PlaylistLines.addresses(text(document)) ?? [])
        for count in 0...document.utf8.count {
            let cut = Array(document.utf8.prefix(count))
            let found = lines(PlaylistLines.addresses(cut) ?? [])
            #expect(whole.starts(with: found.dropLast()), "\(count) bytes")
        }
    }

    // MARK: Load

    @Test(arguments: [
        ("(#1 - 40/100) X", "X", 40, 100), ("(#12-0/5)X (Y)", "X (Y)", 0, 5),
        ("(# 1  -  7 / 8 )", "", 7, 8),
        ("(#1 - 123456789/999999999) X", "X", 123_456_789, 999_999_999),
    ])
    func aLoadIsSplitOff(title: String, rest: String, listeners: Int, maximum: Int) {
        let split = PlaylistLines.load(title)
        #expect(split.title == rest)
        #expect(split.load == Playlist.Load(listeners: listeners, maximum: maximum))
    }

    @Test(arguments: [
        "", "X", "(#1", "(#1 - 40/100", "(#1 40/100) X", "(#x - 40/100) X", "(#1 - 40) X",
        " (#1 - 40/100) X", "(#1 - -4/100) X", "(#1 - 1234567890/1) X", "(#1 - ٤/5) X",
        "(1 - 40/100) X", "(#1 - /100) X",
    ])
    func anyOtherTitleStaysAsItIs(title: String) {
        let split = PlaylistLines.load(title)
        #expect(split.title == title)
        #expect(split.load == nil)
    }
}
