/// Which of a host's addresses are tried in one connection attempt, and in what order.
struct AddressOrder {
    /// At most `Limits.addressesTried`, alternating between the families.
    let addresses: [Address]
    /// How many of the host's addresses are left for other attempts.
    let leftOut: Int

    /// - Parameters:
    ///   - all: in the resolver's order (RFC 6724).
    ///   - turn: counts the attempts that failed. Each attempt begins with another address than the
    ///     previous one, if there is another. If there are more than one attempt can try, it tries
    ///     the next ones, and wraps around to the first.
    init(_ all: [Address], turn: Int = 0) {
        precondition(turn >= 0)
        guard let first = all.first else { (addresses, leftOut) = ([], 0); return }
        let preferred = all.filter { $0.family == first.family }
        let other = all.filter { $0.family != first.family }
        // Half for each family, and what one family does not need goes to the other.
        let half = Limits.addressesTried / 2
        let (most, mostOther) = (
            max(half, Limits.addressesTried - other.count),
            max(half, Limits.addressesTried - preferred.count)
        )
        // Every second attempt begins with the other family.
        let isSwapped = !other.isEmpty && turn % 2 == 1
        let round = other.isEmpty ? turn : turn / 2
        let lists = [
            AddressOrder.part(of: preferred, most, turn, round),
            AddressOrder.part(of: other, mostOther, turn, round),
        ]
        addresses = AddressOrder.alternate(lists[isSwapped ? 1 : 0], lists[isSwapped ? 0 : 1])
        leftOut = all.count - addresses.count
    }

    /// RFC 8305 §4: the resolver's order is kept, but the families alternate.
    static func interleaved(_ all: [Address]) -> [Address] {
        guard let first = all.first else { return [] }
        return alternate(
            all.filter { $0.family == first.family }, all.filter { $0.family != first.family })
    }

    private static func alternate(_ first: [Address], _ second: [Address]) -> [Address] {
        var (first, second) = (first[...], second[...])
        var result: [Address] = []
        while let next = first.popFirst() {
            result.append(next)
            if let alternate = second.popFirst() { result.append(alternate) }
        }
        return result + second
    }

    /// - Parameters:
    ///   - most: how many of them may be tried.
    ///   - round: if all of them can be tried, the first address advances by one each round.
    private static func part(
        of family: [Address], _ most: Int, _ turn: Int, _ round: Int
    ) -> [Address] {
        guard !family.isEmpty else { return [] }
        let start = family.count > most ? turn * most : round
        return (0..<min(most, family.count)).map { family[(start + $0) % family.count] }
    }
}
