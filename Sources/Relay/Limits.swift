/// Every number that bounds what a peer may cost us, each with its reason.
enum Limits {
    // MARK: HTTP requests

    /// Bytes of a request head, request line and blank line included. A browser's upgrade with
    /// cookies needs about 2 KiB; 8 KiB is what nginx and Apache allow a line.
    static let requestHeadBytes = 8 * 1024

    /// Bytes of a request line. RFC 9112 §3 recommends that at least 8,000 are understood.
    static let requestLineBytes = 8_000

    /// Bytes of a method. The longest registered one (UPDATEREDIRECTREF) has 17.
    static let methodBytes = 32

    /// Header fields of a request. Browsers send about 20, a chain of proxies adds some.
    static let requestHeaders = 64

    /// Bytes of a station's name: it is typed into a URL, and stands in log lines.
    static let stationNameBytes = 64

    /// Station paths that an error text names before it says "and N more": a page of text, also
    /// on a server with thousands of stations.
    static let listedStations = 20

    // MARK: WebSocket

    /// Bytes of one message from a client, over all its fragments. Clients have nothing to say
    /// but pings, pongs and Close; the room is for the pings that applications write as text.
    static let clientMessageBytes = 1024

    /// Payload bytes of a control frame (RFC 6455 §5.5).
    static let controlPayloadBytes = 125

    /// From one ping to the next. Proxies cut silent connections after 30 s to 60 s (nginx: 60 s
    /// without `proxy_read_timeout`), so a byte has to flow before that. A ping whose pong is
    /// missing when the next is due ends the connection: a vanished client costs 50 s at most.
    static let pingInterval = Duration.seconds(25)

    /// How long the client may take to answer our Close, and the last output to be flushed. A
    /// browser answers in a round trip; one that does not would hold the descriptor for nothing.
    static let closeHandshakeWait = Duration.seconds(5)
}
