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

    /// Adds a client to the fan-outs of its stations.
    mutating func join(
        _ localStations: [LocalStation], _ client: Connection, _ format: MessageFormat, of hub: Hub
    ) {
        for (slot, localStation) in localStations.enumerated() {
            let index = localStation.fanOut.add(client, slot: slot, format)
            let new = Subscription(localStation: localStation, index: Int32(index))
            if slot == 0 { first = new } else { others.append(new) }
            hub.subscribed(to: localStation, format)
        }
    }

    /// Removes a client from the fan-out of one of them.
    mutating func leave(
        slot: Int, _ client: Connection, _ format: MessageFormat, of hub: Hub
    ) {
        guard let gone = remove(slot: slot) else { return }
        gone.localStation.fanOut.remove(client, at: Int(gone.index), format)
        hub.unsubscribed(from: gone.localStation, format)
    }

    private mutating func remove(slot: Int) -> Subscription? {
        defer { self[slot] = nil }
        return self[slot]
    }
}
