import ICYReader

/// Posts each title change to one address, one after the other, and repeats what was not taken.
///
/// The order of the titles is that of their numbers. While the first one is not taken, the others
/// wait behind it, in a queue with a bound.
struct Webhook: LinkMachine {
    private enum Phase {
        /// No connection.
        case idle
        case connecting
        /// The request was sent, and the head of its answer is being read.
        case asking
        /// The rest of an answer is read and dropped.
        case reading(AnswerBody)
        /// The connection is open, for the next title.
        case open
        /// Until the next attempt.
        case waiting
        case over
    }

    private(set) var settings: WebhookSettings
    private let figures: WebhookFigures
    private let unixTime: () -> Int
    private var phase = Phase.idle
    private var queue: WebhookQueue
    private var head = ResponseHeadParser()
    private var backOff: BackOff
    private var due: Instant?
    private var actions: [LinkAction] = []
    /// Whether the connection has carried an answer before: the receiver may have closed it since.
    private var isReused = false
    /// Since when the first title was sent in vain.
    private var firstErrorAt: Instant?
    private var news: WebhookNews
    /// When to end at the latest, once it was asked to.
    private var end: Instant?

    /// - Parameters:
    ///   - seed: for the times between attempts.
    ///   - unixTime: the time for signatures, in seconds.
    init(
        _ settings: WebhookSettings, figures: WebhookFigures, seed: UInt64,
        queue: WebhookQueue = WebhookQueue(),
        unixTime: @escaping () -> Int = { WallClock.now.seconds }
    ) {
        self.settings = settings
        self.figures = figures
        self.queue = queue
        self.unixTime = unixTime
        backOff = BackOff(seed: seed)
        news = WebhookNews(of: settings.url.shown)
    }

    var url: StreamURL { settings.url }

    var deadline: Instant? { end.map { isOver ? nil : min(due ?? $0, $0) } ?? due }

    var isOver: Bool {
        if case .over = phase { return true }
        return false
    }

    mutating func nextAction() -> LinkAction? {
        guard !actions.isEmpty else { return nil }
        return actions.removeFirst()
    }

    // MARK: Titles

    mutating func add(_ title: Title, now: Instant) {
        guard end == nil else { return }
        let isUnderWay = if case .asking = phase { true } else { false }
        let dropped = queue.append(title, keepsFirst: isUnderWay)
        if dropped > 0 {
            if !isUnderWay { firstErrorAt = nil }
            figures.dropped.add(dropped)
            log(news.dropped(dropped))
        }
        figures.queued.set(queue.count)
        goOn(now)
    }

    /// Uses other settings from now on, also for the titles that wait.
    mutating func use(_ settings: WebhookSettings, now: Instant) {
        guard settings != self.settings, !isOver else { return }
        self.settings = settings
        news = WebhookNews(of: settings.url.shown)
        close()
        backOff.reset()
        firstErrorAt = nil
        goOn(now)
    }

    private mutating func log(_ action: LinkAction?) {
        if let action { actions.append(action) }
    }

    // MARK: The connection

    /// Sends the first title if nothing is under way.
    private mutating func goOn(_ now: Instant) {
        switch phase {
        case .idle where !queue.isEmpty:
            phase = .connecting
            isReused = false
            actions.append(.connect)
            due = now + Limits.webhookConnectWait
        case .open where !queue.isEmpty: send(now)
        case .idle, .open:
            if end != nil { return stop() }
            if case .idle = phase { due = nil }
        case .connecting, .asking, .reading, .waiting, .over: break
        }
    }

    private mutating func close() {
        switch phase {
        case .connecting, .asking, .reading, .open: actions.append(.close)
        case .idle, .waiting, .over: break
        }
        phase = .idle
        due = nil
        head = ResponseHeadParser()
    }

    private mutating func send(_ now: Instant) {
        guard let title = queue.first else { return }
        guard let request = settings.request(title, at: unixTime()) else {
            return fail("it cannot be signed: OpenSSL has no SHA-256", after: nil, now)
        }
        guard request.count <= Limits.notifyMessageBytes else {
            figures.refused.add(1)
            log(news.refused("one has \(request.count) bytes", status: nil, now))
            removeFirst()
            return goOn(now)
        }
        phase = .asking
        head = ResponseHeadParser()
        due = now + Limits.webhookAnswerWait
        actions.append(.send(request))
    }

    mutating func connected(now: Instant) {
        guard case .connecting = phase else { return }
        phase = .open
        goOn(now)
    }

    mutating func received(_ bytes: Span<UInt8>, now: Instant) {
        switch phase {
        case .asking:
            var offset = 0
            do throws(ICYError) {
                guard let head = try head.next(bytes, &offset) else { return }
                answered(head, bytes.extracting(offset..<bytes.count), now)
            } catch {
                fail("what it answers is not HTTP", after: nil, wasAsked: true, now)
            }
        case .reading(var body):
            let progress = body.read(bytes)
            phase = .reading(body)
            go(progress, now)
        // It was asked nothing.
        case .open: close()
        case .idle, .connecting, .waiting, .over: break
        }
    }

    private mutating func answered(_ head: ResponseHead, _ rest: Span<UInt8>, _ now: Instant) {
        switch WebhookVerdict(head) {
        case .taken:
            figures.sent.add(1)
            firstErrorAt = nil
            backOff.reset()
            // It is removed below.
            log(news.taken(isLast: queue.count == 1))
        case .refused(let reason):
            figures.refused.add(1)
            firstErrorAt = nil
            log(news.refused(reason, status: head.status, now))
        case .tryAgain(let reason):
            return fail(reason, after: head.retryAfter, wasAsked: true, now)
        }
        removeFirst()
        var body = AnswerBody(head)
        let progress = body.read(rest)
        phase = .reading(body)
        due = now + Limits.webhookBodyWait
        go(progress, now)
    }

    private mutating func removeFirst() {
        queue.removeFirst()
        figures.queued.set(queue.count)
    }

    private mutating func go(_ progress: AnswerBody.Progress, _ now: Instant) {
        switch progress {
        case .goesOn: return
        case .mustClose: close()
        case .canAskAgain:
            phase = .open
            isReused = true
            due = now + Limits.webhookIdle
        }
        goOn(now)
    }

    mutating func ended(now: Instant) { lost("it closed the connection without an answer", now) }

    mutating func failed(_ reason: String, now: Instant) { lost(reason, now) }

    /// The connection is gone already.
    private mutating func lost(_ reason: String, _ now: Instant) {
        let isStale = isReused && head.byteCount == 0
        switch phase {
        case .connecting: fail(reason, after: nil, isConnected: false, now)
        case .asking where isStale, .reading, .open:
            // A receiver may close a connection at any time. The title keeps its id, so one that
            // was read after all is known as a repetition.
            phase = .idle
            goOn(now)
        case .asking: fail(reason, after: nil, isConnected: false, wasAsked: true, now)
        case .idle, .waiting, .over: break
        }
    }

    mutating func tick(now: Instant) {
        guard let deadline, now >= deadline else { return }
        if let end, now >= end { return stop() }
        switch phase {
        case .connecting:
            fail(
                "it does not answer within \(Limits.webhookConnectWait.components.seconds) s",
                after: nil, now)
        case .asking:
            fail(
                "it gives no answer within \(Limits.webhookAnswerWait.components.seconds) s",
                after: nil, wasAsked: true, now)
        case .reading, .open: close()
        case .waiting: phase = .idle
        case .idle, .over: due = nil
        }
        goOn(now)
    }

    // MARK: Trouble

    private mutating func fail(
        _ reason: String, after asked: Duration?, isConnected: Bool = true, wasAsked: Bool = false,
        _ now: Instant
    ) {
        if isConnected { close() }
        figures.failures.add(1)
        log(news.failed(reason))
        if wasAsked { giveUpIfOld(now) } else { firstErrorAt = nil }
        if end != nil { return stop() }
        phase = .waiting
        let wait = min(asked ?? .zero, Limits.webhookRetryAfter)
        due = now + max(backOff.next(), wait)
    }

    /// A title that the receiver can never take must not hold up all others for ever.
    private mutating func giveUpIfOld(_ now: Instant) {
        guard let first = firstErrorAt else { return firstErrorAt = now }
        guard now - first >= Limits.webhookPatience else { return }
        firstErrorAt = nil
        removeFirst()
        figures.dropped.add(1)
        log(news.gaveUp())
    }

    // MARK: Ending

    mutating func finish(by end: Instant, now: Instant) {
        guard !isOver else { return }
        self.end = end
        // One more attempt, without waiting for its time.
        switch phase {
        case .waiting: phase = .idle
        case .reading: close()
        default: break
        }
        goOn(now)
    }

    private mutating func stop() {
        close()
        phase = .over
        figures.dropped.add(queue.count)
        log(news.ended(without: queue.count))
    }
}
