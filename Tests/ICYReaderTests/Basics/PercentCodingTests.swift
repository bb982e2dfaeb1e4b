import Testing

@testable import ICYReader

/// `%41` and the like.
@Suite struct PercentCodingTests {
    @Test(arguments: [
        ("", ""), ("abc", "abc"), ("%41", "A"), ("%41%42c", "ABc"), ("%c3%A9", "é"), ("%25", "%"),
        ("%2541", "%41"), ("a+b", "a+b"), ("%2B", "+"), ("é", "é"), ("%00", "\0"),
    ])
    func eachEscapeIsDecodedOnce(text: String, expected: String) {
        #expect(PercentCoding.decode(text.utf8) == Array(expected.utf8))
        #expect(PercentCoding.decodeLeniently(Array(text.utf8)) == Array(expected.utf8))
        #expect(PercentCoding.text(Array(text.utf8)[...]) == expected)
        #expect(PercentCoding.text(text[...]) == expected)
    }

    /// A text, and what a lenient reader makes of it.
    @Test(arguments: [
        ("%", "%"), ("%4", "%4"), ("a%", "a%"), ("%4g", "%4g"), ("%g4", "%g4"), ("%%41", "%A"),
        ("%4%41", "%4A"), ("100% %41", "100% A"), ("% 41", "% 41"), ("%+1", "%+1"), ("%é1", "%é1"),
    ])
    func aBrokenEscapeIsRefusedOrLeft(text: String, left: String) {
        #expect(PercentCoding.decode(text.utf8) == nil)
        #expect(PercentCoding.text(Array(text.utf8)[...]) == nil)
        #expect(PercentCoding.text(text[...]) == nil)
        #expect(PercentCoding.decodeLeniently(Array(text.utf8)) == Array(left.utf8))
    }

    @Test(arguments: [("a+b", "a b"), ("+", " "), ("a%2Bb+", "a+b "), ("%20+", "  ")])
    func aPlusMayBeABlank(text: String, expected: String) {
        #expect(PercentCoding.decode(text.utf8, plusIsBlank: true) == Array(expected.utf8))
    }

    @Test func anyByteComesBack() {
        for byte in UInt8.min...UInt8.max {
            var text: [UInt8] = []
            PercentCoding.append(byte, to: &text)
            #expect(text.count == 3)
            // RFC 3986 section 2.1 recommends upper case.
            #expect(text.allSatisfy { $0 == $0.asciiUppercased })
            #expect(PercentCoding.isEscape(text, at: 0))
            #expect(PercentCoding.decode(text) == [byte])
            #expect(PercentCoding.decodeLeniently(text) == [byte])
        }
    }

    @Test(arguments: [
        ("%41", 0, true), ("a%41", 1, true), ("a%41", 0, false), ("%4", 0, false), ("%", 0, false),
        ("%4g", 0, false), ("%g4", 0, false), ("%%41", 0, false), ("%41", 2, false),
    ])
    func anEscapeHasTwoDigits(text: String, index: Int, isEscape: Bool) {
        #expect(PercentCoding.isEscape(Array(text.utf8), at: index) == isEscape)
    }

    @Test(arguments: [
        (text("/live"), "/live"), (text("/夜 %41"), "/夜 %41"), ([], ""),
        (text("/caf") + [0xE9], "/caf%E9"),
        // One byte that is not UTF-8 makes bytes of all characters.
        (text("/é") + [0xFF], "/%C3%A9%FF"), ([0x2F, 0x80, 0x2F], "/%80/"),
    ])
    func anAddressKeepsItsBytes(bytes: [UInt8], expected: String) {
        #expect(PercentCoding.addressText(bytes) == expected)
    }

    @Test(arguments: [("%FF", "\u{FFFD}"), ("a%E9b", "a\u{FFFD}b"), ("%C3", "\u{FFFD}")])
    func bytesThatAreNotUTF8AreReplacedInText(text: String, expected: String) {
        #expect(PercentCoding.text(Array(text.utf8)[...]) == expected)
    }
}
