/// Looks for metadata that no header announces.
///
/// Proxies drop `icy-metaint`, and browsers hide it. A key after a plausible length byte is a
/// candidate: the interval is the distance from the start to the length byte. It is accepted once
/// the next two positions hold what they must, which rules out text inside the audio (an ID3 tag).
/// The result depends on the bytes alone, not on how they are cut.
struct IntervalDetector: Sendable {
    enum Verdict: Sendable, Equatable { case undecided, interval(Int), none }

    private struct Candidate: Sendable {
        let lengthIndex: Int
        var interval = 0
        /// Where the next length byte must be; 0 until the first block is complete.
        var next = 0
        var confirmations = 0
        /// The number of bytes needed for the last confirmation.
        var confirmedAt = 0
        var isAlive = true
    }

    /// Everything received so far; at most `Limits.detectionBytes`.
    private(set) var held: [UInt8] = []
    private var searched = 0
    private var candidates: [Candidate] = []

    /// How many bytes may still be added.
    var room: Int { Limits.detectionBytes - held.count }

    /// Adds bytes of the body, at most `room`.
    mutating func add(_ input: Span<UInt8>, _ range: Range<Int>) -> Verdict {
        precondition(range.count <= room, "more bytes than may be held")
        for index in range { held.append(input[index]) }
        search()
        var best: Candidate?
        for index in candidates.indices {
            follow(&candidates[index])
            let candidate = candidates[index]
            guard candidate.isAlive, candidate.confirmations >= 2 else { continue }
            if candidate.confirmedAt < best?.confirmedAt ?? Int.max { best = candidate }
        }
        if let best { return .interval(best.interval) }
        let isHopeful = candidates.contains { $0.isAlive }
        if held.count >= Limits.detectionBytesWithoutCandidate, isHopeful == false { return .none }
        return room == 0 ? .none : .undecided
    }

    /// Finds keys in the bytes that were not searched yet.
    private mutating func search() {
        let end = min(held.count, Limits.detectionBytesWithoutCandidate) - KnownKey.longest
        while searched <= end {
            let index = searched
            searched += 1
            // At least one audio byte and the length byte come before a key.
            guard held[index].asciiLowercased == UInt8(ascii: "s"), index >= 2,
                held[index - 1] > 0, candidates.count < Limits.detectionCandidates,
                KnownKey.begins(held[index...])
            else { continue }
            candidates.append(Candidate(lengthIndex: index - 1))
        }
    }

    private func follow(_ candidate: inout Candidate) {
        guard candidate.isAlive else { return }
        if candidate.next == 0 {
            let start = candidate.lengthIndex + 1
            let end = start + Int(held[candidate.lengthIndex]) * 16
            guard end <= held.count else { return }
            guard BlockShape.fits(held[start..<end]) else {
                candidate.isAlive = false
                return
            }
            candidate.interval = interval(before: candidate.lengthIndex)
            candidate.next = end + candidate.interval
        }
        while candidate.confirmations < 2, candidate.next < held.count {
            let length = Int(held[candidate.next])
            let key = candidate.next + 1
            if length > 0 {
                guard key + KnownKey.longest <= held.count else { return }
                guard KnownKey.begins(held[key...]) else {
                    candidate.isAlive = false
                    return
                }
            }
            candidate.confirmedAt = length > 0 ? key + KnownKey.longest : key
            candidate.confirmations += 1
            candidate.next = key + length * 16 + candidate.interval
        }
    }

    /// The first title may come after empty blocks. Then the interval is a usual one, and there are
    /// zero bytes at its multiples.
    private func interval(before lengthIndex: Int) -> Int {
        for emptyBlocks in 1...3 {
            let (interval, rest) = (lengthIndex - emptyBlocks).quotientAndRemainder(
                dividingBy: emptyBlocks + 1)
            guard rest == 0, Self.usualIntervals.contains(interval) else { continue }
            let positions = (1...emptyBlocks).map { $0 * interval + $0 - 1 }
            if positions.allSatisfy({ held[$0] == 0 }) { return interval }
        }
        return lengthIndex
    }

    private static let usualIntervals = [
        1000, 1024, 2000, 2048, 4096, 8000, 8192, 16_000, 16_384, 24_576, 32_000, 32_768, 65_536,
    ]
}
