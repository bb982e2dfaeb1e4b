/// Shortens a queue that many stations share. The stations that hold most of it lose items, so a
/// station that floods the queue does not harm the others.
enum FairShare {
    /// Removes the oldest items until at most `target` is left. A station that holds no more than
    /// its share loses nothing. The remaining items keep their order.
    ///
    /// This takes one pass and a sort by station, so call it to free a good part of the queue, not
    /// a single place.
    ///
    /// - Parameters:
    ///   - station: the station that an item belongs to.
    ///   - size: how much of the queue an item takes.
    /// - Returns: how many items each station lost.
    static func shorten<Item, Key: Hashable>(
        _ items: inout [Item], to target: Int, station: (Item) -> Key, size: (Item) -> Int
    ) -> [Key: Int] {
        var held: [Key: Int] = [:]
        var total = 0
        for item in items {
            held[station(item), default: 0] += size(item)
            total += size(item)
        }
        let share = share(of: Array(held.values), of: target)
        var lost: [Key: Int] = [:]
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

    /// The most that each station may hold if all of them together may hold `total`.
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
