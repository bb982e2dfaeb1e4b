/// A body that many answers share. It is counted until the last client has read it.
final class SharedBody: Sendable {
    let bytes: [UInt8]
    private let held: HeldBytes

    init(_ bytes: [UInt8], _ held: HeldBytes) {
        self.bytes = bytes
        self.held = held
        held.counter.add(bytes.count)
    }

    deinit { held.counter.add(-bytes.count) }
}

/// The bytes of all shared bodies of a loop: those that are current, and those that are outdated
/// and that clients have not read to the end.
final class HeldBytes: Sendable {
    let counter = Counter()
}
