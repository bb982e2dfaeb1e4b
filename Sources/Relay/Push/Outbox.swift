import ICYReader

/// What one client has still to be sent. A title is state, not a log: a client that is slow gets
/// the newest and never a long queue, so it holds one frame that is partly sent, and behind it, of
/// each station, the newest state, the newest titles and the newest advertisement.
///
/// It has storage only while something waits: nearly every client has nothing.
struct Outbox: ~Copyable {
    /// What may be replaced by a newer one of its kind.
    enum Kind: Int { case status, title, ad, block }

    private struct Waiting {
        let kind: Kind
        let station: Int
        let frame: [UInt8]
    }

    private final class Storage {
        var current: [UInt8] = []
        var sentCount = 0
        /// Whole frames (or the response head) that must not be dropped or overtaken.
        var control: [UInt8] = []
        /// What follows a response head, shared with others that asked for the same.
        var body: [UInt8] = []
        /// Keeps the body counted until all of it is sent.
        var sharedBody: SharedBody?
        /// What follows when nothing else is left.
        var catchUp: CatchUp?
        /// In the order of their coming; states go first, then titles, then advertisements.
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

    /// By when bytes have to have moved; nil while nothing waits.
    var deadline: Instant? {
        get { storage?.deadline }
        set { storage?.deadline = newValue }
    }

    /// How many bytes of control frames wait: a peer that sends pings and never reads makes it
    /// grow.
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

    /// What a new subscriber has still to be sent, behind all that waits already.
    mutating func append(_ catchUp: CatchUp) {
        guard !catchUp.isDone else { return }
        stored().catchUp = catchUp
    }

    /// Whether a publication will come from what a new subscriber has still to be sent.
    func willCatchUp(_ kind: Kind, station: Int) -> Bool {
        storage?.catchUp?.includes(kind, station: station) ?? false
    }

    /// Puts the newest of its kind and station behind what waits.
    ///
    /// - Parameter capacity: how many of the kind may wait; the oldest makes way.
    /// - Returns: whether one made way.
    @discardableResult
    mutating func replace(
        _ kind: Kind, station: Int, _ frame: [UInt8], capacity: Int = 1
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

    /// Nothing of a station any more.
    mutating func drop(station: Int) {
        storage?.waiting.removeAll { $0.station == station }
        storage?.catchUp?.drop(station: station)
        letGoIfEmpty()
    }

    /// Nothing but control frames from now on: after a Close no data may follow (RFC 6455 §5.5.1).
    mutating func dropData() {
        storage?.waiting = []
        storage?.catchUp = nil
        letGoIfEmpty()
    }

    /// The first part of `frame` is sent already; the rest must follow before anything else.
    mutating func startedSending(_ frame: [UInt8], count: Int) {
        precondition(isEmpty && count < frame.count)
        let storage = stored()
        storage.current = frame
        storage.sentCount = count
    }

    /// The bytes to send next and where to start in them; nil when there are none.
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
