/// What a station, or the name of its host, may cost.
extension Limits {
    // MARK: Pace

    /// Titles that a station may publish in a row: an hour of a talk station, or a scanner's
    /// busiest minute.
    static let titleBurst = 60

    /// Titles, states and other items that a station may publish at once before each kind is
    /// counted separately. Nearly every station stays below this.
    static let uncountedBurst = 20

    /// The burst if `--title-rate` is higher than `titleBurst`: the titles of one second.
    static func titleBurst(atRate rate: Int) -> Int { max(titleBurst, rate) }

    /// Titles per second that a station may publish in the long run. People cannot read faster, and
    /// each title is written to the play log and sent to every client.
    static let titleRate = 1

    /// The values that `--title-rate` accepts: from one title per second to a test source.
    static let titleRateChoices = 1...10_000

    /// Advertisements and states that a station may publish in a row, and the time after which one
    /// more may follow. A station that reconnects has two or three states.
    static let eventBurst = 30
    static let eventInterval = Duration.milliseconds(500)

    /// The same for raw blocks, which are for debug pages: a server that repeats its title sends
    /// ten per second at most.
    static let blockBurst = 100
    static let blockInterval = Duration.milliseconds(50)

    /// Bytes per second that a stream without a usable bit rate may send in the long run: twice the
    /// rate of FLAC with 24 bits and 96 kHz.
    static let unknownByteRate = 2 * 1024 * 1024

    /// The bytes per second that a stream may send in the long run: four times its bit rate, but at
    /// least 1 MiB, since bit rates are often wrong, and at most 4 MiB.
    ///
    /// - Parameter kilobits: the bit rate in the stream's head.
    static func byteRate(ofStream kilobits: Int?) -> Int32 {
        guard let kilobits, kilobits > 0 else { return Int32(unknownByteRate) }
        return Int32(min(max(min(kilobits, 1 << 20) * 500, 1 << 20), 4 << 20))
    }

    /// How much of a stream may arrive at once, as the time in which it may arrive in the long run.
    /// A server's burst at the start, which has 10 to 60 seconds of audio, uses about one second of
    /// it.
    static let stationReadBurst = Duration.seconds(4)

    /// Steps of work (about a microsecond each) that one stream may use in one turn of a loop.
    static let stationWorkPerTurn = 2000

    /// The time that one step of work costs in the long run. A stream uses a twentieth of a core at
    /// most, and a fifth of a second of it at once.
    static let stationWorkPace = Duration.microseconds(20)

    /// The factor by which a station may send and cost more if `--title-rate` is above
    /// `titleBurst`.
    static func share(atRate rate: Int) -> Int32 { Int32(max(1, rate / titleBurst)) }

    /// The least time of work on one piece of a stream for a pause to be attributed to work.
    static let noticedWorkTime = Duration.milliseconds(1)

    /// Bytes of audio dropped for one stream in one turn of a loop.
    static let droppedBytesPerTurn = 256 * 1024

    /// KeyUpdate messages of a station's server per `keyUpdateBytes` of its stream. TLS libraries
    /// that send them at all do so after 2^24 records.
    static let stationKeyUpdates = 32

    /// Bytes of a stream after which the KeyUpdates of its server are counted from zero again: 17
    /// minutes at 128 kbit/s.
    static let keyUpdateBytes = 16 * 1024 * 1024

    /// Bytes of ciphertext read from one TLS stream in one turn of a loop: a record of the largest
    /// size, or a second of audio.
    static let tlsBytesPerTurn = 16 * 1024

    /// Bytes that may wait for a station's server. Our request has at most 25 KiB, and after it
    /// only alerts and KeyUpdates are sent.
    static let stationOutputBytes = 64 * 1024

    // MARK: Pictures

    /// Bytes of the pictures in streams that are kept, of all stations together: 600 covers of
    /// 100 KB.
    static let artworkBytes = 64 << 20

    /// The choices of `--artwork-memory`, in MiB.
    static let artworkMegabytes = 0...4096

    /// Characters of all hosts from which a page may load pictures. They are in the head of a page.
    static let artworkHostBytes = 1024

    // MARK: Words

    /// Characters of a station's name, its genre and similar words. Those in use have up to 100.
    /// Each client receives them again with every state of the station, and the log contains the
    /// name.
    static let wordCharacters = 200

    /// Bytes of the audio address that a page receives. Longer ones, with tokens of a kilobyte,
    /// change with each attempt and are useless to a page.
    static let listenURLBytes = 2048

    /// Origins from which a page may load audio: eight of the longest take 2 KiB of the response
    /// head. Only a chain of more redirects than servers send has more.
    static let audioOrigins = 8

    /// Bytes of an `Origin` that is allowed, and then repeated in the response: a scheme, a host
    /// name of 253 bytes and a port.
    static let originBytes = 300

    /// Bytes of its host, as of any name (RFC 1035 §2.3.4).
    static let originHostBytes = 253

    /// Bytes of the head of an answer, which we must keep to: nginx reads the head of a proxied
    /// response into a buffer of 4 KiB (`proxy_buffer_size`), and beyond it clients get a 502.
    static let answerHeadBytes = 4 * 1024

    /// Bytes of the origins that an answer names as those that may show it in a frame: half a head.
    static let frameAncestorsBytes = 2 * 1024

    /// Characters of a log line. Messages have bounded words and stay below this limit; it is for
    /// the one that does not.
    static let logLineCharacters = 1000

    // MARK: Several addresses

    /// The values that `silent_after` accepts, in seconds: from a burst that comes late to a server
    /// that pauses between programmes.
    static let silentSeconds = 2...600

    /// The values that `return_after` accepts, in seconds: not often enough to disturb a server,
    /// and at least once a day.
    static let returnSeconds = 10...86_400

    // MARK: Addresses of a name

    /// When the next address of a host is tried in parallel to one that has not answered (RFC 8305
    /// §5).
    static let connectionAttemptDelay = Duration.milliseconds(250)

    /// Addresses of a name that are tried in one attempt to connect, both families together. Hosts
    /// have up to four of each; a name with thousands must not make us contact them all.
    static let addressesTried = 8

    /// Addresses of a name that are tried at the same time: one that does not answer, and the next.
    static let connectionAttempts = 2

    /// How long to wait for an address when two do not answer and others are left. A lost SYN is
    /// sent again after 1 s (RFC 6298 §2), and its answer comes within another second. So the last
    /// of eight begins after 6.25 s, which leaves 3.75 s of `connectTimeout` for the lookup and
    /// that attempt.
    static let connectionAttemptShare = Duration.seconds(2)

    /// Addresses that are kept of one lookup: as many as eight attempts try.
    static let addressesKept = 64
}
