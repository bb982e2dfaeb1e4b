/// How much may still be guessed in one block, one Ogg comment header, one response head or one
/// document, and what decoding its texts has cost so far.
struct GuessBudget {
    private(set) var values = Limits.guessedValues
    private(set) var bytes = Limits.guessedBytes
    /// What decoding has cost so far.
    var cost = WorkCost()

    /// Charges the guess of one value to the budget.
    ///
    /// - Returns: false, without a charge, if too little is left.
    mutating func take(_ raw: [UInt8]) -> Bool {
        let size = min(raw.count, CharsetDetector.sampleBytes)
        guard values > 0, size <= bytes else { return false }
        values -= 1
        bytes -= size
        cost.addGuess(raw.count)
        return true
    }

    /// Whether the budget is enough to guess all of these values.
    func covers(_ values: [[UInt8]]) -> Bool {
        values.count <= self.values
            && values.reduce(0) { $0 + min($1.count, CharsetDetector.sampleBytes) } <= bytes
    }
}
