/// In which language the ASCII words of a text are.
///
/// Most letters of a title are ASCII, whatever its charset. In which language they are says much
/// about the few others: `Nejl\xEDp jim bylo` is Czech. Built from the tables that
/// `Tests/Charsets/train.py` writes.
struct LatinPairs: Sendable {
    /// The number of columns: one for the boundary of words, and the ASCII letters.
    private static let size = 27
    /// Nats per step in a table.
    private static let step = 0.1
    /// The glyph of 0 is the 45th of those that are used.
    private static let half = 45
    /// A word may be in any language: this is the probability that it is in that of the title.
    private static let share = 0.5
    /// The pairs of ASCII letters say more about the language than its other letters, of which
    /// there are few.
    static let weight = 1.2
    /// No word counts for more, in nats.
    private static let limit = 30.0

    /// How much more likely each pair is in the language than in all of them: natural logarithms,
    /// in steps.
    private let logarithms: [Int8]

    /// Nil for a language without a table, which is not written in Latin letters.
    init?(_ language: String) {
        guard let table = Self.tables[language] else { return nil }
        logarithms = table.utf8.filter { $0 > 0x20 }.map { glyph in
            // The glyphs `X` and `\` are not used.
            let value = Int(glyph) - 35 - (glyph > 0x58 ? 1 : 0) - (glyph > 0x5C ? 1 : 0)
            return Int8(value - Self.half)
        }
    }

    /// The natural logarithm of how much more likely the words are in a title of this language than
    /// in any title.
    func likelihood(_ words: LatinWords) -> Double {
        var sum = 0.0
        var index = 0
        for end in words.ends {
            var word = 0
            while index < end {
                word += Int(logarithms[Int(words.pairs[index])])
                index += 1
            }
            let ratio = min(Double(word) * Self.step, Self.limit).exponential
            sum += (Self.share * ratio + 1 - Self.share).logarithm
        }
        return sum
    }

    /// The column of an ASCII byte: 0 for all but letters.
    fileprivate static func column(_ byte: UInt8) -> Int {
        byte.isASCIILetter ? Int(byte.asciiLowercased) - 0x60 : 0
    }

    fileprivate static func index(_ first: Int, _ second: Int) -> UInt16 {
        UInt16(first * size + second)
    }
}

/// The pairs of neighbouring ASCII letters in a text, word by word. They are found once, for all
/// languages.
struct LatinWords {
    /// Each pair as its place in the table of a language.
    fileprivate var pairs: [UInt16] = []
    /// Where each word ends in `pairs`.
    fileprivate var ends: [Int] = []

    init(_ raw: ArraySlice<UInt8>) {
        var previous: Int? = 0
        for byte in raw {
            guard byte < 0x80 else {
                // A letter that is not known has no pairs.
                previous = nil
                continue
            }
            let column = LatinPairs.column(byte)
            add(previous, column)
            previous = column
        }
        add(previous, 0)
    }

    private mutating func add(_ previous: Int?, _ column: Int) {
        if let previous, previous > 0 || column > 0 {
            pairs.append(LatinPairs.index(previous, column))
        }
        if column == 0, pairs.count > ends.last ?? 0 { ends.append(pairs.count) }
    }
}
