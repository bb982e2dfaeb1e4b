/// What one client is doing.
enum ConnectionPhase: String {
    /// Waiting for a request head (and with TLS, before the first, for the handshake).
    case request
    case webSocket
    case eventStream
    /// The waiting bytes are sent. Then the connection ends, or waits for another request.
    case flushing
    /// Everything is sent. Further bytes of the client are read and dropped until it closes.
    case lingering
    case closed
}
