/// A request that is incomplete, or that waits for a turn.
final class PendingRequest {
    var parser: RequestParser
    /// The complete request that waits, and the bytes after it.
    var parked: Request?
    var rest: [UInt8] = []

    init(_ parser: RequestParser) { self.parser = parser }
}
