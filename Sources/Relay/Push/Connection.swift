/// One client: an HTTP request, and then either one response or a WebSocket.
final class Connection: EventHandler, TimerHandler {
    typealias Instant = ContinuousClock.Instant

    private enum Phase {
        /// The request head is awaited.
        case request
        case webSocket
        /// What is in the outbox is the last; then the connection ends.
        case flushing
        /// All is sent. What the client still sends is read and dropped until it closes.
        case lingering
        case closed
    }

    /// Where this client stands in its station's fan-out.
    var fanOutIndex = 0
    /// Where it stands among all clients of the loop.
    var hubIndex = 0
    private(set) var subscription: (station: Int, format: MessageFormat)?

    private unowned let hub: Hub
    private var descriptor: FileDescriptor?
    private var phase = Phase.request
    private var parser: RequestParser? = RequestParser()
    private var session: WebSocketSession?
    private var outbox = Outbox()
    /// By when the phase has to be over, or bytes have to have moved.
    private var phaseDeadline: Instant
    private var stuckDeadline: Instant?
    /// The client will send nothing more; it may still read.
    private var inputEnded = false
    private var timer: Timers.Token?
    private var timerDeadline: Instant?

    init(hub: Hub, descriptor: consuming FileDescriptor) throws(SystemError) {
        self.hub = hub
        let raw = descriptor.rawValue
        self.descriptor = consume descriptor
        phaseDeadline = hub.loop.now + Limits.requestWait
        Socket.sendWithoutDelay(raw)
        try hub.loop.register(raw, for: .readable, self)
        keepTime()
    }

    // MARK: From the loop

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) { flush() }
        guard readiness.contains(.readable), let raw = descriptor?.rawValue else { return }
        let buffer = hub.loop.receiveBuffer
        switch Socket.receive(raw, into: buffer) {
        case .wouldBlock: break
        case .count(let count): buffer.withBytes(count) { received($0) }
        case .end: receivedEnd(raw)
        case .failed: close()
        }
    }

    /// A client may shut down its side after the request and still wait for the answer.
    private func receivedEnd(_ raw: Int32) {
        guard phase == .flushing, !outbox.isEmpty else { return close() }
        inputEnded = true
        hub.loop.setInterest(raw, .writable)
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        timer = nil
        timerDeadline = nil
        if let stuckDeadline, stuckDeadline <= now { return close() }
        switch phase {
        case .request where phaseDeadline <= now:
            respond(.text(408, "No complete request came in time."))
        case .flushing where phaseDeadline <= now, .lingering where phaseDeadline <= now:
            return close()
        case .webSocket:
            session?.tick(now: now)
            performSession()
        default: break
        }
        keepTime()
    }

    // MARK: Receiving

    private func received(_ bytes: Span<UInt8>) {
        switch phase {
        case .request: receivedRequest(bytes)
        case .webSocket:
            session?.received(bytes, now: hub.loop.now)
            performSession()
        case .flushing, .lingering, .closed: break
        }
    }

    private func receivedRequest(_ bytes: Span<UInt8>) {
        var offset = 0
        do throws(RequestError) {
            guard let request = try parser?.next(bytes, &offset) else { return }
            parser = nil
            hub.answer(request, to: self)
        } catch {
            return respond(Response(error))
        }
        // A client may send frames right behind its request, before it has our answer.
        guard phase == .webSocket, offset < bytes.count else { return }
        session?.received(bytes.extracting(offset..<bytes.count), now: hub.loop.now)
        performSession()
    }

    // MARK: Answering

    /// Sends one response, after which the connection ends.
    func respond(_ response: Response, includingBody: Bool = true) {
        parser = nil
        let bytes = response.bytes(includingBody: includingBody, date: WallClock.now.httpDate)
        outbox.appendControl(bytes)
        finish()
    }

    /// Accepts the upgrade: frames from here on.
    ///
    /// - Parameter first: the response head and the frames right behind it, in one piece: a
    ///   subscriber then costs one system call.
    func upgrade(_ first: [UInt8], station: Int, _ format: MessageFormat) {
        phase = .webSocket
        session = WebSocketSession(now: hub.loop.now)
        subscription = (station, format)
        outbox.appendControl(first)
        flush()
        keepTime()
    }

    // MARK: Sending

    /// The station's newest title. The frame is shared by all clients; it is kept only by those
    /// whose socket does not take it whole at once.
    func sendTitle(_ frame: [UInt8]) {
        guard session?.isOpen == true else { return }
        // What waits is sent when the loop says that the socket takes more.
        if outbox.isEmpty { sendDirectly(frame) } else { outbox.replaceTitle(frame) }
    }

    /// The advertisement that the station has just announced.
    func sendAd(_ frame: [UInt8]) {
        guard session?.isOpen == true else { return }
        if outbox.isEmpty { sendDirectly(frame) } else { outbox.replaceAd(frame) }
    }

    /// The station's newest state.
    func sendStatus(_ frame: [UInt8]) {
        guard session?.isOpen == true else { return }
        if outbox.isEmpty { sendDirectly(frame) } else { outbox.replaceStatus(frame) }
    }

    /// Says goodbye; the connection ends when the client has answered, or soon after.
    func sendClose(code: UInt16, reason: String) {
        guard phase == .webSocket else { return close() }
        session?.close(code: code, reason: reason, now: hub.loop.now)
        performSession()
    }

    private func sendDirectly(_ frame: [UInt8]) {
        guard let raw = descriptor?.rawValue else { return }
        switch Socket.send(raw, frame) {
        case .count(frame.count): return
        case .count(let count): outbox.startedSending(frame, count: count)
        case .wouldBlock, .end: outbox.startedSending(frame, count: 0)
        case .failed: return close()
        }
        stuckDeadline = hub.loop.now + Limits.stuckWait
        hub.loop.setInterest(raw, [.readable, .writable])
        keepTime()
    }

    private func flush() {
        guard let raw = descriptor?.rawValue else { return }
        while let (bytes, offset) = outbox.next() {
            switch Socket.send(raw, bytes, from: offset) {
            case .count(let count):
                outbox.sent(count)
                stuckDeadline = hub.loop.now + Limits.stuckWait
                continue
            case .failed: return close()
            case .wouldBlock, .end: break
            }
            break
        }
        guard outbox.isEmpty else {
            if stuckDeadline == nil { stuckDeadline = hub.loop.now + Limits.stuckWait }
            hub.loop.setInterest(raw, inputEnded ? .writable : [.readable, .writable])
            return keepTime()
        }
        stuckDeadline = nil
        hub.loop.setInterest(raw, .readable)
        if phase == .flushing { linger() }
    }

    private func performSession() {
        while let action = session?.nextAction() {
            switch action {
            case .send(let bytes):
                outbox.appendControl(bytes)
            case .message:
                // Clients have nothing to tell: the path says which station they want.
                break
            case .end:
                finish()
                return
            }
        }
        if session?.isOpen == false { outbox.dropData() }
        // First what the socket takes: who reads may ask for any number of pongs at once.
        flush()
        guard outbox.controlCount <= Limits.pendingControlBytes else { return close() }
        keepTime()
    }

    // MARK: Ending

    private func finish() {
        guard phase != .closed else { return }
        unsubscribe()
        session = nil
        outbox.dropData()
        phase = .flushing
        phaseDeadline = hub.loop.now + Limits.stuckWait
        flush()
        keepTime()
    }

    private func linger() {
        guard let raw = descriptor?.rawValue, !inputEnded else { return close() }
        phase = .lingering
        phaseDeadline = hub.loop.now + Limits.lingerWait
        Socket.shutdownWriting(raw)
        keepTime()
    }

    func close() {
        guard let owned = descriptor.take() else { return }
        hub.loop.deregister(owned.rawValue)
        if let timer { hub.loop.cancel(timer) }
        timer = nil
        phase = .closed
        session = nil
        outbox = Outbox()
        unsubscribe()
        hub.closed(self)
    }

    private func unsubscribe() {
        guard let (station, format) = subscription else { return }
        subscription = nil
        hub.unsubscribe(self, from: station, format)
    }

    // MARK: Time

    /// One timer for whatever is due first. It only moves forward by firing too early once, so that
    /// bytes that flow cost no work on the heap.
    private func keepTime() {
        guard descriptor != nil, let deadline = nextDeadline else { return }
        if let timer, let timerDeadline {
            guard deadline < timerDeadline else { return }
            hub.loop.cancel(timer)
        }
        timer = hub.loop.schedule(at: deadline, self)
        timerDeadline = deadline
    }

    private var nextDeadline: Instant? {
        let own: Instant?
        switch phase {
        case .request, .flushing, .lingering: own = phaseDeadline
        case .webSocket: own = session?.deadline
        case .closed: own = nil
        }
        guard let own, let stuckDeadline else { return own ?? stuckDeadline }
        return min(own, stuckDeadline)
    }
}
