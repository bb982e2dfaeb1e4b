import ICYReader

/// Owner of an upstream. Every call comes on the upstream's loop.
protocol UpstreamDelegate: AnyObject {
    /// A connection is about to be opened: that of a new attempt, or where something has led to.
    func upstreamWillConnect(to url: StreamURL, isNewAttempt: Bool)
    /// There was no connection, and so many addresses of the host were not tried.
    func upstreamLeavesOut(addresses count: Int)
    /// Every byte that is not dropped, exactly as the server sent it (decrypted), unread so far.
    ///
    /// - Parameter audio: so many bytes of it came before them and were dropped unseen.
    func upstreamReceived(_ bytes: Span<UInt8>, behind audio: Int)
    func upstreamHead(_ head: ResponseHead)
    func upstreamBlock(_ block: MetadataBlock, _ reading: MetadataReading)
    /// The counting of blocks was lost, or found again.
    func upstreamFraming(_ event: FramingEvent)
    func upstreamComments(_ comments: OggComments, _ reading: MetadataReading)
    func upstreamState(_ state: Session.State)
    /// Something of the stream was shed, or delayed, by a bound.
    func upstreamShed(_ bound: Bound)
    /// The stream is live, and for this reason it shows no title; nil once it does, or could.
    func upstreamNoTitle(_ problem: Session.Problem?)
}

extension UpstreamDelegate {
    func upstreamWillConnect(to url: StreamURL, isNewAttempt: Bool) {}
    func upstreamLeavesOut(addresses count: Int) {}
    func upstreamReceived(_ bytes: Span<UInt8>, behind audio: Int) {}
    func upstreamFraming(_ event: FramingEvent) {}
    func upstreamShed(_ bound: Bound) {}
}

/// Performs the actions of `ICYReader.Session` on a real connection. All decisions (redirects,
/// stalls, when to try again) are the session's; this only moves bytes and keeps its time.
final class Upstream: TransportDelegate, TimerHandler {
    private let network: Network
    /// It stops the upstream before it goes; nil from then on.
    private unowned var delegate: (any UpstreamDelegate)?
    private var transport: Transport?
    private var session: Session
    /// What the stream has cost so far.
    private var pace = Pace()
    private var pause: Pause?
    // There are thousands: the small ones are together.
    private var timer: (token: Timers.Token, deadline: Session.Instant)?
    /// Counts the attempts that led to no live stream: each begins with another address.
    private var turn: UInt16 = 0
    private var attemptWasLive = false
    /// Addresses of the host that are not tried on the way to this connection.
    private var leftOut: UInt8 = 0
    /// How long ago the bytes came that are handed over only now, in milliseconds.
    private var age: Int32 = 0
    /// How fast the stream may be read.
    private var bytesPerSecond = Int32(Limits.unknownByteRate)
    /// So many bytes of audio are worth a call of their own.
    private let leastDropped: Int32
    /// How much more than usual it may send and cost.
    private let share: Int32

    /// A stream that has had its share is not read until its time comes.
    private final class Pause {
        /// What was received and not read.
        let rest: [UInt8]
        let timer: Timers.Token

        init(_ rest: [UInt8], _ timer: Timers.Token) {
            self.rest = rest
            self.timer = timer
        }
    }

    /// - Parameters:
    ///   - charset: what the user says the station writes; nil to find out.
    ///   - reportsEmptyBlocks: whether the delegate hears of blocks of length 0 too.
    ///   - leastDropped: so many bytes of audio are worth a call of their own, with which the
    ///     kernel drops them, and what comes between two blocks is told with the second; nil if
    ///     the delegate wants every byte as it comes.
    ///   - titleRate: titles a second that the station may have: more of them take more bytes and
    ///     more work.
    init(
        _ network: Network, url: StreamURL, charset: Charset? = nil,
        reportsEmptyBlocks: Bool = false, leastDropped: Int? = Limits.leastDropped,
        titleRate: Int = Limits.titleRate, delegate: any UpstreamDelegate
    ) {
        self.network = network
        self.leastDropped = leastDropped.map { Int32(clamping: $0) } ?? .max
        share = Limits.share(atRate: titleRate)
        self.delegate = delegate
        session = Session(
            url: url, userAgent: Version.userAgent, seed: UInt64.random(in: .min ... .max),
            charset: charset)
        session.reportsEmptyBlocks = reportsEmptyBlocks
    }

    deinit { transport?.close() }

    private var loop: EventLoop { network.loop }

    /// The address that the user or a playlist names, before redirects.
    var namedURL: StreamURL { session.namedURL }

    /// Bytes of audio that this connection has brought so far.
    var audioOffset: Int { session.audioOffset }

    /// Whether the current or last connection played for long enough to be trusted.
    var isStable: Bool { session.isStable }

    /// How this connection would end, or has ended.
    var end: StreamEnd { session.end }

    func start() {
        session.start(now: loop.now)
        perform()
    }

    /// Ends for good; the delegate hears nothing more.
    func stop() {
        delegate = nil
        closeTransport()
        if let timer { loop.cancel(timer.token) }
        timer = nil
    }

    // MARK: What happens

    func transportLeavesOut(addresses count: Int) {
        leftOut = UInt8(clamping: count)
    }

    /// Nobody misses them once there is a connection.
    private func tellLeftOut() {
        if leftOut > 0 { delegate?.upstreamLeavesOut(addresses: Int(leftOut)) }
        leftOut = 0
    }

    func transportConnected() {
        leftOut = 0
        session.connected(now: loop.now)
        perform()
    }

    func transportReceived(_ bytes: Span<UInt8>, behind audio: Int) -> Demand {
        delegate?.upstreamReceived(bytes, behind: audio)
        let now = age == 0 ? loop.now : loop.now - .milliseconds(Int(age))
        session.skip(audio, now: now)
        read(bytes, behind: audio, now)
        return demand
    }

    /// Reads as far as one turn allows, and pays for it.
    private func read(_ bytes: Span<UInt8>, behind audio: Int, _ now: Session.Instant) {
        let (before, connection) = (session.work, transport)
        let limit = isPaced ? Limits.stationWorkPerTurn : .max
        let count = session.received(bytes, now: now, workLimit: limit)
        let work = session.work - before
        perform()
        guard isPaced, let connection, connection === transport else { return }
        let byteTime = Int64(count + audio) * 1_000_000_000 / (Int64(bytesPerSecond) * Int64(share))
        let workTime = Int64(work) * Limits.stationWorkPace.wholeNanoseconds / Int64(share)
        pace.spend(nanoseconds: byteTime + workTime, loop.now)
        let due = pace.available(nanoseconds: Limits.stationReadBurst.wholeNanoseconds)
        let isOver = due > loop.now
        guard isOver || count < bytes.count else { return }
        if isOver {
            // A length byte alone takes more work than time to send, and neither matters.
            let isWork = workTime > max(byteTime, Limits.noticedWorkTime.wholeNanoseconds)
            delegate?.upstreamShed(isWork ? .work : .bytes)
        }
        connection.pause()
        pause = Pause(
            (count..<bytes.count).map { bytes[$0] },
            loop.schedule(at: max(due, loop.nextTurn), self))
    }

    /// `dump` reads what there is: that is the user's own time.
    private var isPaced: Bool { leastDropped < .max }

    private func readOn(_ pause: Pause) {
        self.pause = nil
        let rest = pause.rest
        read(rest.span, behind: 0, loop.now)
        guard self.pause == nil else { return }
        transport?.resume()
        transport?.demand(demand)
    }

    private func closeTransport() {
        transport?.close()
        forgetTransport()
    }

    private func forgetTransport() {
        if let pause { loop.cancel(pause.timer) }
        pause = nil
        transport = nil
    }

    func transportEnded() {
        forgetTransport()
        session.closed(now: loop.now)
        perform()
    }

    func transportShed(_ bound: Bound) { delegate?.upstreamShed(bound) }

    func transportFailed(_ failure: Session.TransportFailure) {
        forgetTransport()
        tellLeftOut()
        session.failed(failure, now: loop.now)
        perform()
    }

    func timerFired(_ token: Timers.Token, now: Session.Instant) {
        if let pause, pause.timer == token { return readOn(pause) }
        guard timer?.token == token else { return }
        timer = nil
        if let deadline = session.deadline, now >= deadline { catchUp(now) }
        session.tick(now: now)
        perform()
        transport?.demand(demand)
    }

    /// Where the loop waits for a whole interval, bytes may have come all the time.
    private func catchUp(_ now: Session.Instant) {
        guard pause == nil, let transport, let time = transport.timeSinceLastByte else { return }
        age = Int32(clamping: time.wholeNanoseconds / 1_000_000)
        transport.receive()
        age = 0
    }

    private var demand: Demand {
        guard leastDropped < .max else { return Demand() }
        let (audio, awaited) = session.outlook()
        guard audio > 0 else { return Demand(awaited: awaited, isBlock: awaited > 1) }
        // Where a chunk ends within the interval, its framing is between the audio.
        let isDropped = audio >= Int(leastDropped) && awaited - 1 == audio
        return Demand(audio: isDropped ? audio : 0, awaited: awaited)
    }

    // MARK: What is done about it

    private func perform() {
        // Audio moves the deadline of a live stream on, and nothing else: the timer finds that out
        // when it fires.
        if timer != nil, session.isSteady() { return }
        // An action's delegate may stop all this, and then the rest is not to be done any more.
        while delegate != nil, let action = session.nextAction() {
            switch action {
            case .connect(let url): connect(to: url)
            case .send(let bytes): transport?.send(bytes)
            case .close:
                closeTransport()
                tellLeftOut()
            case .head(let head):
                bytesPerSecond = Limits.byteRate(ofStream: head.bitrate)
                delegate?.upstreamHead(head)
            case .block(let block, let reading): delegate?.upstreamBlock(block, reading)
            case .framing(let event): delegate?.upstreamFraming(event)
            case .comments(let comments, let reading):
                delegate?.upstreamComments(comments, reading)
            case .state(let state):
                note(state)
                delegate?.upstreamState(state)
            case .noTitle(let problem): delegate?.upstreamNoTitle(problem)
            }
        }
        keepTime()
    }

    /// An address that led to a stream is the first to be tried again.
    private func note(_ state: Session.State) {
        switch state {
        case .connecting, .stalled: break
        case .live: attemptWasLive = true
        case .waiting, .failed:
            if !attemptWasLive { turn &+= 1 }
            attemptWasLive = false
        }
    }

    private func connect(to url: StreamURL) {
        delegate?.upstreamWillConnect(to: url, isNewAttempt: session.isNewAttempt)
        let transport = Transport(network, url: url, turn: turn, delegate: self)
        self.transport = transport
        transport.open()
    }

    /// The session's deadline moves on with every byte. The timer follows only when it fires: a
    /// chunk of audio then costs no work on the heap.
    private func keepTime() {
        guard delegate != nil, let deadline = session.deadline else { return }
        if let timer {
            guard deadline < timer.deadline else { return }
            loop.cancel(timer.token)
        }
        timer = (loop.schedule(at: deadline, self), deadline)
    }
}
