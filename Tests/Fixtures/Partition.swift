/// A way to cut an input into the pieces in which it arrives.
///
/// An incremental parser must give the same result for each of them:
///
///     for partition in Partition.all(of: bytes.count, seed: 1) {
///         #expect(run(partition.pieces(of: bytes)) == expected, "\(partition)")
///     }
public enum Partition: Sendable, CustomStringConvertible {
    /// All at once.
    case whole
    /// One byte at a time.
    case bytewise
    /// Two pieces.
    case cut(at: Int)
    /// Pieces of the same size; the last one may be shorter.
    case every(Int)
    /// Cuts before these positions; the same position twice makes an empty piece.
    case cuts([Int])
    /// Random cuts, short and long pieces mixed.
    case random(seed: UInt64)

    /// Whole, byte by byte, every single cut, and random cuts.
    public static func all(of count: Int, randomCount: Int = 16, seed: UInt64) -> [Partition] {
        [.whole, .bytewise] + (0...count).map { .cut(at: $0) }
            + random(randomCount, seed: seed)
    }

    /// Whole, every single cut within `reach` bytes of these places and of both ends, and random
    /// cuts. For inputs so long that all cuts take too long, most of which lie in the middle of
    /// audio.
    public static func near(
        _ places: some Sequence<Int>, of count: Int, reach: Int = 48, randomCount: Int = 16,
        seed: UInt64
    ) -> [Partition] {
        var cuts: Set<Int> = []
        for place in Array(places) + [0, count] {
            cuts.formUnion((0...count).clamped(to: (place - reach)...(place + reach)))
        }
        return [.whole] + cuts.sorted().map { .cut(at: $0) } + random(randomCount, seed: seed)
    }

    /// Random cuts with consecutive seeds.
    public static func random(_ count: Int, seed: UInt64) -> [Partition] {
        (0..<count).map { .random(seed: seed &+ UInt64($0)) }
    }

    /// The pieces, in order; joined, they are the input.
    public func pieces(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        switch self {
        case .whole: return [bytes[...]]
        case .bytewise: return bytes.indices.map { bytes[$0...$0] }
        case .cut(let position): return [bytes[..<position], bytes[position...]]
        case .every(let size):
            return stride(from: 0, to: bytes.count, by: size).map {
                bytes[$0..<min($0 + size, bytes.count)]
            }
        case .cuts(let positions): return Self.pieces(of: bytes, positions)
        case .random(let seed):
            var generator = SeededGenerator(seed: seed)
            let longest = [1, 3, 17, 100, max(1, bytes.count)].randomElement(using: &generator)
            var positions: [Int] = []
            var position = 0
            while position < bytes.count {
                position += Int.random(in: 0...(longest ?? 1), using: &generator)
                positions.append(min(position, bytes.count))
            }
            return Self.pieces(of: bytes, positions)
        }
    }

    /// Enough to reproduce the cuts.
    public var description: String {
        switch self {
        case .whole: "whole"
        case .bytewise: "byte by byte"
        case .cut(let position): "cut at \(position)"
        case .every(let size): "pieces of \(size)"
        case .cuts(let positions): "cuts at \(positions)"
        case .random(let seed): "random cuts, seed \(seed)"
        }
    }

    private static func pieces(of bytes: [UInt8], _ positions: [Int]) -> [ArraySlice<UInt8>] {
        var start = 0
        var pieces: [ArraySlice<UInt8>] = []
        for position in positions {
            pieces.append(bytes[start..<position])
            start = position
        }
        pieces.append(bytes[start...])
        return pieces
    }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts a sequence.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Random bytes, eight from each number.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            var number = next()
            for _ in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: number))
                number >>= 8
            }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
