import ICYReader

/// What a client has sent and has no answer yet: a part of a request, a request that waits for a
/// turn, and what came after one.
///
/// Nearly every request arrives whole and alone, and then nothing is kept.
struct RequestInput {
    private final class Pending {
        var parser: RequestParser
        /// The complete request that waits.
        var parked: Request?
        /// The first message of a client of AzuraCast's WebSocket that waits.
        var message: [UInt8]?
        /// The bytes after a request.
        var rest: [UInt8] = []

        init(_ parser: RequestParser) { self.parser = parser }
    }

    private var pending: Pending?

    /// Whether nothing of a request has arrived.
    var isEmpty: Bool { pending == nil }

    /// Whether a request, or a message in place of one, waits for a turn.
    var isParked: Bool { pending.map { $0.parked != nil || $0.message != nil } ?? false }

    /// Whether bytes wait that came after a request.
    var hasRest: Bool { pending?.rest.isEmpty == false }

    /// Consumes bytes from `bytes[offset...]` up to the end of a request head.
    ///
    /// - Parameter maximumBytes: the largest size of a head that begins here.
    mutating func next(
        _ bytes: Span<UInt8>, _ offset: inout Int, maximumBytes: Int
    ) throws(RequestError) -> Request? {
        if let pending {
            let request = try pending.parser.next(bytes, &offset)
            if request != nil { self.pending = nil }
            return request
        }
        var parser = RequestParser(maximumBytes: maximumBytes)
        if let request = try parser.next(bytes, &offset) { return request }
        pending = Pending(parser)
        return nil
    }

    /// Lets a complete request wait for a turn, or a message.
    mutating func park(_ request: Request?, _ message: [UInt8]? = nil) {
        let pending = pending ?? Pending(RequestParser())
        (pending.parked, pending.message) = (request, message)
        self.pending = pending
    }

    /// The message that waited.
    mutating func takeMessage() -> [UInt8]? {
        guard let message = pending?.message else { return nil }
        pending = nil
        return message
    }

    /// The request that waited; what came after it is still there.
    mutating func unpark() -> Request? { pending?.parked.take() }

    /// Keeps what came after a request until that is answered: at most what one receive brings.
    mutating func hold(_ rest: Span<UInt8>) {
        guard !rest.isEmpty else { return }
        if pending == nil { pending = Pending(RequestParser()) }
        pending?.rest = rest.indices.map { rest[$0] }
    }

    /// Returns what came after a request. The next one begins there.
    mutating func takeRest() -> [UInt8] {
        defer { pending = nil }
        return pending?.rest ?? []
    }

    mutating func clear() { pending = nil }
}
