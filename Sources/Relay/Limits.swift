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

    /// Bytes of pongs that may wait behind the ones on their way (those of one receive at most):
    /// for a client that sends pings and does not read.
    static let pendingControlBytes = 4 * 1024

    // MARK: Clients

    /// How long a client may take to send its request: a browser needs a round trip, and a client
    /// that never asks would hold a descriptor for nothing.
    static let requestWait = Duration.seconds(10)

    /// A client that takes no byte of what waits for it in this time is gone or hopelessly slow.
    static let stuckWait = Duration.seconds(20)

    /// How long the rest of a client's bytes are read after our last one, so that unread input
    /// does not turn the answer into a connection reset (RFC 9112 §9.6).
    static let lingerWait = Duration.seconds(2)

    /// How long the whole program waits for goodbyes when it ends.
    static let shutdownWait = Duration.seconds(3)

    /// Titles a station remembers for pages that are opened later: a day's talk, hours of music.
    static let historyTitles = 100

    /// Bytes that may wait for a listener of the demo: 16 seconds of audio.
    static let demoBacklog = 256 * 1024

    // MARK: Sockets

    /// Connections the kernel keeps until they are accepted. After a restart every browser comes
    /// back within seconds; the kernel itself cuts this to `net.core.somaxconn`.
    static let listenBacklog: Int32 = 4096

    /// How many of a process's descriptors clients may have. The rest is for the stations, two for
    /// each (the one that ends and the one that begins), and for the loops themselves.
    static func clientDescriptors(of all: Int, stations: Int) -> Int {
        all - min(all / 2, 128 + 2 * stations)
    }

    /// New clients taken in one turn of a loop.
    static let acceptsPerTurn = 64

    /// How long a loop that is out of descriptors leaves new clients waiting.
    static let acceptPause = Duration.seconds(1)

    /// One receive: four seconds of audio at 128 kbit/s, or Icecast's whole burst at the start.
    static let receiveBuffer = 64 * 1024

    /// Plaintext of one TLS record (RFC 8446 §5.1: 2^14 bytes).
    static let tlsRecord = 16 * 1024

    /// When a host's next address is tried beside the one that has not answered (RFC 8305 §5).
    static let connectionAttemptDelay = Duration.milliseconds(250)

    // MARK: Loops

    /// Events taken from the kernel at once. More would come in the next turn.
    static let eventsPerTurn = 256

    /// Loops at most, however many cores there are.
    static let loops = 64

    /// Threads that ask for addresses: names whose server hangs hold one for 5 s to 10 s each, and
    /// must not hold up the others for long. A sleeping thread costs some 20 KiB.
    static let resolverThreads = 16
}
