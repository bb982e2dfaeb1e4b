import Fixtures
import Testing

@testable import Relay

/// Texts in hardly more bytes than they have.
@Suite struct PackedTextsTests {
    /// The texts, and the bytes that they take.
    @Test(arguments: [
        ([], 0), ([""], 1), (["", "", ""], 3), (["a"], 2), (["A - B", "A", "B"], 10),
        (["A - B", "A - B"], 8), (["A - B", "- B", "A -", "A - B"], 12),
        // One in the middle, or one that came later, does not help.
        (["A - B - C", "B"], 12), (["A", "A - B"], 8), (["AB", "BA"], 6),
        // A text is not cut inside a character.
        (["é", "è"], 6), (["夜の歌", "夜"], 12),
    ])
    func aTextThatAnEarlierOneBeginsOrEndsWithIsAPlace(texts: [String], byteCount: Int) {
        let packed = PackedTexts(texts)
        #expect(packed.all == texts)
        #expect(packed.first == texts.first ?? "")
        #expect(packed.byteCount == byteCount)
    }

    /// Where a length, or the place of a text, begins to take another byte.
    @Test(arguments: [63, 64, 65, 127, 128, 8191, 8192, 8193, 70_000, 1_100_000])
    func longTextsComeBack(count: Int) {
        let long = String(repeating: "x", count: count)
        let texts = [long, "A - B", long, "B", "x", "A", String(long.dropLast()), "é" + long]
        let packed = PackedTexts(texts)
        #expect(packed.all == texts)
        #expect(packed.first == long)
        #expect(packed.byteCount < 2 * count + 40)
    }

    @Test func anyTextsComeBack() {
        for seed in UInt64(0)..<500 {
            var generator = SeededGenerator(seed: seed)
            let pieces = ["", "a", "b", "é", "夜", "🎷", " - ", "\0", "e\u{301}"]
            let texts = (0..<8).map { _ in
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    pieces.randomElement(using: &generator) ?? ""
                }.joined()
            }
            let packed = PackedTexts(texts)
            // By bytes: Swift takes an accent and its letter for one with the letter alone.
            #expect(packed.all.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
            #expect(Array(packed.first.utf8) == Array(texts[0].utf8))
            let plain = texts.reduce(0) { $0 + 1 + $1.utf8.count }
            #expect(packed.byteCount <= plain + texts.count, "seed \(seed)")
        }
    }
}
