/// How rare a character is in Japanese, Chinese or Korean.
///
/// Built from the tables that `Tests/Charsets/train.py` writes.
struct HanCosts: Sendable {
    private static let first = 0x3000
    private static let last = 0xD7FF
    /// In half nats; 0 for characters that are not in the table.
    private let costs: [UInt8]

    /// Reads a table: a number of nats, and the characters that cost as much.
    init(_ tiers: [(Float, String)]) {
        var costs = [UInt8](repeating: 0, count: Self.last - Self.first + 1)
        for (cost, characters) in tiers {
            for scalar in characters.unicodeScalars {
                costs[Int(scalar.value) - Self.first] = UInt8(cost * 2)
            }
        }
        self.costs = costs
    }

    /// The cost in nats of a common character; nil for others.
    func cost(_ scalar: UnicodeScalar) -> Double? {
        let index = Int(scalar.value) - Self.first
        guard costs.indices.contains(index), costs[index] > 0 else { return nil }
        return Double(costs[index]) / 2
    }
}
