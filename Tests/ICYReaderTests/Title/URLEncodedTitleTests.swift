import Testing

@testable import ICYReader

/// Titles and query strings that are URL-encoded.
@Suite struct URLEncodedTitleTests {
    /// Decodes a title of a station whose other charset is Windows-1251.
    private func title(_ text: String) -> String? {
        URLEncodedTitle.title(text) { Charset.windows1251.decode($0) }
    }

    @Test(arguments: [
        ("A%20-%20B", "A - B"), ("A+-+B", "A - B"), ("A+%2D+B", "A - B"),
        ("A%20+%20B", "A + B"), ("A+B+-+C%2B%2B", "A B - C++"), ("%C3%A9t%C3%A9", "été"),
        ("%c3%a9", "é"), ("50%25", "50%"), ("a%2520b", "a%20b"), ("é%41", "éA"),
        ("%E5%A4%9C%F0%9F%8E%B7", "夜🎷"), ("%CA%E8%ED%EE%20-%20%C3%F0%F3%EF%EF%E0", "Кино - Группа"),
        ("M%u00F6tley%20Cr%u00FCe", "Mötley Crüe"), ("%uD83C%uDFB7", "🎷"), ("%u0414%u0430", "Да"),
    ])
    func aTitleThatIsCertainlyEncodedIsDecoded(text: String, expected: String) {
        #expect(title(text) == expected)
    }

    @Test(arguments: [
        "", "A - B", "A", "C++", "A+B", "A%20- B", "A+-+B ", "100%", "100%-A", "A%2", "A%2g",
        "%%41",
        "A%00B", "A%0AB", "A%1FB", "A%7FB", "%FF", "Caf%E9", "%C3", "A+-+%", "%u00", "%u00G0",
        "%98%E0",
    ])
    func anyOtherTitleIsNone(text: String) {
        #expect(title(text) == nil)
    }

    @Test func aCutNeverLeavesHalfACharacter() {
        let text = "Sigur%20R%C3%B3s%20-%20%E5%A4%9C"
        let whole = "Sigur Rós - 夜"
        for count in 0...text.utf8.count {
            let cut = String(decoding: text.utf8.prefix(count), as: UTF8.self)
            // A half is refused, or what is left of it is in the other charset.
            if let title = title(cut) {
                #expect(whole.hasPrefix(title) || title.contains("Г") || title.contains("е"))
            }
        }
        #expect(title(text) == whole)
    }

    // MARK: Query strings

    private func query(_ text: String) -> [String]? {
        var budget = GuessBudget()
        return URLEncodedTitle.query(text, &budget).map { $0.map { "\($0.key)=\($0.value)" } }
    }

    @Test(arguments: [
        // C45
        (
            "&artist=A&title=B%20C&album=&duration=17894&picture=az_1.jpg",
            ["artist=A", "title=B C", "album=", "duration=17894", "picture=az_1.jpg"]
        ),
        ("&title=B", ["title=B"]), ("&artist=A", ["artist=A"]), ("&ARTIST=a+b", ["ARTIST=a b"]),
        ("http://h/x?artist=A&title=B", ["artist=A", "title=B"]),
        ("?title=B&x=%3D&artist=A", ["title=B", "x==", "artist=A"]),
        ("artist=A&title=B", ["artist=A", "title=B"]),
        ("&artist=A&&x&=y&b=c=d&e=", ["artist=A", "b=c=d", "e="]),
        ("&title=%D0%9A%D0%B8", ["title=Ки"]), ("&title=Caf%E9", ["title=Café"]),
        ("&title=100%", ["title=100%"]), ("&%74itle=B", ["title=B"]),
    ])
    func theQueryOfASongIsRead(text: String, expected: [String]) {
        #expect(query(text) == expected)
    }

    @Test(arguments: [
        "", "&", "?", "&x=y", "http://h/", "http://h/?title=B", "http://h/?artist=A&x=y",
        "title=B", "?title=B", "http://h/artist=A&title=B/x", "&title", "&=title",
    ])
    func theQueryOfAnythingElseIsNone(text: String) {
        #expect(query(text) == nil)
    }

    @Test func thePairsAreBounded() {
        let pairs = (0..<500).map { "&k\($0)=v" }.joined()
        #expect(query("&title=B\(pairs)")?.count == Limits.titleAttributes)
        // Nothing is read after the limit.
        #expect(query("\(pairs)&title=B") == nil)
    }

    @Test(arguments: ["A%0AB", "A%7FB", "A%C2%85B", "A%C2%9BB"])
    func aControlCharacterIsRefused(title: String) {
        #expect(self.title(title) == nil)
    }
}
