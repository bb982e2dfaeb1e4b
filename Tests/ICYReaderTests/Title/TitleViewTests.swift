import Fixtures
import Testing

@testable import ICYReader

/// The fast paths for a title give the same results as the plain ones.
@Suite struct TitleViewTests {
    private static let pieces = [
        " ", "-", "- ", " -", " - ", "a", "é", "\t", "\u{A0}", "+-+", "%20", "&amp;", "\u{301}",
    ]

    private func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
            Self.pieces.randomElement(using: &random) ?? ""
        }.joined()
    }

    /// The parts by the definition of the separator: a blank, a dash and a blank. The very first
    /// and the very last blank are optional.
    private func parts(_ text: String) -> [String] {
        var bytes = Array(text.utf8)
        if bytes.starts(with: "- ".utf8) { bytes.insert(0x20, at: 0) }
        if bytes.suffix(2) == Array(" -".utf8)[...] { bytes.append(0x20) }
        var parts: [[UInt8]] = [[]]
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: " - ".utf8) {
                parts.append([])
                index += 3
            } else {
                parts[parts.count - 1].append(bytes[index])
                index += 1
            }
        }
        return parts.map { part in
            let start = part.drop { $0 == 0x20 || $0 == 0x09 }
            let end = start.reversed().drop { $0 == 0x20 || $0 == 0x09 }
            return String(decoding: end.reversed(), as: UTF8.self)
        }
    }

    @Test(arguments: 0..<20) func splitsAtSeparators(_ round: UInt64) {
        let seed = 0x511_7000 + round
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1000 {
            let text = text(&random)
            #expect(TitleView.split(text) == parts(text), "seed \(seed): \(text.debugDescription)")
        }
    }

    @Test(arguments: 0..<20) func comparesWithOneBlankForEachRun(_ round: UInt64) throws {
        let seed = 0x2_B1A0_0000 + round
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let text = text(&random)
            let title = try #require(
                SongTitle(MetadataFields(Array("StreamTitle='\(text)';".utf8))))
            let expected = title.display.unicodeScalars
                .split { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }.map { String($0) }
                .joined(separator: " ")
            #expect(title.comparable == expected, "seed \(seed): \(text.debugDescription)")
        }
    }

    @Test(arguments: ["Unknown", "UNKNOWN - unknown", "Airtime!", "un\u{212A}nown"])
    func placeholdersAreTheSameInAnyCase(text: String) {
        #expect(TitleView(text).flags == [.placeholder])
    }

    @Test func everyByteIsOfItsKind() {
        for byte: UInt8 in 0...255 {
            let expected: ByteKinds =
                switch byte {
                case 0x00...0x1F, 0x7F: .control
                case 0x80...0xFF: .beyondASCII
                case 0x22: .quotationMark
                case 0x3D: .equals
                case 0x25, 0x2B: .urlEncoding
                case 0x26: .ampersand
                case 0x5C: .backslash
                default: []
                }
            #expect(ByteKinds([0x41, byte, 0x42].span) == expected)
        }
        #expect(ByteKinds("a\"é=").isSuperset(of: [.quotationMark, .equals, .beyondASCII]))
    }
}
