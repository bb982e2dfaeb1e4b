import Fixtures
import Testing

/// Runs an incremental parser over one input in the many ways in which a network may split it:
/// whole, byte by byte, at every single place, and at seeded random places. The outcome must never
/// differ.
enum EveryCut {
    /// The largest input that is cut at every single place; the work grows with the square of its
    /// size.
    private static let everyPlaceLimit = 1024

    /// - Parameters:
    ///   - seed: the seed of the random cuts; a failure names it together with the cuts.
    ///   - parse: feeds the pieces to a new parser and returns everything that it emits.
    static func check<Outcome: Equatable>(
        _ input: [UInt8], expecting expected: Outcome, _ label: String, seed: UInt64 = 0x5EED,
        sourceLocation: SourceLocation = #_sourceLocation, parse: ([[UInt8]]) -> Outcome
    ) {
        for partition in partitions(of: input.count, seed: seed) {
            let outcome = parse(pieces(of: input, partition))
            guard outcome == expected else {
                Issue.record(
                    "\(label): \(outcome) instead of \(expected), \(partition)",
                    sourceLocation: sourceLocation)
                return
            }
        }
    }

    static func pieces(of input: [UInt8], at places: [Int]) -> [[UInt8]] {
        pieces(of: input, .cuts(places))
    }

    private static func pieces(of input: [UInt8], _ partition: Partition) -> [[UInt8]] {
        partition.pieces(of: input).map { Array($0) }
    }

    private static func partitions(of count: Int, seed: UInt64) -> [Partition] {
        guard count > everyPlaceLimit else { return Partition.all(of: count, seed: seed) }
        let nearTheEnds = (0...32).flatMap { [$0, count - $0] }
        return [.whole, .bytewise] + nearTheEnds.map { .cut(at: $0) }
            + Partition.random(16, seed: seed)
    }
}

/// The bytes of hexadecimal text; spaces are only for readability.
func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    precondition(digits.count == text.count { $0 != " " } && digits.count.isMultiple(of: 2))
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
