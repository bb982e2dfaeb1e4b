/// Shortens a queue that many stations share: those that hold most of it make way, so that a
/// station that floods it costs the others nothing.
enum FairShare {
    /// Removes items until at most `target` is left, and none of a station that holds no more than
    /// its share. The oldest go first; what is left keeps its order.
    ///
    /// One pass and a sort by station: let it free a good part of the queue, not one place.
    ///
    /// - Parameters:
    ///   - station: whose an item is.
    ///   - size: what it holds of the queue.
    /// - Returns: how many items each station has lost.
    static func shorten<Item>(
        _ items: inout [Item], to target: Int, station: (Item) -> Int, size: (Item) -> Int
    ) -> [Int: Int] {
        var held: [Int: Int] = [:]
        var total = 0
        for item in items {
            held[station(item), default: 0] += size(item)
            total += size(item)
        }
        let share = share(of: Array(held.values), of: target)
        var lost: [Int: Int] = [:]
        var kept: [Item] = []
        for item in items {
            let station = station(item)
            guard total > target, held[station, default: 0] > share else {
                kept.append(item)
                continue
            }
            held[station, default: 0] -= size(item)
            total -= size(item)
            lost[station, default: 0] += 1
        }
        items = kept
        return lost
    }

    /// The most that each may hold if all of them together may hold `total`.
    static func share(of holdings: [Int], of total: Int) -> Int {
        var rest = total
        for (index, holding) in holdings.sorted().enumerated() {
            let share = rest / (holdings.count - index)
            guard holding <= share else { return share }
            rest -= holding
        }
        return .max
    }
}
