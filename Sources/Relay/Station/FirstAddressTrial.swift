import ICYReader

/// A connection to the first address of a station, beside the stream of another one. That stream
/// goes on until the first address has proved itself: audio still comes after
/// `Limits.stableConnection`. A server that sends its burst and then nothing does not take over.
final class FirstAddressTrial: UpstreamDelegate {
    private var upstream: Upstream?
    private let attempt = StationAttempt()
    private var isLive = false
    /// Tells a station the last thing that it has to know, once it takes over.
    private var news: ((Station) -> Void)?
    /// It owns the trial, and ends it before its own end.
    private unowned let station: Station

    /// - Parameter upstream: the stream in use.
    init(beside upstream: Upstream, of station: Station) {
        self.station = station
        self.upstream = Upstream(beside: upstream, delegate: self)
    }

    /// Whether it may still succeed.
    var isRunning: Bool { upstream != nil }

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

    func upstreamReceived(_ bytes: Span<UInt8>, behind audio: Int) {
        station.entry.figures.receivedBytes.add(bytes.count + audio)
        if isLive, upstream?.isStable == true { takeOver() }
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
        keep(reading) { $0.upstreamBlock(block, reading) }
    }

    func upstreamComments(_ comments: OggComments, _ reading: MetadataReading) {
        keep(reading) { $0.upstreamComments(comments, reading) }
    }

    func upstreamTag(_ tag: StreamTag, _ reading: MetadataReading) {
        keep(reading) { $0.upstreamTag(tag, reading) }
    }

    func upstreamHeldReading(_ reading: MetadataReading, audioOffset: Int, _ raw: [UInt8]) {
        keep(reading) { $0.upstreamHeldReading(reading, audioOffset: audioOffset, raw) }
    }

    func upstreamNoTitle(_ problem: StreamSession.Problem?) {
        news = { $0.upstreamNoTitle(problem) }
    }

    /// Keeps what changes the title. An advertisement of meanwhile is over at the takeover.
    private func keep(_ reading: MetadataReading, _ tell: @escaping (Station) -> Void) {
        switch reading.change {
        case .title, .clear: news = tell
        case .unchanged, .unknown: break
        }
    }

    /// Hands the connection over: whatever comes next is for the station alone.
    private func takeOver() {
        guard let upstream else { return }
        self.upstream = nil
        station.takeOver(upstream, attempt)
        news?(station)
    }

    private func giveUp(_ reason: String) {
        let name = station.entry.choice.name
        Log.debug("the first address does not work yet: \(reason)", station: name)
        end()
    }
}
