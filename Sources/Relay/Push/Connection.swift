import ICYReader

/// One client: HTTP requests and their responses, then perhaps a WebSocket or an event stream.
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
    /// Whether another request may follow the response that is being sent.
    private var isKept = false
    private var session: WebSocketSession?
    private unowned let hub: Hub
    var registryIndex: Int32 = 0
    /// Where it comes from; the client of a trusted proxy is known only from its request.
    private(set) var sender: AccessPolicy.Sender
    private var subscriptions = Subscriptions()
    private var input = RequestInput()
    /// From one request to the next.
    private var persistence: Persistence?
    /// When the phase must be over; for an event stream, when its next comment is due.
    private var phaseDeadline: Instant
    private var timer = DeadlineTimer()

    init(
        hub: Hub, socket: consuming ClientSocket, from sender: AccessPolicy.Sender,
        isCharged: Bool = false, noRoom: LoopFigures.Refusal? = nil
    ) throws(SystemError) {
        self.hub = hub
        let raw = socket.rawDescriptor
        output = ConnectionOutput(socket)
        (self.sender, self.isCharged) = (sender, isCharged)
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

    /// Bytes of the client are wanted, except while a request or its response waits.
    private var isReading: Bool {
        !inputEnded && !input.isParked && !input.hasRest
            && (!isKept || output.socket.wantsToRead)
    }

    private func receive() {
        guard isReading else { return }
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
        } while output.socket.hasPending && isReading
        if wasHeld, phase != .closed { flush() }
    }

    /// A client may close its side and still wait for the response.
    private func receivedEnd() {
        guard phase == .flushing, !output.isEmpty else { return close() }
        inputEnded = true
        updateInterest()
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        timer.fired()
        if let deadline = output.deadline, deadline <= now { return stuck(now) }
        switch phase {
        case .request where input.hasRest && !isParked: takeRest()
        case .request where phaseDeadline <= now:
            if input.isEmpty, persistence?.isKept == true { return close() }
            hub.figures.refused(.request)
            guard output.socket.canAnswer else { return close() }
            respond(noRoom.map { .full($0) } ?? .text(408, "No complete request came in time."))
        case .flushing where phaseDeadline <= now, .lingering where phaseDeadline <= now:
            return close()
        case .webSocket:
            if awaitsStations, phaseDeadline <= now {
                return sendClose(code: CloseCode.stale, reason: "stale")
            }
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
        // TLS had to be read before it could be sent to. A request in these bytes is lost.
        case .flushing: isKept = false
        case .eventStream, .lingering, .closed: break
        }
    }

    private func receivedFrames(_ bytes: Span<UInt8>) {
        session?.received(bytes, now: hub.loop.now)
        performSession()
    }

    private func receivedRequest(_ bytes: Span<UInt8>) {
        var offset = 0
        let (limits, isFirst) = (hub.settings.limits, input.isEmpty)
        do throws(RequestError) {
            guard
                let request = try input.next(bytes, &offset, maximumBytes: limits.requestHeadBytes)
            else {
                guard isFirst, persistence?.isKept == true else { return }
                phaseDeadline = hub.loop.now + limits.requestWait
                return keepTime()
            }
            perform(hub.answer(request, of: self), request, isAlone: offset == bytes.count)
        } catch {
            hub.figures.refused(.request)
            return respond(Response(error))
        }
        let rest = bytes.extracting(offset..<bytes.count)
        // A client may send frames right after its request, before it has the response.
        if phase == .webSocket, !rest.isEmpty { return receivedFrames(rest) }
        guard isParked || isKept || phase == .request else { return }
        // Further requests wait for the next turn: many at once must not occupy the loop.
        input.hold(rest)
        updateInterest()
        keepTime()
    }

    /// Counts the client under an address given by a trusted proxy.
    func charge(_ address: ClientAddress) {
        persistence = persistence ?? Persistence()
        persistence?.proxy = sender.address
        sender.address = address
        isCharged = true
    }

    // MARK: Waiting for a turn

    var isParked: Bool { input.isParked }

    private func park(_ request: Request?, message: [UInt8]? = nil) {
        input.park(request, message)
        phaseDeadline = hub.loop.now + Limits.responseWait
    }

    /// Answers the parked request; it may be parked again.
    func resume() {
        if phase == .webSocket, let message = input.takeMessage() {
            converse(message)
            return updateInterest()
        }
        guard phase == .request, let request = input.unpark() else { return }
        begin(with: request)
        if !isParked { takeRest() }
    }

    /// Continues with what came after the request before.
    private func takeRest() {
        let rest = input.takeRest()
        if !rest.isEmpty { received(rest.span) }
        guard phase != .closed else { return }
        updateInterest()
        if output.socket.hasPending { receive() }
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
            respond(response, includingBody: includingBody, to: request)
        case .head(let head):
            output.append(control: head)
            finish()
        case .close(let head, let code, let reason):
            (phase, session) = (.webSocket, WebSocketSession(now: hub.loop.now))
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
        switch Conversation(message, of: self, hub) {
        case .waits: park(nil, message: message)
        case .refused(let code, let reason): sendClose(code: code, reason: reason)
        case .begins(let localStations, let catchUp):
            awaitsStations = false
            subscribe(to: localStations, .azuraCastSocket, head: [], catchUp)
        case nil: break
        }
    }

    /// Sends one response. The connection ends after it, unless another request may follow.
    private func respond(
        _ response: Response, includingBody: Bool = true, to request: Request? = nil
    ) {
        if let request, noRoom == nil {
            isKept = Persistence.allows(
                request, response, count: persistence?.count ?? 0,
                hasRoom: hub.registry.hasRoomToWait)
        }
        output.append(response, includingBody: includingBody, isKept: isKept)
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
            (phase, session) = (.webSocket, WebSocketSession(now: hub.loop.now))
        }
        isSubscriber = true
        persistence = nil
        hub.figures.client(format, 1)
        subscriptions.join(localStations, self, format, of: hub)
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
            awaitsStations = false
            session?.close(code: code, reason: reason, now: hub.loop.now)
            performSession()
        // A response that is being sent is sent to its end.
        case .flushing where !output.isEmpty: isKept = false
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
        if phase == .flushing { if isKept { awaitRequest() } else { linger() } }
    }

    private func updateInterest() {
        guard let raw = output.socket.rawDescriptor else { return }
        hub.loop.setInterest(raw, output.interest(isReading: isReading))
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
        subscriptions.leave(slot: slot, self, format, of: hub)
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

    /// The response is sent, and another request may follow.
    private func awaitRequest() {
        (isKept, phase, phaseDeadline) = (false, .request, hub.loop.now + Limits.keptWait)
        persistence = persistence ?? Persistence()
        persistence?.kept()
        // The next request of a proxy may be another client's.
        if let proxy = persistence?.proxy.take() {
            hub.registry.uncharge(address)
            (sender.address, isCharged) = (proxy, false)
        }
        updateInterest()
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
        timer.cancel(on: hub.loop)
        phase = .closed
        return descriptor
    }

    func close() {
        guard phase != .closed else { return }
        if let raw = output.socket.rawDescriptor { hub.loop.deregister(raw) }
        output.close()
        timer.cancel(on: hub.loop)
        phase = .closed
        session = nil
        input.clear()
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
        for slot in 0..<subscriptions.count {
            subscriptions.leave(slot: slot, self, format, of: hub)
        }
        subscriptions = Subscriptions()
    }

    // MARK: Time

    private func keepTime() { timer.keep(nextDeadline, on: hub.loop, for: self) }

    private var nextDeadline: Instant? {
        let own: Instant?
        switch phase {
        case .request where input.hasRest && !isParked: own = hub.loop.nextTurn
        case .request, .eventStream, .flushing, .lingering: own = phaseDeadline
        case .webSocket where awaitsStations: own = session.map { min($0.deadline, phaseDeadline) }
        case .webSocket: own = session?.deadline
        case .closed: return nil
        }
        guard let own, let stuck = output.deadline else { return own ?? output.deadline }
        return min(own, stuck)
    }
}
