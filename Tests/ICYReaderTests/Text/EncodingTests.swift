import Fixtures
import Testing

@testable import ICYReader

/// Values that are partly UTF-8, encoded twice, or anything at all; and headers.
@Suite struct EncodingTests {
    private func decode(_ raw: [UInt8], _ charset: Charset? = nil) -> DecodedText {
        var decoder = TextDecoder(charset: charset)
        return decoder.decode(raw)
    }

    // MARK: UTF-8 in part

    @Test func wordsInTwoCharsetsAreReadEach() {
        // "Björk" in UTF-8, "Jóga" in Windows-1252
        let latin = decode(text("Björk - J") + [0xF3] + text("ga"))
        #expect(latin.text == "Björk - Jóga")
        #expect(latin.flags.contains(.mixedCharsets))
        // "Кино" in UTF-8, "Группа крови" in Windows-1251
        let cyrillic = decode(
            text("Кино - ") + Hex.bytes("c3f0f3efefe020eaf0eee2e8"))
        #expect(cyrillic.text == "Кино - Группа крови")
        #expect(cyrillic.charset == .windows1251)
        #expect(cyrillic.flags.contains(.mixedCharsets))
    }

    /// By chance, `Её` and `ЕЁ` in Windows-1251 are one character of UTF-8 each.
    @Test(arguments: [
        "Её глаза", "ЕЁ ГЛАЗА", "Земфира - Её", "Браво - Её имя", "Сергей Лазарев - Её здесь нет",
    ])
    func twoBytesAloneAreNoWordInUTF8(_ title: String) throws {
        let raw = try encoded(title, .windows1251)
        #expect(decode(raw).text == title)
        var decoder = TextDecoder()
        for known in ["Группа крови", "Звезда по имени Солнце"] {
            _ = decoder.decode(try encoded(known, .windows1251))
        }
        #expect(decoder.decode(raw).text == title)
    }

    /// A dash in UTF-8 that a program put between two texts of the station.
    @Test(arguments: [
        ("Motorhead", "—", "Größe", Charset.windows1252),
        ("Кино", "–", "Группа крови", .windows1251),
        ("Jacques Brel", "–", "Françoise", .windows1252),
    ])
    func aDashAloneIsUTF8(
        _ artist: String, _ dash: String, _ song: String, _ charset: Charset
    ) throws {
        let raw =
            try encoded(artist, charset) + text(" \(dash) ") + encoded(song, charset)
        #expect(decode(raw).text == "\(artist) \(dash) \(song)")
    }

    /// All of it is UTF-8, by chance: the user's choice counts.
    @Test(arguments: ["Её", "Ні", "Zemfira - Её", "Okean Elzy - Ні", "ЕЁ"])
    func twoBytesAloneAreWhatTheUserSays(_ title: String) throws {
        let raw = try encoded(title, .windows1251)
        #expect(String(validating: raw, as: UTF8.self) != nil)
        #expect(decode(raw, .windows1251).text == title)
    }

    /// Where that makes no sense, they are UTF-8 nevertheless.
    @Test(arguments: ["Ő", "Ő - Ő", "Я", "Š", "à", "È", "Café", "Zoé - é", "…"])
    func twoBytesAloneAreUTF8WhereNothingElseMakesSense(_ title: String) throws {
        #expect(decode(text(title), .windows1252).text == title)
    }

    /// After an apostrophe, the remains of an earlier block are longer than one sign.
    @Test(arguments: [
        ("Keep On Rockin'\u{2026}", Charset.windows1252), ("Artist - Livin'\u{2122}", .windows1252),
        ("Artist - Lovin'\u{AE}", .windows1252), ("AKB48 - LOVE'夢", .shiftJIS),
        ("Summer Vacation'夏", .shiftJIS),
    ])
    func aSignBehindAnApostropheIsText(_ title: String, _ charset: Charset) throws {
        let raw = title.unicodeScalars.flatMap { scalar -> [UInt8] in
            let known: [UnicodeScalar: [UInt8]] = [
                "\u{2026}": [0x85], "\u{2122}": [0x99], "\u{AE}": [0xAE], "夢": [0x96, 0xB2],
                "夏": [0x89, 0xC4],
            ]
            return known[scalar] ?? [UInt8(scalar.value)]
        }
        var decoder = TextDecoder(charset: charset)
        var history = BlockHistory()
        let block = text("StreamTitle='") + raw + text("';")
        let fields = MetadataFields(block, history: &history, decoder: &decoder)
        #expect(fields["StreamTitle"]?.text.text == title)
        #expect(fields.flags.contains(.tailGarbage) == false)
    }

    @Test func aWordOfOneLetterIsReadWithTheOthers() {
        // "Vivre à Paris" in UTF-8 after Windows-1252; the à alone is evidence, too.
        for title in ["Vivre à Paris", "À Paris"] {
            let mixed = decode(text("C") + [0xE9] + text("line - \(title)"))
            #expect(mixed.text == "Céline - \(title)")
        }
    }

    @Test func anAccentedLetterBesideConvincingUTF8IsNotDamage() {
        let mixed = decode(text("Björk - Jóga, Caf") + [0xE9] + text(" del Mar"))
        #expect(mixed.text == "Björk - Jóga, Café del Mar")
        #expect(mixed.flags.contains(.mixedCharsets))
        // The first half of an ó.
        let damaged = decode(text("Björk - Jóga, J") + [0xC3] + text("ga"))
        #expect(damaged.text == "Björk - Jóga, J\u{FFFD}ga")
        #expect(damaged.flags == [.replacedCharacter])
    }

    @Test(arguments: [[0xFF], [0xD0], [0x80]] as [[UInt8]])
    func oneBadPieceIsReplaced(_ bad: [UInt8]) {
        let decoded = decode(text("Кино - Гр") + bad + text("уппа крови"))
        #expect(decoded.text == "Кино - Гр\u{FFFD}уппа крови")
        #expect(decoded.charset == .utf8)
        #expect(decoded.flags == [.replacedCharacter])
    }

    // MARK: Encoded twice

    @Test func doubleEncodedTextIsRepairedBesideIt() throws {
        let raw = try #require(Fixtures.vector("D06").bytes)
        let decoded = try #require(MetadataFields(raw)["StreamTitle"]?.text)
        #expect(decoded.text == "Êèíî - Ãðóïïà êðîâè")
        #expect(decoded.repaired == "Кино - Группа крови")
        #expect(decoded.flags == [.doubleEncoded])
        for (said, meant) in [
            ("BjÃ¶rk - JÃ³ga", "Björk - Jóga"), ("CafÃ©", "Café"),
            ("Ð\u{9A}Ð¸Ð½Ð¾", "Кино"), ("ÐšÐ¸Ð½Ð¾", "Кино"),
            ("BjÃƒÂ¶rk", "Björk"), ("Donâ€™t", "Don’t"),
            // Кино in UTF-8, read as Latin-1 twice: there are C1 controls in between
            ("Ã\u{90}Â\u{9A}Ã\u{90}Â¸Ã\u{90}Â½Ã\u{90}Â¾", "Кино"),
            // สวัสดี - สบาย in Windows-874, read as Latin-1
            ("ÊÇÑÊ´Õ - ÊºÒÂ", "สวัสดี - สบาย"),
        ] {
            let decoded = decode(text(said))
            let hasControls = said.withoutControls != said
            #expect(decoded.text == said.withoutControls)
            #expect(decoded.repaired == meant, "\(said)")
            #expect(
                decoded.flags
                    == (hasControls ? [.controlCharacters, .doubleEncoded] : [.doubleEncoded]))
        }
    }

    @Test(arguments: [
        "Êtes-vous là", "Ça ira", "São João", "CORAÇÃO - AÇÃO", "NÃO", "Ã", "É", "CAFÉ’S BAR",
        "BEYONCÉ’S", "OLÉ…", "Æther – Ø", "Þú og ég", "ÅÄÖ", "Äijö - Yö", "Ñu", "Mötley Crüe",
        "Motörhead", "«Été»", "Ágætis byrjun", "Łódź", "Кино", "Ýmir", "À l'été", "¿Qué?", "Ö",
        "IRMÃ’S", "El Niño – ¡Olé!", "Ÿ", "ÉÉÉ", "Björk – Jóga", "naïveté", "Aïoli", "Œuvre",
    ])
    func genuineTextIsNotRepaired(_ title: String) {
        let decoded = decode(text(title))
        #expect(decoded.text == title)
        #expect(decoded.repaired == nil)
        #expect(decoded.flags == [])
    }

    // MARK: Anything

    /// No trap, no U+FFFD without its flag, UTF-8 unchanged.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func anythingDecodes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let names = ["", "windows-1251", "shift_jis", "gbk", "utf-16", "iso-2022-jp", "euc-jp"]
        for name in names {
            var decoder = TextDecoder(charset: Charset(named: name))
            for _ in 0..<40 {
                let count = Int.random(in: 0...60, using: &generator)
                let isWild = Bool.random(using: &generator)
                let raw = (0..<count).map { _ in
                    isWild
                        ? UInt8.random(in: 0...255, using: &generator)
                        : UInt8.random(in: 0x20...255, using: &generator)
                }
                let decoded = decoder.decode(raw)
                let hasReplacement = decoded.text.unicodeScalars.contains("\u{FFFD}")
                #expect(
                    hasReplacement == false || decoded.flags.contains(.replacedCharacter)
                        || String(validating: raw, as: UTF8.self) != nil,
                    "seed \(seed), \(name), \(Hex.string(raw))")
                #expect((0...1).contains(decoded.confidence), "seed \(seed)")
            }
        }
        var decoder = TextDecoder()
        for _ in 0..<200 {
            let scalars = (0..<Int.random(in: 0...20, using: &generator)).compactMap { _ in
                UnicodeScalar(UInt32.random(in: 0x20...0x2FFF, using: &generator))
            }.filter { (0x7F...0x9F).contains($0.value) == false }
            let title = String(String.UnicodeScalarView(scalars))
            #expect(decoder.decode(text(title)).text == title, "seed \(seed)")
        }
    }

    /// The longest value a block holds.
    @Test func aLongValueDecodes() {
        let raw = [UInt8](repeating: 0xC7, count: 4080)
        #expect(decode(raw).text.isEmpty == false)
        #expect(decode(raw, .gbk).text == String(repeating: "乔", count: 2040))
    }

    // MARK: Headers

    @Test func headersAreReadTogetherAndTeach() throws {
        var parser = ResponseHeadParser()
        let bytes =
            text("ICY 200 OK\r\nicy-name:") + Hex.bytes("d0e0e4e8ee")
            + text("\r\nicy-genre:") + Hex.bytes("d8e0edf1eeed")
            + text("\r\nicy-description:") + Hex.bytes("ceeaf0f3e6e0fef9e8e920ece8f0")
            + text("\r\nicy-metaint:8192\r\n\r\n")
        var offset = 0
        let head = try #require(try parser.next(bytes.span, &offset))
        var reader = MetadataReader()
        let read = reader.read(head)
        #expect(read.name == "Радио")
        #expect(read.genre == "Шансон")
        #expect(read.stationDescription == "Окружающий мир")
        #expect(read.metadataInterval == .bytes(8192))
        #expect(read.headers.map(\.rawValue) == head.headers.map(\.rawValue))
        var told = MetadataReader(charset: Charset(named: "koi8-r"))
        #expect(told.read(head).headers[0].value == "пЮДХН")
    }
}
