import ICYReader

/// The output of one client: its socket, what waits for it, and how long that may take.
struct ConnectionOutput: ~Copyable {
    var socket: ClientSocket
    private var outbox = Outbox()
    /// The client accepted nothing for too long and was sent a Close: the deadline no longer moves.
    private(set) var isGivenUp = false

    init(_ socket: consuming ClientSocket) { self.socket = socket }

    /// Whether nothing waits.
    var isEmpty: Bool { outbox.isEmpty }

    /// When some bytes must have been sent; nil while nothing waits.
    var deadline: Instant? { outbox.deadline }

    /// The number of bytes of control frames that wait.
    var controlCount: Int { outbox.controlCount }

    /// The readiness that the loop should watch the socket for.
    ///
    /// - Parameter isReading: whether bytes of the client are wanted.
    func interest(isReading: Bool) -> Readiness {
        var interest: Readiness = isReading ? .readable : []
        if socket.wantsToWrite || (!outbox.isEmpty && !socket.wantsToRead) {
            interest.insert(.writable)
        }
        return interest
    }

    // MARK: Queueing

    mutating func append(control bytes: [UInt8]) { outbox.appendControl(bytes) }

    /// - Parameter isKept: whether another request may follow.
    mutating func append(_ response: Response, includingBody: Bool, isKept: Bool) {
        // A small body is sent with its head in one call; a large one is shared, not copied.
        let isJoined = includingBody && response.body.count <= Limits.joinedBody
        append(
            control: response.bytes(
                includingBody: isJoined, date: WallClock.now.httpDate, isKept: isKept))
        if includingBody && !isJoined {
            outbox.append(body: response.body, shared: response.shared)
        }
    }

    mutating func append(_ catchUp: CatchUp) { outbox.append(catchUp) }

    /// Whether a publication will be sent as part of the catch-up of a new subscriber.
    func willCatchUp(_ kind: Outbox.Kind, station: StationID) -> Bool {
        outbox.willCatchUp(kind, station: station)
    }

    /// Keeps a frame until the socket accepts it. It replaces an older one if too many wait.
    ///
    /// - Returns: whether a frame was replaced.
    mutating func replace(
        _ kind: Outbox.Kind, station: StationID, _ frame: [UInt8], capacity: Int
    ) -> Bool {
        outbox.replace(kind, station: station, frame, capacity: capacity)
    }

    /// Drops what waits for a station.
    mutating func drop(station: StationID) { outbox.drop(station: station) }

    /// Drops all data: none may follow a Close.
    mutating func dropData() { outbox.dropData() }

    // MARK: Sending

    /// Sends as much of a frame as the socket accepts, and keeps the rest. Nothing else may be
    /// waiting.
    ///
    /// - Returns: how many bytes the socket accepted; nil if the connection is broken.
    mutating func send(_ frame: [UInt8], now: Instant) -> Int? {
        let sent: Int
        switch socket.send(frame) {
        case .count(let count): sent = count
        case .wouldBlock: sent = 0
        case .end, .failed: return nil
        }
        if sent < frame.count {
            outbox.startedSending(frame, count: sent)
            outbox.deadline = now + Limits.stuckWait
        }
        return sent
    }

    /// Sends what waits, as much as the socket accepts and one turn allows: a client that reads as
    /// fast as this loop writes must not occupy the loop.
    ///
    /// - Returns: how many bytes the socket accepted; nil if the connection is broken.
    mutating func flush(now: Instant) -> Int? {
        var total = 0
        sending: while total < Limits.clientOutputPerTurn, let (bytes, offset) = outbox.next() {
            switch socket.send(bytes, from: offset) {
            case .count(let count):
                outbox.sent(count)
                total += count
                if !isGivenUp { outbox.deadline = now + Limits.stuckWait }
            case .wouldBlock: break sending
            case .end, .failed: return nil
            }
        }
        if !outbox.isEmpty, outbox.deadline == nil { outbox.deadline = now + Limits.stuckWait }
        return total
    }

    /// Gives the client a last short time to read why it is disconnected.
    mutating func giveUp(now: Instant) {
        outbox.deadline = now + Limits.closeHandshakeWait
        isGivenUp = true
    }

    /// Closes the socket and drops what waits.
    mutating func close() {
        socket.close()
        outbox = Outbox()
    }
}
