import Testing

/// Runs an incremental parser over one input in the many ways a network may cut it: whole, byte
/// by byte, at every single place, and at seeded random places. The outcome must never differ.
enum EveryCut {
    /// The largest input that is cut at every single place; the work grows with its square.
    private static let everyPlaceLimit = 1024
    private static let randomCuts = 16

    /// - Parameters:
    ///   - seed: Of the random cuts; a failure names it together with the cuts.
    ///   - parse: Feeds the pieces to a new parser and returns all that came out.
    static func check<Outcome: Equatable>(
        _ input: [UInt8], expecting expected: Outcome, _ label: String, seed: UInt64 = 0x5EED,
        sourceLocation: SourceLocation = #_sourceLocation, parse: ([[UInt8]]) -> Outcome
    ) {
        for cuts in cutLists(count: input.count, seed: seed) {
            let outcome = parse(pieces(of: input, at: cuts))
            guard outcome == expected else {
                Issue.record(
                    """
                    \(label): \(outcome) instead of \(expected), cut at \(cuts.prefix(20)), \
                    seed \(seed)
                    """, sourceLocation: sourceLocation)
                return
            }
        }
    }

    static func pieces(of input: [UInt8], at cuts: [Int]) -> [[UInt8]] {
        let bounds = [0] + cuts + [input.count]
        return zip(bounds, bounds.dropFirst()).map { Array(input[$0..<$1]) }
    }

    /// Ascending places between 0 and `count`; an empty piece at either end is among them.
    private static func cutLists(count: Int, seed: UInt64) -> [[Int]] {
        var lists: [[Int]] = [[], Array(0..<count)]
        if count <= everyPlaceLimit {
            lists += (0...count).map { [$0] }
        } else {
            lists += (0...32).flatMap { [[$0], [count - $0]] }
        }
        var random = SeededRandom(seed: seed)
        for _ in 0..<randomCuts {
            let places = (0..<Int.random(in: 2...8, using: &random))
            lists.append(places.map { _ in Int.random(in: 0...count, using: &random) }.sorted())
        }
        return lists
    }
}

/// SplitMix64: a small generator whose whole sequence is named by its seed.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}

/// The bytes of hexadecimal text; spaces are for the reader.
func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    precondition(digits.count == text.count { $0 != " " } && digits.count.isMultiple(of: 2))
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
