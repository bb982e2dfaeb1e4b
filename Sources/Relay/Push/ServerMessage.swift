/// A message from one loop of the server, or from a helper thread, to a loop. It does not change
/// once it is sent.
enum ServerMessage: Sendable {
    /// Something new of a station. A loop does not send its own publication to itself; with a play
    /// log, the log's thread sends titles to all loops.
    case publication(Publication)
    /// The new settings.
    case settings(LiveSettings)
    /// A client that this loop serves better than the loop that accepted it.
    case client(ClientHandover)
    /// A loop now has clients of a station, or has lost the last one.
    case audience(station: StationID, loop: Int, isPresent: Bool)
    /// How many publications of each station were dropped from the inbox for newer ones.
    case shed([StationID: Int])
    /// Log the load of the loop.
    case report
    /// Close the connections of all clients and end.
    case shutdown

    var isClient: Bool {
        if case .client = self { true } else { false }
    }
}
