/// Every limit on what a stream may make this library do, with the reason for it.
public enum Limits {
    /// Bytes of a response head, including the status line and blank lines.
    ///
    /// Real heads stay below 2 KiB; 64 KiB is far above all of them and still small per station.
    public static let responseHeadBytes = 64 * 1024

    /// Header lines of one response head. Icecast sends about 15, content networks up to 40.
    public static let responseHeaders = 256

    /// The greatest `icy-metaint` that is accepted, in bytes.
    ///
    /// 256,000 is the greatest value seen in use. No buffer is ever sized from it.
    public static let metadataInterval = 1024 * 1024

    /// Bytes of one metadata block: the length byte counts units of 16, so 255 * 16.
    public static let metadataBlockBytes = 255 * 16

    /// Bytes that `MetadataFields` reads: positions in them are stored in 16 bits. A block has at
    /// most `metadataBlockBytes`, and half as much again when it is read as UTF-16.
    public static let contentBytes = Int(UInt16.max)

    /// Fields read from one block. Advertising blocks have about 10. Each key is compared with
    /// those before it, and this limit keeps the work small for a hostile block.
    public static let fieldsPerBlock = 64

    /// Values of one block, one Ogg comment header or one response head whose charset is guessed
    /// with all evidence. The values that the program reads come first: honest blocks have two of
    /// them, and comment headers hardly more than artist, title, album and genre. The rest get the
    /// charset found for the station: 64 guesses would cost a millisecond.
    static let guessedValues = 8

    /// Bytes of all these values together that are guessed with all evidence, at a quarter of a
    /// microsecond each. A title has 100.
    static let guessedBytes = 2048

    /// Charset decisions kept per station, so that repeated values are not guessed again: those of
    /// one Ogg header, or of a few alternating titles. 24 bytes each.
    static let decisionsRemembered = 8

    /// Bytes kept of one Ogg comment header, and of all its comments together.
    ///
    /// Headers without a picture stay below 4 KiB. A picture may have megabytes: it is read apart,
    /// and everything else after this limit is skipped.
    public static let oggCommentBytes = 32 * 1024

    /// Bytes kept of one picture in a stream. Covers of 600 by 600 points have about 100 KB.
    public static let pictureBytes = 1024 * 1024

    /// Bytes kept of one value in an Ogg comment header: as much as an ICY block can carry.
    public static let oggValueBytes = metadataBlockBytes

    /// Bytes kept of one name in an Ogg comment header. The longest names in use have about 30.
    public static let oggNameBytes = 128

    /// Comments kept of one Ogg header. Well-kept music libraries write about 60.
    public static let oggComments = 256

    /// Logical streams distinguished in one group. Broadcasts have one; with pictures and words
    /// next to the sound, three.
    public static let oggStreams = 8

    /// Distinct blocks kept to recognise what one of them left behind: the previous one, and two
    /// more because a station alternates between a few titles. At most 12 KiB per station.
    static let blocksRemembered = 3

    /// Pairs of name and value read from one structured title. Real ones have up to 20.
    static let titleAttributes = 64

    /// Bytes of a name in a structured title, including the names of the enclosing objects. Real
    /// names have up to 60. One long name around 64 values would make a title of 4 KB thirty times
    /// as long.
    static let titleKeyBytes = 256

    /// Characters of the innermost name alone.
    static let titleNameCharacters = 60

    /// Bytes of all names and values read from one structured title. The names of the enclosing
    /// objects are repeated for each value, which would otherwise make 200 KB of a block.
    static let titleAttributeBytes = 2 * metadataBlockBytes

    /// Nesting depth of objects in a JSON title. Real titles have two or three levels.
    static let titleDepth = 16

    /// Bytes of one chunk-size line with its extensions, and of one trailer line.
    public static let chunkLineBytes = 4096

    /// Bytes of all trailer lines after the last chunk.
    public static let trailerBytes = 16 * 1024

    /// UTF-8 bytes of a stream's address.
    public static let urlBytes = 8 * 1024

    /// Bytes of a host name (RFC 1035 section 2.3.4: 255 octets on the wire, which are 253 as
    /// text), without the final dot of an absolute one.
    public static let hostNameBytes = 253

    /// Bytes of one label of a host name (RFC 1035 section 2.3.4).
    public static let hostLabelBytes = 63

    /// Bytes of an IPv6 address: eight groups of four digits, the last two written as IPv4.
    static let ipv6Bytes = 45

    /// Body bytes held back while looking for metadata that no header announces.
    ///
    /// A candidate needs three intervals to be confirmed, so this finds intervals up to 80 KiB.
    public static let detectionBytes = 256 * 1024

    /// Body bytes without any candidate after which the search for unannounced metadata ends.
    ///
    /// About 6 s at 128 kbit/s, less with the burst that a server sends on connect. A server sends
    /// the current title in the first interval, and intervals above 64 KiB are very rare.
    public static let detectionBytesWithoutCandidate = 96 * 1024

    /// Candidates followed at the same time while looking for unannounced metadata.
    public static let detectionCandidates = 8

    /// Redirects from the given address to the stream (FFmpeg allows 8, curl 50, a fetch 20).
    public static let redirects = 8

    /// Time for name lookup, TCP and TLS together.
    public static let connectTimeout: Duration = .seconds(10)

    /// Time from the request to the end of the response head. Icecast answers within 300 ms.
    public static let headTimeout: Duration = .seconds(15)

    /// A live stream becomes `stalled` after this long without a byte.
    public static let stallNotice: Duration = .seconds(5)

    /// The connection is given up after this long without a byte.
    public static let stallTimeout: Duration = .seconds(15)

    /// The first back-off is random between zero and this.
    public static let backOffBase: Duration = .seconds(1)

    /// The longest back-off.
    public static let backOffMaximum: Duration = .seconds(60)

    /// The back-off restarts only if audio still arrives this long after the connection came up.
    ///
    /// A server may send head and burst and then close. If the burst counted, the server would be
    /// asked again twice a second, forever. Bursts arrive at once. A stream that goes on for 10 s
    /// is really playing, and one attempt in 10 s is a load that no server notices.
    public static let stableConnection: Duration = .seconds(10)

    /// The shortest wait before retrying after a problem that time alone seldom cures.
    public static let slowRetryMinimum: Duration = .seconds(30)

    /// Blocks without a title after which a stream counts as untitled. Servers send the current
    /// title in the first block; the others are for servers that start late.
    public static let untitledBlocks = 3

    /// The lowest bit rate, in kbit/s, assumed for a stream that announces none, to compute when
    /// its first block is due. Speech goes down to 24.
    public static let bitrateAssumed = 24

    /// Consecutive implausible blocks after which the counting is lost. A single one may be a
    /// server's odd block; audio read as blocks gives one after the other.
    public static let implausibleBlocks = 2

    /// Consecutive empty blocks after which a stream without a title counts as one with blocks.
    ///
    /// One in 50 to 300 bytes of audio is 0, so four of them at exactly these places are very
    /// unlikely. Only silence can look like this, and then it costs one more attempt.
    public static let trustedEmptyBlocks = 4

    /// Points where the counting must hold again after an implausible block: a text without a key,
    /// or an empty block after an audio byte that is not 0. An empty block after a zero byte proves
    /// nothing: encoders pad with zeros, and silence is full of them.
    public static let trustedPoints = 2

    /// Blocks that may leave the doubt undecided before it ends and the audio held back is
    /// released. A server that sends one odd block in a silent hour must not be held back forever.
    public static let doubtedBlocks = 4

    /// Body bytes held back from an implausible block on, until the next ones show whether it was
    /// audio: the greatest interval in use (256,000), the two blocks around it and some more.
    ///
    /// Beyond this limit the audio is released, without the implausible block.
    public static let doubtBytes = 320 * 1024

    /// Intervals searched for a block after the counting was lost.
    ///
    /// A server that repeats its title has sent four by then. A server that sends it only on
    /// changes will not send it for minutes, and a new connection brings it in the first interval.
    public static let searchIntervals = 4

    /// Minimum number of body bytes searched: the burst of an Icecast, and 4 s at 128 kbit/s.
    public static let searchBytes = 64 * 1024

    /// Bytes of a second response head at the start of a body. Those seen have 200 to 600. Audio
    /// that begins like one must not be held back for long.
    public static let secondHeadBytes = 16 * 1024

    /// Earlier losses of framing are forgotten once the framing of a connection has held for this
    /// long.
    public static let framingTrust: Duration = .seconds(60)

    // MARK: Getting to the stream

    /// Body bytes after which the kind of a body is decided: 0.25 s at 128 kbit/s. Audio shows in
    /// its first bytes, a document in its first line; comments may come before.
    public static let sniffedBytes = 4096

    /// Bytes read of a playlist or a web page. Playlists of stations are below 4 KiB; the end of a
    /// longer one is not worth waiting for.
    public static let documentBytes = 64 * 1024

    /// Bytes of an address that is passed on for pages. Browsers know addresses of 2 KB.
    static let webAddressBytes = 2048

    /// How long after a new connection its titles are not told if they repeat those before it, in
    /// order: servers behind a redirect are up to two minutes apart.
    static let repeatedTitles: Duration = .seconds(120)

    /// How long an empty title is held back at the start of a new connection: a server that has
    /// just started sends one before the source tells it the title.
    static let heldClear: Duration = .seconds(10)

    /// Cookies kept on one way of redirects, and the bytes of one (RFC 6265 section 6.1 wants more
    /// of browsers; portals set one or two).
    static let cookies = 20
    static let cookieBytes = 4096

    /// Bytes read of the body of a refusal. Icecast says in one line that it is full.
    static let refusalBytes = 512

    /// The largest Ogg page: a header of 282 bytes and 255 segments of 255 bytes (RFC 3533).
    static let oggPageBytes = 65_307

    /// The longest wait that a server may ask for (`Retry-After`).
    static let retryAfter: Duration = .seconds(3600)

    /// A document counts as complete after this long without a byte: some servers neither send its
    /// length nor close the connection. Such a document arrives in one piece with its head.
    public static let documentTimeout: Duration = .seconds(3)

    /// Time for a whole document, from the end of its head. It is longer than any document takes.
    /// Without it, a server that sends a byte now and then would be read for days.
    public static let documentTotal: Duration = .seconds(15)

    /// Entries used from one playlist. SHOUTcast lists up to 20, a directory's export thousands, of
    /// which nobody wants all.
    public static let playlistEntries = 64

    /// Entries of one playlist, or links of one page, that are examined, usable or not.
    public static let playlistItems = 512

    /// Bytes of all addresses resolved in one document, including the base of each: 384 addresses
    /// of 128 bytes. Without this limit, a base of 8 KiB and hundreds of short addresses took
    /// seconds.
    static let resolvedBytes = 48 * 1024

    /// Bytes used of one title in a playlist: as much as anyone would display.
    static let playlistTitleBytes = 512

    /// Attributes kept of one tag. The relevant ones are among the first ten.
    static let tagAttributes = 64

    /// Entries of a playlist that are reported as unusable; more would add nothing.
    public static let droppedEntries = 8

    /// Nesting depth of playlists. Directories lead to a stream through two of them.
    public static let playlistDepth = 5

    /// Addresses of streams from a web page that are suggested to the user.
    public static let pageCandidates = 5

    /// Connections in one attempt to reach a stream: 8 redirects, and as many addresses from
    /// playlists. The next attempt begins after the back-off.
    public static let requestsPerAttempt = 16

    /// Bytes of a tag's or an attribute's name that are examined; known names are below 16.
    static let markupNameBytes = 32

    // MARK: Message texts

    /// Characters of a problem's detail: two addresses and a phrase. It is logged, and sent to
    /// every client that asks for the station's state.
    public static let detailCharacters = 300

    /// Characters of an address in a message: enough to recognise it. The address may have 8 KiB.
    public static let addressCharacters = 100

    /// Characters of a server's text that a message quotes: a status phrase, a page's title.
    public static let quotedCharacters = 80
}
