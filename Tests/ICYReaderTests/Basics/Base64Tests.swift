import Testing

@testable import ICYReader

@Suite struct Base64Tests {
    /// The vectors of RFC 4648 section 10, and every kind of digit.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\0\u{10}\u{3}", "ABAD"),
        ("~~~???", "fn5+Pz8/"), ("é", "w6k="),
    ])
    func bytesBecomeText(text: String, expected: String) {
        #expect(Base64.text(Array(text.utf8)) == expected)
    }
}

@Suite struct Base64DecoderTests {
    private func decode(_ text: String) -> [UInt8] {
        var decoder = Base64Decoder()
        return text.utf8.compactMap { decoder.add($0) }
    }

    @Test func textBecomesBytes() {
        for count in 0..<40 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 151 + 7) }
            #expect(decode(Base64.text(bytes)) == bytes)
            // Padding may be missing.
            #expect(decode(Base64.text(bytes).filter { $0 != "=" }) == bytes)
        }
    }

    @Test(arguments: [
        ("Zm9v\r\nYm Fy", "foobar"), ("Zm9v=YmFy", "foo"), ("Zm9v-mFy", "foo"), ("Zm9vé", "foo"),
        ("Z", ""), ("====", ""), ("Zm9vYg==Zm9v", "foob"),
    ])
    func otherCharacters(_ text: String, _ expected: String) {
        #expect(decode(text) == Array(expected.utf8))
    }

    @Test func wholeTextsAreDecodedStrictly() {
        for count in 0..<20 {
            let bytes = (0..<count).map { UInt8($0 * 13 & 0xFF) }
            let text = Base64.text(bytes)
            #expect(Base64.bytes(of: text) == bytes)
            #expect(Base64.bytes(of: text.replacing("=", with: "")) == bytes)
        }
        for text in ["A", "AAAAA", "AA A", "AA-_", "AA==AA", "A===", "AAA==", "====", "AÄ=="] {
            #expect(Base64.bytes(of: text) == nil, "\(text)")
        }
    }
}
