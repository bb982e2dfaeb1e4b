import ICYReader
import Testing

@testable import Relay

/// What a dump shows of a block in addition to its bytes: why it decided as it did.
@Suite struct DumpReadingTests {
    private func lines(
        _ format: DumpFormat, _ blocks: [[UInt8]], charset: Charset? = nil
    ) throws -> [String] {
        var reader = StreamReader(metadataInterval: 4)
        var metadata = MetadataReader(charset: charset)
        var lines: [String] = []
        for block in blocks {
            let units = (block.count + 15) / 16
            let padding = [UInt8](repeating: 0, count: units * 16 - block.count)
            let body = [1, 2, 3, 4, UInt8(units)] + block + padding
            var offset = 0
            while let event = try reader.next(body.span, &offset) {
                guard case .block(let block) = event else { continue }
                lines.append(format.block(block, metadata.read(block)))
            }
        }
        return lines
    }

    private func lines(_ format: DumpFormat, _ blocks: String...) throws -> [String] {
        try lines(format, blocks.map { Array($0.utf8) })
    }

    /// "Кино" in Windows-1251.
    private let cyrillic =
        Array("StreamTitle='".utf8) + [0xCA, 0xE8, 0xED, 0xEE]
        + Array("';".utf8)

    @Test func aCharsetThatWasGivenIsCertainAndOneThatWasGuessedIsNot() throws {
        let charset = try #require(Charset(named: "cp1251"))
        let given = try #require(try lines(.human, [cyrillic], charset: charset).first)
        #expect(given.contains("  StreamTitle = \"Кино\"  (windows-1251)\n"))
        let guessed = try #require(try lines(.human, [cyrillic]).first)
        #expect(guessed.contains(" % sure)\n"))
    }

    @Test func whatIsShownDiffersFromWhatWasSent() throws {
        let text = "StreamTitle='A &amp; B - C';StreamNext='D - E';"
        let human = try #require(try lines(.human, text).first)
        #expect(human.contains("  StreamTitle = \"A &amp; B - C\"  (utf-8)\n"))
        #expect(human.contains("  shown as \"A & B - C\"\n"))
        #expect(human.contains("  artist \"A & B\", song \"C\"\n"))
        #expect(human.contains("  next \"D - E\"\n"))
        #expect(human.contains("flags: html_entities\n"))
        let json = try #require(try lines(.json, text).first)
        #expect(json.contains(#""title":"A &amp; B - C","artist":"A & B","song":"C""#))
        #expect(
            json.contains(#""display":"A & B - C","parts":["A & B","C"],"stream_next":"D - E""#))
    }

    @Test func doubleEncodedTextIsRepairedBesideTheTextItself() throws {
        let json = try #require(try lines(.json, "StreamTitle='BjÃ¶rk - JÃ³ga';").first)
        #expect(json.contains(#""value":"BjÃ¶rk - JÃ³ga""#))
        #expect(json.contains(#""repaired":"Björk - Jóga""#))
        #expect(json.contains(#""display":"Björk - Jóga""#))
        let human = try #require(try lines(.human, "StreamTitle='BjÃ¶rk - JÃ³ga';").first)
        #expect(human.contains("(utf-8, double-encoded \"Björk - Jóga\")"))
    }

    @Test func aRepeatIsCounted() throws {
        let title = "StreamTitle='A';"
        let human = try lines(.human, title, title, title)
        #expect(human[0].hasSuffix("\n  -> title"))
        #expect(human[1].hasSuffix("\n  -> unchanged (said again, 1 times)"))
        #expect(human[2].hasSuffix("\n  -> unchanged (said again, 2 times)"))
        #expect(try lines(.json, title, title)[1].contains(#""repeat":1,"#))
    }

    @Test func anAdvertisementIsSaid() throws {
        let text = "adw_ad='true';durationMilliseconds='10135';adId='7';insertionType='midroll';"
        let human = try #require(try lines(.human, text).first)
        #expect(human.contains("\n  ad: midroll, 10135 ms, id 7\n"))
        #expect(human.hasSuffix("\n  -> unknown"))
        let json = try #require(try lines(.json, text).first)
        #expect(json.hasSuffix(#""ad":{"kind":"midroll","duration_ms":10135,"ad_id":"7"}}"#))
    }

    @Test func theDataOfAStructuredTitleIsListed() throws {
        let text = "StreamTitle='Taio Cruz - text=\"Dynamite\" song_spot=\"M\"';"
        let human = try #require(try lines(.human, text).first)
        #expect(human.contains("  shown as \"Taio Cruz - Dynamite\"\n"))
        #expect(human.contains("\n  song_spot: M\n"))
        let json = try #require(try lines(.json, text).first)
        #expect(json.contains(#"{"key":"song_spot","value":"M"}"#))
    }

    @Test func aProblemSaysWhatToDo() {
        let problem = StreamSession.Problem(.serverFull, "http://h/x answered ICY 400 Server Full")
        #expect(
            DumpFormat.json.problem(problem)
                == #"{"type":"problem","reason_code":"server_full","reason":"the server is full "#
                + #"(http://h/x answered ICY 400 Server Full)","#
                + #""advice":"wait, or use another mount"}"#)
        #expect(DumpFormat.human.problem(problem).hasPrefix("no title: the server is full (http"))
    }
}
