import FoundationEssentials
import ICYReader
import Testing

@testable import Relay

@Suite struct DumpFormatTests {
    /// Four digits for the offset, and eight where four are not enough.
    @Test func offsetsOfAnyLength() {
        #expect(
            Hexadecimal.lines([UInt8](repeating: 1, count: 17)).last?.hasPrefix("0010  01") == true)
        let long = Hexadecimal.lines([UInt8](repeating: 1, count: 0x10001))
        #expect(long.first?.hasPrefix("00000000  01") == true)
        #expect(long.last?.hasPrefix("00010000  01") == true)
    }

    /// All blocks of a body, each with its reading.
    private func read(
        _ body: [UInt8], metaint: Int
    ) throws -> [(MetadataBlock, MetadataReading)] {
        var reader = StreamReader(metadataInterval: metaint)
        var metadata = MetadataReader()
        var blocks: [(MetadataBlock, MetadataReading)] = []
        var offset = 0
        while let event = try reader.next(body.span, &offset) {
            guard case .block(let block) = event else { continue }
            blocks.append((block, metadata.read(block)))
        }
        return blocks
    }

    private func block(_ text: String) -> [UInt8] { block(Array(text.utf8)) }

    private func block(_ text: [UInt8]) -> [UInt8] {
        let units = (text.count + 15) / 16
        return [UInt8(units)] + text + [UInt8](repeating: 0, count: units * 16 - text.count)
    }

    private func lines(_ format: DumpFormat, _ body: [UInt8], metaint: Int = 4) throws -> [String] {
        try read(body, metaint: metaint).map { format.block($0, $1) }
    }

    private func head(_ text: String) throws -> ResponseHead {
        var reader = StreamReader()
        let bytes = Array(text.utf8)
        var offset = 0
        guard case .head(let head) = try reader.next(bytes.span, &offset) else {
            throw UsageError(message: "no head")
        }
        return head
    }

    private let audio: [UInt8] = [1, 2, 3, 4]

    // MARK: JSON

    @Test func aHeadAsJSON() throws {
        let head = try head(
            "ICY 200 OK\r\nicy-name: Jazz \"FM\"\r\nicy-genre:Jazz\r\nicy-br:128\r\n"
                + "icy-metaint:8192\r\ncontent-type:audio/mpeg\r\n\r\n")
        #expect(
            DumpFormat.json.head(head)
                == #"{"type":"head","protocol":"ICY","status":200,"metaint":8192,"#
                + #""name":"Jazz \"FM\"","genre":"Jazz","bitrate_kbps":128,"#
                + #""content_type":"audio/mpeg","headers":[["icy-name","Jazz \"FM\""],"#
                + #"["icy-genre","Jazz"],["icy-br","128"],["icy-metaint","8192"],"#
                + #"["content-type","audio/mpeg"]],"flags":[]}"#)
    }

    @Test func aHeadWithoutMetadataAsJSON() throws {
        #expect(
            DumpFormat.json.head(try head("HTTP/1.0 404 Not Found\n\n"))
                == #"{"type":"head","protocol":"HTTP/1.0","status":404,"metaint":null,"name":"","#
                + #""genre":"","bitrate_kbps":null,"content_type":"","headers":[],"#
                + #""flags":["bare_lf"]}"#)
    }

    @Test func blocksAsJSON() throws {
        let body = audio + block("StreamTitle='A - B';") + audio + [0] + audio
        let lines = try lines(.json, body + block("StreamTitle='';") + audio)
        #expect(lines.count == 3)
        #expect(
            lines[0] == #"{"type":"block","index":0,"wire_offset":4,"audio_offset":4,"#
                + #""length_byte":2,"size":32,"raw":"53747265616d5469746c653d2741202d2042273b"#
                + #"000000000000000000000000","fields":[{"key":"StreamTitle","value":"A - B","#
                + #""raw":"41202d2042","charset":"utf-8","confidence":1.00}],"state":"title","#
                + #""title":"A - B","artist":"A","song":"B","flags":[],"display":"A - B","#
                + #""parts":["A","B"],"stream_next":"","attributes":[],"repeat":0,"ad":null}"#)
        #expect(
            lines[1] == #"{"type":"block","index":1,"wire_offset":41,"audio_offset":8,"#
                + #""length_byte":0,"size":0,"raw":"","fields":[],"state":"unchanged","title":"","#
                + #""artist":"","song":"","flags":[],"display":"","parts":[],"#
                + #""stream_next":"","attributes":[],"repeat":0,"ad":null}"#)
        #expect(
            lines[2] == #"{"type":"block","index":2,"wire_offset":46,"audio_offset":12,"#
                + #""length_byte":1,"size":16,"raw":"53747265616d5469746c653d27273b00","#
                + #""fields":[{"key":"StreamTitle","value":"","raw":"","charset":"utf-8","#
                + #""confidence":1.00}],"state":"clear","title":"","artist":"","song":"","#
                + #""flags":[],"display":"","parts":[],"stream_next":"","attributes":[],"#
                + #""repeat":0,"ad":null}"#)
    }

    @Test func latinTextIsDecodedAndItsBytesAreKept() throws {
        let text = Array("StreamTitle='Caf".utf8) + [0xE9] + Array("';".utf8)
        let line = try #require(try lines(.json, audio + block(text)).first)
        #expect(
            line.contains(
                #""fields":[{"key":"StreamTitle","value":"Café","raw":"436166e9","#
                    + #""charset":"windows-1252","confidence":0.99}],"state":"title","#
                    + #""title":"Café""#))
    }

    @Test func aRepeatedTitleIsUnchangedAndStillShown() throws {
        let once = audio + block("StreamTitle='A - B';")
        let lines = try lines(.json, once + once)
        #expect(lines[1].contains(#""state":"unchanged","title":"A - B","artist":"A","song":"B""#))
    }

    @Test func whatWasGuessedIsFlaggedOnce() throws {
        let lines = try lines(.json, audio + block("StreamTitle='A"))
        #expect(lines.first?.contains(#""flags":["truncated"],"#) == true)
    }

    @Test(arguments: [
        (
            DumpSummary(reason: "eof", blocks: 1, emptyBlocks: 2, audioBytes: 65536),
            #"{"type":"end","reason":"eof","blocks":1,"audio_bytes":65536,"empty_blocks":2}"#
        ),
        (
            DumpSummary(reason: "mid_block", blocks: 0, audioBytes: 9, missingBytes: 7),
            #"{"type":"end","reason":"mid_block","blocks":0,"audio_bytes":9,"empty_blocks":0,"#
                + #""missing_bytes":7}"#
        ),
    ])
    func endsAsJSON(summary: DumpSummary, expected: String) {
        #expect(DumpFormat.json.end(summary) == expected)
    }

    @Test func hostileBytesStillGiveOneLineOfJSON() throws {
        let hostile = [UInt8]((0...255).map { UInt8($0) })
        let text = Array("StreamTitle='".utf8) + hostile + Array("';".utf8)
        let line = try #require(try lines(.json, audio + block(text)).first)
        #expect(line.utf8.allSatisfy { $0 >= 0x20 })
        struct Decoded: Decodable {
            let raw: String
            let size: Int
        }
        let decoded = try JSONDecoder().decode(Decoded.self, from: Data(line.utf8))
        #expect(decoded.size == 272)
        #expect(decoded.raw.count == 544)
    }

    // MARK: For people

    @Test func aHeadForPeople() throws {
        let head = try head("ICY 200 OK\r\nicy-name: Jazz\r\nicy-metaint:8192\r\n\r\n")
        #expect(
            DumpFormat.human.head(head) == """
                ICY 200 OK
                  icy-name: Jazz
                  icy-metaint: 8192
                metadata after every 8192 bytes of audio
                """)
    }

    @Test func headsWithoutBlocksSaySo() throws {
        #expect(
            DumpFormat.human.head(try head("HTTP/1.0 200 OK\n\n")) == """
                HTTP/1.0 200 OK
                no icy-metaint
                flags: bare_lf
                """)
        #expect(
            DumpFormat.human.head(try head("ICY 200 OK\r\nicy-metaint: x\r\n\r\n")) == """
                ICY 200 OK
                  icy-metaint: x
                icy-metaint is unusable: "x"
                flags: invalid_metaint
                """)
    }

    @Test func blocksForPeople() throws {
        let body = audio + block("StreamTitle='A - B';") + audio + [0]
        let lines = try lines(.human, body)
        #expect(
            lines[0] == """

                block 0  wire 4  audio 4  length byte 0x02 = 32 bytes
                  0000  53 74 72 65 61 6d 54 69  74 6c 65 3d 27 41 20 2d  |StreamTitle='A -|
                  0010  20 42 27 3b 00 00 00 00  00 00 00 00 00 00 00 00  | B';............|
                  StreamTitle = "A - B"  (utf-8)
                  artist "A", song "B"
                  -> title
                """)
        #expect(
            lines[1] == """

                block 1  wire 41  audio 8  length byte 0x00 = 0 bytes
                  -> unchanged
                """)
    }

    @Test func aShortLastRowIsPadded() {
        #expect(
            Hexadecimal.lines([0x41, 0xFF, 0x7F]) == [
                "0000  41 ff 7f                 " + String(repeating: "   ", count: 8) + " |A..|"
            ])
        #expect(Hexadecimal.lines([]) == [])
        #expect(Hexadecimal.text([0x00, 0x0F, 0xA5, 0xFF]) == "000fa5ff")
    }

    /// A station must not be able to control the terminal.
    @Test func hostileTextIsMadeVisible() throws {
        let title = "\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}x\r\ny"
        for body in [
            block("StreamTitle='\(title)';"), block("\(title)='a';"), block("Stream\(title)"),
        ] {
            for line in try lines(.human, audio + body) {
                let unsafe = line.unicodeScalars.filter {
                    ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value)
                        || $0 == "\u{202E}"
                }
                #expect(unsafe.isEmpty)
            }
        }
        let head = try head("ICY 200 \u{1B}[2J\r\nicy-name: \u{1B}[31m\u{7}\r\n\r\n")
        #expect(!DumpFormat.human.head(head).unicodeScalars.contains("\u{1B}"))
        #expect(!DumpFormat.human.head(head).unicodeScalars.contains("\u{7}"))
    }

    @Test func endsForPeople() {
        let summary = DumpSummary(reason: "mid_block", blocks: 3, emptyBlocks: 2, audioBytes: 9)
        #expect(
            DumpFormat.human.end(summary)
                == "end: mid_block, 3 blocks with content, 2 empty, 9 bytes of audio")
        var cut = summary
        cut.missingBytes = 5
        #expect(DumpFormat.human.end(cut).hasSuffix(", the last block lacks 5 bytes"))
    }

    // MARK: Framing

    @Test(arguments: [
        (
            FramingEvent.lost(wireOffset: 161, swallowedBytes: 98),
            #"{"type":"framing","event":"lost","wire_offset":161,"swallowed_bytes":98}"#,
            "\nframing lost at wire offset 161: 98 bytes were audio after all"
        ),
        (
            .reanchored(wireOffset: 296, distance: 135),
            #"{"type":"framing","event":"reanchored","wire_offset":296,"distance":135}"#,
            "re-anchored at wire offset 296, 135 bytes later"
        ),
        (
            .searchedInVain(searchedBytes: 65_536),
            #"{"type":"framing","event":"searched_in_vain","searched_bytes":65536}"#,
            "no block found in 65536 bytes"
        ),
        (
            .lie(searchedBytes: 65_536),
            #"{"type":"framing","event":"metaint_lies","searched_bytes":65536}"#,
            "icy-metaint lies: no block found in 65536 bytes, all of it is audio"
        ),
    ])
    func lostFraming(_ event: FramingEvent, _ json: String, _ human: String) {
        #expect(DumpFormat.json.framing(event) == json)
        #expect(DumpFormat.human.framing(event) == human)
    }
}
