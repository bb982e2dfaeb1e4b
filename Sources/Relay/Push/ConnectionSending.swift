import ICYReader

/// What a client is sent, and how it is left.
extension Connection {
    // MARK: Answering

    /// Sends one response, after which the connection ends.
    func respond(_ response: Response, includingBody: Bool = true) {
        reading = nil
        // A small body goes with its head in one call; a large one is shared, not copied.
        let isJoined = includingBody && response.body.count <= Limits.joinedBody
        outbox.appendControl(
            response.bytes(includingBody: isJoined, date: WallClock.now.httpDate))
        if includingBody && !isJoined {
            outbox.append(body: response.body, shared: response.shared)
        }
        finish()
    }

    /// Sends the head of an answer whose body was not asked for.
    func respond(head: [UInt8]) {
        reading = nil
        outbox.appendControl(head)
        finish()
    }

    /// Titles from here on, as frames or as events.
    ///
    /// - Parameters:
    ///   - head: the response head. What is known follows it in one piece: a subscriber then costs
    ///     one system call.
    ///   - catchUp: what is known.
    func subscribe(
        to boards: [Board], _ format: MessageFormat, head: [UInt8], _ catchUp: CatchUp
    ) {
        self.format = format
        if format == .eventStream {
            phase = .eventStream
            phaseDeadline = hub.loop.now + Limits.eventStreamInterval
        } else {
            phase = .webSocket
            session = WebSocketSession(now: hub.loop.now)
        }
        // Before anything that an on-demand station says at once, now that it is wanted.
        let first = head + catchUp.next(Limits.firstCatchUpBytes)
        if outbox.isEmpty { sendDirectly(first) } else { outbox.appendControl(first) }
        // It may have gone with that.
        guard isListening else { return hub.gaveUp(boards) }
        outbox.append(catchUp)
        isSubscriber = true
        hub.figures.client(format, 1)
        for (slot, board) in boards.enumerated() {
            let index = board.fanOut.add(self, slot: slot, format)
            let new = Subscription(board: board, index: Int32(index))
            if slot == 0 { subscription = new } else { moreSubscriptions.append(new) }
            hub.subscribed(to: board, format)
            // Or with what the station said at once; then it is off all boards again.
            guard isListening else { return hub.gaveUp(boards[(slot + 1)...]) }
        }
        flush()
        keepTime()
    }

    /// It stands elsewhere in the fan-out now: another client has gone.
    func moved(slot: Int, to index: Int) { withSubscription(slot) { $0?.index = Int32(index) } }

    private func withSubscription<Result>(
        _ slot: Int, _ body: (inout Subscription?) -> Result
    ) -> Result {
        slot == 0 ? body(&subscription) : body(&moreSubscriptions[slot - 1])
    }

    // MARK: Sending

    /// Something new of a station. The frame is shared by all clients; it is kept only by those
    /// whose socket does not take it whole at once.
    ///
    /// - Parameter sentBytes: takes what goes out now, to be counted for all clients at once.
    /// - Returns: whether the client listens at all: after a Close it does not.
    func send(
        _ kind: Outbox.Kind, station: Int, _ frame: [UInt8], sentBytes: inout Int
    ) -> Bool {
        guard isListening else { return false }
        if outbox.isEmpty {
            sentBytes += sendNow(frame)
            return true
        }
        if outbox.willCatchUp(kind, station: station) { return true }
        // What waits is sent when the loop says that the socket takes more.
        let capacity = kind == .title || kind == .block ? hub.settings.limits.queuedFrames - 1 : 1
        if outbox.replace(kind, station: station, frame, capacity: capacity), kind == .title {
            hub.figures.dropped(.replaced)
        }
        return true
    }

    /// Says goodbye; the connection ends when the client has answered, or soon after.
    func sendClose(code: UInt16, reason: String) {
        switch phase {
        case .webSocket:
            session?.close(code: code, reason: reason, now: hub.loop.now)
            performSession()
        // The end is all that an event stream can say.
        case .eventStream: finish()
        default: close()
        }
    }

    func sendDirectly(_ frame: [UInt8]) { hub.figures.sentBytes.add(sendNow(frame)) }

    /// Sends what the socket takes, and keeps the rest.
    ///
    /// - Returns: how many bytes it took.
    private func sendNow(_ frame: [UInt8]) -> Int {
        var sent = 0
        switch socket.send(frame) {
        case .count(frame.count): return frame.count
        case .count(let count): sent = count
        case .wouldBlock: break
        case .end, .failed:
            close()
            return 0
        }
        outbox.startedSending(frame, count: sent)
        outbox.deadline = hub.loop.now + Limits.stuckWait
        updateInterest()
        keepTime()
        return sent
    }

    func flush() {
        guard phase != .closed else { return }
        var total = 0
        // A client that reads as fast as this loop writes must not keep it.
        while total < Limits.clientOutputPerTurn, let (bytes, offset) = outbox.next() {
            switch socket.send(bytes, from: offset) {
            case .count(let count):
                outbox.sent(count)
                total += count
                hub.figures.sentBytes.add(count)
                if !isGivenUp { outbox.deadline = hub.loop.now + Limits.stuckWait }
                continue
            case .end, .failed: return close()
            case .wouldBlock: break
            }
            break
        }
        updateInterest()
        guard outbox.isEmpty else {
            if outbox.deadline == nil { outbox.deadline = hub.loop.now + Limits.stuckWait }
            return keepTime()
        }
        if phase == .flushing { linger() }
    }

    func updateInterest() {
        guard let raw = socket.rawDescriptor else { return }
        var interest: Readiness = inputEnded || isParked ? [] : .readable
        if socket.wantsToWrite || (!outbox.isEmpty && !socket.wantsToRead) {
            interest.insert(.writable)
        }
        hub.loop.setInterest(raw, interest)
    }

    func performSession() {
        while let action = session?.nextAction() {
            switch action {
            case .send(let bytes):
                outbox.appendControl(bytes)
            case .message:
                // Clients have nothing to tell: the URL says which stations they want.
                break
            case .end:
                if session?.failure != nil { hub.figures.dropped(.protocolError) }
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

    /// A station is not served any more.
    func stationRemoved(slot: Int) {
        if let board = withSubscription(slot, { $0?.board }) { outbox.drop(station: board.id) }
        unsubscribe(slot: slot)
        guard subscription == nil, moreSubscriptions.allSatisfy({ $0 == nil }) else { return }
        sendClose(code: CloseCode.goingAway, reason: "station removed")
    }

    private func finish() {
        guard phase != .closed else { return }
        unsubscribe()
        session = nil
        outbox.dropData()
        phase = .flushing
        phaseDeadline = hub.loop.now + Limits.responseWait
        flush()
        keepTime()
    }

    private func linger() {
        guard !inputEnded else { return close() }
        phase = .lingering
        phaseDeadline = hub.loop.now + Limits.lingerWait
        socket.shutdownWriting()
        keepTime()
    }

    /// Gives its socket away, to be somebody else's client: nothing was sent yet. What is under TLS
    /// cannot go.
    ///
    /// - Returns: nil where it has to stay.
    func leave() -> FileDescriptor? {
        guard phase == .request, !isRefused, outbox.isEmpty, let raw = socket.rawDescriptor,
            let descriptor = socket.takePlain()
        else { return nil }
        hub.loop.deregister(raw)
        if let timer { hub.loop.cancel(timer) }
        timer = nil
        phase = .closed
        return descriptor
    }

    func close() {
        guard phase != .closed else { return }
        if let raw = socket.rawDescriptor { hub.loop.deregister(raw) }
        socket.close()
        if let timer { hub.loop.cancel(timer) }
        timer = nil
        phase = .closed
        session = nil
        reading = nil
        outbox = Outbox()
        unsubscribe()
        hub.closed(self)
    }

    private func unsubscribe() {
        guard isSubscriber else { return }
        isSubscriber = false
        hub.figures.client(format, -1)
        if hub.mayLeaveBoards(self, count: 1 + moreSubscriptions.count) { leaveBoards() }
    }

    /// Takes it off the boards of its stations.
    func leaveBoards() {
        for slot in 0...moreSubscriptions.count { unsubscribe(slot: slot) }
        moreSubscriptions = []
    }

    private func unsubscribe(slot: Int) {
        guard let gone = withSubscription(slot, { $0.take() }) else { return }
        gone.board.fanOut.remove(self, at: Int(gone.index), format)
        hub.unsubscribed(from: gone.board, format)
    }
}
