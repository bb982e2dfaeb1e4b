import ICYReader

/// Performs the actions of `ICYReader.StreamSession` on a real connection. All decisions
/// (redirects, stalls, when to retry) are the session's; this only moves bytes and keeps its time.
final class Upstream: TransportDelegate, TimerHandler {
    private let network: Network
    /// It stops the upstream before it is destroyed; nil from then on.
    private unowned var delegate: (any UpstreamDelegate)?
    private var transport: Transport?
    private var session: StreamSession
    /// What the stream has cost so far.
    private var pace = Pace()
    private var pause: Pause?
    // There are thousands of upstreams: the small properties are kept together to save memory.
    private var timer: (token: Timers.Token, deadline: StreamSession.Instant)?
    /// Counts the attempts that did not lead to a live stream: each begins with another address.
    private var turn: UInt16 = 0
    private var attemptWasLive = false
    private let keepsPictures: Bool
    private var internalAccess: InternalAccess
    /// Addresses of the host that are not tried for this connection.
    private var leftOut: UInt8 = 0
    /// How long ago the bytes arrived that are delivered only now, in milliseconds.
    private var age: Int32 = 0
    /// How fast the stream may be read.
    private var bytesPerSecond = Int32(Limits.unknownByteRate)
    /// The fewest bytes of audio that are worth a call of their own.
    private let leastDropped: Int32
    /// How many times the usual amount the stream may send and cost.
    private let share: Int32

    /// A stream that has used up its share is not read until its time comes.
    private final class Pause {
        /// Bytes that were received but not read.
        let rest: [UInt8]
        let timer: Timers.Token

        init(_ rest: [UInt8], _ timer: Timers.Token) {
            self.rest = rest
            self.timer = timer
        }
    }

    /// - Parameters:
    ///   - charset: the charset that the user gives for the station; nil to detect it.
    ///   - settings: what else the user gives for it.
    ///   - allowsInternal: whether a public server may lead to internal addresses.
    ///   - reportsEmptyBlocks: whether blocks of length 0 are reported too.
    ///   - leastDropped: the fewest bytes of audio that are worth a call of their own, with which
    ///     the kernel drops them. The bytes between two blocks are then reported with the second
    ///     block. Nil if the delegate needs every byte as it arrives.
    ///   - titleRate: titles per second that the station may have. A higher rate allows more bytes
    ///     and more work.
    ///   - keepsPictures: whether pictures in the stream are kept.
    init(
        _ network: Network, url: StreamURL, charset: Charset? = nil,
        settings: StreamSettings = .plain, allowsInternal: Bool = false,
        reportsEmptyBlocks: Bool = false, leastDropped: Int? = Limits.leastDropped,
        titleRate: Int = Limits.titleRate, keepsPictures: Bool = false,
        delegate: any UpstreamDelegate
    ) {
        self.network = network
        internalAccess = InternalAccess(isAllowed: allowsInternal)
        self.leastDropped = leastDropped.map { Int32(clamping: $0) } ?? .max
        share = Limits.share(atRate: titleRate)
        self.delegate = delegate
        session = StreamSession(
            url: url, settings: settings, seed: .random(in: .min ... .max), charset: charset)
        session.reportsEmptyBlocks = reportsEmptyBlocks
        self.keepsPictures = keepsPictures
    }

    /// Begins with the first address of a station, beside a stream of another one.
    init(beside other: Upstream, delegate: any UpstreamDelegate) {
        (network, internalAccess) = (other.network, other.internalAccess)
        (leastDropped, share, keepsPictures) =
            (other.leastDropped, other.share, other.keepsPictures)
        self.delegate = delegate
        session = other.session.successor(seed: UInt64.random(in: .min ... .max))
    }

    deinit { transport?.close() }

    private var loop: EventLoop { network.loop }

    /// The user's address that leads to the stream, and its place among the user's addresses.
    var givenURL: StreamURL { session.url }
    var givenIndex: Int { session.urlIndex }

    /// The address given by the user or a playlist, before redirects.
    var namedURL: StreamURL { session.namedURL }

    /// Bytes of audio received on this connection so far.
    var audioOffset: Int { session.audioOffset }

    /// Whether the current or last connection played long enough to be trusted.
    var isStable: Bool { session.isStable }

    /// How this connection would end, or has ended.
    var end: StreamEnd { session.end }

    func start() {
        session.start(now: loop.now)
        perform()
    }

    /// From now on another object is told what happens.
    func pass(to new: any UpstreamDelegate) { delegate = new }

    /// Ends for good. The delegate is not called any more.
    func stop() {
        delegate = nil
        closeTransport()
        if let timer { loop.cancel(timer.token) }
        timer = nil
    }

    // MARK: Transport events

    func transportFound(_ addresses: [Address]) {
        internalAccess.saw(addresses, from: givenIndex, isGiven: session.isNewAttempt)
    }

    func transportLeavesOut(addresses count: Int) {
        leftOut = UInt8(clamping: count)
    }

    /// The addresses left out matter only if the connection failed.
    private func tellLeftOut() {
        if leftOut > 0 { delegate?.upstreamLeavesOut(addresses: Int(leftOut)) }
        leftOut = 0
    }

    func transportConnected() {
        leftOut = 0
        session.connected(now: loop.now, pictures: keepsPictures ? network.pictures : nil)
        perform()
    }

    func transportReceived(_ bytes: Span<UInt8>, behind audio: Int) -> Demand {
        delegate?.upstreamReceived(bytes, behind: audio)
        let now = age == 0 ? loop.now : loop.now - .milliseconds(Int(age))
        session.skip(audio, now: now)
        read(bytes, behind: audio, now)
        return demand
    }

    /// Reads as much as one turn allows, and charges it to the stream's pace.
    private func read(_ bytes: Span<UInt8>, behind audio: Int, _ now: StreamSession.Instant) {
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
            // A lone length byte takes more work than time to send, but neither matters.
            let isWork = workTime > max(byteTime, Limits.noticedWorkTime.wholeNanoseconds)
            delegate?.upstreamShed(isWork ? .work : .bytes)
        }
        connection.pause()
        pause = Pause(
            (count..<bytes.count).map { bytes[$0] },
            loop.schedule(at: max(due, loop.nextTurn), self))
    }

    /// `dump` reads everything that is there: it uses the user's own time.
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

    func transportFailed(_ failure: StreamSession.TransportFailure) {
        forgetTransport()
        tellLeftOut()
        session.failed(failure, now: loop.now)
        perform()
    }

    func timerFired(_ token: Timers.Token, now: StreamSession.Instant) {
        if let pause, pause.timer == token { return readOn(pause) }
        guard timer?.token == token else { return }
        timer = nil
        if let deadline = session.deadline, now >= deadline { catchUp(now) }
        session.tick(now: now)
        perform()
        transport?.demand(demand)
    }

    /// When the loop waits for a whole interval, bytes may have arrived all the time. Receive them
    /// before the session ticks.
    private func catchUp(_ now: StreamSession.Instant) {
        guard pause == nil, let transport, let time = transport.timeSinceLastByte else { return }
        age = Int32(clamping: time.wholeNanoseconds / 1_000_000)
        transport.receive()
        age = 0
    }

    private var demand: Demand {
        guard leastDropped < .max else { return Demand() }
        let (audio, awaited) = session.outlook()
        guard audio > 0 else { return Demand(awaited: awaited, isBlock: awaited > 1) }
        // If a chunk ends within the interval, its framing is between the audio bytes.
        let isDropped = audio >= Int(leastDropped) && awaited - 1 == audio
        return Demand(audio: isDropped ? audio : 0, awaited: awaited)
    }

    // MARK: Actions of the session

    private func perform() {
        // Audio of a live stream moves only the deadline, which the timer notices when it fires.
        if timer != nil, session.isSteady() { return }
        // The delegate may stop the upstream. The remaining actions are then dropped.
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
            case .comments(let tags, let reading): delegate?.upstreamComments(tags, reading)
            case .tag(let tag, let reading): delegate?.upstreamTag(tag, reading)
            case .heldReading(let reading, let offset, let raw):
                delegate?.upstreamHeldReading(reading, audioOffset: offset, raw)
            case .state(let state):
                note(state)
                delegate?.upstreamState(state)
            case .askFirst: delegate?.upstreamMayAskFirst()
            case .noTitle(let problem): delegate?.upstreamNoTitle(problem)
            }
        }
        keepTime()
    }

    /// An address that led to a stream is tried first again.
    private func note(_ state: StreamSession.State) {
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
        let transport = Transport(
            network, url: url, turn: turn,
            refusesInternal: internalAccess.isRefused(from: givenIndex), delegate: self)
        self.transport = transport
        transport.open()
    }

    /// The deadline moves with every byte; the timer follows only when it fires, which is cheap.
    private func keepTime() {
        guard delegate != nil, let deadline = session.deadline else { return }
        if let timer {
            guard deadline < timer.deadline else { return }
            loop.cancel(timer.token)
        }
        timer = (loop.schedule(at: deadline, self), deadline)
    }
}
