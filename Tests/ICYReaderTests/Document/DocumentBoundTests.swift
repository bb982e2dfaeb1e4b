import Testing

@testable import ICYReader

/// Heads, documents and structured titles that are built to be expensive.
@Suite struct DocumentBoundTests {
    private let url: StreamURL

    init() throws { url = try StreamURL("http://h/l") }

    private func playlist(_ text: String, _ format: Playlist.Format = .m3u) -> Playlist {
        Playlist(Array(text.utf8), format: format, url: url)
    }

    /// All addresses of a document share a limit in bytes, which includes their bases.
    @Test func theAddressesOfAPlaylistHaveALimit() throws {
        // 126 bytes and the two of `/l` are 128. All are the same address, so they do not fill the
        // list.
        let entry = "http://a/" + String(repeating: "x", count: 117)
        let most = Limits.resolvedBytes / (entry.utf8.count + 2)
        #expect(most == 384)
        let lines = Array(repeating: entry, count: most - 1).joined(separator: "\n")
        let last = "http://b/" + String(repeating: "x", count: 117)
        #expect(playlist("\(lines)\n\(last)").entries.map(\.url.host) == ["a", "b"])
        #expect(playlist("\(lines)\n\(last)").isCut == false)
        let cut = playlist("\(lines)\n\(last)x")
        #expect(cut.entries.map(\.url.host) == ["a"])
        #expect(cut.isCut)
    }

    @Test func aLongBaseBeforeManyEntriesIsCut() throws {
        let base = "http://a/" + String(repeating: "x/", count: 4000)
        let refs = (0..<500).map { "<ref href=\($0)>" }.joined()
        let list = playlist("<asx><base href=\(base)>\(refs)", .asx)
        #expect(list.entries.count == 6)
        #expect(list.isCut)
    }

    @Test func aTitleInAPlaylistIsCut() {
        let most = String(repeating: "x", count: Limits.playlistTitleBytes)
        #expect(playlist("#EXTINF:1,\(most)\nhttp://a/").entries[0].title == most)
        #expect(playlist("#EXTINF:1,\(most)x\nhttp://a/").entries[0].title == most)
        // Whole characters only.
        let half = String(repeating: "é", count: Limits.playlistTitleBytes / 2)
        #expect(playlist("#EXTINF:1,x\(half)\nhttp://a/").entries[0].title == "x" + half.dropLast())
    }

    @Test func theLinksThatAreLookedAtHaveALimit() throws {
        let own = try StreamURL("http://h/live")
        func candidates(_ count: Int) -> Int {
            let page = String(repeating: "<a href=/live>", count: count) + "<a href=/stream>"
            return HTMLPage(Array(page.utf8), url: own).candidates.count
        }
        #expect(candidates(Limits.playlistItems - 1) == 1)
        #expect(candidates(Limits.playlistItems) == 0)
    }

    @Test func aTagHasSoManyAttributes() {
        func last(_ count: Int) -> Bool {
            let filling = String(repeating: "x=y ", count: count)
            var scanner = MarkupScanner(Array("<a \(filling)href=z>".utf8))
            guard case .tag(let tag) = scanner.next() else { return false }
            return tag["href"] != nil
        }
        #expect(last(Limits.tagAttributes - 1))
        #expect(last(Limits.tagAttributes) == false)
    }

    @Test(arguments: [true, false])
    func namesWithinNamesHaveALimit(_ isJSON: Bool) throws {
        // Each value counts the names around it, three of 60 bytes and a dot, its own name, and a
        // digit.
        let name = String(repeating: "n", count: Limits.titleNameCharacters)
        let (opened, closed) = ("<\(name)>", "</\(name)>")
        func count(_ values: Int) throws -> Int {
            let pairs = (0..<values).map { isJSON ? "\"k\($0)\":1" : "<k\($0)>1</k\($0)>" }
            let title =
                isJSON
                ? "{\"\(name)\":{\"\(name)\":{\"\(name)\":{\(pairs.joined(separator: ","))}}}}"
                : "<r>\(opened)\(opened)\(opened)\(pairs.joined())\(closed)\(closed)\(closed)</r>"
            return try #require(StructuredTitle(title)).attributes.count
        }
        let most = 43
        #expect(10 * 186 + (most - 10) * 187 <= Limits.titleAttributeBytes)
        #expect(10 * 186 + (most - 9) * 187 > Limits.titleAttributeBytes)
        #expect(try count(most) == most)
        #expect(try count(most + 1) == most)
    }

    @Test func anAnnouncedIntervalHasSoManyValues() throws {
        func head(_ count: Int) throws -> ResponseHead {
            let values = (1...count).map { String($0) }.joined(separator: ",")
            let bytes = Array("ICY 200 OK\r\nicy-metaint:\(values)\r\n\r\n".utf8)
            var parser = ResponseHeadParser()
            var offset = 0
            return try #require(try parser.next(bytes.span, &offset))
        }
        let most = Limits.detectionCandidates
        #expect(try head(most).metadataIntervals == Array(1...most))
        #expect(try head(most + 1).metadataIntervals == Array(1...most))
    }

    /// The headers of one head share a budget, and each one is still decoded.
    @Test func headersAreReadWithinABudget() throws {
        var bytes = text("ICY 200 OK\r\n")
        for index in 0..<20 { bytes += text("icy-x\(index):caf") + [0xE9] + text("\r\n") }
        bytes += text("\r\n")
        var parser = ResponseHeadParser()
        var offset = 0
        let head = try #require(try parser.next(bytes.span, &offset))
        #expect(head.headers.allSatisfy { $0.value == "café" })
        var reader = MetadataReader()
        var cost = WorkCost()
        #expect(reader.read(head, &cost).headers.allSatisfy { $0.value == "café" })
        #expect(cost.nanoseconds < 1_000_000)
    }

    /// RFC 3986 section 5.2.4.
    @Test(arguments: [
        ("a/b/../c", "/x/a/c"), ("../../../g", "/g"), ("./g/.", "/x/g/"), ("g/..", "/x/"),
        ("..", "/"), (".", "/x/"), ("/./g", "/g"), ("/../g", "/g"), ("a//b/../c", "/x/a//c"),
        ("a/..//b", "/x//b"), ("...", "/x/..."), ("a/./b", "/x/a/b"), ("/..", "/"), ("/.", "/"),
    ])
    func dotSegmentsAreRemoved(_ reference: String, _ target: String) throws {
        let base = try StreamURL("http://h/x/y")
        #expect(try base.resolve(reference).requestTarget == target)
    }
}
