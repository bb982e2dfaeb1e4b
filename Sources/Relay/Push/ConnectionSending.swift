import ICYReader

/// What a client is sent, and how it is left.
extension Connection {
    // MARK: Answering

    /// Sends one response, after which the connection ends.
    func respond(_ response: Response, includingBody: Bool = true) {
        parser = nil
        // A small body goes with its head in one call; a large one is shared, not copied.
        let isJoined = includingBody && response.body.count <= Limits.joinedBody
        outbox.appendControl(
            response.bytes(includingBody: isJoined, date: WallClock.now.httpDate))
        if includingBody && !isJoined { outbox.append(body: response.body) }
        finish()
    }

    /// Sends the head of an answer whose body was not asked for.
    func respond(head: [UInt8]) {
        parser = nil
        outbox.appendControl(head)
        finish()
    }

    /// Titles from here on, as frames or as events.
    ///
    /// - Parameter first: the response head and what is known right behind it, in one piece: a
    ///   subscriber then costs one system call.
    func subscribe(to boards: [Board], _ format: MessageFormat, first: [UInt8]) {
        self.format = format
        if format == .eventStream {
            phase = .eventStream
            phaseDeadline = hub.loop.now + Limits.eventStreamInterval
        } else {
            phase = .webSocket
            session = WebSocketSession(now: hub.loop.now)
        }
        // Before anything that an on-demand station says at once, now that it is wanted.
        outbox.appendControl(first)
        for (slot, board) in boards.enumerated() {
            let index = board.fanOut.add(self, slot: slot, format)
            subscriptions.append(Subscription(board: board, index: index))
            hub.subscribed(to: board, format)
        }
        hub.figures.client(format, 1)
        flush()
        keepTime()
    }

    /// It stands elsewhere in the fan-out now: another client has gone.
    func moved(slot: Int, to index: Int) { subscriptions[slot]?.index = index }

    // MARK: Sending

    /// Something new of a station. The frame is shared by all clients; it is kept only by those
    /// whose socket does not take it whole at once.
    ///
    /// - Returns: whether the client listens at all: after a Close it does not.
    @discardableResult
    func send(_ kind: Outbox.Kind, station: Int, _ frame: [UInt8]) -> Bool {
        guard isListening else { return false }
        if outbox.isEmpty {
            sendDirectly(frame)
            return true
        }
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

    func sendDirectly(_ frame: [UInt8]) {
        switch socket.send(frame) {
        case .count(frame.count): return hub.figures.sentBytes.add(frame.count)
        case .count(let count):
            hub.figures.sentBytes.add(count)
            outbox.startedSending(frame, count: count)
        case .wouldBlock: outbox.startedSending(frame, count: 0)
        case .end, .failed: return close()
        }
        stuckDeadline = hub.loop.now + Limits.stuckWait
        updateInterest()
        keepTime()
    }

    func flush() {
        guard phase != .closed else { return }
        while let (bytes, offset) = outbox.next() {
            switch socket.send(bytes, from: offset) {
            case .count(let count):
                outbox.sent(count)
                hub.figures.sentBytes.add(count)
                if !isGivenUp { stuckDeadline = hub.loop.now + Limits.stuckWait }
                continue
            case .end, .failed: return close()
            case .wouldBlock: break
            }
            break
        }
        updateInterest()
        guard outbox.isEmpty else {
            if stuckDeadline == nil { stuckDeadline = hub.loop.now + Limits.stuckWait }
            return keepTime()
        }
        stuckDeadline = nil
        if phase == .flushing { linger() }
    }

    func updateInterest() {
        guard let raw = socket.rawDescriptor else { return }
        var interest: Readiness = inputEnded ? [] : .readable
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
        if let board = subscriptions[slot]?.board { outbox.drop(station: board.id) }
        unsubscribe(slot: slot)
        guard subscriptions.allSatisfy({ $0 == nil }) else { return }
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

    func close() {
        guard phase != .closed else { return }
        if let raw = socket.rawDescriptor { hub.loop.deregister(raw) }
        socket.close()
        if let timer { hub.loop.cancel(timer) }
        timer = nil
        phase = .closed
        session = nil
        outbox = Outbox()
        unsubscribe()
        hub.closed(self)
    }

    private func unsubscribe() {
        for slot in subscriptions.indices { unsubscribe(slot: slot) }
        guard !subscriptions.isEmpty else { return }
        subscriptions = []
        hub.figures.client(format, -1)
    }

    private func unsubscribe(slot: Int) {
        guard let subscription = subscriptions[slot] else { return }
        subscriptions[slot] = nil
        subscription.board.fanOut.remove(self, at: subscription.index, format)
        hub.unsubscribed(from: subscription.board, format)
    }
}
