import Testing

@testable import ICYReader

/// What tells metadata from audio.
@Suite struct BlockPlausibilityTests {
    private static func wide(_ text: String, isLittle: Bool, hasMark: Bool = false) -> [UInt8] {
        ((hasMark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isLittle ? [low, high] : [high, low]
        }
    }

    static let cases: [([UInt8], BlockPlausibility)] = [
        (text("StreamTitle='A - B';") + zeros(12), .fields), (text("streamURL="), .fields),
        (text("StreamTitle \t = 'A';"), .fields), (text(" \r\nStreamTitle='A';"), .fields),
        (text("\u{FEFF}StreamTitle='A';"), .fields), (text("foo='bar';"), .fields),
        (text("\u{FEFF} foo = \"bar"), .fields), (text("foo=bar;"), .fields),
        (text("UTC='2026';") + [0, 0, 0x41], .fields),
        // A known key outweighs what comes after it.
        (text("StreamTitle='A") + [1, 2, 0, 0xFF] + text("';"), .fields),
        (text("StreamTitle='") + [0xCA, 0xE8, 0xED, 0xEE] + text("';"), .fields),
        // D21
        (wide("StreamTitle='A - B';", isLittle: true), .fields),
        (wide("StreamTitle='A - B';", isLittle: false, hasMark: true), .fields),
    ]

    static let others: [([UInt8], BlockPlausibility)] = [
        (text("A - B"), .text), ([0xCA, 0xE8, 0xED, 0xEE], .text), (text("A\r\n\t- B"), .text),
        (text("=foo"), .text), (text("9a='x'"), .text), (text("StreamTitle"), .text),
        (text("'A';"), .text), ([0xFF], .text), ([0xFF, 0xDF, 0x41], .text), (text("OggX"), .text),
        ([], .blank), (zeros(16), .blank), (text("    \0\0"), .blank), (text("\u{FEFF}"), .blank),
        (text("\u{FEFF}") + zeros(13), .blank),
        // A16
        ([0xFF, 0xFB, 0x90, 0x64] + run("3", 12), .binary), ([0xFF, 0xF1, 0x50], .binary),
        ([0xFF, 0xE0, 0x41], .binary), (text("OggS") + [0, 2], .binary), (text("OggS"), .binary),
        // D22
        ([0xFF, 0xFE, 0, 1, 2, 3, 0x9F, 0x3B], .binary), (text("A - B") + [1], .binary),
        (text("A\0B"), .binary), ([0x7F, 0x41], .binary), (text("foo='a") + [1], .binary),
        (text("foo=") + [2], .binary), (text(" ") + [0x1B] + text("[2J"), .binary),
    ]

    @Test(arguments: cases + others)
    func contentIsOfOneKind(content: [UInt8], kind: BlockPlausibility) {
        #expect(BlockPlausibility(content) == kind)
        // In a slice, and with padding.
        let slice = ([0x41, 0xFF] + content + zeros(16) + [0x41])[2...].dropLast()
        #expect(BlockPlausibility(slice) == kind)
    }

    // MARK: Known keys

    @Test(arguments: [
        ("StreamTitle=", true, true), ("STREAMURL='x'", true, true), ("StreamTitle =", false, true),
        ("StreamUrl\t\t  =", false, true), ("StreamTitle     =", false, false),
        ("StreamTitle", false, false), ("StreamTitle:", false, false), ("StreamTit", false, false),
        ("DStreamTitle=", false, false), ("StreamTitle2=", false, false), ("", false, false),
        (" StreamTitle=", false, false), ("StreamNext=", false, false),
        ("StreamTitle\n=", false, false),
    ])
    func aKnownKeyBeginsInAnyCase(content: String, exactly: Bool, loosely: Bool) {
        let bytes = ([1, 2] + text(content))[2...]
        #expect(KnownKey.begins(bytes) == exactly)
        #expect(KnownKey.beginsLoosely(bytes) == loosely)
    }

    @Test(arguments: [true, false], [true, false])
    func aKnownKeyBeginsInUTF16(_ isLittle: Bool, _ hasMark: Bool) {
        for key in ["StreamTitle=", "streamurl='x"] {
            let bytes = Self.wide(key, isLittle: isLittle, hasMark: hasMark)
            #expect(KnownKey.beginsWide(([1] + bytes)[1...]))
            let markBytes = hasMark ? 2 : 0
            // Trimming of NUL may have removed the last byte.
            for count in 0..<(markBytes + 19) {
                #expect(KnownKey.beginsWide(bytes[..<count]) == false, "\(count) bytes")
            }
        }
        #expect(KnownKey.beginsWide(Self.wide("StreamNext=", isLittle: isLittle)[...]) == false)
        #expect(KnownKey.beginsWide(text("StreamTitle=")[...]) == false)
    }

    @Test func theLongestKeyIsKnown() {
        #expect(KnownKey.longest == max(KnownKey.title.count, KnownKey.url.count))
    }

    // MARK: Shape

    static let shapes: [([UInt8], Bool)] = [
        (text("StreamTitle='A - B';") + zeros(12), true), (text("a='ABC DEF - GH';"), true),
        (text("a='A'"), true), (text("a='A';") + run(" ", 10), true),
        (text("a='A';") + zeros(16), true), (text("a='A';") + run(" ", 16), true),
        // Another unit would have been left out.
        (text("a='A';") + zeros(17), false), (text("a='A';") + run(" ", 17), false),
        (text("a='A") + zeros(12), false), (text("a='A';x"), false),
        (text("a='A'; ") + zeros(3), false),
        (text("a=\"A\"") + zeros(3), false), (zeros(16), false), (run(" ", 8), false), ([], false),
    ]

    @Test(arguments: shapes)
    func aBlockHasNoMorePaddingThanItNeeds(content: [UInt8], fits: Bool) {
        #expect(BlockShape.fits(([0x3B] + content)[1...]) == fits)
    }

    /// What follows a key may be any character, right after it too.
    @Test(arguments: ["StreamUrl='夜夜夜';", "StreamTitle=夜", "streamurl=é"], [true, false])
    func aKeyInUTF16IsKnownWhateverFollows(content: String, isBigEndian: Bool) {
        let bytes = content.utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isBigEndian ? [high, low] : [low, high]
        }
        #expect(KnownKey.beginsWide(bytes[...]))
        #expect(BlockPlausibility(bytes) == .fields)
    }
}
