import Fixtures
import ICYReader
import Testing

@Suite struct BodySnifferTests {
    struct Case: Sendable, CustomStringConvertible {
        let bytes: [UInt8]
        let kind: BodyKind
        /// The number of bytes after which it is decided; nil if only the end decides.
        let decidedAfter: Int?
        var description: String { "\(kind): \(String(decoding: bytes.prefix(40), as: UTF8.self))" }

        init(_ text: String, _ kind: BodyKind, after count: Int?) {
            self.init(Array(text.utf8), kind, after: count)
        }

        init(_ bytes: [UInt8], _ kind: BodyKind, after count: Int?) {
            self.bytes = bytes
            self.kind = kind
            decidedAfter = count
        }
    }

    private static let zeros = [UInt8](repeating: 0, count: 40)

    static let binary: [Case] = [
        Case([0xFF, 0xFB, 0x90, 0x64] + zeros, .audio, after: 2),
        Case([0xFF, 0xF3, 0x40, 0xC4] + zeros, .audio, after: 2),
        Case([0xFF, 0xF1, 0x50, 0x80] + zeros, .audio, after: 2),
        Case([0xFF, 0xF9, 0x50, 0x80] + zeros, .audio, after: 2),
        Case(Array("ID3".utf8) + [4, 0, 0] + zeros, .audio, after: 4),
        Case(Array("fLaC".utf8) + [0, 0, 0, 34] + zeros, .flac, after: 4),
        Case(Array("FLV".utf8) + [1, 5] + zeros, .audio, after: 4),
        Case([0, 0, 0, 0x18] + Array("ftypM4A ".utf8) + zeros, .audio, after: 1),
        Case([0x1A, 0x45, 0xDF, 0xA3] + zeros, .matroska, after: 4),
        Case([0x1A, 0x45] + zeros, .audio, after: 3),
        // ASF: the eighth byte of its GUID is a control character.
        Case([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11] + zeros, .audio, after: 8),
        // In the middle of a frame.
        Case([0x5A, 0x8C, 0xE3, 0x41, 0x7A, 0x02, 0x99] + zeros, .audio, after: 6),
        Case([0xEF, 0xBB, 0x12] + zeros, .audio, after: 3),
        Case(Array("OggS".utf8) + [0, 2] + zeros, .ogg, after: 4),
        Case(Array("OggX".utf8) + [0, 2] + zeros, .audio, after: 5),
        // Not a byte order mark: 0x6490 may be a letter, but 0 is not.
        Case([0xFF, 0xFE, 0x90, 0x64] + zeros, .audio, after: 6),
        // A playlist in Windows-1251 whose station is called "Я я"; the same byte begins audio.
        Case(
            Array("#EXTM3U\n#EXTINF:-1,".utf8) + [0xDF, 0x20, 0xFF] + Array("\nhttp://".utf8),
            .playlist(.m3u), after: 30),
        Case(Array("# \n".utf8) + [0xDF, 0x20, 0xFF] + zeros, .audio, after: 6),
        Case([UInt8](repeating: 0xAA, count: 5000), .audio, after: 4096),
        Case([UInt8](repeating: 0x55, count: 5000), .text, after: 4096),
    ]

    static let lines: [Case] = [
        Case("[playlist]\nFile1=http://a/\n", .playlist(.pls), after: 10),
        Case("\u{FEFF}\r\n  [Playlist]\r\n", .playlist(.pls), after: 17),
        Case("; made by hand\n[ PLAYLIST ]\n", .playlist(.pls), after: 27),
        Case("NumberOfEntries=1\nFile1=http://a/", .playlist(.pls), after: 16),
        Case("File1 = http://a/\n", .playlist(.pls), after: 7),
        Case("Title1=x\nFile1=http://a/\n", .playlist(.pls), after: 7),
        Case("[Reference]\r\nRef1=http://a/\r\n", .playlist(.reference), after: 11),
        Case("ref1=http://a/", .playlist(.reference), after: 5),
        Case("http://a:8000/live\n", .playlist(.m3u), after: 7),
        Case("\n\n  HTTPS://a/live", .playlist(.m3u), after: 12),
        Case("# a comment\r\nhttp://a/", .playlist(.m3u), after: 20),
        Case("rtsp://a/x.rm\n--stop--\n", .playlist(.m3u), after: 7),
        Case("Our streams:\nhttp://a/\n", .playlist(.m3u), after: 20),
        Case("#EXTM3U\n#EXTINF:-1,Name\nhttp://a/\n", .playlist(.m3u), after: 31),
        Case("#EXTM3U\r\nstream.mp3\r\n", .playlist(.m3u), after: 20),
        Case("#EXTM3U", .playlist(.m3u), after: nil),
        Case("#EXTINF:-1,A\nlive", .playlist(.m3u), after: nil),
        Case("#EXTM3U\n#EXT-X-VERSION:3\n", .hls, after: 15),
        Case("#EXTM3U\n\n#extinf:10,\n#ext-x-targetduration:10", .hls, after: 28),
        Case("RTSPtextrtsp://a/x.mov", .playlist(.quickTime), after: 8),
        Case("", .text, after: nil),
        Case("The station is off air.\r\n", .text, after: nil),
        Case("{\"error\": \"http://a/\"}", .text, after: nil),
        Case("Og", .text, after: nil),
    ]

    static let tags: [Case] = [
        Case("<html><head>", .page, after: 6),
        Case("\u{FEFF} \r\n<HTML lang=de>", .page, after: 12),
        Case("<!DOCTYPE html>\n<html>", .page, after: 15),
        Case("<!doctype\n html public \"-//W3C\">", .page, after: 16),
        Case("<!-- a -- b - ->> -->\n<!----><head>", .page, after: 35),
        Case("<?xml version=\"1.0\"?><html xmlns=\"x\">", .page, after: 27),
        Case("<h1>404</h1>", .page, after: 4),
        Case("<BODY", .page, after: nil),
        Case("<asx version=\"3.0\">", .playlist(.asx), after: 5),
        Case("<ASX>", .playlist(.asx), after: 5),
        Case("<?xml version='1.0'?>\n<Asx\tVERSION='3'>", .playlist(.asx), after: 27),
        Case(
            "<?xml version=\"1.0\"?>\n<!-- x --><playlist version=\"1\">", .playlist(.xspf),
            after: 42),
        Case("<xspf:playlist>", .playlist(.xspf), after: 15),
        Case("<smil>", .playlist(.smil), after: 6),
        Case("<?wpl version=\"1.0\"?>", .playlist(.smil), after: 6),
        Case("<?xml version=\"1.0\"?>\n<?quicktime type=\"x\"?>", .playlist(.quickTime), after: 34),
        Case("<embed src=\"x\">", .playlist(.quickTime), after: 7),
        Case("<rss><channel>", .text, after: nil),
        Case("<", .text, after: nil),
    ]

    static let utf16: [Case] = [
        Case(wide("[playlist]\r\n", bigEndian: false), .playlist(.pls), after: 22),
        Case(wide("<asx>é", bigEndian: true), .playlist(.asx), after: 12),
        Case(wide("é http://a/\nhttp://a", bigEndian: true), .playlist(.m3u), after: 40),
    ]

    static func wide(_ text: String, bigEndian: Bool) -> [UInt8] {
        ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return bigEndian ? [high, low] : [low, high]
        }
    }

    @Test(arguments: binary + lines + tags + utf16)
    func tellsBodiesApart(_ given: Case) {
        // Fewer cuts for long bodies: each cut reads the whole body.
        let partitions =
            given.bytes.count < 200
            ? Partition.all(of: given.bytes.count, seed: 5)
            : [.whole, .bytewise, .cut(at: 4095), .cut(at: 4096)] + Partition.random(8, seed: 5)
        for partition in partitions {
            var sniffer = BodySniffer()
            for piece in partition.pieces(of: given.bytes) {
                let bytes = Array(piece)
                _ = sniffer.add(bytes.span, bytes.indices)
            }
            #expect(sniffer.kind == (given.decidedAfter == nil ? nil : given.kind), "\(partition)")
            #expect(sniffer.finish() == given.kind, "\(partition)")
            #expect(sniffer.kind == given.kind)
        }
    }

    @Test(arguments: binary + lines + tags + utf16)
    func decidesAsEarlyAsItCan(_ given: Case) {
        var sniffer = BodySniffer()
        var count = 0
        for byte in given.bytes where sniffer.kind == nil {
            _ = sniffer.add([byte].span, 0..<1)
            count += 1
        }
        #expect((sniffer.kind == nil ? nil : count) == given.decidedAfter)
    }

    @Test func readsOnlyTheRangeGiven() {
        let bytes = Array("\u{1}<html>\u{1}".utf8)
        var sniffer = BodySniffer()
        #expect(sniffer.add(bytes.span, 1..<6) == nil)
        #expect(sniffer.add(bytes.span, 6..<7) == .page)
    }

    @Test func handsAStreamOverWithWhatWasHeld() {
        let bytes = Array("ID3".utf8) + [4, 0, 0]
        for partition in Partition.all(of: bytes.count, seed: 1) {
            var probe = BodyProbe()
            var result: BodyProbe.Result?
            var rest: [UInt8] = []
            for piece in partition.pieces(of: bytes).map(Array.init) {
                var offset = 0
                if result == nil { result = probe.next(piece.span, &offset, upTo: piece.count) }
                rest += piece[offset...]
            }
            #expect(result == .stream(.audio, held: Array("ID3".utf8) + [4]), "\(partition)")
            #expect(rest == [0, 0], "\(partition)")
        }
    }

    /// The result for a whole body, and how much of it was read.
    private struct Outcome: Equatable {
        let result: BodyProbe.Result
        let count: Int
    }

    private func probe(_ text: String, contentLength: Int? = nil) -> Outcome {
        let bytes = Array(text.utf8)
        var probe = BodyProbe(contentLength: contentLength)
        var offset = 0
        let result = probe.next(bytes.span, &offset, upTo: bytes.count)
        return Outcome(result: result ?? probe.finish(), count: offset)
    }

    @Test func readsADocumentToItsEnd() {
        let text = "[playlist]\nFile1=http://a/\nmore"
        let bytes = Array(text.utf8)
        let whole = Outcome(result: .document(.playlist(.pls), bytes), count: 31)
        #expect(probe(text) == whole)
        #expect(probe(text, contentLength: 1_000_000) == whole)
        #expect(
            probe(text, contentLength: 27)
                == Outcome(result: .document(.playlist(.pls), Array(bytes[..<27])), count: 27))
        #expect(
            probe(text, contentLength: 5)
                == Outcome(result: .stream(.text, held: Array(bytes[..<5])), count: 5))
    }

    @Test(arguments: [
        ("Content-Length: 12", 12), ("content-length:0", 0), ("X: 1", nil),
        ("Content-Length: -1", nil), ("Content-Length: 1 2", nil), ("Content-Length:", nil),
        ("Content-Length: 99999999999999999999", nil),
        ("Content-Length: 12\r\nTransfer-Encoding: chunked", nil),
    ])
    func readsTheLengthOfADocument(_ lines: String, _ length: Int?) throws {
        var parser = ResponseHeadParser()
        var offset = 0
        let bytes = Array("HTTP/1.1 200 OK\r\n\(lines)\r\n\r\n".utf8)
        #expect(try parser.next(bytes.span, &offset)?.contentLength == length)
    }

    @Test func knowsAnEmptyDocument() {
        #expect(
            probe("", contentLength: 0) == Outcome(result: .stream(.text, held: []), count: 0))
        #expect(
            probe("<html>", contentLength: 0)
                == Outcome(result: .stream(.text, held: []), count: 0))
    }

    @Test func readsNoDocumentWithoutEnd() {
        let page = "<html>" + String(repeating: "x", count: 70_000)
        let start = Array(page.utf8.prefix(65_536))
        #expect(probe(page) == Outcome(result: .document(.page, start), count: 65_536))
        // An HLS playlist is read only as far as the tag that identifies it.
        let hls = "#EXTM3U\n#EXT-X-"
        #expect(
            probe(hls + "VERSION:3\n")
                == Outcome(result: .document(.hls, Array(hls.utf8)), count: 15))
    }

    @Test func survivesAnything() {
        let samples = (Self.binary + Self.lines + Self.tags + Self.utf16).map(\.bytes)
        for seed in UInt64(0)..<3000 {
            var generator = SeededGenerator(seed: seed)
            var bytes = samples.randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &generator) where bytes.isEmpty == false {
                let index = Int.random(in: bytes.indices, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
            var whole = BodySniffer()
            _ = whole.add(bytes.span, bytes.indices)
            let kind = whole.finish()
            var cut = BodySniffer()
            for piece in Partition.random(seed: seed).pieces(of: bytes).map(Array.init) {
                _ = cut.add(piece.span, piece.indices)
            }
            #expect(cut.finish() == kind, "seed \(seed)")
        }
    }
}
