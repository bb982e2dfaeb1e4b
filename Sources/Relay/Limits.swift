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

    /// How long an answer may take in all, while its bytes move: megabytes over a slow line.
    static let responseWait = Duration.seconds(120)

    /// Bytes of a body that is copied behind its head, to save a call.
    static let joinedBody = 4 * 1024

    /// Bytes of states and titles that go with the head of a subscription in one call: a hundred
    /// usual titles. The kernel's buffer of a new client takes all of it.
    static let firstCatchUpBytes = 64 * 1024

    /// Bytes of further states and titles that are made at once for a client that has read all
    /// before them. A client that does not read holds so many, or one message.
    static let catchUpBytes = 4 * 1024

    /// Bytes sent to one client in one turn of a loop.
    static let clientOutputPerTurn = 256 * 1024

    /// With more stations than this, their list and their figures are made once a second, however
    /// often they are asked for: each takes milliseconds in which titles wait.
    static let listedAtOnce = 100

    /// How old such a list may be.
    static let listAge = Duration.seconds(1)

    /// How often the list and the figures of fewer stations are made anew in the long run.
    static let listPace = Duration.milliseconds(100)

    /// How often they are made one right after the other.
    static let listBurst = 10

    /// Bytes of answers that a loop keeps because nothing in them has changed. Beyond it the
    /// oldest are made again when they are asked for.
    static let cachedAnswerBytes = 8 * 1024 * 1024

    /// Bytes of answers, outdated ones included, that clients of a loop may leave unread. Beyond it
    /// only answers that are there already are given, and the others get 503.
    static let heldAnswerBytes = 32 * 1024 * 1024

    /// How long the rest of a client's bytes are read after our last one, so that unread input
    /// does not turn the answer into a connection reset (RFC 9112 §9.6).
    static let lingerWait = Duration.seconds(2)

    /// How long the whole program waits for goodbyes when it ends.
    static let shutdownWait = Duration.seconds(3)

    /// Titles a station remembers for pages that are opened later: a day's talk, hours of music.
    static let historyTitles = 100

    /// Bytes, as JSON, of the titles that a station remembers: a hundred of 1.6 KiB, which is more
    /// than those with a dozen attributes have. A title of a block takes 25 KiB at most. The newest
    /// is remembered in any case.
    static let historyBytes = 160 * 1024

    // MARK: The demo

    /// Bytes that may wait for a listener of the demo: 16 seconds of audio.
    static let demoBacklog = 256 * 1024

    /// Stations on one connection: each has a place in a slow client's queue.
    static let stationsOfClient = 100

    /// From one comment of an event stream to the next: the standard advises 15 s, for proxies that
    /// cut silent connections (WHATWG HTML §9.2.7).
    static let eventStreamInterval = Duration.seconds(15)

    /// When a browser comes back to an event stream that ended, in milliseconds: soon, but not all
    /// of them in one instant.
    static let eventStreamRetry = 1000...4000

    /// How long a client that is refused may take to send its request: it gets its answer behind
    /// that, and holds one of few places.
    static let refusedRequestWait = Duration.seconds(2)

    /// Clients of all loops that are refused, and hold a descriptor of those that are kept from
    /// clients until they have their answer.
    static let refusedClients = 64

    /// When a client that is refused may try again, in seconds.
    static let retryAfter = 10

    /// How long a station that nobody listens to any more stays connected: a page that is loaded
    /// again should find it there.
    static let onDemandLinger = Duration.seconds(60)

    /// Clients of one address (an IPv6 /64) unless `--max-clients-per-address` says otherwise: all
    /// the listeners behind one carrier's NAT, and still a small part of a server's descriptors.
    static let clientsPerAddress = 1000

    /// What `--max-clients` may say: the descriptors that Linux gives one process at most
    /// (`fs.nr_open`).
    static let clients = 1 << 20

    /// What `--request-time` may say, in seconds: within that of the slowest link, and still
    /// bounded.
    static let requestSeconds = 1...300

    /// What `--max-request-head` may say. Less is no browser's request; more is no use to anybody,
    /// and each client may cost it.
    static let requestHeadChoices = 1024...65_536

    /// Frames that wait for a slow client: one partly sent, and the newest title.
    static let queuedFrames = 2

    /// What `--queued-frames` may say: beyond a hundred titles a client has been away for hours,
    /// and resumes from the history.
    static let queuedFrameChoices = 2...100

    // MARK: Configuration

    /// Bytes of a configuration file: 100,000 stations with a URL of 100 bytes each.
    static let configurationBytes = 16 * 1024 * 1024

    /// Arrays and objects inside one another in a configuration file. Ours has three; the reader
    /// calls itself for each.
    static let configurationDepth = 16

    /// Problems of a configuration file that are told at once: a page of text.
    static let configurationProblems = 20

    /// Characters of a wrong value that an error repeats.
    static let quotedCharacters = 60

    /// What `--max-stations` may say: descriptors and memory end before.
    static let stations = 100_000

    // MARK: Access

    /// Bytes of a token, from a length that nobody guesses to one that stands in a URL.
    static let tokenBytes = 16...256

    /// Tokens of a file: each client's is compared with every one, so that the time tells nothing.
    static let tokens = 1024

    // MARK: Sockets

    /// Bytes of the kernel's send buffer for a client (it takes twice that for its own needs): the
    /// page or 100 titles in one or two turns, and some 200 titles of a client that does not read.
    static let clientSendBuffer: Int32 = 64 * 1024

    /// How long bytes may stay unacknowledged before the kernel gives a connection up: as long as a
    /// client without a pong lives. An event stream has no pongs.
    static let unacknowledgedMilliseconds: Int32 = 50_000

    /// Connections the kernel keeps until they are accepted. After a restart every browser comes
    /// back within seconds; the kernel itself cuts this to `net.core.somaxconn`.
    static let listenBacklog: Int32 = 4096

    /// How many of a process's descriptors clients may have. The rest is for the stations, two for
    /// each (the one that ends and the one that begins), and for the loops themselves.
    static func clientDescriptors(of all: Int, stations: Int) -> Int {
        all - min(all / 2, 128 + 2 * stations)
    }

    /// Clients of a station that stay together on the loop which reads it: telling them takes a
    /// millisecond, and a second loop needs a part of one to wake up.
    static let clientsTogether = 128

    /// Bytes received from one client in one turn of a loop: a request whole, or hundreds of pings
    /// (some 0.2 ms of work). What else a client has sent waits until the others had their turn.
    static let clientBytesPerTurn = 4 * 1024

    /// TLS handshakes with clients that go on in one turn of a loop: each costs up to a
    /// millisecond (RSA with 2,048 bits), in which titles wait.
    static let handshakesPerTurn = 8

    /// Stations that clients of a loop subscribe to in one turn, as long as more clients wait: a
    /// client that wants a hundred takes up to a millisecond, and one that wants one station has no
    /// need to wait behind nine hundred of those.
    static let subscriptionsPerTurn = 256

    /// Stations that clients which have gone are taken off in one turn: a millisecond of work.
    static let unsubscriptionsPerTurn = 2048

    /// KeyUpdate messages (RFC 8446 §4.6.3) of one client. None needs one: TLS libraries send them
    /// after 2^24 records or more, if at all, and clients send next to nothing.
    static let clientKeyUpdates = 32

    /// New clients taken in one turn of a loop.
    static let acceptsPerTurn = 64

    /// How long a loop that is out of descriptors leaves new clients waiting.
    static let acceptPause = Duration.seconds(1)

    /// One receive: four seconds of audio at 128 kbit/s, or Icecast's whole burst at the start.
    static let receiveBuffer = 64 * 1024

    /// Bytes that a stream's socket gathers before the loop is woken, at most: nearly every
    /// interval whole. A longer one comes in pieces: no station holds megabytes of the kernel's
    /// memory.
    static let awaitedBytes = 64 * 1024

    /// Bytes of audio that are worth a call of their own, which drops them in the kernel. Fewer are
    /// copied with what follows them: a call costs as much as that.
    static let leastDropped = 8 * 1024

    /// Plaintext of one TLS record (RFC 8446 §5.1: 2^14 bytes).
    static let tlsRecord = 16 * 1024

    // MARK: Loops

    /// How long the streams of a loop may take in one turn. Each of a hundred stations may have a
    /// title for a thousand clients at the same moment: then requests are answered in between.
    static let streamTime = Duration.milliseconds(10)

    /// Events taken from the kernel at once. More would come in the next turn.
    static let eventsPerTurn = 256

    /// Loops at most, however many cores there are.
    static let loops = 64

    /// Threads that ask for addresses: names whose server hangs hold one for 5 s to 10 s each, and
    /// must not hold up the others for long. A sleeping thread costs some 20 KiB.
    static let resolverThreads = 16
}
