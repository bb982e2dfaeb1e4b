import ICYReader

/// What the reader of a connection wants of it next.
struct Demand {
    /// Bytes of audio that come next, before a length byte, and that are to be dropped.
    var audio = 0
    /// Fewer bytes than these, the audio included, change nothing. At least 1.
    var awaited = 1
    /// Whether no more than what is awaited is to be received at once: audio follows.
    var isBlock = false
}

/// Owner of a transport. Every call comes on the transport's loop.
protocol TransportDelegate: AnyObject {
    /// The host has so many addresses more than one attempt tries.
    func transportLeavesOut(addresses count: Int)
    func transportConnected()
    /// The bytes are only there during the call.
    ///
    /// - Parameters:
    ///   - bytes: none where only audio has come.
    ///   - audio: so many bytes of the audio that the last demand named came before them, and are
    ///     gone.
    /// - Returns: what is wanted behind them; it does not matter once the transport is closed.
    func transportReceived(_ bytes: Span<UInt8>, behind audio: Int) -> Demand
    /// The peer has sent everything. The transport is closed.
    func transportEnded()
    /// A bound was passed: the owner counts it. Mostly the transport fails right after.
    func transportShed(_ bound: Bound)
    /// The transport is closed.
    func transportFailed(_ failure: Session.TransportFailure)
}
