/// Finds out which of several announced intervals is the true one.
///
/// Each is tried on the same bytes. The true one is the first at whose distance a block with a key
/// comes, or the only one left when the others lead into audio. The result depends on the bytes
/// alone.
struct IntervalChoice: Sendable {
    private struct Candidate: Sendable {
        let interval: Int
        /// Where the next length byte must be.
        var next: Int
        /// The number of bytes that decided it, and whether there is a block; nil until then.
        var outcome: (byteCount: Int, isBlock: Bool)?
    }

    /// Everything received so far; at most `Limits.detectionBytes`.
    private(set) var held: [UInt8] = []
    private var candidates: [Candidate]

    /// - Parameter intervals: two or more.
    init(_ intervals: [Int]) {
        candidates = intervals.prefix(Limits.detectionCandidates).map {
            Candidate(interval: $0, next: $0)
        }
    }

    /// Consumes `input` from `offset`, before `end`.
    ///
    /// - Returns: the interval, once it is chosen; nil if more bytes are needed.
    mutating func add(_ input: Span<UInt8>, _ offset: inout Int, upTo end: Int) -> Int? {
        let count = min(end - offset, Limits.detectionBytes - held.count)
        for index in offset..<(offset + count) { held.append(input[index]) }
        offset += count
        var isNews = false
        for index in candidates.indices where candidates[index].outcome == nil {
            follow(&candidates[index])
            isNews = isNews || candidates[index].outcome != nil
        }
        // Skips the evaluation unless a candidate was decided: bytes may arrive one by one.
        guard isNews || held.count == Limits.detectionBytes else { return nil }
        var left = candidates
        let decided = candidates.filter { $0.outcome != nil }.sorted {
            ($0.outcome?.byteCount ?? 0) < ($1.outcome?.byteCount ?? 0)
        }
        for candidate in decided {
            if candidate.outcome?.isBlock == true { return candidate.interval }
            left.removeAll { $0.interval == candidate.interval }
            if left.count == 1 { break }
        }
        let isOver = left.count == 1 || held.count == Limits.detectionBytes
        return isOver ? left.first?.interval : nil
    }

    private func follow(_ candidate: inout Candidate) {
        while candidate.outcome == nil, candidate.next < held.count {
            let start = candidate.next + 1
            let end = start + Int(held[candidate.next]) * 16
            guard end <= held.count else { return }
            switch end > start ? BlockPlausibility(held[start..<end]) : .blank {
            case .fields: candidate.outcome = (end, true)
            case .binary: candidate.outcome = (end, false)
            case .text, .blank: candidate.next = end + candidate.interval
            }
        }
    }
}
