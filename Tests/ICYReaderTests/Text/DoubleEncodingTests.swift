import Testing

@testable import ICYReader

/// Text that was encoded twice.
@Suite struct DoubleEncodingTests {
    /// What becomes of text if its bytes are mistaken for Latin-1.
    private static func latin1(_ text: String) -> String {
        String(String.UnicodeScalarView(text.utf8.map { UnicodeScalar($0) }))
    }

    static let words = [
        "Björk - Jóga", "É", "Don’t – Stop", "Łódź - Żółć", "Кино - Группа крови", "Ελλάδα",
        "שלום", "فيروز", "日本語のタイトル", "좋은 날", "周杰伦 - 青花瓷", "เพลงไทย", "Sigur Rós – Ágætis",
        "🎷 Jazz", "Phạm Duy", "10 €",
    ]

    @Test(arguments: words) func bytesMistakenForWindows1252AreRead(_ word: String) {
        #expect(DoubleEncoding.repaired(Windows1252.decode(Array(word.utf8))) == word)
    }

    @Test(arguments: words, 1...3)
    func bytesMistakenForLatin1AreReadAlsoIfThatHappenedAgain(_ word: String, _ times: Int) {
        let mistaken = (0..<times).reduce(word) { mistaken, _ in Self.latin1(mistaken) }
        #expect(DoubleEncoding.repaired(mistaken) == word)
    }

    @Test func theExamplesOfEncodersAreRepaired() {
        #expect(DoubleEncoding.repaired("BjÃ¶rk - JÃ³ga") == "Björk - Jóga")
        #expect(DoubleEncoding.repaired("BjÃƒÂ¶rk") == "Björk")
        #expect(DoubleEncoding.repaired("Donâ€™t") == "Don’t")
        // Latin-1 in place of Windows-1252.
        #expect(DoubleEncoding.repaired("Don\u{E2}\u{80}\u{99}t") == "Don’t")
    }

    @Test(arguments: words) func textThatIsRightStaysAsItIs(_ word: String) {
        #expect(DoubleEncoding.repaired(word) == nil)
    }

    @Test(arguments: [
        "", "A - B", "Ã", "Â", "Ã¶Ã", "Ã¶ ö", "BjÃ¶rk 夜", "CAFÉ’S", "IRMÃ’S", "OLÉ…", "naïve Â£ é",
        "Ðàäèî", "\u{FFFD}Ã¶",
    ]) func whatIsNotUTF8MistakenIsNone(_ text: String) {
        #expect(DoubleEncoding.repaired(text) == nil)
    }

    // MARK: Other charsets

    @Test(
        arguments: [
            ("Êèíî", [0xCA, 0xE8, 0xED, 0xEE]), ("áâã", [0xE1, 0xE2, 0xE3]),
            ("€‚ƒ", [0x80, 0x82, 0x83]), ("a\u{85}b", [0x61, 0x85, 0x62]), ("\u{9D}", [0x9D]),
        ] as [(String, [UInt8])]) func strangeTextHasItsBytes(_ text: String, _ bytes: [UInt8])
    {
        #expect(DoubleEncoding.legacyBytes(text) == bytes)
    }

    @Test(arguments: ["", "A - B", "Café", "«Ö»", "Кино", "áâã 夜"])
    func textThatIsTheSameInOtherCharsetsHasNone(_ text: String) {
        #expect(DoubleEncoding.legacyBytes(text) == nil)
    }

    @Test(arguments: [
        "Île-d’Été", "Ça été", "Crème brûlée – ééa", "áâ ãä", "Ýmir", "Ça ira", "Þú og ég",
        "São João", "Føroyar", "Ñu", "Ýmir - Þór", "Bubbi - Þýðing", "Rita Lee - Alemã", "Lã",
        "Romã", "Virtù", "Mûr", "Võ", "Starý mlýn", "Týr - Ormurin langi",
    ]) func textThatLooksRightHasNoOtherCharset(_ text: String) throws {
        let bytes = try #require(DoubleEncoding.legacyBytes(text))
        #expect(DoubleEncoding.charset(bytes, of: text) == nil)
    }

    /// A Latin alphabet in another charset is found by the language.
    @Test(arguments: [
        (Charset.windows1250, "Lady Pank - Mniej niż zero"), (.windows1250, "Čechomor - Proměny"),
        (.iso88592, "Czesław Niemen - Dziwny jest ten świat"),
        (.windows1254, "Barış Manço - Dağlar Dağlar"), (.windows1250, "Ákos - Hűség"),
        (.windows1257, "Marijonas Mikutavičius - Trys milijonai žmonių"),
    ]) func anotherLatinAlphabetIsFound(_ charset: Charset, _ original: String) throws {
        let raw = try encoded(original, charset)
        let mistaken = String(String.UnicodeScalarView(raw.map { UnicodeScalar($0) }))
        let decoded = DecodedText(Array(mistaken.utf8))
        #expect(decoded.repaired == original)
        #expect(decoded.flags.contains(.doubleEncoded))
    }

    /// The operator's charset decides, however little the text says.
    @Test func theConfiguredCharsetIsTheOriginalOne() {
        var decoder = TextDecoder(charset: .windows1254)
        #expect(decoder.decode(Array("Sýla".utf8)).repaired == "Sıla")
        #expect(decoder.decode(Array("Şebnem".utf8)).repaired == nil)
        #expect(decoder.decode(Array("Geçerim".utf8)).repaired == nil)
        // Not one of another alphabet: a Russian station plays `Café`, too.
        var russian = TextDecoder(charset: .windows1251)
        #expect(russian.decode(Array("Crème".utf8)).repaired == nil)
    }

    /// D06: a station in another charset whose encoder took it for Windows-1252.
    @Test(arguments: [
        (Charset.windows1251, "Кино - Группа крови"), (.windows1253, "Άννα Βίσση - Τραύμα"),
        (.windows1255, "שלום עליכם - ירושלים של זהב"),
    ]) func theCharsetIsFoundIfItIsClear(_ charset: Charset, _ original: String) throws {
        let mistaken = Windows1252.decode(try encoded(original, charset))
        let bytes = try #require(DoubleEncoding.legacyBytes(mistaken))
        #expect(DoubleEncoding.charset(bytes, of: mistaken) == charset)
        #expect(charset.decode(bytes) == original)
    }

    @Test(arguments: ["Café", "Björk - Jóga", "Crème brûlée", "ÄÖÜ"])
    func textInWindows1252HasNoOtherCharset(_ original: String) throws {
        let bytes = try encoded(original, .windows1252)
        #expect(DoubleEncoding.charset(bytes, of: original) == nil)
    }
}
