import ICYReader

/// One client: an HTTP request, and then one response, a WebSocket, or a stream of events.
final class Connection: EventHandler, TimerHandler {
    enum Phase {
        /// The request head is awaited (and under TLS, before it, the handshake).
        case request
        case webSocket
        case eventStream
        /// What is in the outbox is the last; then the connection ends.
        case flushing
        /// All is sent. What the client still sends is read and dropped until it closes.
        case lingering
        case closed
    }

    /// One station that this client listens to, and where it stands in that station's fan-out.
    struct Subscription {
        // The hub takes everybody off a board before it lets it go.
        unowned let board: Board
        var index: Int32
    }

    /// A request that did not come whole, that is refused whatever it asks for, or that waits for
    /// its turn.
    final class Reading {
        var parser: RequestParser
        /// The request that waits, and what came after it.
        var parked: Request?
        var rest: [UInt8] = []
        /// What it is told in place of what it asks for: there is no room.
        let refusal: Response?

        init(_ parser: RequestParser, refusal: Response?) {
            self.parser = parser
            self.refusal = refusal
        }
    }

    // There is one of these for every browser, and nearly all the time it waits: what only some
    // need, or only for a moment, stands behind a reference. First comes what a title looks at,
    // together: with ten thousand clients it comes from far away.

    var socket: ClientSocket
    var outbox = Outbox()
    var phase = Phase.request
    var format = MessageFormat.text
    /// Whether it is counted under its address.
    var isCharged = false
    let isRefused: Bool
    /// It is counted among those who listen to a station.
    var isSubscriber = false
    /// The client will send nothing more; it may still read.
    var inputEnded = false
    /// It was stuck, and has its Close with the reason: that deadline is not moved any more.
    var isGivenUp = false
    var session: WebSocketSession?
    unowned let hub: Hub
    /// Where it stands among all clients of the loop.
    var hubIndex: Int32 = 0
    /// Where it came from; behind a proxy that is trusted, known from the request only.
    var address: ClientAddress
    /// The first station; a place stays empty when its station goes.
    var subscription: Subscription?
    /// Its further stations, from slot 1 on.
    var moreSubscriptions: [Subscription?] = []
    var reading: Reading?
    /// By when the phase has to be over; of an event stream, when its next comment is due.
    var phaseDeadline: Instant
    var timer: Timers.Token?
    private var timerDeadline = Instant(nanoseconds: 0)

    init(
        hub: Hub, socket: consuming ClientSocket, address: ClientAddress, isCharged: Bool = false,
        refusal: Response? = nil
    ) throws(SystemError) {
        self.hub = hub
        let raw = socket.rawDescriptor
        self.socket = consume socket
        self.address = address
        self.isCharged = isCharged
        isRefused = refusal != nil
        let limits = hub.settings.limits
        if let refusal {
            reading = Reading(
                RequestParser(maximumBytes: limits.requestHeadBytes), refusal: refusal)
        }
        let wait = limits.requestWait
        phaseDeadline =
            hub.loop.now + (refusal == nil ? wait : min(wait, Limits.refusedRequestWait))
        guard let raw else { return }
        try hub.loop.register(raw, for: .readable, self)
        keepTime()
    }

    var isListening: Bool { phase == .eventStream || session?.isOpen == true }

    // MARK: From the loop

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) {
            // TLS had to write before it could read on.
            if socket.wantsToWrite { receive() }
            flush()
        }
        if readiness.contains(.readable) { receive() }
    }

    private func receive() {
        guard !isParked else { return }
        guard socket.canAnswer || hub.mayShakeHands() else { return }
        let buffer = hub.loop.receiveBuffer
        let held = socket.wantsToRead
        socket.beginTurn(Limits.clientBytesPerTurn)
        repeat {
            switch socket.receive(into: buffer, limit: Limits.clientBytesPerTurn) {
            case .wouldBlock: return held ? flush() : updateInterest()
            case .count(let count): buffer.withBytes(count) { received($0) }
            case .end: return receivedEnd()
            case .failed:
                if socket.isAbusive { hub.figures.shed(.clientTLS, of: address) }
                return close()
            }
        } while socket.hasPending
    }

    /// A client may shut down its side after the request and still wait for the answer.
    private func receivedEnd() {
        guard phase == .flushing, !outbox.isEmpty else { return close() }
        inputEnded = true
        updateInterest()
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        timer = nil
        if let deadline = outbox.deadline, deadline <= now { return stuck(now) }
        switch phase {
        case .request where phaseDeadline <= now:
            hub.figures.refused(.request)
            guard socket.canAnswer else { return close() }
            respond(reading?.refusal ?? .text(408, "No complete request came in time."))
        case .flushing where phaseDeadline <= now, .lingering where phaseDeadline <= now:
            return close()
        case .webSocket:
            let wasOpen = session?.isOpen == true
            session?.tick(now: now)
            if wasOpen, session?.isOpen == false { hub.figures.dropped(.noPong) }
            performSession()
        case .eventStream where phaseDeadline <= now:
            phaseDeadline = now + Limits.eventStreamInterval
            // While something waits, the silence is the client's.
            if outbox.isEmpty { sendDirectly(EventStream.comment) }
        default: break
        }
        keepTime()
    }

    /// It has taken no byte for too long. A Close can only stand behind the frame that is partly
    /// sent: a client that wakes up soon learns why.
    private func stuck(_ now: Instant) {
        if isListening { hub.figures.dropped(.stuck) }
        guard session?.isOpen == true else { return close() }
        outbox.deadline = now + Limits.closeHandshakeWait
        isGivenUp = true
        sendClose(code: CloseCode.tooSlow, reason: "slow")
    }

    // MARK: Receiving

    private func received(_ bytes: Span<UInt8>) {
        switch phase {
        case .request: receivedRequest(bytes)
        case .webSocket:
            session?.received(bytes, now: hub.loop.now)
            performSession()
        case .eventStream, .flushing, .lingering, .closed: break
        }
    }

    private func receivedRequest(_ bytes: Span<UInt8>) {
        var offset = 0
        do throws(RequestError) {
            guard let request = try nextRequest(bytes, &offset) else { return }
            hub.answer(request, to: self, isAlone: offset == bytes.count)
            if isParked {
                reading?.rest = (offset..<bytes.count).map { bytes[$0] }
                return updateInterest()
            }
            reading = nil
        } catch {
            hub.figures.refused(.request)
            return respond(Response(error))
        }
        // A client may send frames right behind its request, before it has our answer.
        guard phase == .webSocket, offset < bytes.count else { return }
        session?.received(bytes.extracting(offset..<bytes.count), now: hub.loop.now)
        performSession()
    }

    // MARK: Waiting for a turn

    var isParked: Bool { reading?.parked != nil }

    /// Keeps a request for a later turn. Nothing is read until then.
    func park(_ request: Request) {
        let reading =
            reading
            ?? Reading(
                RequestParser(maximumBytes: hub.settings.limits.requestHeadBytes), refusal: nil)
        reading.parked = request
        self.reading = reading
        phaseDeadline = hub.loop.now + Limits.responseWait
    }

    /// Has the request answered; it may be parked again.
    func unpark(_ answer: (Request) -> Void) {
        guard phase == .request, let reading, let request = reading.parked else { return }
        reading.parked = nil
        answer(request)
        guard !isParked else { return }
        self.reading = nil
        guard phase != .closed else { return }
        updateInterest()
        if !reading.rest.isEmpty, phase == .webSocket {
            session?.received(reading.rest.span, now: hub.loop.now)
            performSession()
        }
    }

    private func nextRequest(
        _ bytes: Span<UInt8>, _ offset: inout Int
    ) throws(RequestError) -> Request? {
        if let reading { return try reading.parser.next(bytes, &offset) }
        // Nearly every request comes in one piece.
        var parser = RequestParser(maximumBytes: hub.settings.limits.requestHeadBytes)
        if let request = try parser.next(bytes, &offset) { return request }
        reading = Reading(parser, refusal: nil)
        return nil
    }

    // MARK: Time

    /// One timer for whatever is due first. It only moves forward by firing too early once, so that
    /// bytes that flow cost no work on the heap.
    func keepTime() {
        guard let deadline = nextDeadline else { return }
        if let timer {
            guard deadline < timerDeadline else { return }
            hub.loop.cancel(timer)
        }
        timer = hub.loop.schedule(at: deadline, self)
        timerDeadline = deadline
    }

    private var nextDeadline: Instant? {
        let own: Instant?
        switch phase {
        case .request, .eventStream, .flushing, .lingering: own = phaseDeadline
        case .webSocket: own = session?.deadline
        case .closed: return nil
        }
        guard let own, let stuck = outbox.deadline else { return own ?? outbox.deadline }
        return min(own, stuck)
    }
}
