import ICYReader

/// One stream and its metadata. It belongs to one loop and publishes every change to all loops.
///
/// There may be ten thousand, of which nearly all are playing and have nothing else to report.
/// State that is needed only on the way to the stream is released once it is live.
final class Station: UpstreamDelegate, TimerHandler {
    let entry: StationEntry
    private let network: Network
    private let audience: StationAudience
    private var upstream: Upstream?
    /// The last status that was published.
    private var told: StatusPublication
    /// The last block that was offered for publication.
    private var lastRaw: [UInt8] = []
    private var attempt: StationAttempt?
    private var complaints: StationComplaints?
    private var output = StationOutput()
    // There are thousands: small properties are kept together to save memory.
    /// That of the last published title, also of an earlier run or under earlier settings.
    private(set) var lastFingerprint: Int?
    /// Whether a title has arrived since `start`: the first may repeat the last published one.
    private var hasSpoken = false
    /// Whether the last log message about this station says that it is live.
    private var hasLoggedLive = false
    private var attemptWasLive = false
    private var outputTimer: Timers.Token?

    init(
        _ entry: StationEntry, network: Network, lastFingerprint: Int? = nil,
        audience: StationAudience
    ) {
        self.entry = entry
        self.network = network
        self.audience = audience
        self.lastFingerprint = lastFingerprint
        told = StatusPublication(
            station: entry.id,
            status: StationStatus(station: entry.choice.name, listenURL: entry.choice.url))
    }

    deinit { upstream?.stop() }

    private var name: String { entry.choice.name }
    private var figures: StationFigures { entry.figures }

    /// Whether it is connected, or tries to be.
    var isRunning: Bool { upstream != nil }

    /// Connects, and reconnects until `stop` or `rest`.
    func start() {
        guard upstream == nil else { return }
        hasSpoken = false
        let upstream = Upstream(
            network, url: entry.choice.url, charset: entry.choice.charset,
            settings: entry.choice.settings, allowsInternal: entry.choice.allowsInternal,
            titleRate: audience.titleRate(),
            keepsPictures: entry.choice.keepsArtwork, delegate: self)
        self.upstream = upstream
        upstream.start()
    }

    func stop() {
        upstream?.stop()
        upstream = nil
        attempt = nil
        if let outputTimer { network.loop.cancel(outputTimer) }
        outputTimer = nil
        output.clear()
    }

    /// Stays disconnected until `start`.
    func rest() {
        stop()
        publish { status in
            status.state = .idle
            status.setReason(nil)
        }
    }

    func upstreamReceived(_ bytes: Span<UInt8>, behind audio: Int) {
        figures.receivedBytes.add(bytes.count + audio)
    }

    func upstreamShed(_ bound: Bound) { figures.shed(bound, station: name) }

    func upstreamWillConnect(to next: StreamURL, isNewAttempt: Bool) {
        Log.debug("connecting to \(next.shown)", station: name)
        if isNewAttempt {
            attempt = nil
            attemptWasLive = false
            return figures.connections.add(1)
        }
        attempt.made().leads(to: next, from: givenURL)
    }

    func upstreamMayAskFirst() {
        guard let upstream, attempt?.isTrialRunning != true else { return }
        figures.connections.add(1)
        let trial = FirstAddressTrial(beside: upstream, of: self)
        attempt = StationAttempt(trial)
        trial.start()
    }

    /// The first address of the station works again.
    func takeOver(_ first: Upstream, _ attempt: StationAttempt) {
        upstream?.stop()
        (upstream, hasSpoken, self.attempt) = (first, false, attempt)
        first.pass(to: self)
        Log.line("back at its first address, \(first.givenURL.shown)", station: name)
        upstreamState(.live)
    }

    func upstreamLeavesOut(addresses count: Int) {
        figures.shed(.addresses, count, station: name)
    }

    /// The operator's address in use.
    private var givenURL: StreamURL { upstream?.givenURL ?? entry.choice.url }

    func upstreamHead(_ head: ResponseHead) {
        Log.debug("answered \(head.status), icy-metaint \(head.metadataInterval)", station: name)
        // The head of an error or a redirect does not describe the station: keep what is known.
        guard head.isSuccess else { return }
        // A head within the body of a stream corrects the one before it.
        guard told.status.state == .live else {
            attempt.made().head = head
            return
        }
        publish { if $0.setWords(of: head) { figures.shed(.words, station: name) } }
    }

    /// Applies the head once a stream follows it: that of a playlist or a page does not describe
    /// the station.
    private func applyHead(to status: inout StationStatus) {
        guard let attempt, let head = attempt.head else { return }
        if status.setWords(of: head) { figures.shed(.words, station: name) }
        status.play(
            upstream?.namedURL ?? entry.choice.url, given: givenURL,
            by: [givenURL.origin] + attempt.hops)
    }

    func upstreamBlock(_ block: MetadataBlock, _ reading: MetadataReading) {
        publishReading(reading, audioOffset: block.audioOffset, block.bytes)
    }

    func upstreamComments(_ comments: OggComments, _ reading: MetadataReading) {
        publishReading(reading, audioOffset: comments.audioOffset, comments.raw)
    }

    func upstreamTag(_ tag: StreamTag, _ reading: MetadataReading) {
        publishReading(reading, audioOffset: tag.audioOffset, tag.raw)
    }

    func upstreamHeldReading(_ reading: MetadataReading, audioOffset: Int, _ raw: [UInt8]) {
        let event = TitleEvent(reading, audioOffset: audioOffset, station: name, at: .now)
        if let event { offerTitle(event, raw) }
    }

    private func publishReading(_ reading: MetadataReading, audioOffset: Int, _ raw: [UInt8]) {
        Log.debug("\(raw.count) bytes after \(audioOffset) bytes of audio", station: name)
        let now = WallClock.now
        // Titles first: everything else can wait until they are sent.
        let event = TitleEvent(reading, audioOffset: audioOffset, station: name, at: now)
        if let event { offerTitle(event, raw) }
        if let ad = reading.ad {
            let event = AdEvent(station: name, ad: ad, at: now, audioOffset: audioOffset)
            if event.ad != ad { figures.shed(.words, station: name) }
            offer(.ad(AdPublication(station: entry.id, event: event)))
        }
        offerBlock(raw)
        figures.blocks.add(1)
        figures.lastBlock.set(now.milliseconds)
    }

    /// Some servers repeat a block every second: without raw subscribers, only a new one is sent.
    private func offerBlock(_ raw: [UInt8]) {
        guard raw != lastRaw || figures.rawSubscribers.value > 0 else { return }
        lastRaw = raw
        offer(.block(BlockPublication(station: entry.id, bytes: raw)))
    }

    private func offerTitle(_ event: TitleEvent, _ raw: [UInt8]) {
        let isKnown = !hasSpoken && lastFingerprint == event.fingerprint
        hasSpoken = true
        // A known title's picture was lost with the connection, or with the run before.
        if isKnown { audience.picture(event, entry) } else { offer(.title(event, raw: raw)) }
    }

    func upstreamState(_ state: StreamSession.State) {
        Log.debug("\(state)", station: name)
        publish { status in
            status.setReason(nil)
            switch state {
            case .connecting:
                status.state = .connecting
            case .live:
                status.state = .live
                attemptWasLive = true
                applyHead(to: &status)
                // After a stall, the first address may just be asked.
                if attempt?.isTrial == false { attempt = nil }
                logLive(status)
            case .stalled:
                status.state = .stalled
                status.setReason(StreamSession.Problem(.stalled))
            case .waiting(let problem, let retryAt):
                status.state = .waiting
                explain(problem, retryAt, &status)
            case .failed(let problem, let retryAt):
                status.state = .failed
                explain(problem, retryAt, &status)
            }
        }
    }

    func upstreamNoTitle(_ problem: StreamSession.Problem?) {
        publish { $0.setReason(problem) }
        guard problem != nil || complaints != nil else { return }
        complaints.made().noTitle.report(problem, station: name)
    }

    private func publish(_ change: (inout StationStatus) -> Void) {
        var status = told.status
        change(&status)
        told = StatusPublication(station: entry.id, status: status)
        figures.enter(status.state)
        offer(.status)
    }

    // MARK: Pace

    private func offer(_ item: StationOutput.Item) {
        let verdict = output.offer(
            item, last: lastFingerprint, rate: audience.titleRate(), now: network.loop.now)
        switch verdict {
        case .publish: publish(item)
        case .wait: keepTime()
        case .replace: figures.shed(item.bound, station: name)
        }
    }

    private func publish(_ item: StationOutput.Item) {
        switch item {
        case .title(let event, let raw):
            // A title that waited for the station's pace counts from now: latency is measured from
            // here.
            audience.title(event, raw, entry.id, network.loop.now)
            lastFingerprint = event.fingerprint
            figures.titles.add(1)
        case .status: audience.other(.status(told))
        case .ad(let ad): audience.other(.ad(ad))
        case .block(let block): audience.other(.block(block))
        }
    }

    private func keepTime() {
        guard outputTimer == nil, let deadline = output.deadline(rate: audience.titleRate()) else {
            return
        }
        outputTimer = network.loop.schedule(at: deadline, self)
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        outputTimer = nil
        for item in output.due(rate: audience.titleRate(), now: now) {
            publish(item)
        }
        keepTime()
    }

    private func explain(
        _ problem: StreamSession.Problem, _ retryAt: StreamSession.Instant,
        _ status: inout StationStatus
    ) {
        // This is a stream all the same, and a page can play it.
        if problem.reason.isOfAudio { applyHead(to: &status) }
        attempt = nil
        Log.debug("again in \(retryAt - network.loop.now)", station: name)
        status.setReason(problem, retryAt: WallClock.now.advanced(by: retryAt - network.loop.now))
        // A station that drops every listener at once is one problem, not a new one each time. But
        // "live" must not stay the last log message about a station that can no longer be reached.
        let isOutage = hasLoggedLive && !attemptWasLive
        let complaints = self.complaints.made()
        if upstream?.isStable == true || isOutage { complaints.problems.clear() }
        let isNext = !entry.choice.settings.fallbacks.isEmpty && retryAt <= network.loop.now
        let next = isNext ? "trying the next address" : "trying again until it works"
        let isNew = complaints.problems.report(
            problem.message, as: "\(problem.message) (\(next))", station: name)
        if isNew { hasLoggedLive = false }
    }

    private func logLive(_ status: StationStatus) {
        guard !hasLoggedLive else { return }
        hasLoggedLive = true
        Log.line(status.words(at: givenURL, upstream?.givenIndex ?? 0), station: name)
    }
}
