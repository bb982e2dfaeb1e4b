/// A body that many responses share. It is counted until the last client has read it.
final class SharedBody: Sendable {
    let bytes: [UInt8]
    private let held: HeldBytes
    private let source: (any AnyObject & Sendable)?

    /// - Parameter source: kept as long as the body.
    init(_ bytes: [UInt8], _ held: HeldBytes, of source: (any AnyObject & Sendable)? = nil) {
        self.bytes = bytes
        self.held = held
        self.source = source
        held.counter.add(bytes.count)
    }

    deinit { held.counter.add(-bytes.count) }
}

/// The bytes of all shared bodies of a loop: the current ones, and outdated ones that some clients
/// have not read to the end.
final class HeldBytes: Sendable {
    let counter = Counter()
}
