/// Keeps one stream open: what to connect to, what to send, what went wrong, when to try again.
///
/// No I/O happens inside, time and randomness come from outside. After every input, drain
/// `nextAction`, perform the actions in order, and call `tick` at `deadline`.
///
/// After the action `close` the transport drops its connection and reports nothing more of it.
public struct Session: Sendable {
    /// Points in time, as the caller's clock gives them.
    public typealias Instant = ContinuousClock.Instant

    /// Without payload: an `Instant` in it would make each look at it a call into the runtime.
    private enum Phase: Sendable { case idle, connecting, head, body, waiting }

    /// The address given.
    public let url: StreamURL
    /// The address in use, after redirects; the next attempt starts from `url` again.
    public private(set) var currentURL: StreamURL
    /// What a listener of the station should know.
    public private(set) var state: State = .connecting
    /// Whether the current or last connection has proved itself: its audio still came in
    /// `Limits.stableConnection` after it came up. The back-off then begins anew with the next
    /// trouble, which an owner may report like a first one. False again when the next one is tried.
    public private(set) var isStable = false
    /// Whether blocks of length 0 become actions too.
    public var reportsEmptyBlocks = true

    private let userAgent: String
    private var phase = Phase.idle
    private var actions: [Action] = []
    private var nextIndex = 0
    private(set) var reader = StreamReader()
    private var metadata: MetadataReader
    private var backOff: BackOff
    private var redirectCount = 0
    /// In the body when the last byte came, in every other phase when it ends.
    private var mark: Instant?
    private var connectedAt: Instant?
    private var suspiciousCount = 0
    private var framingLosses = 0
    private var hasBeenLive = false
    private var hasSeenMetadata = false

    /// Prepares a session; `start` begins it.
    ///
    /// - Parameters:
    ///   - seed: for the back-off; give every station another one.
    ///   - charset: what the user says the station writes; nil to find out.
    public init(url: StreamURL, userAgent: String, seed: UInt64, charset: Charset? = nil) {
        self.url = url
        currentURL = url
        self.userAgent = userAgent
        backOff = BackOff(seed: seed)
        metadata = MetadataReader(charset: charset)
    }

    /// Begins with the first attempt.
    public mutating func start(now: Instant) {
        precondition(phase == .idle, "a session starts once")
        connect(now)
    }

    /// The transport is up, TLS included.
    public mutating func connected(now: Instant) {
        guard phase == .connecting else { return }
        reader = StreamReader()
        metadata.beginBody()
        suspiciousCount = 0
        connectedAt = now
        phase = .head
        mark = now + Limits.headTimeout
        actions.append(.send(StreamRequest(url: currentURL, userAgent: userAgent).bytes))
    }

    /// Bytes came in; all of them are consumed.
    public mutating func received(_ input: Span<UInt8>, now: Instant) {
        guard input.isEmpty == false else { return }
        bytesArrived(now)
        var offset = 0
        do throws(ICYError) {
            while isReceiving, let event = try reader.next(input, &offset) {
                if case .connecting = state { checkBody(now) }
                if isReceiving { handle(event, now) }
            }
        } catch {
            drop(Problem(error, url: currentURL), now)
        }
        if isReceiving { checkBody(now) }
    }

    /// Audio bytes that the transport may drop unseen, see `StreamReader.skippable`.
    public var skippable: Int { isReceiving ? reader.skippable : 0 }

    /// Audio bytes came in and were dropped unseen.
    ///
    /// - Parameter count: at most `skippable`; more traps.
    public mutating func skip(_ count: Int, now: Instant) {
        precondition(count >= 0 && count <= skippable, "only audio bytes can be skipped")
        guard count > 0 else { return }
        bytesArrived(now)
        reader.skip(count)
        audioArrived(now)
    }

    /// The peer ended the connection in an orderly way.
    public mutating func closed(now: Instant) {
        guard hasConnection else { return }
        drop(.ended(currentURL, inHead: phase != .body), now)
    }

    /// The connection could not be opened, or broke.
    public mutating func failed(_ failure: TransportFailure, now: Instant) {
        guard hasConnection else { return }
        drop(Problem(failure, url: currentURL), now)
    }

    /// Time passed.
    public mutating func tick(now: Instant) {
        guard let mark, now >= mark else { return }
        switch phase {
        case .idle: break
        case .connecting: drop(.connectTimeout(currentURL), now)
        case .head: drop(.headTimeout(currentURL), now)
        case .waiting: connect(now)
        case .body:
            if now >= mark + Limits.stallTimeout {
                drop(.stall(currentURL), now)
            } else if case .live = state, now >= mark + Limits.stallNotice {
                change(.stalled)
            }
        }
    }

    /// When `tick` wants to be called. Bytes move it later without notice: a timer that fires too
    /// early costs nothing but a look at it.
    public var deadline: Instant? {
        guard phase == .body, let mark else { return mark }
        if case .live = state { return mark + Limits.stallNotice }
        return mark + Limits.stallTimeout
    }

    /// The next thing to do; nil if there is none. Costs nothing then.
    public mutating func nextAction() -> Action? {
        guard nextIndex < actions.count else { return nil }
        let action = actions[nextIndex]
        nextIndex += 1
        if nextIndex == actions.count {
            // A burst of blocks may not hold its memory for ever.
            actions.removeAll(keepingCapacity: actions.capacity <= 64)
            nextIndex = 0
        }
        return action
    }
}

// MARK: - Inside

extension Session {
    private var isReceiving: Bool { phase == .head || phase == .body }
    private var hasConnection: Bool { phase == .connecting || isReceiving }

    private mutating func change(_ new: State) {
        guard state != new else { return }
        state = new
        actions.append(.state(new))
    }

    private mutating func connect(_ now: Instant) {
        currentURL = url
        redirectCount = 0
        if phase == .idle { actions.append(.state(.connecting)) } else { change(.connecting) }
        open(now)
    }

    private mutating func open(_ now: Instant) {
        isStable = false
        phase = .connecting
        mark = now + Limits.connectTimeout
        actions.append(.connect(currentURL))
    }

    private mutating func bytesArrived(_ now: Instant) {
        guard phase == .body else { return }
        mark = now
        if case .stalled = state { change(.live) }
    }

    /// Each stretch of audio costs one comparison; a connection proves itself once.
    private mutating func audioArrived(_ now: Instant) {
        guard isStable == false, let connectedAt, now >= connectedAt + Limits.stableConnection
        else { return }
        isStable = true
        backOff.reset()
    }

    private mutating func handle(_ event: StreamReader.Event, _ now: Instant) {
        switch event {
        case .head(let head): handle(head, now)
        case .audio, .heldAudio: audioArrived(now)
        case .block(let block): handle(block, now)
        }
    }

    private mutating func handle(_ received: ResponseHead, _ now: Instant) {
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
    private mutating func checkBody(_ now: Instant) {
        guard phase == .body else { return }
        switch reader.framing {
        case .head, .detecting: break
        case .interleaved:
            if case .connecting = state {
                hasBeenLive = true
                change(.live)
            }
        case .plain:
            guard let head = reader.head else { return }
            drop(.noTitles(head, currentURL), now)
            return
        }
        if reader.isBodyComplete { drop(.ended(currentURL, inHead: false), now) }
    }

    private mutating func redirect(to location: String, _ now: Instant) {
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

    private mutating func handle(_ block: MetadataBlock, _ now: Instant) {
        if block.isEmpty, reportsEmptyBlocks == false { return }
        let reading = metadata.read(block)
        actions.append(.block(block, reading))
        if reading.fields.flags.contains(.suspicious) {
            suspiciousCount += 1
            if suspiciousCount >= Limits.suspiciousBlocks { loseFraming(now) }
        } else if reading.fields.fields.isEmpty == false {
            suspiciousCount = 0
            hasSeenMetadata = true
        }
    }

    /// The counting is off, or there never were blocks. Only a new connection counts anew.
    private mutating func loseFraming(_ now: Instant) {
        if let connectedAt, now >= connectedAt + Limits.framingTrust { framingLosses = 0 }
        framingLosses += 1
        if framingLosses > 1, hasSeenMetadata == false {
            drop(.emptyPromise(currentURL), now, isLasting: true)
        } else {
            drop(.framingLost(currentURL), now, exponent: framingLosses - 1)
        }
    }

    /// Closes, and waits: shortly, or at the slow end for trouble that seldom passes.
    private mutating func drop(
        _ problem: Problem, _ now: Instant, isLasting: Bool? = nil, exponent: Int = 0
    ) {
        actions.append(.close)
        let isSlow = isLasting ?? (problem.isLasting && hasBeenLive == false)
        let delay = isSlow ? backOff.nextSlow() : backOff.next(atLeast: exponent)
        let retryAt = now + delay
        phase = .waiting
        mark = retryAt
        change(isSlow ? .failed(problem, retryAt: retryAt) : .waiting(problem, retryAt: retryAt))
    }
}
