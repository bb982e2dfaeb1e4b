import Fixtures
import Testing

@testable import ICYReader

/// The fast paths for a title give the same results as the plain ones.
@Suite struct TitleViewTests {
    private static let pieces = [
        " ", "-", "- ", " -", " - ", " – ", "—", "--", "a", "é", "\t", "\u{A0}", "+-+", "%20",
        "&amp;", "\u{301}",
    ]

    private func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
            Self.pieces.randomElement(using: &random) ?? ""
        }.joined()
    }

    private func words(_ text: String) -> [String] {
        text.unicodeScalars.split { [" ", "\t", "\u{A0}"].contains($0) }.map { String($0) }
    }

    private func isDash(_ word: String) -> Bool {
        word == "–" || word == "—" || word.unicodeScalars.allSatisfy { $0 == "-" }
    }

    /// The parts by the definition of the separator: a word that is a dash, or hyphens only. Blanks
    /// within a part are not compared.
    private func parts(_ text: String) -> [[String]] {
        words(text).split(whereSeparator: isDash).map { Array($0) }
    }

    @Test(arguments: 0..<20) func splitsAtSeparators(_ round: UInt64) {
        let seed = 0x511_7000 + round
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1000 {
            let text = text(&random)
            let parts = parts(text)
            let title = TitleParts(text)
            let context = "seed \(seed): \(text.debugDescription)"
            guard parts.isEmpty == false else {
                // Nothing but separators stays as it is.
                #expect(title.artist.isEmpty, "\(context)")
                #expect(words(title.display).allSatisfy(isDash), "\(context)")
                continue
            }
            #expect(title.parts.map(words) == parts, "\(context)")
            #expect(words(title.display).filter { isDash($0) == false } == parts.flatMap(\.self))
            if parts.count > 1 {
                #expect(words(title.artist) == parts[0], "\(context)")
                #expect(
                    words(title.song).filter { isDash($0) == false }
                        == parts[1...].flatMap(\.self), "\(context)")
            } else {
                // An artist alone has a separator after it, and none before.
                let first = words(text).first.map(isDash) ?? false
                let last = words(text).last.map(isDash) ?? false
                #expect(title.artist.isEmpty == (first || last == false), "\(context)")
                #expect(title.song.isEmpty == (last && first == false), "\(context)")
            }
            #expect(words(title.display).first.map(isDash) == false, "\(context)")
            #expect(words(title.display).last.map(isDash) == false, "\(context)")
        }
    }

    @Test(arguments: [
        ("A - B", "A - B", "A", "B"), ("A – B - C", "A – B - C", "A", "B - C"),
        ("A -- B", "A -- B", "A", "B"), (" - S", "S", "", "S"), ("A - ", "A", "A", ""),
        ("A - S - ", "A - S", "A", "S"), (" -  - A - S", "A - S", "A", "S"),
        ("A -  - S", "A - S", "A", "S"), ("-Instant Funk", "-Instant Funk", "", "-Instant Funk"),
        ("Jay-Z", "Jay-Z", "", "Jay-Z"), ("- S", "S", "", "S"), ("", "", "", ""),
    ])
    func edgesAreLeftOut(
        text: String, display: String, artist: String, song: String
    ) {
        let title = TitleParts(text)
        #expect([title.display, title.artist, title.song] == [display, artist, song])
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

    @Test(arguments: [
        "Unknown", "UNKNOWN - unknown", "Airtime!", "un\u{212A}nown", "[unknown]",
        "(Unknown Title)",
    ])
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
