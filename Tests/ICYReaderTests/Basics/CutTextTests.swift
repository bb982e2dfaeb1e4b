import ICYReader
import Testing

@Suite struct CutTextTests {
    @Test(arguments: [
        ("", ""), ("abcd", "abcd"), ("abcde", "abcde"), ("abcdef", "abcd…"),
        // Characters as people see them: with a combining mark, a flag, CR and LF.
        ("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}"),
        ("e\u{301}bcde\u{301}f", "e\u{301}bcd…"), ("日本語日本", "日本語日本"), ("日本語日本語", "日本語日…"),
        ("🇩🇪🇫🇷🇩🇪🇫🇷🇩🇪", "🇩🇪🇫🇷…"), ("a\r\nb\r\n", "a\r\nb\r\n"), ("a\r\nbcde", "a\r\nbc…"),
    ])
    func fiveCharactersAreKept(text: String, expected: String) {
        #expect(text.cut(to: 5) == expected)
    }

    /// "…" is three bytes in UTF-8.
    @Test(arguments: [
        ("12345678", "12345678"), ("123456789", "12345…"), ("日本", "日本"), ("日本語", "日…"),
        ("1234日", "1234日"), ("12345日", "12345日"), ("123456日", "12345…"),
        ("🎷🎷", "🎷🎷"), ("🎷🎷1", "🎷…"),
        // The mark of the fifth letter is beyond the limit, so the letter is dropped with it.
        ("1234e\u{301}567", "1234…"), ("12345\u{301}", "12345\u{301}"),
    ])
    func eightBytesAreKept(text: String, expected: String) {
        #expect(text.cut(to: 100, bytes: 8) == expected)
    }

    @Test func atTheEdgeOfTwoHundredCharacters() {
        for letter in ["x", "é", "日", "🎷"] {
            let fits = String(repeating: letter, count: 200)
            #expect(fits.cut(to: 200) == fits)
            let cut = (fits + letter).cut(to: 200)
            #expect(cut == String(repeating: letter, count: 199) + "…")
            #expect(cut.count == 200)
        }
    }

    /// One character may have any number of bytes. If the first one is too long, it is cut.
    @Test func anEndlessCharacterIsCutAtAScalar() {
        let endless = "a" + String(repeating: "\u{301}", count: 100_000)
        #expect(endless.count == 1)
        for bytes in 8...20 {
            let cut = endless.cut(to: 200, bytes: bytes)
            #expect(cut == "a" + String(repeating: "\u{301}", count: (bytes - 4) / 2) + "…")
            #expect(cut.utf8.count <= bytes)
        }
        #expect(("xy" + endless).cut(to: 200) == "xy…")
    }

    /// Every prefix of mixed text, at every limit: only whole characters, within both bounds, and
    /// as many as fit.
    @Test func nothingIsLongerThanAllowedAndNothingIsCutWithoutNeed() {
        let all = Array("ae\u{301}日🎷👩‍👩‍👧🇩🇪n\r\n\u{200D}x")
        for length in 0...all.count {
            let text = String(all.prefix(length))
            for characters in 2...12 {
                for bytes in [8, 9, 10, 11, 12, 13, 15, 20, 26, 31, 40, 60] {
                    let cut = text.cut(to: characters, bytes: bytes)
                    #expect(cut.count <= characters && cut.utf8.count <= bytes)
                    let fits = text.count <= characters && text.utf8.count <= bytes
                    #expect((cut == text) == fits)
                    guard !fits, let first = text.first, first.utf8.count + 3 <= bytes else {
                        continue
                    }
                    #expect(cut.hasSuffix("…"))
                    let kept = cut.unicodeScalars.dropLast()
                    let most = (0..<characters).last { count in
                        String(text.prefix(count)).utf8.count + 3 <= bytes
                    }
                    #expect(String(kept) == String(text.prefix(most ?? 0)))
                }
            }
        }
    }
}
