extension StreamSession {
    /// The state that a listener of the station should know.
    public enum State: Sendable, Equatable {
        /// On the way to the stream, redirects included.
        case connecting
        /// The stream arrives, with metadata.
        case live
        /// No byte for `Limits.stallNotice`; the connection is still open.
        case stalled
        /// A temporary problem; the next attempt is made at that time.
        indirect case waiting(Problem, retryAt: Instant)
        /// A problem that seldom passes by itself; it is retried nevertheless, but more slowly.
        indirect case failed(Problem, retryAt: Instant)
    }

    /// What the transport must do, or what happened.
    public enum Action: Sendable, Equatable {
        /// Open a connection (name lookup, TCP, TLS), then call `connected` or `failed`.
        case connect(StreamURL)
        /// Send these bytes.
        case send([UInt8])
        /// Close the connection, or stop opening it; nothing to do if it is gone already.
        case close
        /// The response head of the current connection, including that of a redirect or an error.
        case head(ResponseHead)
        /// A metadata block, with its content and effect.
        case block(MetadataBlock, MetadataReading)
        /// The counting of blocks was lost, or found again; there is nothing to do about it.
        case framing(FramingEvent)
        /// The comments of an Ogg stream, with their content and effect.
        case comments(OggComments, MetadataReading)
        /// A tag in the audio, with its content and effect.
        case tag(StreamTag, MetadataReading)
        /// The effect of an earlier block or of earlier comments, which was held back until now:
        /// after a new connection, it could have repeated what was told before.
        case heldReading(MetadataReading, audioOffset: Int, raw: [UInt8])
        /// The state has changed.
        case state(State)
        /// Another address than the given one is in use, and it is time to ask the given one. Drive
        /// the `successor` of this session beside it. Once audio comes from there, go on with that
        /// one and drop this one; if it fails, drop it, and wait for the next such action.
        case askFirst
        /// The stream is live, but shows no title for this reason; nil once it does, or could.
        case noTitle(Problem?)
    }
}

extension StreamSession.State: CustomStringConvertible {
    /// For a log: the state, and why.
    public var description: String {
        switch self {
        case .connecting: "connecting"
        case .live: "live"
        case .stalled: "stalled"
        case .waiting(let problem, _): "waiting: \(problem.summary)"
        case .failed(let problem, _): "failed: \(problem.summary)"
        }
    }
}
