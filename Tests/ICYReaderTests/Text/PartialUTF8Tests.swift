import Fixtures
import Testing

@testable import ICYReader

/// Which parts of some bytes are UTF-8.
@Suite struct PartialUTF8Tests {
    /// The examples of Unicode 15, section 3.9, tables 3-8 to 3-11, and neighbours.
    static let cases: [(bytes: [UInt8], malformed: [Range<Int>], characters: Int)] = [
        ([], [], 0), (text("A - B"), [], 0), (text("é夜🎷"), [], 3),
        (
            [0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62, 0x80, 0x63, 0x80, 0xBF, 0x64],
            [1..<4, 4..<6, 6..<7, 8..<9, 10..<11, 11..<12], 0
        ),
        ([0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41], (0..<8).map { $0..<$0 + 1 }, 0),
        ([0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF, 0xED, 0xAF, 0x41], (0..<8).map { $0..<$0 + 1 }, 0),
        (
            [0xF4, 0x91, 0x92, 0x93, 0xFF, 0x41, 0x80, 0xBF, 0x42],
            [0..<1, 1..<2, 2..<3, 3..<4, 4..<5, 6..<7, 7..<8], 0
        ),
        (
            [0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF, 0x41],
            [0..<2, 2..<3, 3..<6, 6..<8], 0
        ),
        // The first and the last character of each length.
        ([0xC2, 0x80, 0xDF, 0xBF], [], 2), ([0xE0, 0xA0, 0x80, 0xEF, 0xBF, 0xBF], [], 2),
        ([0xED, 0x9F, 0xBF, 0xEE, 0x80, 0x80], [], 2),
        ([0xF0, 0x90, 0x80, 0x80, 0xF4, 0x8F, 0xBF, 0xBF], [], 2),
        ([0xC1, 0xBF], [0..<1, 1..<2], 0), ([0xF5, 0x80], [0..<1, 1..<2], 0),
        (text("Bj") + [0xF6] + text("rk é"), [2..<3], 1),
    ]

    @Test(arguments: cases)
    func eachRangeIsAMaximalSubpart(bytes: [UInt8], malformed: [Range<Int>], characters: Int) {
        let partial = PartialUTF8(bytes)
        #expect(partial.malformed == malformed)
        #expect(partial.characters == characters)
    }

    @Test(arguments: cases)
    func theOutputHasOneReplacementForEach(
        bytes: [UInt8], malformed: [Range<Int>], characters: Int
    ) {
        let output = PartialUTF8(bytes).output
        #expect(output.isCut == false)
        #expect(output.replaced == malformed.count)
        #expect(
            String(decoding: output.text, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
    }

    /// Bytes, whether their last character is cut off, and the text before it if that is UTF-8.
    @Test(
        arguments: [
            // D18
            (text("Ки") + [0xD0], true, "Ки"), (text("é夜") + [0xE5, 0xA4], true, "é夜"),
            (text("é") + [0xF0, 0x9F, 0x8E], true, "é"), (text("Ки"), false, nil),
            // Without a whole character it may be Windows-1252.
            (text("Caf") + [0xE9], true, nil), ([0xC3], true, nil),
            (text("é") + [0xFF], false, nil), (text("é") + [0xE9, 0x20], false, nil),
            ([0xFF] + text("é") + [0xC3], true, nil), ([], false, nil),
        ] as [([UInt8], Bool, String?)])
    func aCharacterThatIsCutOffIsKnown(bytes: [UInt8], isCut: Bool, before: String?) {
        let partial = PartialUTF8(bytes)
        #expect(partial.isCut == isCut)
        #expect(partial.textBeforeCut == before)
        #expect(partial.output.isCut == isCut)
    }

    @Test func everyCutLeavesTheWholeCharacters() {
        let whole = "aé夜🎷Ж"
        let bytes = text(whole)
        for count in 0...bytes.count {
            let partial = PartialUTF8(Array(bytes[..<count]))
            var kept = ""
            while let next = whole.dropFirst(kept.count).first,
                kept.utf8.count + String(next).utf8.count <= count
            { kept.append(next) }
            #expect(String(decoding: partial.output.text, as: UTF8.self) == kept)
            #expect(partial.output.replaced == 0)
            #expect(partial.isCut == (kept.utf8.count < count))
            #expect(partial.characters == kept.unicodeScalars.count { $0.value >= 0x80 })
        }
    }

    /// The standard library replaces by the same rule.
    @Test func anyBytesAreReplacedAsTheStandardLibraryDoes() {
        for seed in UInt64(0)..<2000 {
            var generator = SeededGenerator(seed: seed)
            let choices: [UInt8] = [0x41, 0x80, 0xA0, 0xBF, 0xC3, 0xE0, 0xED, 0xF0, 0xF4, 0xFF]
            let bytes = (0..<12).map { _ in choices.randomElement(using: &generator) ?? 0 }
            let output = PartialUTF8(bytes).output
            let ours =
                String(decoding: output.text, as: UTF8.self) + (output.isCut ? "\u{FFFD}" : "")
            #expect(ours == String(decoding: bytes, as: UTF8.self), "\(bytes)")
        }
    }
}
