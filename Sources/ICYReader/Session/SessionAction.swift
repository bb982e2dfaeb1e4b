extension Session {
    /// What a listener of the station should know.
    public enum State: Sendable, Equatable {
        /// On the way to the stream, redirects included.
        case connecting
        /// The stream comes in, with metadata.
        case live
        /// No byte for `Limits.stallNotice`; the connection is still open.
        case stalled
        /// Trouble that passes; the next attempt comes at that time.
        indirect case waiting(Problem, retryAt: Instant)
        /// Trouble that seldom passes by itself; tried again all the same, more slowly.
        indirect case failed(Problem, retryAt: Instant)
    }

    /// What the transport is to do, or what happened.
    public enum Action: Sendable, Equatable {
        /// Open a connection (name lookup, TCP, TLS), then call `connected` or `failed`.
        case connect(StreamURL)
        /// Send these bytes.
        case send([UInt8])
        /// Close the connection, or give up opening it; nothing to do if it is gone already.
        case close
        /// The response head of the current connection, also of a redirect or an error.
        case head(ResponseHead)
        /// A metadata block, and what it says and does.
        case block(MetadataBlock, MetadataReading)
        /// The counting of blocks was lost, or found again; nothing is to be done about it.
        case framing(FramingEvent)
        /// The comments of an Ogg stream, and what they say and do.
        case comments(OggComments, MetadataReading)
        /// The state is another now.
        case state(State)
        /// The stream is live, and for this reason it shows no title; nil once it does, or could.
        case noTitle(Problem?)
    }
}
