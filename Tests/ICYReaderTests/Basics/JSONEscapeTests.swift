import Testing

@testable import ICYReader

@Suite struct JSONEscapeTests {
    /// The escape at the beginning, and how many bytes it has.
    private func read(_ text: String) -> (JSONEscape, Int) {
        var index = 1
        let escape = JSONEscape(Array(("\\" + text).utf8), &index)
        return (escape, index - 1)
    }

    @Test(
        arguments: [
            ("\"", "\"", 1), ("\\", "\\", 1), ("/", "/", 1), ("b", "\u{8}", 1), ("f", "\u{C}", 1),
            ("n", "\n", 1), ("r", "\r", 1), ("t", "\t", 1), ("u0041", "A", 5), ("u00f6x", "ö", 5),
            ("u00F6", "ö", 5), ("uFFFF", "\u{FFFF}", 5), ("u0000", "\0", 5),
            ("ud83c\\udfb7", "🎷", 11), ("uDBFF\\uDFFF!", "\u{10FFFF}", 11),
        ] as [(String, Unicode.Scalar, Int)])
    func aCharacter(text: String, scalar: Unicode.Scalar, count: Int) {
        #expect(read(text) == (.scalar(scalar), count))
    }

    @Test(arguments: [
        "ud83c", "ud83cx", "ud83c\\n", "ud83c\\u0041", "ud83c\\u", "ud83c\\ud83c", "udfb7",
        "udfb7\\ud83c",
    ])
    func halfOfAPair(text: String) {
        #expect(read(text) == (.loneSurrogate, 5))
    }

    @Test(arguments: ["u", "u1", "u123", "u123g", "u+041", "u 041", "uü00"])
    func noDigits(text: String) {
        #expect(read(text) == (.withoutDigits, 1))
    }

    @Test(arguments: ["", "x", "'", "U0041", "N", " ", "0"])
    func nothingKnown(text: String) {
        #expect(read(text) == (.unknown, 0))
    }
}
