import ICYReader

/// A connection to the first address of a station, beside the stream of another one. That stream
/// goes on until the first address has sent audio, so that no title is missed.
final class FirstAddressTrial: UpstreamDelegate {
    private var upstream: Upstream?
    private let attempt = StationAttempt()
    private var isLive = false
    /// It owns the trial, and ends it before its own end.
    private unowned let station: Station

    /// - Parameter upstream: the stream in use.
    init(beside upstream: Upstream, of station: Station) {
        self.station = station
        self.upstream = Upstream(beside: upstream, delegate: self)
    }

    func start() { upstream?.start() }

    /// Ends for good, unless the station has taken the connection over.
    func end() {
        upstream?.stop()
        upstream = nil
    }

    func upstreamWillConnect(to next: StreamURL, isNewAttempt: Bool) {
        guard let upstream, !isNewAttempt else { return }
        attempt.leads(to: next, from: upstream.givenURL)
    }

    func upstreamHead(_ head: ResponseHead) {
        if head.isSuccess { attempt.head = head }
    }

    /// The first bytes after the head of a stream are audio.
    func upstreamReceived(_ bytes: Span<UInt8>, behind audio: Int) {
        station.entry.figures.receivedBytes.add(bytes.count + audio)
        if isLive { _ = takenOver() }
    }

    func upstreamShed(_ bound: Bound) { station.upstreamShed(bound) }

    func upstreamState(_ state: StreamSession.State) {
        switch state {
        case .connecting: break
        case .live: isLive = true
        case .stalled: giveUp("it sends nothing")
        case .waiting(let problem, _), .failed(let problem, _): giveUp(problem.summary)
        }
    }

    func upstreamBlock(_ block: MetadataBlock, _ reading: MetadataReading) {
        takenOver()?.upstreamBlock(block, reading)
    }

    func upstreamComments(_ comments: OggComments, _ reading: MetadataReading) {
        takenOver()?.upstreamComments(comments, reading)
    }

    func upstreamTag(_ tag: StreamTag, _ reading: MetadataReading) {
        takenOver()?.upstreamTag(tag, reading)
    }

    func upstreamHeldReading(_ reading: MetadataReading, audioOffset: Int, _ raw: [UInt8]) {
        takenOver()?.upstreamHeldReading(reading, audioOffset: audioOffset, raw)
    }

    func upstreamNoTitle(_ problem: StreamSession.Problem?) {
        takenOver()?.upstreamNoTitle(problem)
    }

    /// Hands the connection over: whatever comes next is for the station alone.
    private func takenOver() -> Station? {
        guard let upstream else { return nil }
        self.upstream = nil
        station.takeOver(upstream, attempt)
        return station
    }

    private func giveUp(_ reason: String) {
        let name = station.entry.choice.name
        Log.debug("the first address does not work yet: \(reason)", station: name)
        end()
    }
}
