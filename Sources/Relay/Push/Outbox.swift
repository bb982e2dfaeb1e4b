import ICYReader

/// What one client must still be sent. A title is state, not a log: a slow client gets the newest
/// title and never a long queue. It holds one partly sent frame and, after it, the newest state,
/// titles, advertisement and blocks of each station.
///
/// It has storage only while something waits: for nearly every client there is none.
struct Outbox: ~Copyable {
    /// The kinds of messages that a newer one of the same kind may replace.
    enum Kind: Int { case status, title, ad, block }

    private struct Waiting {
        let kind: Kind
        let station: StationID
        let frame: [UInt8]
    }

    private final class Storage {
        var current: [UInt8] = []
        var sentCount = 0
        /// Whole frames (or the response head) that must not be dropped or overtaken.
        var control: [UInt8] = []
        /// The body after a response head, shared with other clients that requested the same.
        var body: [UInt8] = []
        /// Keeps the body's bytes counted until all of them are sent.
        var sharedBody: SharedBody?
        /// Is sent when nothing else is left.
        var catchUp: CatchUp?
        /// In the order of arrival. States are sent first, then titles, advertisements and blocks.
        var waiting: [Waiting] = []
        var deadline: Instant?

        var isEmpty: Bool {
            current.isEmpty && control.isEmpty && body.isEmpty && waiting.isEmpty
                && catchUp == nil
        }

        var nextWaiting: Int? {
            waiting.indices.min { waiting[$0].kind.rawValue < waiting[$1].kind.rawValue }
        }
    }

    private var storage: Storage?

    var isEmpty: Bool { storage == nil }

    /// When some bytes must have been sent; nil while nothing waits.
    var deadline: Instant? {
        get { storage?.deadline }
        set { storage?.deadline = newValue }
    }

    /// The number of bytes of control frames that wait. It grows with a peer that sends pings and
    /// never reads.
    var controlCount: Int { storage?.control.count ?? 0 }

    private mutating func stored() -> Storage {
        if let storage { return storage }
        let new = Storage()
        storage = new
        return new
    }

    private mutating func letGoIfEmpty() {
        if storage?.isEmpty == true { storage = nil }
    }

    mutating func appendControl(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let storage = stored()
        if storage.control.isEmpty { storage.control = bytes } else { storage.control += bytes }
    }

    mutating func append(body bytes: [UInt8], shared: SharedBody? = nil) {
        guard !bytes.isEmpty else { return }
        let storage = stored()
        storage.body = bytes
        storage.sharedBody = shared
    }

    /// Adds what a new subscriber must still be sent, after everything that already waits.
    mutating func append(_ catchUp: CatchUp) {
        guard !catchUp.isDone else { return }
        stored().catchUp = catchUp
    }

    /// Whether a publication will be sent as part of the catch-up of a new subscriber.
    func willCatchUp(_ kind: Kind, station: StationID) -> Bool {
        storage?.catchUp?.includes(kind, station: station) ?? false
    }

    /// Adds the newest message of its kind and station at the end.
    ///
    /// - Parameter capacity: how many of the kind may wait; beyond it the oldest is dropped.
    /// - Returns: whether one was dropped.
    @discardableResult
    mutating func replace(
        _ kind: Kind, station: StationID, _ frame: [UInt8], capacity: Int = 1
    ) -> Bool {
        let storage = stored()
        var count = 0
        var oldest: Int?
        for (index, other) in storage.waiting.enumerated()
        where other.kind == kind && other.station == station {
            count += 1
            oldest = oldest ?? index
        }
        let isFull = count >= capacity
        if isFull, let oldest { storage.waiting.remove(at: oldest) }
        storage.waiting.append(Waiting(kind: kind, station: station, frame: frame))
        return isFull
    }

    /// Drops everything of a station.
    mutating func drop(station: StationID) {
        storage?.waiting.removeAll { $0.station == station }
        storage?.catchUp?.drop(station: station)
        letGoIfEmpty()
    }

    /// Drops everything except control frames: no data may follow a Close (RFC 6455 §5.5.1).
    mutating func dropData() {
        storage?.waiting = []
        storage?.catchUp = nil
        letGoIfEmpty()
    }

    /// Notes that the first `count` bytes of `frame` are sent; the rest must follow before anything
    /// else.
    mutating func startedSending(_ frame: [UInt8], count: Int) {
        precondition(isEmpty && count < frame.count)
        let storage = stored()
        storage.current = frame
        storage.sentCount = count
    }

    /// The bytes to send next and the offset to start at; nil if there are none.
    mutating func next() -> (bytes: [UInt8], offset: Int)? {
        guard let storage else { return nil }
        if storage.current.isEmpty {
            storage.sentCount = 0
            if !storage.control.isEmpty {
                swap(&storage.current, &storage.control)
            } else if !storage.body.isEmpty {
                swap(&storage.current, &storage.body)
            } else if let index = storage.nextWaiting {
                storage.current = storage.waiting.remove(at: index).frame
            } else if let catchUp = storage.catchUp {
                storage.current = catchUp.next(Limits.catchUpBytes)
                if catchUp.isDone { storage.catchUp = nil }
                guard !storage.current.isEmpty else {
                    letGoIfEmpty()
                    return nil
                }
            }
        }
        return (storage.current, storage.sentCount)
    }

    mutating func sent(_ count: Int) {
        guard let storage else { preconditionFailure("nothing was to be sent") }
        storage.sentCount += count
        precondition(storage.sentCount <= storage.current.count)
        guard storage.sentCount == storage.current.count else { return }
        storage.current = []
        if storage.body.isEmpty { storage.sharedBody = nil }
        letGoIfEmpty()
    }
}
