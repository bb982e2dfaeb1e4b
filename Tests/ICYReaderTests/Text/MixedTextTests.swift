import Testing

@testable import ICYReader

/// Values that are only partly UTF-8.
@Suite struct MixedTextTests {
    private func mixed(_ raw: [UInt8], _ override: Charset? = nil) -> MixedText? {
        MixedText(mixed: raw, CharsetDetector.prior, override)
    }

    private func damaged(_ raw: [UInt8]) -> MixedText? { MixedText(damaged: raw, PartialUTF8(raw)) }

    // MARK: Two charsets

    @Test func eachWordIsReadInItsCharset() throws {
        let raw = text("Björk – ") + text("J") + [0xF3] + text("ga  (déjà)")
        let read = try #require(mixed(raw))
        #expect(read.text == "Björk – Jóga  (déjà)")
        #expect(read.charset == .windows1252)
        #expect(read.confidence > 0 && read.confidence <= 1)
        #expect(read.likelihood.isFinite && read.likelihood < 0)
    }

    @Test func theForeignWordsTellTheirCharset() throws {
        let raw = text("Кино – ") + (try encoded("Группа крови", .windows1251))
        let read = try #require(mixed(raw))
        #expect(read.text == "Кино – Группа крови")
        #expect(read.charset == .windows1251)
    }

    @Test func theConfiguredCharsetIsCertain() throws {
        let raw = text("Björk ") + [0xCA, 0xE8]
        let read = try #require(mixed(raw, .windows1251))
        #expect(read.text == "Björk Ки")
        #expect(read.charset == .windows1251)
        #expect(read.confidence == 1)
        // 0x98 has no character in Windows-1251.
        #expect(mixed(text("Björk ") + [0x98], .windows1251) == nil)
    }

    static let others: [(String, [UInt8])] = [
        ("nothing", []), ("ASCII", text("A - B")), ("UTF-8", text("Björk – Jóga")),
        ("no word in UTF-8", text("J") + [0xF3] + text("ga and Bj") + [0xF6] + text("rk")),
        // `Её` in Windows-1251 is one character in UTF-8.
        ("two bytes by chance", [0xC5, 0xB8, 0x20, 0xEC, 0xE8, 0xF0]),
        ("UTF-8 within a foreign word", text("é") + [0xF3] + text("ga")),
    ]

    @Test(arguments: others)
    func bothKindsOfWordsAreNeeded(_ reason: String, _ raw: [UInt8]) {
        #expect(mixed(raw) == nil, "\(reason)")
    }

    @Test(arguments: [
        ("à", true), ("É", true), ("–", true), ("日", true), ("Ÿ", false), ("Ж", false),
        ("", false), ("abc", false), ("Её", true), ("été", true), ("abc –", true), ("Ÿ Ж", false),
    ]) func aWordIsMeantUnlessItMayBeChance(_ text: String, _ isMeant: Bool) {
        #expect(MixedText.hasMeantWord(text) == isMeant)
    }

    @Test(
        arguments: [
            ([], Charset.windows1251, ""), (text("a  b "), .windows1251, "a  b "),
            (text("Ж ") + [0xC6], .windows1251, "Ж Ж"),
            (text("夜 ") + [0x96, 0xE9], .shiftJIS, "夜 夜"),
            (text("夜 ") + [0x96], .shiftJIS, nil), (text("ж ") + [0x98], .windows1251, nil),
            (text("ж ") + [0xC6], Charset(rawValue: "no-such-charset"), nil),
        ] as [([UInt8], Charset, String?)])
    func aWordIsInUTF8OrInTheCharset(_ raw: [UInt8], _ charset: Charset, _ expected: String?) {
        #expect(MixedText.text(raw, charset) == expected)
    }

    // MARK: Damage

    @Test(arguments: [
        (text("Bj") + [0xC3] + text("rk – Jóga"), "Bj\u{FFFD}rk – Jóga"),
        (text("é") + [0xFF] + text("é"), "é\u{FFFD}é"),
        // What is cut off at the end is left out.
        (text("Жж") + [0xD0], "Жж"),
    ]) func onePieceIsReplaced(_ raw: [UInt8], _ expected: String) throws {
        let read = try #require(damaged(raw))
        #expect(read.text == expected)
        #expect(read.charset == .utf8)
        #expect(read.confidence == 1)
        #expect(read.likelihood < 0)
    }

    @Test(arguments: [
        [], text("Björk"), text("Bj") + [0xF6] + text("rk"), text("é") + [0xFF, 0xFF],
        text("é") + [0xFF] + text("a") + [0xC3],
    ]) func moreDamageOrNoCharacterIsNone(_ raw: [UInt8]) {
        #expect(damaged(raw) == nil)
    }

    /// One character may be there by chance.
    @Test func aSingleCharacterIsDoubted() throws {
        let single = try #require(damaged(text("\u{2019}a") + [0xFF]))
        let plain = try #require(damaged(text("\u{400}\u{400}a") + [0xFF]))
        #expect(single.likelihood < plain.likelihood)
    }

    @Test func theTextIsPassedOnWithItsFlags() throws {
        let read = try #require(damaged(text("é") + [0xFF] + text("é")))
        let decoded = read.decoded([.replacedCharacter])
        #expect(decoded.text == "é\u{FFFD}é")
        #expect(decoded.charset == .utf8)
        #expect(decoded.confidence == 1)
        #expect(decoded.flags == [.replacedCharacter])
    }
}
