import ICYReader

/// What the reader of a connection needs from it next.
struct Demand {
    /// Bytes of audio that come next, before a length byte, and must be dropped.
    var audio = 0
    /// Fewer bytes than this, including the audio, change nothing. At least 1.
    var awaited = 1
    /// Whether to receive no more than the awaited bytes at once, because audio follows.
    var isBlock = false
}

/// The owner of a transport. Every call is made on the transport's loop.
protocol TransportDelegate: AnyObject {
    /// The host has this many addresses more than one attempt tries.
    func transportLeavesOut(addresses count: Int)
    /// The addresses of the host, before any is left out.
    func transportFound(_ addresses: [Address])
    func transportConnected()
    /// The bytes are valid only during the call.
    ///
    /// - Parameters:
    ///   - bytes: empty if only audio has arrived.
    ///   - audio: how many bytes of the audio in the last demand came before `bytes` and were
    ///     dropped.
    /// - Returns: what is needed next; ignored once the transport is closed.
    func transportReceived(_ bytes: Span<UInt8>, behind audio: Int) -> Demand
    /// The peer has sent everything. The transport is closed.
    func transportEnded()
    /// A bound was exceeded, for the owner to count. The transport fails right after this.
    func transportShed(_ bound: Bound)
    /// The transport is closed.
    func transportFailed(_ failure: StreamSession.TransportFailure)
}
