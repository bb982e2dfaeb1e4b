import CEpoll
import Glibc

/// Wakes a thread that has no loop and waits only for this.
final class Doorbell: Sendable {
    private let event: FileDescriptor

    init() throws(SystemError) {
        let raw = eventfd(0, Int32(EFD_CLOEXEC))
        guard raw >= 0 else { throw SystemError("eventfd") }
        event = FileDescriptor(owning: raw)
    }

    /// Never blocks. A ring is kept until the next `wait`.
    func ring() { _ = eventfd_write(event.rawValue, 1) }

    /// Returns once there was a ring since the last call. A signal may end the wait early, so the
    /// caller checks whether there is work.
    func wait() {
        var count: UInt64 = 0
        _ = unsafe eventfd_read(event.rawValue, &count)
    }
}
