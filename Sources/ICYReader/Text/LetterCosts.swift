/// How unusual it is in a language that one letter follows another.
///
/// Only pairs with a letter beyond ASCII count: the others are the same in every charset. Built
/// from the tables that `Tests/Charsets/train.py` writes.
struct LetterCosts: Sendable {
    /// The number of columns: one for the boundary of words, those of the ASCII letters (one for
    /// all if the language has none), those of the letters beyond ASCII, and one for letters that
    /// the language does not have.
    let size: Int
    /// Nats (minus the natural logarithm of the probability) for each pair of columns, in
    /// thousandths.
    private let costs: [UInt16]
    private let columns: [UnicodeScalar: Int]
    private let isLatin: Bool

    /// Reads a table: first the rows of the letters beyond ASCII, then their columns in the rows of
    /// the boundary and of ASCII.
    init(_ letters: String, latin: Bool, _ table: String) {
        let letters = Array(letters.unicodeScalars)
        let plain = latin ? 27 : 2
        let known = plain + letters.count
        size = known + 1
        isLatin = latin
        var columns: [UnicodeScalar: Int] = [:]
        for (index, letter) in letters.enumerated() { columns[letter] = plain + index }
        self.columns = columns
        // Letters that the language does not have: 12 nats (probability 6.1e-6) to reach one, 1.5
        // from one to any other letter, 5 from one such letter to another.
        var costs = [Float](repeating: 0, count: size * size)
        for column in 0..<size {
            costs[column * size + known] = 12
            costs[known * size + column] = 1.5
        }
        costs[size * size - 1] = 5
        var values = table.utf8.lazy.filter { $0 > 0x20 }.map { glyph in
            // The glyphs `X` and `\` are not used.
            Float(glyph) - 35 - (glyph > 0x58 ? 1 : 0) - (glyph > 0x5C ? 1 : 0)
        }.makeIterator()
        for row in 0..<letters.count {
            for column in 0..<known {
                costs[(plain + row) * size + column] = (values.next() ?? 0) * Self.step
            }
        }
        for row in 0..<plain {
            for column in 0..<letters.count {
                costs[row * size + plain + column] = (values.next() ?? 0) * Self.step
            }
        }
        Self.bound(&costs, size)
        self.costs = costs.map { UInt16(($0 * 1000).rounded()) }
    }

    /// Bounds the cost of each letter after another by the cost of the letter itself: pairs that
    /// the sources do not have occur in names.
    private static func bound(_ costs: inout [Float], _ size: Int) {
        let known = size - 1
        for column in 0..<known {
            let rows = (0..<known).filter { costs[$0 * size + column] > 0 }
            guard rows.isEmpty == false else { continue }
            let sum = rows.reduce(0.0) { $0 + (-Double(costs[$1 * size + column])).exponential }
            let letter = -(sum / Double(rows.count)).logarithm
            for row in rows {
                costs[row * size + column] = min(costs[row * size + column], Float(letter) + rare)
            }
        }
    }

    /// How many nats a pair costs at most beyond its second letter.
    private static let rare: Float = 3

    /// Nats per step in a table.
    private static let step: Float = 0.15

    /// The column of a folded letter beyond ASCII.
    func column(_ letter: UnicodeScalar) -> Int { columns[letter] ?? size - 1 }

    /// The column of an ASCII letter in lower case.
    func column(ascii letter: UInt8) -> Int { isLatin ? Int(letter) - 0x61 + 1 : 1 }

    /// The cost in nats of the second column after the first.
    func cost(_ first: Int, _ second: Int) -> Float { Float(costs[first * size + second]) / 1000 }
}
