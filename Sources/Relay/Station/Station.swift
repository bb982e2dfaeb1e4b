import ICYReader

/// One stream and what it says. It lives on one loop and publishes every change to all of them.
final class Station: UpstreamDelegate {
    private let index: Int
    private let name: String
    private let url: StreamURL
    private let loop: EventLoop
    private let audience: Audience
    private let makeUpstream: (Station) -> Upstream
    private let figures: StationFigures
    private var upstream: Upstream?
    private var status: StationStatus
    /// What was told last, also by an earlier run or before the station's settings changed.
    private(set) var lastTitle: TitleEvent?
    /// Whether this connection to the station has said a title: before, it may repeat the last.
    private var hasSpoken = false
    /// The newest block that was handed on.
    private var lastRaw: [UInt8] = []
    private var problems: ProblemLog
    private var noTitleLog: NoTitleLog
    /// Whether the log's last word on this station is that it is live.
    private var hasLoggedLive = false
    private var attemptWasLive = false
    /// The origins of the attempt under way, one after the other.
    private var hops: [String] = []
    /// What the connection in use answered. It may be a playlist or a page.
    private var head: ResponseHead?

    /// Who is told.
    struct Audience {
        let title: (TitleDraft) -> Void
        let other: (Publication) -> Void
    }

    init(
        index: Int, name: String, url: StreamURL, charset: Charset? = nil, loop: EventLoop,
        resolver: Resolver, trust: TrustStore, figures: StationFigures = StationFigures(),
        lastTitle: TitleEvent? = nil, audience: Audience
    ) {
        self.index = index
        self.name = name
        self.url = url
        self.loop = loop
        self.audience = audience
        self.figures = figures
        self.lastTitle = lastTitle
        problems = ProblemLog(station: name)
        noTitleLog = NoTitleLog(station: name)
        makeUpstream = { station in
            Upstream(
                loop: loop, resolver: resolver, trust: trust, url: url, charset: charset,
                delegate: station)
        }
        status = StationStatus(
            station: name, listenURL: url.description, audioOrigins: [url.origin])
    }

    deinit { upstream?.stop() }

    /// Connects, and stays connected.
    func start() {
        guard upstream == nil else { return }
        hasSpoken = false
        let upstream = makeUpstream(self)
        self.upstream = upstream
        upstream.start()
    }

    func stop() {
        upstream?.stop()
        upstream = nil
    }

    /// Lets the connection go until `start`.
    func rest() {
        stop()
        status.state = .idle
        status.problem = nil
        status.retryAt = nil
        publishStatus()
    }

    func upstreamReceived(_ bytes: Span<UInt8>) {
        figures.receivedBytes.add(bytes.count)
    }

    func upstreamDropped(_ count: Int) { figures.receivedBytes.add(count) }

    func upstreamWillConnect(to next: StreamURL) {
        // Every attempt starts at the station's own address; what follows are redirects.
        if next == url {
            hops = []
            figures.connections.add(1)
        }
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
        // It is told; its header fields are no use any more.
        self.head = nil
    }

    func upstreamBlock(_ block: MetadataBlock, _ reading: MetadataReading) {
        tell(reading, audioOffset: block.audioOffset, block.bytes)
    }

    func upstreamComments(_ comments: OggComments, _ reading: MetadataReading) {
        tell(reading, audioOffset: comments.audioOffset, comments.raw)
    }

    private func tell(_ reading: MetadataReading, audioOffset: Int, _ raw: [UInt8]) {
        let now = WallClock.now
        // Titles first: what else is to be done with a block can wait until they are sent.
        if let event = TitleEvent(
            reading.change, audioOffset: audioOffset, station: name, epoch: "", number: 0, at: now)
        {
            tell(event, raw)
        }
        if let ad = reading.ad {
            let event = AdEvent(station: name, ad: ad, at: now, audioOffset: audioOffset)
            audience.other(.ad(AdPublication(stationIndex: index, event: event)))
        }
        tell(raw)
        figures.blocks.add(1)
        figures.lastBlock.set(now.milliseconds)
    }

    /// Some servers repeat a block every second. Unless somebody looks, only a new one is news.
    private func tell(_ raw: [UInt8]) {
        guard raw != lastRaw || figures.rawSubscribers.value > 0 else { return }
        lastRaw = raw
        audience.other(.block(BlockPublication(stationIndex: index, bytes: raw)))
    }

    private func tell(_ event: TitleEvent, _ raw: [UInt8]) {
        let isRepetition = !hasSpoken && lastTitle.map { $0.saysTheSame(as: event) } == true
        hasSpoken = true
        guard !isRepetition else { return }
        audience.title(
            TitleDraft(event: event, raw: raw, stationIndex: index, receivedAt: loop.now))
        lastTitle = event
        figures.titles.add(1)
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
        noTitleLog.report(problem)
    }

    private func publishStatus() {
        figures.enter(status.state)
        audience.other(.status(StatusPublication(stationIndex: index, status: status)))
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
            problem.message, as: "\(problem.message) (trying again until it works)")
        if isNew { hasLoggedLive = false }
    }

    private func logLive() {
        guard !hasLoggedLive else { return }
        hasLoggedLive = true
        let title = status.name.isEmpty ? url.description : "\"\(status.name)\""
        let bitrate = status.bitrate.map { ", \($0) kbit/s" } ?? ""
        Log.line("live, \(title)\(bitrate)", station: name)
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
