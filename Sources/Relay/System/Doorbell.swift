import CEpoll
import Glibc

/// Wakes a thread that has no loop and waits for nothing else.
final class Doorbell: Sendable {
    private let event: FileDescriptor

    init() throws(SystemError) {
        let raw = eventfd(0, Int32(EFD_CLOEXEC))
        guard raw >= 0 else { throw SystemError("eventfd") }
        event = FileDescriptor(owning: raw)
    }

    /// Never waits. A ring that nobody has heard yet is kept.
    func ring() { _ = eventfd_write(event.rawValue, 1) }

    /// Returns when there was a ring since the last call. A signal may end it early, so the caller
    /// looks whether there is something to do.
    func wait() {
        var count: UInt64 = 0
        _ = unsafe eventfd_read(event.rawValue, &count)
    }
}
