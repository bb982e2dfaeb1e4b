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
