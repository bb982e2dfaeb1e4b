/// What a connection does now.
enum ConnectionPhase: String {
    /// Waiting for the request head (and with TLS, before it, for the handshake).
    case request
    case webSocket
    case eventStream
    /// The connection ends once the waiting bytes are sent.
    case flushing
    /// Everything is sent. Further bytes of the client are read and dropped until it closes.
    case lingering
    case closed
}
