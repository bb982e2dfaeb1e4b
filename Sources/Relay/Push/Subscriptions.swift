/// The stations of one subscriber, and its places in their fan-outs.
struct Subscriptions {
    struct Subscription {
        // The hub removes every client from a station before it releases the station.
        unowned let localStation: LocalStation
        var index: Int32
    }

    /// The first station; nil again once it is removed.
    private var first: Subscription?
    /// The others, from slot 1 on.
    private var others: [Subscription?] = []

    /// The number of stations, including removed ones, and at least one.
    var count: Int { 1 + others.count }

    var isEmpty: Bool { first == nil && others.allSatisfy { $0 == nil } }

    subscript(slot: Int) -> Subscription? {
        get { slot == 0 ? first : others[slot - 1] }
        set { if slot == 0 { first = newValue } else { others[slot - 1] = newValue } }
    }

    /// - Parameters:
    ///   - slot: the number of stations before it.
    ///   - index: the place in the station's fan-out.
    mutating func append(_ localStation: LocalStation, slot: Int, index: Int) {
        let new = Subscription(localStation: localStation, index: Int32(index))
        if slot == 0 { first = new } else { others.append(new) }
    }

    mutating func remove(slot: Int) -> Subscription? {
        defer { self[slot] = nil }
        return self[slot]
    }
}
