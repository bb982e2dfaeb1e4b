/// The WebSocket clients of one station on one loop.
struct FanOut {
    private var text: [Connection] = []
    private var json: [Connection] = []

    mutating func add(_ connection: Connection, _ format: MessageFormat) {
        switch format {
        case .text:
            connection.fanOutIndex = text.count
            text.append(connection)
        case .json:
            connection.fanOutIndex = json.count
            json.append(connection)
        }
    }

    mutating func remove(_ connection: Connection, _ format: MessageFormat) {
        switch format {
        case .text: FanOut.remove(connection, from: &text)
        case .json: FanOut.remove(connection, from: &json)
        }
    }

    /// The last one takes the place of the one that goes.
    private static func remove(_ connection: Connection, from clients: inout [Connection]) {
        let index = connection.fanOutIndex
        precondition(clients[index] === connection, "not subscribed here")
        clients.swapAt(index, clients.count - 1)
        clients.removeLast()
        if index < clients.count { clients[index].fanOutIndex = index }
    }

    /// The clients a publication goes to. The array is shared, not copied; a client that goes while
    /// it is walked through takes itself out of the original.
    func clients(_ format: MessageFormat) -> [Connection] {
        format == .text ? text : json
    }
}
