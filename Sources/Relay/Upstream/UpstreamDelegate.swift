import ICYReader

/// The owner of an upstream. Every call is made on the upstream's loop.
protocol UpstreamDelegate: AnyObject {
    /// A connection is about to be opened, for a new attempt or because the last one led here.
    func upstreamWillConnect(to url: StreamURL, isNewAttempt: Bool)
    /// No connection was made; so many addresses of the host were not tried.
    func upstreamLeavesOut(addresses count: Int)
    /// Every byte that is not dropped, exactly as the server sent it (decrypted), not yet parsed.
    ///
    /// - Parameter audio: how many bytes of audio came before them and were dropped unseen.
    func upstreamReceived(_ bytes: Span<UInt8>, behind audio: Int)
    func upstreamHead(_ head: ResponseHead)
    func upstreamBlock(_ block: MetadataBlock, _ reading: MetadataReading)
    func upstreamFraming(_ event: FramingEvent)
    func upstreamComments(_ comments: OggComments, _ reading: MetadataReading)
    func upstreamTag(_ tag: StreamTag, _ reading: MetadataReading)
    /// The effect of an earlier block or of comments, held back until now.
    func upstreamHeldReading(_ reading: MetadataReading, audioOffset: Int, _ raw: [UInt8])
    func upstreamState(_ state: StreamSession.State)
    func upstreamShed(_ bound: Bound)
    /// Another address than the first is in use, and it is time to ask the first again.
    func upstreamMayAskFirst()
    /// Why the live stream shows no title; nil once it shows one, or could.
    func upstreamNoTitle(_ problem: StreamSession.Problem?)
}

extension UpstreamDelegate {
    func upstreamWillConnect(to url: StreamURL, isNewAttempt: Bool) {}
    func upstreamLeavesOut(addresses count: Int) {}
    func upstreamReceived(_ bytes: Span<UInt8>, behind audio: Int) {}
    func upstreamFraming(_ event: FramingEvent) {}
    func upstreamShed(_ bound: Bound) {}
    func upstreamMayAskFirst() {}
}
