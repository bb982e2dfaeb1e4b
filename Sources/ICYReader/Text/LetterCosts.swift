/// How unusual it is in a language that one letter follows another.
///
/// Only pairs with a letter beyond ASCII count: the others are the same in every charset.
/// Made of tables that `Tests/Charsets/train.py` writes.
struct LetterCosts: Sendable {
    /// Columns of the table: the boundary of words, ASCII letters (one for all where the language
    /// has none), the letters beyond ASCII, letters the language does not have.
    let size: Int
    /// Nats (minus the natural logarithm of the probability) for each pair of columns.
    private let costs: [Float]
    private let columns: [UnicodeScalar: Int]
    private let isLatin: Bool

    /// Reads a table: the rows of all letters, then their columns under the boundary and ASCII.
    init(_ letters: String, latin: Bool, _ table: String) {
        let letters = Array(letters.unicodeScalars)
        let plain = latin ? 27 : 2
        let known = plain + letters.count
        size = known + 1
        isLatin = latin
        var columns: [UnicodeScalar: Int] = [:]
        for (index, letter) in letters.enumerated() { columns[letter] = plain + index }
        self.columns = columns
        // Foreign letters: 5e-6 to come to one, then on to anything.
        var costs = [Float](repeating: 0, count: size * size)
        for column in 0..<size {
            costs[column * size + known] = 11
            costs[known * size + column] = 1.5
        }
        costs[size * size - 1] = 5
        var values = table.utf8.lazy.filter { $0 > 0x20 }.map { glyph in
            // `X` and `\` are not used.
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
        self.costs = costs
    }

    /// Nats of one step in a table.
    private static let step: Float = 0.15

    /// The column of a folded letter beyond ASCII.
    func column(_ letter: UnicodeScalar) -> Int { columns[letter] ?? size - 1 }

    /// The column of an ASCII letter in lower case.
    func column(ascii letter: UInt8) -> Int { isLatin ? Int(letter) - 0x61 + 1 : 1 }

    /// Nats for the second column after the first.
    func cost(_ first: Int, _ second: Int) -> Float { costs[first * size + second] }
}
