/// A request that is incomplete, or that waits for a turn.
final class PendingRequest {
    var parser: RequestParser
    /// The complete request that waits, and the bytes after it.
    var parked: Request?
    var rest: [UInt8] = []
    /// The first message of a client of AzuraCast's WebSocket that waits.
    var message: [UInt8]?

    var isParked: Bool { parked != nil || message != nil }

    init(_ parser: RequestParser) { self.parser = parser }
}

extension PendingRequest? {
    /// The next whole request; nil if more bytes are needed.
    ///
    /// - Parameter maximumBytes: those of a request head.
    mutating func next(
        _ bytes: Span<UInt8>, _ offset: inout Int, maximumBytes: Int
    ) throws(RequestError) -> Request? {
        if let self { return try self.parser.next(bytes, &offset) }
        var parser = RequestParser(maximumBytes: maximumBytes)
        if let request = try parser.next(bytes, &offset) { return request }
        self = PendingRequest(parser)
        return nil
    }
}
