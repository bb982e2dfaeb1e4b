import Testing

@testable import ICYReader

/// Keys, terminators and separators in the content of a block.
@Suite struct FieldLandmarksTests {
    private func landmarks(_ content: String, end: Int? = nil) -> FieldLandmarks {
        FieldLandmarks(text(content), end: end ?? content.utf8.count)
    }

    // MARK: Keys

    static let keys: [(String, FieldLandmarks.KeyKind, Int?)] = [
        ("StreamTitle='A'", .known, 11), ("streamurl=x", .known, 9), ("StreamNext =\"", .known, 11),
        ("adw_ad=", .known, 6), ("ADID='", .known, 4), ("insertionType  = '", .known, 15),
        ("durationMilliseconds='", .known, 20), ("foo='bar'", .quoted, 3),
        ("foo = \"", .quoted, 4), ("_a-1='", .quoted, 4), ("foo=bar", .plain, 3),
        ("foo=", .plain, 3), ("a=", .plain, 1), ("foo= x'", .plain, 3), ("foo", .none, nil),
        ("=x", .none, nil), ("9a=", .none, nil), ("-a=", .none, nil), (" a=", .none, nil),
        ("a b=", .none, nil), ("é=", .none, nil), ("a\n=", .none, nil), ("", .none, nil),
        ("DStreamTitle='", .quoted, 12), ("StreamTitles=", .plain, 12),
    ]

    @Test(arguments: keys)
    func aKeyIsKnownQuotedOrPlain(
        content: String, kind: FieldLandmarks.KeyKind, equals: Int?
    ) {
        let landmarks = landmarks(content)
        #expect(landmarks.keyKind(at: 0) == kind)
        #expect(landmarks.equalsSign(ofKeyAt: 0) == equals)
        let later = self.landmarks("'; " + content)
        #expect(later.keyKind(at: 3) == kind)
        #expect(later.equalsSign(ofKeyAt: 3) == equals.map { $0 + 3 })
    }

    @Test(arguments: keys)
    func aKeyThatIsCutOffIsNone(content: String, kind: FieldLandmarks.KeyKind, equals: Int?) {
        for end in 0...(equals ?? content.utf8.count) {
            #expect(landmarks(content, end: end).keyKind(at: 0) == .none)
        }
    }

    /// A run of `;` can be text, so after one only a known key counts.
    @Test(arguments: [
        ("a='", FieldLandmarks.KeyKind.quoted), (" \r\n\ta='", .quoted), (" a=", .plain),
        (";a='", .none), (" ; a=", .none), (";;StreamTitle=", .known), ("; StreamUrl='", .known),
        ("\0a='", .none), (" x", .none), ("", .none), (";", .none),
    ])
    func separatorsMayComeBeforeAKey(content: String, kind: FieldLandmarks.KeyKind) {
        #expect(landmarks("';" + content).keyKind(behind: 2) == kind)
    }

    @Test(arguments: [
        ("StreamTitle='", true, false), ("StreamTitle = \"", false, true), ("adid=x", false, false),
        ("foo='", false, false), ("StreamTitle=", false, false), ("StreamTitle", false, false),
    ])
    func theQuoteOfAKnownKeyIsKnown(content: String, isSingle: Bool, isDouble: Bool) {
        #expect(landmarks(content).isKnownKey(at: 0, quote: UInt8(ascii: "'")) == isSingle)
        #expect(landmarks(content).isKnownKey(at: 0, quote: UInt8(ascii: "\"")) == isDouble)
    }

    @Test(
        arguments: [
            ("x';StreamTitle='A';", 3), ("x ; \r\nStreamUrl=\"", 6), ("'StreamTitle='A';", 1),
            ("\"StreamTitle='A';", 1), ("xStreamTitle='A'", nil), ("x StreamTitle='A'", nil),
            ("x';StreamTitle=A;", nil), ("x';foo='A';", nil), ("", nil), ("''StreamTitle='A'", nil),
            ("x';foo='A';StreamUrl='';StreamTitle='';", 11),
        ] as [(String, Int?)])
    func theFirstKnownKeyComesAfterASemicolon(content: String, index: Int?) {
        #expect(landmarks(content).knownKey(from: 0) == index)
        #expect(landmarks("abc" + content).knownKey(from: 3) == index.map { $0 + 3 })
    }

    @Test func aNameHasAnEnd() {
        let landmarks = landmarks("a-b_9 ='';c")
        #expect(landmarks.nameEnd(ofKeyAt: 0) == 5)
        #expect(landmarks.nameEnd(ofKeyAt: 2) == 5)
        #expect(landmarks.nameEnd(ofKeyAt: 10) == 11)
    }

    // MARK: Terminators

    /// The last terminators `';`, `";` and `;`: before a key, and before the end.
    static let terminators: [(String, beforeKey: [Int], beforeEnd: [Int])] = [
        ("", [-1, -1, -1], [-1, -1, -1]), ("a='x';", [-1, -1, -1], [4, -1, 5]),
        ("a='x';b=\"y\";c=z;", [4, 10, 11], [-1, -1, 15]),
        ("a='x';b='y';", [4, -1, 5], [10, -1, 11]), ("a='x'; \r\nb=y", [4, -1, 5], [-1, -1, -1]),
        ("a='x';y';", [-1, -1, -1], [7, -1, 8]), ("a='x'; more", [-1, -1, -1], [-1, -1, -1]),
        ("a='x'", [-1, -1, -1], [-1, -1, -1]), ("a='x';\0b='y", [-1, -1, -1], [4, -1, 5]),
        ("a='x';;b='y'", [-1, -1, 6], [-1, -1, -1]),
        ("a='x';;StreamUrl='y'", [4, -1, 6], [-1, -1, -1]),
        ("a='x'; ;", [-1, -1, -1], [4, -1, 7]),
    ]

    @Test(arguments: terminators)
    func theLastTerminatorsAreKnown(content: String, beforeKey: [Int], beforeEnd: [Int]) {
        let landmarks = landmarks(content)
        #expect(landmarks.lastBeforeKey == beforeKey)
        #expect(landmarks.lastBeforeEnd == beforeEnd)
    }

    @Test func whatComesAfterTheEndDoesNotCount() {
        let landmarks = landmarks("a='x';b='y';", end: 6)
        #expect(landmarks.lastBeforeKey == [-1, -1, -1])
        #expect(landmarks.lastBeforeEnd == [4, -1, 5])
        #expect(landmarks.isSemicolon(5))
        #expect(landmarks.isSemicolon(11) == false)
        #expect(landmarks.isEnd(6) && landmarks.isEnd(100))
        #expect(landmarks.behindSpaces(9) == 6 && landmarks.behindSeparators(9) == 6)
    }

    // MARK: Blanks

    @Test(arguments: [
        ("x", 0, 0), (" \tx", 2, 2), (" ;\r\n x", 1, 5), (";x", 0, 1), ("\0x", 0, 0),
        (" \0x", 1, 1), ("   ", 3, 3), ("", 0, 0),
    ])
    func blanksAndSeparatorsArePassed(content: String, spaces: Int, separators: Int) {
        let landmarks = landmarks(content)
        #expect(landmarks.behindSpaces(0) == spaces)
        #expect(landmarks.behindSeparators(0) == separators)
    }

    @Test func paddingIsTheEnd() {
        let landmarks = landmarks("a\0b")
        #expect((0...3).map { landmarks.isEnd($0) } == [false, true, false, true])
    }
}
