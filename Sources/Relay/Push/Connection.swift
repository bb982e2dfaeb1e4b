import ICYReader

/// One client: an HTTP request followed by one response, a WebSocket, or an event stream.
final class Connection: EventHandler, TimerHandler {
    // There are ten thousand of these, and nearly all the time they wait. State that only some
    // need, or only for a moment, is behind a reference. The properties used for a title come
    // first, together.

    private var output: ConnectionOutput
    private var phase = ConnectionPhase.request
    private var format = MessageFormat.text
    /// Whether it is counted under its address.
    private(set) var isCharged = false
    /// Why there was no room for it when it connected; nil if there was.
    let noRoom: LoopFigures.Refusal?
    /// Whether it is counted as a subscriber.
    private var isSubscriber = false
    /// Whether the stations of a WebSocket are in its first message, which has not come.
    private var awaitsStations = false
    /// The client will not send anything more; it may still read.
    private var inputEnded = false
    private var session: WebSocketSession?
    private unowned let hub: Hub
    var registryIndex: Int32 = 0
    /// Where it comes from; the client of a trusted proxy is known only from its request.
    private(set) var sender: AccessPolicy.Sender
    private var subscriptions = Subscriptions()
    private var pending: PendingRequest?
    /// When the phase must be over; for an event stream, when its next comment is due.
    private var phaseDeadline: Instant
    private var timer: Timers.Token?
    private var timerDeadline = Instant(nanoseconds: 0)

    init(
        hub: Hub, socket: consuming ClientSocket, from sender: AccessPolicy.Sender,
        isCharged: Bool = false, noRoom: LoopFigures.Refusal? = nil
    ) throws(SystemError) {
        self.hub = hub
        let raw = socket.rawDescriptor
        output = ConnectionOutput(socket)
        self.sender = sender
        self.isCharged = isCharged
        self.noRoom = noRoom
        let wait = hub.settings.limits.requestWait
        phaseDeadline =
            hub.loop.now + (noRoom == nil ? wait : min(wait, Limits.refusedRequestWait))
        guard let raw else { return }
        try hub.loop.register(raw, for: .readable, self)
        keepTime()
    }

    /// Whether it receives titles.
    private var isListening: Bool { phase == .eventStream || session?.isOpen == true }

    /// The number of its stations, including removed ones.
    var stationCount: Int { subscriptions.count }
    var address: ClientAddress { sender.address }
    /// For the log.
    var phaseName: String { phase.rawValue }

    // MARK: From the loop

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) {
            // TLS had to write before it could continue to read.
            if output.socket.wantsToWrite { receive() }
            flush()
        }
        if readiness.contains(.readable) { receive() }
    }

    private func receive() {
        guard !isParked else { return }
        guard output.socket.canAnswer || hub.registry.mayShakeHands() else { return }
        let buffer = hub.loop.receiveBuffer
        // Whether TLS must receive before it can send.
        let wasHeld = output.socket.wantsToRead
        output.socket.beginTurn(Limits.clientBytesPerTurn)
        repeat {
            switch output.socket.receive(into: buffer, limit: Limits.clientBytesPerTurn) {
            case .wouldBlock: return wasHeld ? flush() : updateInterest()
            case .count(let count): buffer.withBytes(count) { received($0) }
            case .end: return receivedEnd()
            case .failed:
                if output.socket.isAbusive { hub.figures.shed(.clientTLS, of: address) }
                return close()
            }
        } while output.socket.hasPending
        if wasHeld, phase != .closed { flush() }
    }

    /// A client may close its side and still wait for the response.
    private func receivedEnd() {
        guard phase == .flushing, !output.isEmpty else { return close() }
        inputEnded = true
        updateInterest()
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        timer = nil
        if let deadline = output.deadline, deadline <= now { return stuck(now) }
        switch phase {
        case .request where phaseDeadline <= now:
            hub.figures.refused(.request)
            guard output.socket.canAnswer else { return close() }
            respond(noRoom.map { .full($0) } ?? .text(408, "No complete request came in time."))
        case .flushing where phaseDeadline <= now, .lingering where phaseDeadline <= now:
            return close()
        case .webSocket:
            if awaitsStations, phaseDeadline <= now { return refuse(CloseCode.stale, "stale") }
            let wasOpen = session?.isOpen == true
            let isPinged = format == .azuraCastSocket && isSubscriber
            session?.tick(now: now, with: isPinged ? FrameEncoder.text(Centrifugo.ping) : [])
            if wasOpen, session?.isOpen == false { hub.figures.dropped(.noPong) }
            performSession()
        case .eventStream where phaseDeadline <= now:
            phaseDeadline = now + Limits.eventStreamInterval
            // If output waits, the client is not reading, and a comment would not help.
            if output.isEmpty { sendDirectly(EventStream.comment(format)) }
        default: break
        }
        keepTime()
    }

    /// The client has accepted no bytes for too long. A Close follows the frame that is partly
    /// sent.
    private func stuck(_ now: Instant) {
        if isListening { hub.figures.dropped(.stuck) }
        guard session?.isOpen == true else { return close() }
        output.giveUp(now: now)
        sendClose(code: CloseCode.tooSlow, reason: "slow")
    }

    // MARK: Receiving

    private func received(_ bytes: Span<UInt8>) {
        switch phase {
        case .request: receivedRequest(bytes)
        case .webSocket: receivedFrames(bytes)
        case .eventStream, .flushing, .lingering, .closed: break
        }
    }

    private func receivedFrames(_ bytes: Span<UInt8>) {
        session?.received(bytes, now: hub.loop.now)
        performSession()
    }

    private func receivedRequest(_ bytes: Span<UInt8>) {
        var offset = 0
        do throws(RequestError) {
            let limit = hub.settings.limits.requestHeadBytes
            guard let request = try pending.next(bytes, &offset, maximumBytes: limit) else {
                return
            }
            let answer = hub.answer(request, of: self)
            perform(answer, request, isAlone: offset == bytes.count)
            if isParked {
                pending?.rest = (offset..<bytes.count).map { bytes[$0] }
                return updateInterest()
            }
            pending = nil
        } catch {
            hub.figures.refused(.request)
            return respond(Response(error))
        }
        // A client may send frames right after its request, before it has the response.
        guard phase == .webSocket, offset < bytes.count else { return }
        receivedFrames(bytes.extracting(offset..<bytes.count))
    }

    /// Counts the client under an address given by a trusted proxy.
    func charge(_ address: ClientAddress) {
        sender.address = address
        isCharged = true
    }

    // MARK: Waiting for a turn

    var isParked: Bool { pending?.isParked == true }

    private func park(_ request: Request?, message: [UInt8]? = nil) {
        let limit = hub.settings.limits.requestHeadBytes
        let pending = pending ?? PendingRequest(RequestParser(maximumBytes: limit))
        (pending.parked, pending.message) = (request, message)
        self.pending = pending
        phaseDeadline = hub.loop.now + Limits.responseWait
    }

    /// Answers the parked request; it may be parked again.
    func resume() {
        if phase == .webSocket, let message = pending.take()?.message {
            converse(message)
            return updateInterest()
        }
        guard phase == .request, let pending, let request = pending.parked else { return }
        pending.parked = nil
        begin(with: request)
        guard !isParked else { return }
        self.pending = nil
        guard phase != .closed else { return }
        updateInterest()
        if !pending.rest.isEmpty, phase == .webSocket { receivedFrames(pending.rest.span) }
    }

    /// Answers a request that was already counted, on this loop or on another one.
    func begin(with request: Request) {
        perform(hub.answer(request, of: self, isCounted: true), request, isAlone: false)
    }

    // MARK: Answering

    /// - Parameter isAlone: whether no byte followed the request, so that it may move to another
    ///   loop.
    private func perform(_ answer: Answer, _ request: Request, isAlone: Bool) {
        switch answer {
        case .respond(let response, let includingBody):
            respond(response, includingBody: includingBody)
        case .head(let head):
            pending = nil
            output.append(control: head)
            finish()
        case .close(let head, let code, let reason):
            phase = .webSocket
            session = WebSocketSession(now: hub.loop.now)
            output.append(control: head)
            sendClose(code: code, reason: reason)
        case .converse(let head):
            (phase, format, awaitsStations) = (.webSocket, .azuraCastSocket, true)
            phaseDeadline = hub.loop.now + hub.settings.limits.requestWait
            session = WebSocketSession(
                now: hub.loop.now, maximumMessageSize: Limits.connectMessageBytes)
            output.append(control: head)
            performSession()
        case .subscribe(let subscribing):
            if hub.registry.mustWait(self, subscribing.stations.count) { return park(request) }
            if isAlone, hub.registry.handOver(self, request, subscribing.stations) { return }
            guard let (localStations, catchUp) = hub.open(subscribing) else {
                return perform(hub.refusal(of: request, from: sender), request, isAlone: false)
            }
            subscribe(to: localStations, subscribing.format, head: subscribing.head, catchUp)
        }
    }

    /// Subscribes a client of AzuraCast's WebSocket to the stations that its message names.
    private func converse(_ message: [UInt8]) {
        switch hub.answer(message: message) {
        case .close(_, let code, let reason): refuse(code, reason)
        case .subscribe(let subscribing):
            if hub.registry.mustWait(self, subscribing.stations.count) {
                return park(nil, message: message)
            }
            guard let (localStations, catchUp) = hub.open(subscribing) else {
                return refuse(CloseCode.tryAgainLater, "Too many stations are open.")
            }
            awaitsStations = false
            subscribe(to: localStations, .azuraCastSocket, head: [], catchUp)
        default: break
        }
    }

    private func refuse(_ code: UInt16, _ reason: String) {
        awaitsStations = false
        sendClose(code: code, reason: reason)
    }

    /// Sends one response. The connection ends after it.
    private func respond(_ response: Response, includingBody: Bool = true) {
        pending = nil
        // A small body is sent with its head in one call; a large one is shared, not copied.
        let isJoined = includingBody && response.body.count <= Limits.joinedBody
        output.append(
            control: response.bytes(includingBody: isJoined, date: WallClock.now.httpDate))
        if includingBody && !isJoined {
            output.append(body: response.body, shared: response.shared)
        }
        finish()
    }

    /// Sends titles from now on. The head and the known state are sent last, in one piece: once a
    /// client has them, it is included in the figures that any loop reports.
    private func subscribe(
        to localStations: [LocalStation], _ format: MessageFormat, head: [UInt8], _ catchUp: CatchUp
    ) {
        self.format = format
        if format.isEventStream {
            phase = .eventStream
            phaseDeadline = hub.loop.now + Limits.eventStreamInterval
        } else if session == nil {
            phase = .webSocket
            session = WebSocketSession(now: hub.loop.now)
        }
        isSubscriber = true
        hub.figures.client(format, 1)
        for (slot, localStation) in localStations.enumerated() {
            let index = localStation.fanOut.add(self, slot: slot, format)
            subscriptions.append(localStation, slot: slot, index: index)
            hub.subscribed(to: localStation, format)
        }
        let first = head + catchUp.next(Limits.firstCatchUpBytes)
        if output.isEmpty { sendDirectly(first) } else { output.append(control: first) }
        guard isListening else { return }
        output.append(catchUp)
        flush()
        keepTime()
    }

    /// Its position in the fan-out has changed because another client was removed.
    func moved(slot: Int, to index: Int) { subscriptions[slot]?.index = Int32(index) }

    // MARK: Sending

    /// Sends a new message of a station. The frame is shared by all clients.
    ///
    /// - Parameter sentBytes: is increased by what is sent now, to be counted for all clients at
    ///   once.
    /// - Returns: whether the client still receives titles: after a Close it does not.
    func send(
        _ kind: Outbox.Kind, station: StationID, _ frame: [UInt8], sentBytes: inout Int
    ) -> Bool {
        guard isListening else { return false }
        if output.isEmpty {
            sentBytes += sendNow(frame)
            return true
        }
        if output.willCatchUp(kind, station: station) { return true }
        let capacity = kind == .title || kind == .block ? hub.settings.limits.queuedFrames - 1 : 1
        if output.replace(kind, station: station, frame, capacity: capacity), kind == .title {
            hub.figures.dropped(.replaced)
        }
        return true
    }

    /// Sends a Close. The connection ends when the client has answered, or soon after.
    func sendClose(code: UInt16, reason: String) {
        switch phase {
        case .webSocket:
            session?.close(code: code, reason: reason, now: hub.loop.now)
            performSession()
        // An event stream can only end.
        case .eventStream:
            output.append(control: EventStream.end(format))
            finish()
        default: close()
        }
    }

    private func sendDirectly(_ frame: [UInt8]) { hub.figures.sentBytes.add(sendNow(frame)) }

    /// Sends what the socket accepts and keeps the rest.
    ///
    /// - Returns: how many bytes it accepted.
    private func sendNow(_ frame: [UInt8]) -> Int {
        guard let sent = output.send(frame, now: hub.loop.now) else {
            close()
            return 0
        }
        if sent < frame.count {
            updateInterest()
            keepTime()
        }
        return sent
    }

    private func flush() {
        guard phase != .closed else { return }
        guard let count = output.flush(now: hub.loop.now) else { return close() }
        hub.figures.sentBytes.add(count)
        updateInterest()
        guard output.isEmpty else { return keepTime() }
        if phase == .flushing { linger() }
    }

    private func updateInterest() {
        guard let raw = output.socket.rawDescriptor else { return }
        hub.loop.setInterest(raw, output.interest(isReading: !inputEnded && !isParked))
    }

    private func performSession() {
        while let action = session?.nextAction() {
            switch action {
            case .send(let bytes): output.append(control: bytes)
            // Else the URL names the stations: messages of clients are ignored.
            case .message(let bytes, _): if awaitsStations, !isParked { converse(bytes) }
            case .end:
                if session?.failure != nil { hub.figures.dropped(.protocolError) }
                return finish()
            }
        }
        if session?.isOpen == false { output.dropData() }
        // Send first what the socket accepts: a client that reads may request any number of pongs.
        flush()
        guard output.controlCount <= Limits.pendingControlBytes else { return close() }
        keepTime()
    }

    // MARK: Ending

    /// Removes a station that is no longer served.
    func stationRemoved(slot: Int) {
        if let id = subscriptions[slot]?.localStation.id { output.drop(station: id) }
        unsubscribe(slot: slot)
        guard subscriptions.isEmpty else { return }
        sendClose(code: CloseCode.goingAway, reason: "station removed")
    }

    private func finish() {
        guard phase != .closed else { return }
        unsubscribe()
        session = nil
        output.dropData()
        phase = .flushing
        phaseDeadline = hub.loop.now + Limits.responseWait
        flush()
        keepTime()
    }

    private func linger() {
        guard !inputEnded else { return close() }
        phase = .lingering
        phaseDeadline = hub.loop.now + Limits.lingerWait
        output.socket.shutdownWriting()
        keepTime()
    }

    /// Releases its socket, for another loop; nil if it must stay, as a TLS connection must.
    func leave() -> FileDescriptor? {
        guard phase == .request, noRoom == nil, output.isEmpty,
            let raw = output.socket.rawDescriptor, let descriptor = output.socket.takePlain()
        else { return nil }
        hub.loop.deregister(raw)
        cancelTimer()
        phase = .closed
        return descriptor
    }

    func close() {
        guard phase != .closed else { return }
        if let raw = output.socket.rawDescriptor { hub.loop.deregister(raw) }
        output.close()
        cancelTimer()
        phase = .closed
        session = nil
        pending = nil
        unsubscribe()
        hub.registry.closed(self)
    }

    private func unsubscribe() {
        guard isSubscriber else { return }
        isSubscriber = false
        hub.figures.client(format, -1)
        if hub.registry.mayLeaveStations(self) { leaveStations() }
    }

    /// Removes it from the fan-outs of its stations.
    func leaveStations() {
        for slot in 0..<subscriptions.count { unsubscribe(slot: slot) }
        subscriptions = Subscriptions()
    }

    private func unsubscribe(slot: Int) {
        guard let gone = subscriptions.remove(slot: slot) else { return }
        gone.localStation.fanOut.remove(self, at: Int(gone.index), format)
        hub.unsubscribed(from: gone.localStation, format)
    }

    // MARK: Time

    /// One timer for whatever is due first. A later deadline does not reschedule it: it fires early
    /// once and is set again. Traffic costs no heap operation.
    private func keepTime() {
        guard let deadline = nextDeadline else { return }
        if let timer {
            guard deadline < timerDeadline else { return }
            hub.loop.cancel(timer)
        }
        timer = hub.loop.schedule(at: deadline, self)
        timerDeadline = deadline
    }

    private func cancelTimer() {
        if let timer { hub.loop.cancel(timer) }
        timer = nil
    }

    private var nextDeadline: Instant? {
        let own: Instant?
        switch phase {
        case .request, .eventStream, .flushing, .lingering: own = phaseDeadline
        case .webSocket where awaitsStations: own = session.map { min($0.deadline, phaseDeadline) }
        case .webSocket: own = session?.deadline
        case .closed: return nil
        }
        guard let own, let stuck = output.deadline else { return own ?? output.deadline }
        return min(own, stuck)
    }
}
