import Testing

@testable import ICYReader

/// Bytes and texts as ASCII knows them.
@Suite struct ASCIITests {
    @Test func eachByteIsOfItsKind() {
        for byte in UInt8.min...UInt8.max {
            let scalar = UnicodeScalar(byte)
            let isUpper = ("A"..."Z").contains(scalar)
            let isLower = ("a"..."z").contains(scalar)
            let isDigit = ("0"..."9").contains(scalar)
            #expect(byte.isASCIILetter == (isUpper || isLower), "\(byte)")
            #expect(byte.isASCIIDigit == isDigit, "\(byte)")
            #expect(byte.isASCIIAlphanumeric == (isUpper || isLower || isDigit), "\(byte)")
            #expect(byte.asciiLowercased == (isUpper ? byte + 32 : byte), "\(byte)")
            #expect(byte.asciiUppercased == (isLower ? byte - 32 : byte), "\(byte)")
            #expect(byte.isSpace == (scalar == " " || scalar == "\t"), "\(byte)")
            #expect(byte.isBlank == [0, 9, 10, 13, 32].contains(byte), "\(byte)")
            #expect(byte.isQuote == (scalar == "'" || scalar == "\""), "\(byte)")
            let isControl = byte < 0x20 || byte == 0x7F
            #expect(byte.isGarbage == (isControl && byte.isBlank == false), "\(byte)")
            let isName = isUpper || isLower || isDigit || scalar == "_" || scalar == "-"
            #expect(byte.isKeyByte == isName, "\(byte)")
        }
    }

    @Test func hexadecimalDigitsHaveTheirValues() {
        for byte in UInt8.min...UInt8.max {
            let digits = Array("0123456789abcdef".utf8)
            #expect(
                byte.hexadecimalValue.map { digits[Int($0)] }
                    == (digits.contains(byte.asciiLowercased) ? byte.asciiLowercased : nil))
            let (high, low) = byte.hexadecimalDigits
            #expect(high == digits[Int(byte / 16)] && low == digits[Int(byte % 16)])
        }
    }

    // MARK: Texts

    @Test(arguments: [
        ("", ""), ("A - B", "A - B"), ("A\nB", "A B"), ("A \r\n B", "A B"),
        ("A\0\u{7F}\u{1}B", "A B"),
        ("A  B", "A  B"), ("A  \t  B  C", "A B  C"), (" A ", " A "), ("é\n夜", "é 夜"),
        ("A\u{85}B", "A B"), ("A\u{9F}", "A"), ("A\u{A0}\nB", "A\u{A0} B"),
    ])
    func aRunOfControlCharactersIsOneSpace(text: String, expected: String) {
        #expect(text.withoutControls == expected)
    }

    @Test(arguments: [
        ("", ""), ("a", "a"), (" \t a b\t ", "a b"), ("   ", ""), ("\n a \n", "\n a \n"),
        ("\u{A0}a", "\u{A0}a"), (" é ", "é"),
    ])
    func spacesAndTabsAreTrimmed(text: String, expected: String) {
        #expect(text.trimmingBlanks == expected)
        #expect(String(text[...].trimmingBlanks) == expected)
        #expect(Array(Array(text.utf8)[...].trimmingBlanks) == Array(expected.utf8))
    }

    @Test func bytesAreTrimmedByAnyRule() {
        let bytes = text("--a-b--")
        #expect(Array(bytes[...].trimming { $0 == UInt8(ascii: "-") }) == text("a-b"))
        #expect(Array(bytes[1..<4].trimming { $0 == UInt8(ascii: "-") }) == text("a"))
        #expect(bytes[...].trimming { _ in true }.isEmpty)
    }

    @Test func aRangeIsTrimmedInItsPlace() {
        let bytes = text("  a b \tx")
        #expect(bytes.span.withoutBlanks(0..<7) == 2..<5)
        #expect(bytes.span.withoutBlanks(3..<4).isEmpty)
        #expect(bytes.span.withoutBlanks(0..<2).isEmpty)
    }

    @Test(arguments: [
        ("abc", "", true), ("abc", "b", true), ("abc", "abc", true), ("abc", "abcd", false),
        ("", "", true), ("", "a", false), ("aab", "ab", true), ("é - x", " - ", true),
        ("ABC", "b", false), ("abab", "bb", false),
    ])
    func aTextContainsAnother(text: String, other: String, isFound: Bool) {
        #expect(text.containsText(other) == isFound)
    }

    @Test func theFirstPlaceOfATextIsFound() throws {
        let text = "é - b - c"
        let range = try #require(text.utf8Range(of: " - "))
        #expect(text[..<range.lowerBound] == "é")
        #expect(text[range.upperBound...] == "b - c")
    }

    /// Only letters of ASCII: the Kelvin sign is not a K.
    @Test(arguments: [
        ("", "", true), ("StreamTitle", "STREAMTITLE", true), ("a", "b", false), ("a", "aa", false),
        ("é", "É", false), ("\u{212A}", "k", false), ("[", "{", false), ("@", "`", false),
    ])
    func theCaseOfLettersIsIgnored(text: String, other: String, isEqual: Bool) {
        #expect(text.equalsIgnoringCase(other) == isEqual)
        #expect(other.equalsIgnoringCase(text) == isEqual)
    }

    @Test(
        arguments: [
            (text("é夜"), "é夜"), ([], ""), ([0xFF], nil), ([0x61, 0xC3], nil),
            ([0xED, 0xA0, 0x80], nil),
        ] as [([UInt8], String?)])
    func onlyUTF8IsText(bytes: [UInt8], expected: String?) {
        #expect(String(utf8: bytes.span) == expected)
    }
}
