import ICYReader

/// What one client is sent: its socket, what waits for it, and how long that may take.
struct ConnectionOutput: ~Copyable {
    var socket: ClientSocket
    private var outbox = Outbox()
    /// The client took nothing for too long, and has its Close: the deadline is not moved any more.
    private(set) var isGivenUp = false

    init(_ socket: consuming ClientSocket) { self.socket = socket }

    /// Whether nothing waits.
    var isEmpty: Bool { outbox.isEmpty }

    /// By when bytes have to have moved; nil while nothing waits.
    var deadline: Instant? { outbox.deadline }

    /// How many bytes of control frames wait.
    var controlCount: Int { outbox.controlCount }

    /// What the loop has to watch the socket for.
    ///
    /// - Parameter isReading: whether bytes of the client are wanted.
    func interest(isReading: Bool) -> Readiness {
        var interest: Readiness = isReading ? .readable : []
        if socket.wantsToWrite || (!outbox.isEmpty && !socket.wantsToRead) {
            interest.insert(.writable)
        }
        return interest
    }

    // MARK: What waits

    mutating func append(control bytes: [UInt8]) { outbox.appendControl(bytes) }

    mutating func append(body bytes: [UInt8], shared: SharedBody?) {
        outbox.append(body: bytes, shared: shared)
    }

    mutating func append(_ catchUp: CatchUp) { outbox.append(catchUp) }

    /// Whether a publication will come with what a new subscriber has still to be sent.
    func willCatchUp(_ kind: Outbox.Kind, station: Int) -> Bool {
        outbox.willCatchUp(kind, station: station)
    }

    /// Keeps a frame until the socket takes it, in the place of an older one where too many wait.
    ///
    /// - Returns: whether one made way.
    mutating func replace(
        _ kind: Outbox.Kind, station: Int, _ frame: [UInt8], capacity: Int
    ) -> Bool {
        outbox.replace(kind, station: station, frame, capacity: capacity)
    }

    /// Drops what waits of a station.
    mutating func drop(station: Int) { outbox.drop(station: station) }

    /// Drops everything that may be dropped: after a Close no data may follow.
    mutating func dropData() { outbox.dropData() }

    // MARK: Sending

    /// Sends what the socket takes of a frame while nothing waits, and keeps the rest.
    ///
    /// - Returns: how many bytes it took; nil if the connection is broken.
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

    /// Sends what waits, as much as the socket takes and one turn allows: a client that reads as
    /// fast as this loop writes must not keep it.
    ///
    /// - Returns: how many bytes it took; nil if the connection is broken.
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

    /// Gives the client a last short time, in which it may still read why.
    mutating func giveUp(now: Instant) {
        outbox.deadline = now + Limits.closeHandshakeWait
        isGivenUp = true
    }

    /// Closes the socket; nothing waits any more.
    mutating func close() {
        socket.close()
        outbox = Outbox()
    }
}
