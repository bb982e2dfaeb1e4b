/// What a station, or the name of its host, may cost.
extension Limits {
    // MARK: Pace

    /// Titles that a station may publish one right after the other: an hour of a talk station, or
    /// a scanner's busiest minute.
    static let titleBurst = 60

    /// Titles, states and the like that a station may publish at once before each kind is counted
    /// alone: nearly every station never has as many.
    static let uncountedBurst = 20

    /// The same where `--title-rate` says more: what comes in a second.
    static func titleBurst(atRate rate: Int) -> Int { max(titleBurst, rate) }

    /// Titles a second that it may publish in the long run. People cannot read faster, and each one
    /// is written to the play log and sent to every client.
    static let titleRate = 1

    /// What `--title-rate` may say: from a title a second to a source that is a test.
    static let titleRateChoices = 1...10_000

    /// Advertisements and states that a station may publish one right after the other, and the time
    /// in which one more may follow: a station that reconnects has two or three states.
    static let eventBurst = 30
    static let eventInterval = Duration.milliseconds(500)

    /// The same of raw blocks, for debug pages: a server that repeats its title sends ten a second
    /// at most.
    static let blockBurst = 100
    static let blockInterval = Duration.milliseconds(50)

    /// Bytes a second that a stream without a usable bit rate may send in the long run: twice those
    /// of FLAC with 24 bits and 96 kHz.
    static let unknownByteRate = 2 * 1024 * 1024

    /// How many bytes a second a stream may send in the long run: four times its bit rate, but no
    /// fewer than 1 MiB, as bit rates are often wrong, and no more than 4 MiB.
    ///
    /// - Parameter kilobits: what its head says.
    static func byteRate(ofStream kilobits: Int?) -> Int32 {
        guard let kilobits, kilobits > 0 else { return Int32(unknownByteRate) }
        return Int32(min(max(min(kilobits, 1 << 20) * 500, 1 << 20), 4 << 20))
    }

    /// How much of a stream may come at once, as the time in which it may come in the long run: the
    /// burst of a server at the start, which has 10 to 60 seconds of audio, takes a second of it.
    static let stationReadBurst = Duration.seconds(4)

    /// Steps of work (about a microsecond each) that one stream may take in one turn of a loop.
    static let stationWorkPerTurn = 2000

    /// The time that one step of work costs in the long run: a stream takes a twentieth of a core
    /// at most, and a fifth of a second of it at once.
    static let stationWorkPace = Duration.microseconds(20)

    /// How much more a station may send and cost where `--title-rate` is more than `titleBurst`.
    static func share(atRate rate: Int) -> Int32 { Int32(max(1, rate / titleBurst)) }

    /// What the work on one piece of a stream must cost to be what a pause is for.
    static let noticedWorkTime = Duration.milliseconds(1)

    /// Bytes of audio dropped for one stream in one turn of a loop.
    static let droppedBytesPerTurn = 256 * 1024

    /// KeyUpdate messages of a station's server for `keyUpdateBytes` of its stream. TLS libraries
    /// that send them at all do so after 2^24 records.
    static let stationKeyUpdates = 32

    /// Bytes of a stream after which its server's KeyUpdates are counted anew: 17 minutes of
    /// 128 kbit/s.
    static let keyUpdateBytes = 16 * 1024 * 1024

    /// Bytes of ciphertext taken from one TLS stream in one turn of a loop: a record of the largest
    /// size, or a second of audio.
    static let tlsBytesPerTurn = 16 * 1024

    /// Bytes that may wait for a station's server: our request has at most 25 KiB, and after it
    /// there is nothing to say but alerts and KeyUpdates.
    static let stationOutputBytes = 64 * 1024

    // MARK: Words

    /// Characters of a station's name, its genre and the like. Those in use have up to 100; each
    /// client gets them anew with every state of the station, and the log has the name.
    static let wordCharacters = 200

    /// Bytes of the address of the audio that a page is given. Longer ones, with tokens of a
    /// kilobyte, change at each attempt and are of no use to a page.
    static let listenURLBytes = 2048

    /// Origins from which a page may load audio: eight of the longest are 2 KiB of the answer's
    /// head. More are only met on a way of more redirects than servers send.
    static let audioOrigins = 8

    /// Bytes of an `Origin` that is let in, and then repeated in the answer: a scheme, a host's
    /// name of 253 bytes and a port.
    static let originBytes = 300

    /// Bytes of the host in it, as of any name (RFC 1035 §2.3.4).
    static let originHostBytes = 253

    /// Bytes of the head of an answer, which is ours to keep: the buffer of nginx for the head of
    /// what it passes on has 4 KiB (`proxy_buffer_size`), and beyond it clients get a 502.
    static let answerHeadBytes = 4 * 1024

    /// Characters of a line of the log. Messages have bounded words and stay below; this is for
    /// the one that does not.
    static let logLineCharacters = 1000

    // MARK: Addresses of a name

    /// When a host's next address is tried beside the one that has not answered (RFC 8305 §5).
    static let connectionAttemptDelay = Duration.milliseconds(250)

    /// Addresses of a name that are tried in one attempt to connect, both families together. Hosts
    /// have up to four of each; whoever names thousands would have us knock at all of them.
    static let addressesTried = 8

    /// Addresses of a name that are tried at once: one that does not answer, and the next.
    static let connectionAttempts = 2

    /// How long an address is waited for when two do not answer and others are left. A lost SYN is
    /// sent again after 1 s (RFC 6298 §2), and its answer comes within another. So the last of
    /// eight begins after 6.25 s, and the lookup and it have 3.75 s of `connectTimeout`.
    static let connectionAttemptShare = Duration.seconds(2)

    /// Addresses that are kept of one lookup: what eight attempts try.
    static let addressesKept = 64
}
