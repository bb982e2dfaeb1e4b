import Testing

@testable import ICYReader

/// Bytes of an earlier buffer after a title.
@Suite struct TrailingGarbageTests {
    private static let title = "VIVA LA VIDA - COLDPLAY"

    private func start(_ value: [UInt8]) -> Int? { TrailingGarbage.start(value[...]) }

    static let garbage: [[UInt8]] = [
        // mpv#2754
        [0xB2] + text(".T"), text(".") + [0x80, 0x41], [0xBF, 0x2E, 0xBF],
        [1], [0x7F], text("#") + [2], [0x1B] + text("1234567"), [0xB2, 0x2E, 1], text("é") + [3],
    ]

    @Test(arguments: garbage) func aFewBytesAfterTheQuoteAreGarbage(_ garbage: [UInt8]) {
        let value = text(Self.title + "'") + garbage
        #expect(start(value) == Self.title.utf8.count)
    }

    @Test(arguments: garbage) func theQuoteIsFoundInASlice(_ garbage: [UInt8]) {
        let value = text("StreamTitle='" + Self.title + "'") + garbage + text("';")
        let slice = value[13..<value.count - 2]
        #expect(TrailingGarbage.start(slice) == 13 + Self.title.utf8.count)
    }

    static let texts: [(String, [UInt8])] = [
        ("no quote", text(title) + [1]), ("the quote is first", text("'") + [1]),
        ("the quote is last", text(title + "'")), ("nothing", []),
        ("a blank before it", text(title + " '") + [1]),
        ("an apostrophe before a letter", text("Don't") + [1]),
        ("a space among it", text(title + "'") + [0xB2, 0x20, 0x2E]),
        ("a NUL among it", text(title + "'") + [0xB2, 0, 0x2E]),
        ("too much of it", text(title + "'") + [1] + text("12345678")),
        ("only ASCII signs", text(title + "'...")),
        ("a whole character", text(title + "'’.")), ("one sign", text("Keep on Rockin'") + [0x85]),
        ("letters of Windows-1252", text(title + "'") + [0xE9, 0x2E, 0xE8]),
        ("text beyond ASCII before it", text("Café del Mar - Coldplay'") + [0xB2] + text(".T")),
        ("the end of a quotation", text("Say 'Hello there'") + [0xB2] + text(".T")),
        ("a quotation from the start", text("'Heroes and Villains'") + [0xB2] + text(".T")),
    ]

    @Test(arguments: texts)
    func whatMayBeTextIsNoGarbage(_ reason: String, _ value: [UInt8]) {
        #expect(start(value) == nil, "\(reason)")
    }

    /// A control character proves garbage, whatever comes before it.
    @Test(arguments: ["A", "Café del Mar", "Say 'Hello there"])
    func aControlCharacterNeedsNoLongTitle(title: String) {
        #expect(start(text(title + "'") + [2]) == title.utf8.count)
    }

    @Test func atEveryCutItIsTheQuoteOrNone() {
        let value = text("Don't Stop - 'Til You Get Enough'") + [0xB2, 0x2E, 1]
        for count in 0..<value.count {
            let found = start(Array(value[..<count]))
            #expect(found == nil, "\(count) bytes")
        }
        #expect(start(value) == value.count - 4)
    }
}
