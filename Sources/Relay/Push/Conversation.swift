/// What follows from the first message of a client of AzuraCast's WebSocket.
enum Conversation {
    /// It has to wait for a turn.
    case waits
    case refused(UInt16, reason: String)
    case begins([LocalStation], CatchUp)

    /// Asks the hub what the message wants.
    init?(_ message: [UInt8], of client: Connection, _ hub: Hub) {
        switch hub.answer(message: message) {
        case .close(_, let code, let reason): self = .refused(code, reason: reason)
        case .subscribe(let subscribing):
            if hub.registry.mustWait(client, subscribing.stations.count) {
                self = .waits
            } else if let (localStations, catchUp) = hub.open(subscribing) {
                self = .begins(localStations, catchUp)
            } else {
                self = .refused(
                    CloseCode.tryAgainLater, reason: "Too many stations are open.")
            }
        default: return nil
        }
    }
}
