/// A client that moves to the loop that reads its station: its socket and its request.
final class ClientHandover: Sendable {
    let sender: AccessPolicy.Sender
    let isCharged: Bool
    let request: Request
    /// -1 once it has been taken.
    private let descriptor: Lock<Int32>

    init(
        _ descriptor: consuming FileDescriptor, from sender: AccessPolicy.Sender, isCharged: Bool,
        request: Request
    ) {
        self.descriptor = Lock(descriptor.release())
        self.sender = sender
        self.isCharged = isCharged
        self.request = request
    }

    deinit { takeDescriptor()?.close() }

    /// Returns the descriptor once; nil after that.
    func takeDescriptor() -> FileDescriptor? {
        let raw = descriptor.withLock { raw in
            defer { raw = -1 }
            return raw
        }
        return raw >= 0 ? FileDescriptor(owning: raw) : nil
    }
}
