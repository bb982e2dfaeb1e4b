import Fixtures
import Testing

@testable import ICYReader

/// Blocks and values in UTF-16.
@Suite struct UTF16TextTests {
    private static func wide(_ text: String, isLittle: Bool) -> [UInt8] {
        text.utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isLittle ? [low, high] : [high, low]
        }
    }

    static let blocks = [
        "StreamTitle='A - B';", "\u{FEFF}StreamTitle='A - B';", "StreamTitle='Käse 夜 🎷';",
        "\u{FEFF}StreamTitle='夜';StreamUrl='';", "streamtitle = 'x'", "a=b;", "\u{FEFF}  a=b",
        "StreamTitle='A - B';\0\0\0\0\0\0",
    ]

    @Test(arguments: blocks, [true, false])
    func aBlockIsConverted(_ block: String, _ isLittle: Bool) throws {
        let bytes = Self.wide(block, isLittle: isLittle)
        let read = try #require(UTF16Text(block: bytes))
        #expect(read.utf8 == Array(block.utf8))
        #expect(read.charset.rawValue == (isLittle ? "utf-16le" : "utf-16be"))
    }

    @Test(arguments: blocks, [true, false])
    func eachCharacterHasItsBytes(_ block: String, _ isLittle: Bool) throws {
        let bytes = Self.wide(block, isLittle: isLittle)
        let read = try #require(UTF16Text(block: bytes))
        #expect(read.original(of: 0..<read.utf8.count) == bytes)
        var start = 0
        for scalar in block.unicodeScalars {
            let character = String(scalar)
            let end = start + character.utf8.count
            #expect(read.original(of: start..<end) == Self.wide(character, isLittle: isLittle))
            start = end
        }
    }

    /// The high half of the last character is NUL, and so is the padding.
    @Test func halfOfTheLastCharacterMayBeMissing() throws {
        let bytes = Self.wide("StreamTitle='A - B';", isLittle: true)
        let read = try #require(UTF16Text(block: bytes.dropLast()))
        #expect(read.utf8 == text("StreamTitle='A - B';"))
        #expect(read.original(of: 19..<20) == text(";"))
    }

    @Test(arguments: [
        [], text("StreamTitle='A';"), wide("a=b", isLittle: true), zeros(64),
        wide("Artist - Title", isLittle: true), wide("Artist - Title", isLittle: false),
        wide("\u{FEFF}Artist - Title", isLittle: true), wide("='A - B';", isLittle: false),
        [0xFF, 0xFE] + text("StreamTitle='A - B';"), [0xFF, 0xFB, 0x90, 0x64] + zeros(12),
        // D22
        [0xFF, 0xFE, 0, 1, 2, 3, 0x9F, 0x3B], [0xFF, 0xFE, 0, 0, 0, 0, 0, 0],
        [0xEF, 0xBB, 0xBF] + text("StreamTitle='A';"),
    ]) func whatIsNoUTF16OrHasNoKeyIsNone(_ bytes: [UInt8]) {
        #expect(UTF16Text(block: bytes) == nil)
    }

    /// Half a pair of surrogates is not a character.
    @Test func aSurrogateAloneIsReplaced() throws {
        let value =
            Self.wide("a='", isLittle: true) + [0x3D, 0xD8] + Self.wide("';", isLittle: true)
        let read = try #require(UTF16Text(block: value))
        #expect(read.utf8 == text("a='\u{FFFD}';"))
        #expect(read.original(of: 3..<6) == [0x3D, 0xD8])
    }

    @Test func everyCutIsReadOrRefused() {
        let bytes = Self.wide("\u{FEFF}StreamTitle='🎷 - 夜';", isLittle: false)
        for count in 0..<bytes.count {
            guard let read = UTF16Text(block: Array(bytes[..<count])) else { continue }
            #expect(read.original(of: 0..<read.utf8.count) == Array(bytes[..<count]))
            #expect(String(validating: read.utf8, as: UTF8.self) != nil)
        }
    }

    @Test func noBytesBreakIt() {
        for seed in UInt64(0)..<500 {
            var generator = SeededGenerator(seed: seed)
            var bytes = Self.wide("\u{FEFF}StreamTitle='A - B';", isLittle: seed % 2 == 0)
            for _ in 0..<3 {
                let index = Int.random(in: bytes.indices, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let read = UTF16Text(block: bytes) else { continue }
            #expect(read.original(of: 0..<read.utf8.count) == bytes, "seed \(seed)")
        }
    }

    // MARK: Values

    @Test(arguments: ["AB", "A - B", "Don't; stop", "~ !"], [true, false])
    func aValueIsConverted(_ value: String, _ isLittle: Bool) throws {
        let bytes = Self.wide(value, isLittle: isLittle)
        let read = try #require(UTF16Text(value: bytes))
        #expect(read.utf8 == Array(value.utf8))
        #expect(read.charset.rawValue == (isLittle ? "utf-16le" : "utf-16be"))
        #expect(read.original(of: 0..<2) == Array(bytes[..<4]))
    }

    @Test(arguments: [
        [], [0], [0x41, 0], text("A - B"), wide("Aé", isLittle: true), wide("A夜", isLittle: false),
        wide("A\nB", isLittle: true), wide("A\u{7F}", isLittle: true), [0x41, 0, 0, 0x42],
        [0x41, 0, 0x42, 0x43], zeros(8), text("AB") + zeros(2),
    ]) func whatIsNoPlainTextIsNoValue(_ bytes: [UInt8]) {
        #expect(UTF16Text(value: bytes) == nil)
    }
}
