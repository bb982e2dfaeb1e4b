/// The pairs of neighbouring bytes in a text with at least one beyond ASCII, word by word. They are
/// found once, for all languages.
struct LegacyWords {
    /// Each pair as the first byte times 256, plus the second.
    private var pairs: [UInt16] = []
    /// Where each word that has such pairs ends in `pairs`.
    private(set) var ends: [Int] = []

    init(_ raw: ArraySlice<UInt8>) {
        var previous = UInt8(ascii: " ")
        for byte in raw {
            add(previous, byte)
            if byte == UInt8(ascii: " ") { endWord() }
            previous = byte
        }
        add(previous, UInt8(ascii: " "))
        endWord()
    }

    private mutating func add(_ previous: UInt8, _ byte: UInt8) {
        if byte >= 0x80 || previous >= 0x80 { pairs.append(UInt16(previous) << 8 | UInt16(byte)) }
    }

    private mutating func endWord() {
        if pairs.count > ends.last ?? 0 { ends.append(pairs.count) }
    }

    /// Appends the probability of each word in a language.
    func append(_ language: SingleByteModel.Language, to probabilities: inout [Double]) {
        var index = 0
        for end in ends {
            var cost: Float = 0
            while index < end {
                let first = language.columns[Int(pairs[index] >> 8)]
                let second = language.columns[Int(pairs[index] & 0xFF)]
                cost += language.costs.cost(Int(first), Int(second))
                index += 1
            }
            probabilities.append((-Double(cost)).exponential)
        }
    }
}
