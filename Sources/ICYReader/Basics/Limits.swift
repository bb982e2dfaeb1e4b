/// Every number that bounds what a stream may make this library do, with its reason.
public enum Limits {
    /// Bytes of a response head, status line and blank lines included.
    ///
    /// Real heads stay below 2 KiB; 64 KiB is far above all of them and still small per station.
    public static let responseHeadBytes = 64 * 1024

    /// Header lines of one response head. Icecast sends about 15, content networks up to 40.
    public static let responseHeaders = 256

    /// The greatest `icy-metaint` that is taken seriously, in bytes.
    ///
    /// 256,000 is the greatest value seen in use. No buffer is ever sized from it.
    public static let metadataInterval = 1024 * 1024

    /// Bytes of one metadata block: the length byte counts units of 16, so 255 * 16.
    public static let metadataBlockBytes = 255 * 16

    /// Bytes that `MetadataFields` reads: places in them are kept in 16 bits. A block has at most
    /// `metadataBlockBytes`, half as much again when it is read as UTF-16.
    public static let contentBytes = Int(UInt16.max)

    /// Fields read from one block. Advertising blocks have about 10; each key is compared with
    /// those before it, and the bound keeps that small on a hostile block.
    public static let fieldsPerBlock = 64

    /// Values of one block, of one Ogg comment header or of one response head whose charset is
    /// guessed with all evidence. Those that the program reads come first; honest blocks have two
    /// such values, and comment headers hardly more than artist, title, album and genre. What is
    /// beyond takes the charset found for the station: 64 guesses would cost a millisecond.
    static let guessedValues = 8

    /// Bytes of all these values together that are guessed with all evidence, at a quarter of a
    /// microsecond each. A title has 100.
    static let guessedBytes = 2048

    /// Charset decisions kept of a station, so that values that come again are not guessed again:
    /// those of one Ogg header, or of a few titles that alternate. 24 bytes each.
    static let decisionsRemembered = 8

    /// Bytes kept of one Ogg comment header, and of all its comments together.
    ///
    /// Headers without a picture stay below 4 KiB. A picture may have megabytes: it is read over,
    /// and so is what comes behind this bound.
    public static let oggCommentBytes = 32 * 1024

    /// Bytes kept of one value in an Ogg comment header: as much as an ICY block can carry.
    public static let oggValueBytes = metadataBlockBytes

    /// Bytes kept of one name in an Ogg comment header. The longest in use have about 30.
    public static let oggNameBytes = 128

    /// Comments kept of one Ogg header. Well-kept music libraries write about 60.
    public static let oggComments = 256

    /// Logical streams told apart in one group. Broadcasts have one, with pictures and words
    /// beside the sound three.
    public static let oggStreams = 8

    /// Different blocks kept to recognise what one of them left behind: the one before, and two
    /// more, because a station alternates between a few titles. At most 12 KiB per station.
    static let blocksRemembered = 3

    /// Pairs of name and value taken from one structured title. Real ones have up to 20.
    static let titleAttributes = 64

    /// Bytes of a name in a structured title, with those of the objects around it. Real ones have
    /// up to 60. One long name around 64 values would make a title of 4 KB thirty times as long.
    static let titleKeyBytes = 256

    /// Characters of the innermost name alone.
    static let titleNameCharacters = 60

    /// Bytes of all names and values taken from one structured title. The names from the outside in
    /// would else be repeated for each value: 200 KB of a block.
    static let titleAttributeBytes = 2 * metadataBlockBytes

    /// Objects within objects in a title that is JSON. Real ones have two or three.
    static let titleDepth = 16

    /// Bytes of one chunk-size line with its extensions, and of one trailer line.
    public static let chunkLineBytes = 4096

    /// Bytes of all trailer lines after the last chunk.
    public static let trailerBytes = 16 * 1024

    /// UTF-8 bytes of a stream's address.
    public static let urlBytes = 8 * 1024

    /// Bytes of a host's name (RFC 1035 section 2.3.4: 255 octets on the wire, which are 253 as
    /// text), without the dot of an absolute one.
    public static let hostNameBytes = 253

    /// Bytes of one label of a host's name (RFC 1035 section 2.3.4).
    public static let hostLabelBytes = 63

    /// Bytes of an IPv6 address: eight groups of four digits, the last two as IPv4.
    static let ipv6Bytes = 45

    /// Body bytes held back while looking for metadata that no header announces.
    ///
    /// A candidate needs three intervals to be confirmed, so this finds intervals up to 80 KiB.
    public static let detectionBytes = 256 * 1024

    /// Body bytes without any candidate after which there is no unannounced metadata.
    ///
    /// About 6 s at 128 kbit/s, less with the burst a server sends on connect. A server sends
    /// the current title in the first interval, and intervals above 64 KiB are very rare.
    public static let detectionBytesWithoutCandidate = 96 * 1024

    /// Candidates followed at the same time while looking for unannounced metadata.
    public static let detectionCandidates = 8

    /// Hops from the given address to the stream (FFmpeg has 8, curl 50, a fetch 20).
    public static let redirects = 8

    /// Name lookup, TCP and TLS together.
    public static let connectTimeout: Duration = .seconds(10)

    /// From the request to the end of the response head. Icecast answers within 300 ms.
    public static let headTimeout: Duration = .seconds(15)

    /// Without a byte for this long a live stream is `stalled`.
    public static let stallNotice: Duration = .seconds(5)

    /// Without a byte for this long the connection is given up.
    public static let stallTimeout: Duration = .seconds(15)

    /// The first back-off is random between nothing and this.
    public static let backOffBase: Duration = .seconds(1)

    /// No back-off is longer.
    public static let backOffMaximum: Duration = .seconds(60)

    /// The back-off begins anew only when audio still comes in this long after the connection
    /// came up.
    ///
    /// A server may send head and burst and then close. If the burst counted, it would be asked
    /// again twice a second for ever. Bursts come at once; a stream that goes on for 10 s is one
    /// that plays, and one attempt in 10 s is a load that no server notices.
    public static let stableConnection: Duration = .seconds(10)

    /// Trouble that time alone seldom cures is tried again after this at the earliest.
    public static let slowRetryMinimum: Duration = .seconds(30)

    /// Blocks without a title after which a stream counts as untitled. Servers send the current
    /// title in the first one; the others are for those that start late.
    public static let untitledBlocks = 3

    /// The bit rate, in kbit/s, that a stream which names none is taken to have at least, when the
    /// time for its first block is reckoned. Speech goes down to 24.
    public static let bitrateAssumed = 24

    /// Implausible blocks in a row after which the counting is lost. One alone may be a server's
    /// odd block; audio read as blocks gives one after the other.
    public static let implausibleBlocks = 2

    /// Empty blocks in a row after which a stream without a title counts as one with blocks.
    ///
    /// A byte of audio is 0 once in 50 to 300 times, four at just these places hardly ever. Only
    /// silence may look like it, and costs one more attempt then.
    public static let trustedEmptyBlocks = 4

    /// Points where the counting must hold again after an implausible block: a text without a
    /// key, or an empty block behind an audio byte that is not 0. An empty block behind a zero byte
    /// proves nothing: encoders pad with zeros, and silence is full of them.
    public static let trustedPoints = 2

    /// Blocks that may leave the doubt as it is before it is given up, and what was held back let
    /// go: the server of one odd block in a silent hour must not be held back for ever.
    public static let doubtedBlocks = 4

    /// Body bytes held back from an implausible block on until the next ones show whether it was
    /// audio: the greatest interval in use (256,000), the two blocks around it and some more.
    ///
    /// Beyond it the audio is let go, and the implausible block stays out of it.
    public static let doubtBytes = 320 * 1024

    /// Intervals that are searched for a block after the counting was lost.
    ///
    /// A server that repeats its title has sent four by then. One that sends it on changes only
    /// will not for minutes, and a new connection brings it in its first interval.
    public static let searchIntervals = 4

    /// Body bytes that are searched at least: the burst of an Icecast, and 4 s at 128 kbit/s.
    public static let searchBytes = 64 * 1024

    /// Bytes of a second response head at the start of a body. Those seen have 200 to 600; audio
    /// that begins like one is not held back for long.
    public static let secondHeadBytes = 16 * 1024

    /// A connection whose framing held for this long forgets earlier losses.
    public static let framingTrust: Duration = .seconds(60)

    // MARK: Getting to the stream

    /// Body bytes after which it is settled what a body is: 0.25 s at 128 kbit/s. Audio shows
    /// itself in its first bytes, a document in its first line; comments may come before.
    public static let sniffedBytes = 4096

    /// Bytes read of a playlist or a web page. Playlists of stations are below 4 KiB; what stands
    /// at the end of a longer one is not worth waiting for.
    public static let documentBytes = 64 * 1024

    /// Without a byte for this long a document counts as whole: some servers neither say its
    /// length nor close. It came in one piece with its head.
    public static let documentTimeout: Duration = .seconds(3)

    /// From its head on, all of a document. Longer than it takes anywhere, and without it a server
    /// that sends a byte now and then would be listened to for days.
    public static let documentTotal: Duration = .seconds(15)

    /// Entries taken from one playlist. SHOUTcast lists up to 20, a directory's export thousands,
    /// of which nobody means all.
    public static let playlistEntries = 64

    /// Entries of one playlist, or links of one page, that are looked at, usable or not.
    public static let playlistItems = 512

    /// Bytes of all addresses that are resolved of one document, those that they are relative to
    /// included: 384 of 128 bytes each. Without it, a base of 8 KiB before hundreds of short
    /// addresses took seconds.
    static let resolvedBytes = 48 * 1024

    /// Bytes taken of one title in a playlist: as much as anyone would show.
    static let playlistTitleBytes = 512

    /// Attributes kept of one tag. Those that count are among the first ten.
    static let tagAttributes = 64

    /// Entries of a playlist that are reported as unusable; the rest would be more of the same.
    public static let droppedEntries = 8

    /// Playlists in playlists. Directories lead over two of them to a stream.
    public static let playlistDepth = 5

    /// Addresses of streams named to the user from a web page.
    public static let pageCandidates = 5

    /// Connections in one attempt to get to a stream: 8 redirects, and as many addresses from
    /// playlists. The next attempt begins after the back-off.
    public static let requestsPerAttempt = 16

    /// Bytes of a tag's or an attribute's name that are looked at; known ones are below 16.
    static let markupNameBytes = 32

    // MARK: Words

    /// Characters of a problem's detail: two addresses and a phrase. It is logged, and sent to
    /// every client that asks for the station's state.
    public static let detailCharacters = 300

    /// Characters of an address in a message: enough to recognise it. It may have 8 KiB.
    public static let addressCharacters = 100

    /// Characters of a server's own words in a message: a status phrase, a page's title.
    public static let quotedCharacters = 80
}
