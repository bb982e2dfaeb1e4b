/// What is known of a session and of its current connection, and shorter forms of its calls.
extension StreamSession {
    /// Prepares a session without other settings.
    public init(url: StreamURL, userAgent: String, seed: UInt64, charset: Charset? = nil) {
        self.init(
            url: url, settings: StreamSettings(userAgent: userAgent), seed: seed,
            charset: charset)
    }

    /// Handles and consumes bytes that arrived at `now`, even if that is a while ago.
    public mutating func received(_ input: Span<UInt8>, now: Instant) {
        _ = received(input, now: now, workLimit: .max)
    }

    /// The given address in use: the first one, or a fallback.
    public var url: StreamURL { route.url }
    /// Its place among the given addresses, from 0.
    public var urlIndex: Int { addresses.place }
    /// The address in use, after redirects and playlists; the next attempt starts from `url` again.
    public var currentURL: StreamURL { route.current }
    /// The address that the user or a playlist names, before any redirect.
    public var namedURL: StreamURL { route.named }
    /// Whether the connection in use is the first of an attempt.
    public var isNewAttempt: Bool { route.requestCount == 1 }

    /// The cost of reading since the start, in steps of about a microsecond, by the bytes read.
    /// Each cut in the audio adds a quarter of a step; in the opening, up to six steps per KiB.
    public var work: Int { cost.nanoseconds / WorkCost.step }

    /// The head of the current connection, once it is complete and until the stream is live. Then
    /// it is released, and only the action `head` has it.
    public var head: ResponseHead? { reader.head }
    /// Body bytes of the current connection, after the transfer coding.
    public var wireOffset: Int { reader.wireOffset }
    /// Audio bytes of the current connection.
    public var audioOffset: Int { reader.audioOffset }
    /// Blocks of the current connection, empty ones included.
    public var blockCount: Int { reader.blockCount }
    /// How the current connection would end if nothing followed.
    public var end: StreamEnd { reader.finish() }
    /// Audio of the current connection that is held back; the last audio if nothing follows.
    public var heldAudio: [UInt8] { reader.heldAudio }
    /// What is known about the body of the current connection.
    public var framing: BodyFraming { reader.framing }
}
