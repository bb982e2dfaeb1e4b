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
        currentURL = url
        redirectCount = 0
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
        mark = now
        if case .stalled = state { change(.live) }
    }

    /// Each stretch of audio costs one comparison; a connection proves itself once.
    mutating func audioArrived(_ now: Instant) {
        guard isStable == false, let connectedAt, now >= connectedAt + Limits.stableConnection
        else { return }
        isStable = true
        backOff.reset()
    }

    mutating func handle(_ event: StreamReader.Event, _ now: Instant) {
        switch event {
        case .head(let head): handle(head, now)
        case .audio, .heldAudio: audioArrived(now)
        case .block(let block): handle(block)
        case .framing(let event): handle(event, now)
        }
    }

    mutating func handle(_ received: ResponseHead, _ now: Instant) {
        let head = metadata.read(received)
        actions.append(.head(head))
        if head.isRedirect, let location = head.location {
            redirect(to: location, now)
        } else if head.isSuccess == false {
            drop(.status(head, currentURL), now)
        } else {
            phase = .body
            mark = now
            checkBody(now)
        }
    }

    /// Goes live as soon as the body is known to have blocks, and gives up if it has none.
    mutating func checkBody(_ now: Instant) {
        guard phase == .body else { return }
        switch reader.framing {
        case .head, .detecting: break
        case .interleaved, .searching:
            if case .connecting = state {
                hasBeenLive = true
                change(.live)
                titleWatch.begin(reader, at: currentURL, now)
            }
        case .plain:
            guard let head = reader.head else { return }
            drop(.noTitles(head, currentURL), now)
            return
        }
        if reader.isBodyComplete { drop(.ended(currentURL, inHead: false), now) }
    }

    mutating func redirect(to location: String, _ now: Instant) {
        do throws(ICYError) {
            currentURL = try currentURL.resolve(location)
        } catch {
            drop(Problem(error, url: currentURL), now)
            return
        }
        redirectCount += 1
        guard redirectCount <= Limits.redirects else {
            drop(.redirects(currentURL), now)
            return
        }
        actions.append(.close)
        open(now)
    }

    mutating func handle(_ block: MetadataBlock) {
        if block.isEmpty, reportsEmptyBlocks == false {
            report(titleWatch.sawNothing(in: reader))
            return
        }
        let reading = metadata.read(block)
        actions.append(.block(block, reading))
        report(titleWatch.saw(reading, in: reader))
        if reading.fields.fields.isEmpty == false { hasSeenMetadata = true }
    }

    /// The reader finds lost blocks again by itself, as long as there is hope.
    private mutating func handle(_ event: FramingEvent, _ now: Instant) {
        actions.append(.framing(event))
        switch event {
        case .lost, .reanchored: break
        case .searchedInVain, .lie: loseFraming(event, now)
        }
    }

    mutating func report(_ verdict: TitleWatch.Verdict?) {
        guard let verdict else { return }
        actions.append(.noTitle(verdict.problem))
    }

    /// The blocks are gone, or there never were any. Only a new connection counts anew.
    mutating func loseFraming(_ event: FramingEvent, _ now: Instant) {
        if let connectedAt, now >= connectedAt + Limits.framingTrust { framingLosses = 0 }
        framingLosses += 1
        if case .lie = event, hasSeenMetadata == false {
            drop(.emptyPromise(currentURL), now, isLasting: true)
        } else {
            drop(.framingLost(currentURL), now, exponent: framingLosses - 1)
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
