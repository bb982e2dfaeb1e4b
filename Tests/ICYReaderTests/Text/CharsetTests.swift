import Fixtures
import Testing

@testable import ICYReader

@Suite struct CharsetTests {
    /// A name, and the name printed for it. The meanings are those of the WHATWG Encoding Standard.
    @Test(arguments: [
        ("cp1251", "windows-1251"), ("Windows-1251", "windows-1251"), ("CP1250", "windows-1250"),
        ("utf8", "utf-8"), ("UTF-8", "utf-8"), ("latin1", "windows-1252"),
        ("ISO-8859-1", "windows-1252"), ("iso-8859-2", "iso-8859-2"), ("latin2", "iso-8859-2"),
        ("iso-8859-9", "windows-1254"), ("tis-620", "windows-874"), ("sjis", "shift_jis"),
        ("Shift-JIS", "shift_jis"), ("cp932", "shift_jis"), ("eucJP", "euc-jp"),
        ("cp949", "euc-kr"), ("ks_c_5601-1987", "euc-kr"), ("gb2312", "gbk"),
        ("GB18030", "gb18030"), ("cp950", "big5"), ("Big5-HKSCS", "big5"), ("KOI8R", "koi8-r"),
        ("koi8-u", "koi8-u"), ("cp866", "ibm866"), ("macintosh", "macintosh"),
        ("ISO-2022-JP", "iso-2022-jp"), ("UTF-16", "utf-16le"), ("VISCII", "viscii"),
        (" cp1253 ", "windows-1253"),
    ])
    func aNameIsKnown(name: String, printed: String) {
        #expect(Charset(named: name)?.rawValue == printed)
    }

    @Test(arguments: [
        "", " ", "klingon", "utf-8//TRANSLIT", "windows-9999", "кириллица", "a b", "\0",
        String(repeating: "x", count: 1000),
    ])
    func anUnknownNameIsNot(name: String) {
        #expect(Charset(named: name) == nil)
    }

    /// Text that cannot be in the given charset stays unchanged.
    @Test(arguments: [
        "ucs-4", "utf-16", "utf-16be", "utf-32", "wchar_t", "johab", "iso-2022-kr", "utf-7",
    ])
    func validUTF8IsNotChanged(name: String) throws {
        let charset = try #require(Charset(named: name))
        var decoder = TextDecoder(charset: charset)
        for title in ["Дождь - A", "plain - A+B- ~{ \\ x", "даже", "1234"] {
            let decoded = decoder.decode(Array(title.utf8))
            #expect(decoded.text == title)
            #expect(decoded.charset == .utf8)
            #expect(decoded.flags == [])
        }
    }

    @Test func aReplacementThatWasSentIsFlagged() {
        let decoded = DecodedText(Array("A \u{FFFD} B".utf8))
        #expect(decoded.text == "A \u{FFFD} B")
        #expect(decoded.flags == [.replacedCharacter])
    }

    /// Bytes, the given charset, the text: as in the index of the WHATWG Encoding Standard.
    @Test(arguments: [
        ("835c955c202d20945c", "shift_jis", "ソ表 - 能"),
        // 5C and 7E are ASCII, half-width katakana is one byte, 8740 is NEC's.
        ("5c7eb181408740", "shift_jis", "\\~ｱ\u{3000}①"),
        ("a5ebc6fccbdc5c7e", "euc-jp", "ル日本\\~"),
        // Code page 949 beyond EUC-KR: 똠방각하
        ("8c63b9e6b0a2c7cf", "euc-kr", "똠방각하"),
        ("d6dcbddcc2d780", "gbk", "周杰伦€"),
        // GBK beyond GB 2312
        ("d6ece946bbf9", "gbk", "朱镕基"),
        ("be48c452a767", "big5", "鄧麗君"),
        // Hong Kong's
        ("adbbb4e49def", "big5", "香港嘅"),
        ("4100200016041f04", "utf-16le", "A ЖП"),
        ("fffe16041f04", "utf-16", "ЖП"),
        ("1b2442467c4b5c1b2842", "iso-2022-jp", "日本"),
        ("cbc9cecf", "koi8-r", "кино"),
        ("a1d1", "tis-620", "กั"),
    ])
    func whatACharsetMeans(hex: String, name: String, text: String) throws {
        let charset = try #require(Charset(named: name))
        var decoder = TextDecoder(charset: charset)
        let decoded = decoder.decode(Hex.bytes(hex))
        #expect(decoded.text == text)
        #expect(decoded.charset == charset)
        #expect(decoded.confidence == 1)
        #expect(decoded.flags == [])
        #expect(decoded.repaired == nil)
    }

    /// Bytes that are not a character in the charset, and a character that is cut.
    @Test func whatTheCharsetCannotBeIsFlagged() throws {
        func decode(_ hex: String, _ charset: Charset) -> DecodedText {
            var decoder = TextDecoder(charset: charset)
            return decoder.decode(Hex.bytes(hex))
        }
        // 98 is unassigned in Windows-1251.
        let replaced = decode("cae8ed98ee", .windows1251)
        #expect(replaced.text == "Кин\u{FFFD}о")
        #expect(replaced.flags == [.replacedCharacter])
        let cut = decode("d6dcbddcc2", .gbk)
        #expect(cut.text == "周杰")
        #expect(cut.flags == [.cutCharacter])
        // U+FFFF and half a pair of surrogates.
        let forbidden = decode("160416041604ffff00d8", .utf16LE)
        #expect(forbidden.text.unicodeScalars.allSatisfy { $0.value <= 0xFFFD })
        // Valid UTF-8 stays, whatever charset the user gives.
        let utf8 = decode("d09ad0b8d0bdd0be", .windows1251)
        #expect(utf8.text == "Кино")
        #expect(utf8.charset == .utf8)
    }

    /// Group D with the charset given: exactly the title.
    @Test(arguments: Fixtures.vectors(group: "D").filter { $0.charset != nil })
    func aVectorIsRightWithItsCharset(_ vector: Vector) throws {
        let charset = try #require(vector.charset.flatMap { Charset(named: $0) })
        let fields = try decode(vector, charset)
        #expect(fields["StreamTitle"]?.text.text == vector.title)
        #expect(fields["StreamTitle"]?.text.charset == charset)
    }

    private func decode(_ vector: Vector, _ charset: Charset?) throws -> MetadataFields {
        let bytes = try #require(vector.bytes)
        var decoder = TextDecoder(charset: charset)
        var history = BlockHistory()
        return MetadataFields(bytes, history: &history, decoder: &decoder)
    }

    /// Long text is converted piece by piece; a character may span two of them.
    @Test(
        arguments: [
            ("shift_jis", [0x82, 0xA0], [], []), ("euc-jp", [0xA4, 0xA2], [], []),
            ("gb18030", [0xA4, 0xA2], [], []), ("utf-16le", [0x42, 0x30], [], []),
            ("iso-2022-jp", [0x24, 0x22], [0x1B, 0x24, 0x42], [0x1B, 0x28, 0x42]),
        ] as [(String, [UInt8], [UInt8], [UInt8])])
    func noCharacterIsCutBetweenPieces(
        name: String, letter: [UInt8], start: [UInt8], end: [UInt8]
    ) throws {
        let charset = try #require(Charset(named: name))
        for count in [100, 127, 128, 129, 300, 1000] {
            let raw = start + Array((0..<count).map { _ in letter }.joined()) + end
            #expect(charset.decode(raw) == String(repeating: "あ", count: count))
            guard name == "shift_jis" else { continue }
            // At an odd offset; and with invalid bytes, which are replaced one by one.
            #expect(charset.decode([0x41] + raw) == "A" + String(repeating: "あ", count: count))
            let output = try #require(charset.convert([0x41, 0xFF] + raw + [0xFF, 0x82]))
            #expect(output.replaced == 2 && output.isCut)
        }
    }
}
