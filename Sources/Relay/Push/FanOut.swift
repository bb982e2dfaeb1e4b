/// The clients of one station on one loop.
struct FanOut {
    struct Member {
        let connection: Connection
        /// Which of the connection's subscriptions this is.
        let slot: Int
    }

    /// By format; empty without a client, as most stations are.
    private var members: [[Member]] = []

    var isEmpty: Bool { members.allSatisfy(\.isEmpty) }

    /// - Returns: where the client stands, for `remove`.
    mutating func add(_ connection: Connection, slot: Int, _ format: MessageFormat) -> Int {
        if members.isEmpty {
            members = Array(repeating: [], count: MessageFormat.allCases.count)
        }
        members[format.rawValue].append(Member(connection: connection, slot: slot))
        return members[format.rawValue].count - 1
    }

    /// The last one takes the place of the one that goes.
    mutating func remove(_ connection: Connection, at index: Int, _ format: MessageFormat) {
        let last = members[format.rawValue].count - 1
        precondition(members[format.rawValue][index].connection === connection, "not here")
        members[format.rawValue].swapAt(index, last)
        members[format.rawValue].removeLast()
        if isEmpty { members = [] }
        guard index < last else { return }
        let moved = members[format.rawValue][index]
        moved.connection.moved(slot: moved.slot, to: index)
    }

    /// The clients a publication goes to. The array is shared, not copied; a client that goes while
    /// it is walked through takes itself out of the original.
    func clients(_ format: MessageFormat) -> [Member] {
        members.isEmpty ? [] : members[format.rawValue]
    }
}
