/// What may still be guessed in one block, one Ogg comment header, one response head or one
/// document, and what its texts have cost so far.
struct GuessBudget {
    private(set) var values = Limits.guessedValues
    private(set) var bytes = Limits.guessedBytes
    /// What decoding has cost so far.
    var cost = WorkCost()

    /// Takes the guess of one value from it.
    ///
    /// - Returns: false, and takes nothing, where too little is left.
    mutating func take(_ raw: [UInt8]) -> Bool {
        let size = min(raw.count, CharsetDetector.sampleBytes)
        guard values > 0, size <= bytes else { return false }
        values -= 1
        bytes -= size
        cost.addGuess(raw.count)
        return true
    }

    /// Whether all of these values can be guessed.
    func covers(_ values: [[UInt8]]) -> Bool {
        values.count <= self.values
            && values.reduce(0) { $0 + min($1.count, CharsetDetector.sampleBytes) } <= bytes
    }
}
