import Fixtures
import Testing

@testable import ICYReader

/// The cost of a hostile block: a bounded number of looks per byte, however it is built.
@Suite struct FieldScannerTests {
    /// A byte is looked at when its value is searched, when a terminator before it asks for a key,
    /// and when it is consumed. A search that finds nothing is made once for each kind of value.
    private let looksPerByte = 8

    private func looks(_ block: [UInt8]) -> Int {
        var scanner = FieldScanner(block)
        var fields = MetadataFields()
        var decoder = TextDecoder()
        var budget = GuessBudget()
        fields.read(&scanner, &decoder, &budget)
        return scanner.looks
    }

    /// `first`, then `unit` as often as a block has room for, then `last`.
    private func block(_ first: String, _ unit: String, _ last: String) -> [UInt8] {
        let room = Limits.metadataBlockBytes - first.utf8.count - last.utf8.count
        return text(first + String(repeating: unit, count: room / unit.utf8.count) + last)
    }

    @Test(arguments: [
        // One run of terminators, with and without blanks in it.
        ("a=", ";", "x"), ("a=", "; ", "x"), ("a=", ";\n\t", "x"), ("a='", "';", "x"),
        ("a='{", "';;;;;;;;", "x"), ("a='{';", ";", "x"), ("a='{", "'; ", "x"),
        // The same run, seen from one field after another.
        (String(repeating: "a=1;", count: 63) + "a=", ";", "x"),
        (String(repeating: "a='{';b=1;", count: 31) + "a='{", "';", "x"),
        (String(repeating: "a=\"{\";b=1;", count: 31) + "a=\"{", "\";", "x"),
        // Fields that no key with a quote follows: each search reaches the end.
        ("", "a=1;", ""), ("", "a=1; ", "x"), ("", "a='{';b=1;", ""), ("", "a=\"{\";b=1;", ""),
        ("", "a='{';b=\"{\";c=1;", ""), ("", "a='{';b=1;c=\"{\";d=1;", "x"),
        // Keys that are not keys, quotes that stay open, a value without an end.
        ("a='", "'; b", "x"), ("a='{", "';b", "x"), ("a=", ";b", "x"), ("a=", ";StreamTitle", "x"),
        ("a='{", "';bbbbbbbb  =  ", "x"), ("a='", " '", "x"), ("a='", "'", "x"), ("a='", "{", ""),
        ("a='", "\\';", "x"), ("", "a", ""), ("", " ", "x"), ("", ";", "x"), ("a='';", ";", "x"),
        ("a=''", ";\0", "x"), ("", "a='';", ""), ("a='{", "'\0", "x"), ("a", " ", "="),
        // JSON and XML that do not end where a value ends, in one field or in many.
        ("a='{", "{", "x"), ("a='{\"", "';", "x"), ("", "a='{';", "x"), ("", "a='[';", ""),
        ("a='<a>", "</a>", "x"), ("a='<a>", "</a", "x"), ("", "a='<a>';", ""), ("a='<", "?", ""),
        ("", "a='{}';b", "x"), ("a='", "'\u{1}", "x"), ("a='x';", "\u{1}", "b"),
        ("a=", " ", "'"), ("a='{", "';StreamTitle ", "x"), ("a=", ";StreamTitle =", "x"),
    ])
    func costsLittle(_ first: String, _ unit: String, _ last: String) {
        let block = block(first, unit, last)
        #expect(looks(block) <= looksPerByte * block.count)
    }

    private static let tokens = [
        "a=", "b=1", "a='", "a=\"", "StreamTitle=", "StreamUrl='", ";", "';", "\";", "'", "\"", "{",
        "}", "\\", "<a>", "</a>", "[", "\u{1}", " ", "\t", "\n", "\0", "=", "x", "é", "don't",
        "abcdefghij", "(", "-",
    ]

    private func tokens(_ most: Int, _ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...most, using: &generator)).reduce(into: "") { text, _ in
            text += Self.tokens.randomElement(using: &generator) ?? ""
        }
    }

    /// Looks for the most expensive block: random patterns, each made worse in several steps.
    @Test func noPatternIsDear() {
        var worst = (looks: 0, pattern: ("", "", ""), seed: UInt64(0))
        for seed in UInt64(0)..<60 {
            var generator = SeededGenerator(seed: seed)
            var best = (looks: 0, pattern: ("", "x", ""))
            for _ in 0..<12 {
                var pattern = best.pattern
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: pattern.0 = tokens(40, &generator)
                case 1: pattern.1 = tokens(5, &generator)
                case 2: pattern.1 += tokens(2, &generator)
                default: pattern.2 = tokens(3, &generator)
                }
                if pattern.1.isEmpty { pattern.1 = ";" }
                let looks = looks(block(pattern.0, pattern.1, pattern.2))
                if looks > best.looks { best = (looks, pattern) }
            }
            if best.looks > worst.looks { worst = (best.looks, best.pattern, seed) }
        }
        let most = looksPerByte * Limits.metadataBlockBytes
        #expect(worst.looks <= most, "seed \(worst.seed): \(worst.pattern)")
    }
}
