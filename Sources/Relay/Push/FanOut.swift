/// The clients of one station on one loop.
struct FanOut {
    struct Member {
        let connection: Connection
        /// The index of this subscription among those of the connection.
        let slot: Int
    }

    /// By format; empty if there are no clients, as for most stations.
    private var members: [[Member]] = []

    var isEmpty: Bool { members.allSatisfy { $0.isEmpty } }

    /// - Returns: the position of the client, for `remove`.
    mutating func add(_ connection: Connection, slot: Int, _ format: MessageFormat) -> Int {
        if members.isEmpty {
            members = Array(repeating: [], count: MessageFormat.allCases.count)
        }
        members[format.rawValue].append(Member(connection: connection, slot: slot))
        return members[format.rawValue].count - 1
    }

    /// Moves the last client to the position of the removed one.
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

    /// The clients that a publication is sent to. The array is shared, not copied: a client that
    /// leaves during the iteration removes itself only from the original.
    func clients(_ format: MessageFormat) -> [Member] {
        members.isEmpty ? [] : members[format.rawValue]
    }
}
