/// Every number that bounds the cost of a peer, each with its reason.
enum Limits {
    /// Bytes of a station's name: it is typed into a URL and appears in log lines.
    static let stationNameBytes = 64

    /// Station paths listed in an error text before "and N more": a page of text, even on a server
    /// with thousands of stations.
    static let listedStations = 20

    // MARK: WebSocket

    /// Bytes of one message from a client, across all its fragments. Clients have nothing to send
    /// except pings, pongs and Close. The room is for the pings that applications send as text.
    static let clientMessageBytes = 1024

    /// Payload bytes of a control frame (RFC 6455 §5.5).
    static let controlPayloadBytes = 125

    /// The time between two pings. Proxies close silent connections after 30 s to 60 s (nginx: 60 s
    /// without `proxy_read_timeout`), so a byte must flow before that. If the pong is missing when
    /// the next ping is due, the connection ends: a vanished client costs 50 s at most.
    static let pingInterval = Duration.seconds(25)

    /// How long the client may take to answer our Close, and how long the last output may take to
    /// be flushed. A browser answers within a round trip; a client that does not would hold the
    /// descriptor for nothing.
    static let closeHandshakeWait = Duration.seconds(5)

    /// Bytes of pongs that may wait in addition to the ones being sent (those of one receive at
    /// most), for a client that sends pings and does not read.
    static let pendingControlBytes = 4 * 1024

    // MARK: Clients

    /// How long a client may take to send its request. A browser needs a round trip; a client that
    /// never asks would hold a descriptor for nothing.
    static let requestWait = Duration.seconds(10)

    /// A client that accepts no byte of its waiting output in this time is gone or hopelessly slow.
    static let stuckWait = Duration.seconds(20)

    /// How long a response may take in total while its bytes move: megabytes over a slow line.
    static let responseWait = Duration.seconds(120)

    /// Known keys that are listed beside an unknown one: about three lines of a terminal.
    static let listedKeys = 16

    /// Addresses with many clients that are logged between two changes of the settings.
    static let loggedAddresses = 8

    /// Refused origins that are logged between two changes of the settings: strangers choose them.
    static let loggedOrigins = 20

    /// Bytes of a body that is copied after its head, to save a call.
    static let joinedBody = 4 * 1024

    /// Bytes of states and titles sent in one call with the head of a subscription: a hundred usual
    /// titles. The kernel's buffer of a new client holds all of it.
    static let firstCatchUpBytes = 64 * 1024

    /// Bytes of further states and titles that are made at once for a client that has read
    /// everything before them. A client that does not read holds this many, or one message.
    static let catchUpBytes = 4 * 1024

    /// Bytes sent to one client in one turn of a loop.
    static let clientOutputPerTurn = 256 * 1024

    /// With more stations than this, the station list and the metrics are made at most once a
    /// second, however often they are requested: making one takes milliseconds, during which titles
    /// wait.
    static let listedAtOnce = 100

    /// How old the list and the metrics may then be.
    static let listAge = Duration.seconds(1)

    /// The time between two metrics texts for fewer stations, in the long run.
    static let listPace = Duration.milliseconds(100)

    /// How many metrics texts may be made in a row.
    static let listBurst = 10

    /// Bytes of unchanged answers that a loop caches. Beyond it the oldest ones are dropped and
    /// made again on request.
    static let cachedAnswerBytes = 8 * 1024 * 1024

    /// Bytes of answers, including outdated ones, that the clients of a loop may leave unread.
    /// Beyond it only cached answers are given, and other requests get 503.
    static let heldAnswerBytes = 32 * 1024 * 1024

    /// How long a client's remaining bytes are read after our last one, so that unread input does
    /// not turn the answer into a connection reset (RFC 9112 §9.6).
    static let lingerWait = Duration.seconds(2)

    /// How long the whole program waits for clients to close when it ends.
    static let shutdownWait = Duration.seconds(3)

    /// Titles that a station keeps for pages that are opened later: a day's talk, or hours of
    /// music.
    static let historyTitles = 100

    /// Bytes, as JSON, of the titles that a station keeps: a hundred titles of 1.6 KiB, which is
    /// more than titles with a dozen attributes need. The title of a block has 25 KiB at most. The
    /// newest title is always kept.
    static let historyBytes = 160 * 1024

    /// Bytes, as JSON, of the titles that one client is sent when it resumes: what one station
    /// keeps. A client of more stations that has missed more is sent the newest titles of each, at
    /// least one.
    static let resumedBytes = historyBytes

    // MARK: The demo

    /// Bytes that may wait for a listener of the demo: 16 seconds of audio.
    static let demoBacklog = 256 * 1024

    /// Stations on one connection: each one has its place in a slow client's queue.
    static let stationsOfClient = 100

    /// The time between two comments in an event stream. The standard advises 15 s, for proxies
    /// that close silent connections (WHATWG HTML §9.2.7).
    static let eventStreamInterval = Duration.seconds(15)

    /// When a browser reconnects to an event stream that ended, in milliseconds: soon, but not all
    /// browsers in the same instant.
    static let eventStreamRetry = 1000...4000

    /// The same at a planned end, such as a restart, in milliseconds: later than the next server
    /// needs to start, so that no proxy answers in its place.
    static let eventStreamReturn = 10_000...15_000

    /// How long a refused client may take to send its request. It gets its answer after that, and
    /// occupies one of few places.
    static let refusedRequestWait = Duration.seconds(2)

    /// Refused clients of all loops. Each holds a descriptor from the reserve that other clients
    /// cannot use, until it has its answer.
    static let refusedClients = 64

    /// When a refused client may try again, in seconds.
    static let retryAfter = 10

    /// How long a station without listeners stays connected: a page that is reloaded should find it
    /// connected.
    static let onDemandLinger = Duration.seconds(60)

    /// Clients of one address (an IPv6 /64) unless `--max-clients-per-address` is given: all the
    /// listeners behind one carrier's NAT, but still a small part of a server's descriptors.
    static let clientsPerAddress = 1000

    /// The maximum for `--max-clients`: the most descriptors that Linux gives one process
    /// (`fs.nr_open`).
    static let clients = 1 << 20

    /// The values that `--request-time` accepts, in seconds: enough for the slowest link, and still
    /// bounded.
    static let requestSeconds = 1...300

    /// The values that `--max-request-head` accepts. A browser's request does not fit into less.
    /// More has no use, and each client may cost this much.
    static let requestHeadChoices = 1024...65_536

    /// Frames that wait for a slow client: one partly sent, and the newest title.
    static let queuedFrames = 2

    /// The values that `--queued-frames` accepts. A client that is a hundred titles late has been
    /// away for hours, and resumes from the history.
    static let queuedFrameChoices = 2...100

    // MARK: Configuration

    /// Bytes of a configuration file: 100,000 stations with a URL of 100 bytes each.
    static let configurationBytes = 16 * 1024 * 1024

    /// Nesting depth of arrays and objects in a configuration file. Ours has five levels; the
    /// reader recurses for each.
    static let configurationDepth = 16

    /// Problems of a configuration file that are reported at once: a page of text.
    static let configurationProblems = 20

    /// Characters of an invalid value that an error message repeats.
    static let quotedCharacters = 60

    /// The maximum for `--max-stations`: descriptors and memory run out before that.
    static let stations = 100_000

    // MARK: Access

    /// Bytes of a token, from a length that cannot be guessed to one that fits into a URL.
    static let tokenBytes = 16...256

    /// Tokens of a file. A client's token is compared with every one of them, so that the time
    /// reveals nothing.
    static let tokens = 1024

    // MARK: Sockets

    /// Bytes of the kernel's send buffer for a client (the kernel doubles it for its own overhead).
    /// It holds the page or 100 titles in one or two turns, and about 200 titles for a client that
    /// does not read.
    static let clientSendBuffer: Int32 = 64 * 1024

    /// How long bytes may stay unacknowledged before the kernel closes a connection: as long as a
    /// client without a pong may live. An event stream has no pongs.
    static let unacknowledgedMilliseconds: Int32 = 50_000

    /// Connections that the kernel queues until they are accepted. After a restart every browser
    /// reconnects within seconds. The kernel reduces this to `net.core.somaxconn`.
    static let listenBacklog: Int32 = 4096

    /// How many of a process's descriptors clients may have. The rest is for the loops, and for the
    /// stations: two for each, for the connection that ends and the one that replaces it.
    static func clientDescriptors(of all: Int, stations: Int) -> Int {
        all - min(all / 2, 128 + 2 * stations)
    }

    /// Clients of a station that stay together on the loop that reads it. Sending to that many
    /// takes a millisecond, and waking a second loop takes a part of one.
    static let clientsTogether = 128

    /// Bytes received from one client in one turn of a loop: a whole request, or hundreds of pings
    /// (about 0.2 ms of work). Further bytes wait until the other clients have had their turn.
    static let clientBytesPerTurn = 4 * 1024

    /// TLS handshakes with clients that are continued in one turn of a loop. Each costs up to a
    /// millisecond (RSA with 2,048 bits), during which titles wait.
    static let handshakesPerTurn = 8

    /// Stations that clients of a loop subscribe to in one turn while more clients wait. A client
    /// with a hundred stations takes up to a millisecond, and a client with one station should not
    /// have to wait for nine hundred of those.
    static let subscriptionsPerTurn = 256

    /// Stations from which departed clients are removed in one turn: a millisecond of work.
    static let unsubscriptionsPerTurn = 2048

    /// KeyUpdate messages (RFC 8446 §4.6.3) of one client. Clients do not need any: TLS libraries
    /// send them after 2^24 records or more, if at all, and clients send next to nothing.
    static let clientKeyUpdates = 32

    /// New clients accepted in one turn of a loop.
    static let acceptsPerTurn = 64

    /// How long a loop without free descriptors leaves new clients waiting.
    static let acceptPause = Duration.seconds(1)

    /// Bytes of one receive: four seconds of audio at 128 kbit/s, or Icecast's whole burst at the
    /// start.
    static let receiveBuffer = 64 * 1024

    /// The most bytes that a stream's socket collects before the loop is woken: nearly every
    /// interval fits. A longer interval arrives in pieces, so that no station holds megabytes of
    /// kernel memory.
    static let awaitedBytes = 64 * 1024

    /// The fewest bytes of audio that are worth a separate call to drop them in the kernel. Fewer
    /// bytes are copied together with the following ones, which costs about as much as the call.
    static let leastDropped = 8 * 1024

    /// Plaintext of one TLS record (RFC 8446 §5.1: 2^14 bytes).
    static let tlsRecord = 16 * 1024

    // MARK: Loops

    /// How long the streams of a loop may take in one turn. If each of a hundred stations has a
    /// title for a thousand clients at the same moment, requests are answered in between.
    static let streamTime = Duration.milliseconds(10)

    /// Events fetched from the kernel at once. More come in the next turn.
    static let eventsPerTurn = 256

    /// The maximum number of loops, however many cores there are.
    static let loops = 64

    /// Threads that look up addresses. A name whose server does not respond blocks one of them for
    /// 5 s to 10 s, and must not delay the others for long. A sleeping thread costs about 20 KiB.
    static let resolverThreads = 16
}
