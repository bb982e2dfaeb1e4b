/// What one loop of the server tells another, or a helper thread a loop. Nothing in it changes once
/// it is sent.
enum ServerMessage: Sendable {
    /// A station's title or state changed; its own loop has sent it to its own clients already.
    case publication(Publication)
    /// The stations, limits and rights from now on.
    case settings(LiveSettings)
    /// A client that is better served by this loop than by the one that took it.
    case client(ClientHandover)
    /// A loop has clients of an on-demand station, or has none any more.
    case audience(station: Int, loop: Int, isPresent: Bool)
    /// How many publications of which stations made way in the inbox for newer ones.
    case shed([Int: Int])
    /// Log what the loop has to do.
    case report
    /// Say goodbye to every client and end.
    case shutdown

    var isClient: Bool {
        if case .client = self { true } else { false }
    }
}
