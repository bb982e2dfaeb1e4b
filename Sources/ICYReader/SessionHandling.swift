/// What a session does about what comes in.
extension Session {
    var isReceiving: Bool { phase == .head || phase == .body }
    var hasConnection: Bool { phase == .connecting || isReceiving }

    mutating func change(_ new: State) {
        guard state != new else { return }
        state = new
        actions.append(.state(new))
    }

    mutating func connect(_ now: Instant) {
        route = Route(url: url)
        if phase == .idle { actions.append(.state(.connecting)) } else { change(.connecting) }
        open(now)
    }

    mutating func open(_ now: Instant) {
        isStable = false
        titleWatch = TitleWatch()
        phase = .connecting
        mark = now + Limits.connectTimeout
        actions.append(.connect(currentURL))
    }

    mutating func bytesArrived(_ now: Instant) {
        guard phase == .body else { return }
        // What a transport took late may have come before what it took last.
        mark = max(mark, now)
        guard state == .stalled else { return }
        change(.live)
        // The stall took its place, and is over.
        report(titleWatch.standing)
    }

    /// When the body, which may be a document, counts as whole.
    var documentDue: Instant? {
        guard phase == .body, reader.isSniffing, let headTime = reader.opening.headTime else {
            return nil
        }
        let whole = headTime + Limits.documentTotal
        return reader.isGatheringDocument ? min(mark + Limits.documentTimeout, whole) : whole
    }

    /// Each stretch of audio costs one comparison; a connection proves itself once.
    mutating func audioArrived(_ now: Instant) {
        guard isStable == false else { return }
        // A head alone is no stream.
        route.arrived()
        guard now >= connectedAt + Limits.stableConnection else { return }
        isStable = true
        backOff.reset()
    }

    mutating func handle(_ event: StreamReader.Event, _ now: Instant) {
        switch event {
        case .head(let head): handle(head, now)
        case .audio, .heldAudio:
            // A second head has taken the blocks back.
            if reader.isPlain { return checkBody(now) }
            audioArrived(now)
            // The head has said all it can, to whoever wanted to know.
            if state == .live { reader.forgetOpening() }
        case .block(let block): handle(block)
        case .comments(let comments): handle(comments)
        case .framing(let event): handle(event, now)
        case .document(let kind, let document): handle(document, kind, now)
        }
    }

    mutating func handle(_ received: ResponseHead, _ now: Instant) {
        cost.addHead(received)
        let head = metadata.read(received, &cost)
        actions.append(.head(head))
        if head.isRedirect, let location = head.location {
            redirect(to: location, now)
        } else if head.isSuccess == false {
            fail(.status(head, currentURL), now) { $0.refused(head) }
        } else {
            phase = .body
            mark = now
            reader.opening.headTime = now
            checkBody(now)
        }
    }

    /// Goes live as soon as the body is known to have blocks, and gives up if it has none.
    mutating func checkBody(_ now: Instant) {
        guard phase == .body else { return }
        switch reader.framing {
        case .head, .detecting, .sniffing: break
        case .interleaved, .searching, .ogg: beLive(now)
        case .plain:
            guard let head = reader.head else { break }
            return fail(.noTitles(head, currentURL, reader.bodyKind ?? .audio), now)
        }
        if reader.isBodyComplete {
            endBody(now)
            if isReceiving { fail(.ended(currentURL, inHead: false), now) }
        }
    }

    /// No byte of the body follows: what was held back is a document, or nothing that plays.
    mutating func endBody(_ now: Instant) {
        if let event = reader.endBody() {
            handle(event, now)
        } else if case .plain = reader.framing, let head = reader.head {
            fail(.noTitles(head, currentURL, reader.bodyKind ?? .audio), now)
        }
    }

    private mutating func beLive(_ now: Instant) {
        guard state == .connecting else { return }
        hasBeenLive = true
        change(.live)
        titleWatch.begin(reader, now)
        // At a start, ten thousand of them may wait for the first byte of audio.
        if case .interleaved = reader.framing { reader.forgetHead() }
    }

    mutating func redirect(to location: String, _ now: Instant) {
        var problem = Problem.redirects(currentURL)
        do throws(ICYError) {
            _ = try currentURL.resolve(location)
        } catch {
            problem = Problem(error, url: currentURL)
        }
        fail(problem, now) { $0.redirected(to: location) }
    }

    /// A playlist or a page came instead of a stream.
    mutating func handle(_ document: [UInt8], _ kind: BodyKind, _ now: Instant) {
        let url = currentURL
        cost.addDocument(document.count)
        switch kind {
        case .playlist(let format):
            let playlist = Playlist(document, format: format, url: url)
            guard playlist.isHLS == false else { return fail(Problem(.hls, url.shown), now) }
            fail(.emptyPlaylist(playlist, url), now) { $0.received(playlist) }
        case .hls: fail(Problem(.hls, url.shown), now)
        case .page:
            guard let head = reader.head else { return }
            let page = HTMLPage(document, url: url)
            fail(.page(page, url), now) { $0.received(page, head: head) }
        case .audio, .ogg, .text: break
        }
    }

    /// There is no stream at the address in use: on to the next one of this attempt, if there is
    /// one. A stream that has played already begins again from the address given.
    mutating func fail(
        _ problem: Problem, _ now: Instant,
        next: (inout Route) -> Route.Step = { $0.failed() }
    ) {
        if state == .live || state == .stalled, route.isSettled { return drop(problem, now) }
        // What goes wrong with a guess is no news.
        if route.isGuess == false { route.namedProblem = problem }
        switch next(&route) {
        case .go:
            actions.append(.close)
            change(.connecting)
            open(now)
        case .stop(.playlistDepth), .stop(.playlistLoop):
            drop(Problem(.playlistLoop, url.shown), now)
        case .stop: drop(route.namedProblem ?? problem, now)
        }
    }

    mutating func handle(_ block: MetadataBlock) {
        let reading = metadata.read(block, &cost)
        if block.isEmpty == false || reportsEmptyBlocks {
            actions.append(.block(block, reading))
        }
        take(reading)
    }

    /// The reader finds lost blocks again by itself, as long as there is hope.
    private mutating func handle(_ event: FramingEvent, _ now: Instant) {
        actions.append(.framing(event))
        switch event {
        case .lost, .reanchored: break
        case .searchedInVain, .lie: loseFraming(event, now)
        }
    }

    private mutating func handle(_ comments: OggComments) {
        let reading = metadata.read(comments, &cost)
        actions.append(.comments(comments, reading))
        take(reading)
    }

    private mutating func take(_ reading: MetadataReading) {
        report(titleWatch.saw(reading, in: reader, at: currentURL))
        if reading.fields.fields.isEmpty == false { hasSeenMetadata = true }
    }

    mutating func report(_ verdict: TitleWatch.Verdict?) {
        guard let verdict else { return }
        cost.addReport(verdict.problem)
        actions.append(.noTitle(verdict.problem))
    }

    /// The blocks are gone, or there never were any. Only a new connection counts anew.
    mutating func loseFraming(_ event: FramingEvent, _ now: Instant) {
        if now >= connectedAt + Limits.framingTrust { framingLosses = 0 }
        framingLosses = min(framingLosses, .max - 1) + 1
        if case .lie = event, hasSeenMetadata == false {
            drop(.emptyPromise(currentURL), now, isLasting: true)
        } else {
            drop(.framingLost(currentURL), now, exponent: Int(framingLosses) - 1)
        }
    }

    /// Closes, and waits: shortly, or at the slow end for trouble that seldom passes.
    mutating func drop(
        _ problem: Problem, _ now: Instant, isLasting: Bool? = nil, exponent: Int = 0
    ) {
        actions.append(.close)
        let isSlow = isLasting ?? (problem.reason.isLasting && hasBeenLive == false)
        let delay = isSlow ? backOff.nextSlow() : backOff.next(atLeast: exponent)
        let retryAt = now + delay
        phase = .waiting
        mark = retryAt
        change(isSlow ? .failed(problem, retryAt: retryAt) : .waiting(problem, retryAt: retryAt))
    }
}
