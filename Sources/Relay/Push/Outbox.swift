/// What one client has still to be sent. A title is state, not a log: a client that is slow gets
/// the newest and never a long queue, so it holds one frame that is partly sent, and behind it, of
/// each station, the newest state, the newest titles and the newest advertisement.
struct Outbox {
    /// What may be replaced by a newer one of its kind.
    enum Kind: Int { case status, title, ad, block }

    private struct Waiting {
        let kind: Kind
        let station: Int
        let frame: [UInt8]
    }

    private var current: [UInt8] = []
    private var sentCount = 0
    /// Whole frames (or the response head) that must not be dropped or overtaken.
    private var control: [UInt8] = []
    /// What follows a response head, shared with others that asked for the same.
    private var body: [UInt8] = []
    /// In the order of their coming; states go first, then titles, then advertisements.
    private var waiting: [Waiting] = []

    var isEmpty: Bool {
        current.isEmpty && control.isEmpty && body.isEmpty && waiting.isEmpty
    }

    /// How many bytes of control frames wait: a peer that sends pings and never reads makes it
    /// grow.
    var controlCount: Int { control.count }

    mutating func appendControl(_ bytes: [UInt8]) {
        if control.isEmpty { control = bytes } else { control += bytes }
    }

    mutating func append(body bytes: [UInt8]) { body = bytes }

    /// Puts the newest of its kind and station behind what waits.
    ///
    /// - Parameter capacity: how many of the kind may wait; the oldest makes way.
    /// - Returns: whether one made way.
    @discardableResult
    mutating func replace(
        _ kind: Kind, station: Int, _ frame: [UInt8], capacity: Int = 1
    ) -> Bool {
        var count = 0
        var oldest: Int?
        for (index, other) in waiting.enumerated()
        where other.kind == kind && other.station == station {
            count += 1
            oldest = oldest ?? index
        }
        let isFull = count >= capacity
        if isFull, let oldest { waiting.remove(at: oldest) }
        waiting.append(Waiting(kind: kind, station: station, frame: frame))
        return isFull
    }

    /// Nothing of a station any more.
    mutating func drop(station: Int) { waiting.removeAll { $0.station == station } }

    /// Nothing but control frames from now on: after a Close no data may follow (RFC 6455 §5.5.1).
    mutating func dropData() { waiting = [] }

    /// The first part of `frame` is sent already; the rest must follow before anything else.
    mutating func startedSending(_ frame: [UInt8], count: Int) {
        precondition(isEmpty)
        current = frame
        sentCount = count
    }

    /// The bytes to send next and where to start in them; nil when there are none.
    mutating func next() -> (bytes: [UInt8], offset: Int)? {
        if current.isEmpty {
            sentCount = 0
            if !control.isEmpty {
                swap(&current, &control)
            } else if !body.isEmpty {
                swap(&current, &body)
            } else if let index = nextWaiting {
                current = waiting.remove(at: index).frame
                // A slow client may not hold the memory of its worst moment for ever.
                if waiting.isEmpty { waiting = [] }
            } else {
                return nil
            }
        }
        return (current, sentCount)
    }

    private var nextWaiting: Int? {
        waiting.indices.min { waiting[$0].kind.rawValue < waiting[$1].kind.rawValue }
    }

    mutating func sent(_ count: Int) {
        sentCount += count
        precondition(sentCount <= current.count)
        if sentCount == current.count { current = [] }
    }
}
