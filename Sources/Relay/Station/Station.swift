import ICYReader

/// One stream and what it says. It lives on one loop and publishes every change to all of them.
final class Station: UpstreamDelegate {
    private let index: Int
    private let name: String
    private let url: StreamURL
    private let loop: EventLoop
    private let publish: (Publication) -> Void
    private var numbering: TitleNumbering
    private var upstream: Upstream?
    private var status: StationStatus
    private var problems = ProblemLog()
    private var noTitleLog = NoTitleLog()
    /// Whether the log's last word on this station is that it is live.
    private var hasLoggedLive = false
    private var attemptWasLive = false
    /// The origins of the attempt under way, one after the other.
    private var hops: [String] = []
    /// What the connection in use answered. It may be a playlist or a page.
    private var head: ResponseHead?

    init(
        index: Int, name: String, url: StreamURL, charset: Charset? = nil, loop: EventLoop,
        resolver: Resolver,
        trust: TrustStore, publish: @escaping (Publication) -> Void
    ) {
        self.index = index
        self.name = name
        self.url = url
        self.loop = loop
        self.publish = publish
        numbering = TitleNumbering(station: name)
        status = StationStatus(
            station: name, listenURL: url.description, audioOrigins: [url.origin])
        upstream = Upstream(
            loop: loop, resolver: resolver, trust: trust, url: url, charset: charset,
            delegate: self)
    }

    func start() { upstream?.start() }

    func stop() {
        upstream?.stop()
        upstream = nil
    }

    func upstreamWillConnect(to next: StreamURL) {
        // Every attempt starts at the station's own address; what follows are redirects.
        if next == url { hops = [] }
        if !hops.contains(next.origin) { hops.append(next.origin) }
        head = nil
    }

    func upstreamHead(_ head: ResponseHead) {
        // An error's or a redirect's head says nothing of the station: what was known stays.
        guard head.isSuccess else { return }
        self.head = head
        // A head within the body of a stream corrects the one before it.
        guard status.state == .live else { return }
        takeHead()
        publishStatus()
    }

    /// Only when a stream is behind it: the head of a playlist or a page says nothing of the
    /// station either.
    private func takeHead() {
        guard let head else { return }
        status.name = head.name
        status.genre = head.genre
        status.bitrate = head.bitrate
        status.contentType = head.contentType
        // A browser plays what a playlist names, not the playlist.
        status.listenURL = (upstream?.namedURL ?? url).description
        // A browser checks each redirect on the way against the page's policy.
        status.audioOrigins = hops
    }

    func upstreamBlock(_ block: MetadataBlock, _ reading: MetadataReading) {
        tell(reading, audioOffset: block.audioOffset)
    }

    func upstreamComments(_ comments: OggComments, _ reading: MetadataReading) {
        tell(reading, audioOffset: comments.audioOffset)
    }

    private func tell(_ reading: MetadataReading, audioOffset: Int) {
        if let event = numbering.event(reading.change, audioOffset: audioOffset) {
            publish(.title(TitlePublication(stationIndex: index, event: event)))
        }
        guard let ad = reading.ad else { return }
        let event = AdEvent(station: name, ad: ad, at: .now, audioOffset: audioOffset)
        publish(.ad(AdPublication(stationIndex: index, event: event)))
    }

    func upstreamState(_ state: Session.State) {
        status.problem = nil
        status.retryAt = nil
        switch state {
        case .connecting:
            status.state = .connecting
            attemptWasLive = false
        case .live:
            status.state = .live
            attemptWasLive = true
            takeHead()
            logLive()
        case .stalled:
            status.state = .stalled
            status.problem = Session.Problem(.stalled)
        case .waiting(let problem, let retryAt):
            status.state = .waiting
            explain(problem, retryAt)
        case .failed(let problem, let retryAt):
            status.state = .failed
            explain(problem, retryAt)
        }
        publishStatus()
    }

    func upstreamNoTitle(_ problem: Session.Problem?) {
        status.problem = problem
        publishStatus()
        noTitleLog.report(problem, prefix: "\(name): ")
    }

    private func publishStatus() {
        publish(.status(StatusPublication(stationIndex: index, status: status)))
    }

    private func explain(_ problem: Session.Problem, _ retryAt: Session.Instant) {
        // A stream all the same, and one that a page can play.
        if problem.reason.isOfAudio { takeHead() }
        status.problem = problem
        status.retryAt = WallClock.now.advanced(by: retryAt - loop.now)
        // A station that drops every listener at once is one problem, not a new one each time. But
        // "live" must not stay the log's last word on one that cannot even be reached any more.
        let isOutage = hasLoggedLive && !attemptWasLive
        if upstream?.isStable == true || isOutage { problems.clear() }
        let isNew = problems.report(
            problem.message, as: "\(name): \(problem.message) (trying again until it works)")
        if isNew { hasLoggedLive = false }
    }

    private func logLive() {
        guard !hasLoggedLive else { return }
        hasLoggedLive = true
        let title = status.name.isEmpty ? url.description : "\"\(status.name)\""
        let bitrate = status.bitrate.map { ", \($0) kbit/s" } ?? ""
        Log.line("\(name): live, \(title)\(bitrate)")
    }
}

extension NoTitleReason {
    /// Whether it is said of a body that is audio.
    fileprivate var isOfAudio: Bool {
        switch self {
        case .metaintMissing, .metaintStripped, .metaintZero, .metaintInvalid: true
        default: false
        }
    }
}
