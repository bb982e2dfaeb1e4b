import CEpoll
import Glibc
import ICYReader

/// Wakes a loop at a given time, with a descriptor that becomes readable then.
///
/// A timeout of `epoll_wait` would be set and cleared in each turn of the loop, which costs
/// microseconds in a virtual machine. This one is set only when something is due earlier than
/// before. A deadline that was cancelled meanwhile costs one wasted turn.
@safe final class Alarm {
    private let timer: FileDescriptor
    /// When it rings; nil if it is not set.
    private var time: Instant?

    init() throws(SystemError) {
        let flags = Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC)
        let raw = timerfd_create(CLOCK_BOOTTIME, flags)
        guard raw >= 0 else { throw SystemError("timerfd_create") }
        timer = FileDescriptor(owning: raw)
    }

    var descriptor: Int32 { timer.rawValue }

    /// Makes it ring at this time or earlier.
    func ring(at deadline: Instant) {
        if let time, time <= deadline { return }
        time = deadline
        // A time of zero would disarm the timer.
        let nanoseconds = max(deadline.nanoseconds, 1)
        var setting = itimerspec()
        setting.it_value = timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        let result = unsafe timerfd_settime(
            timer.rawValue, Int32(TFD_TIMER_ABSTIME), &setting, nil)
        precondition(result == 0, "timerfd_settime: \(SystemError("timerfd_settime").reason)")
    }

    /// Resets it after it has rung.
    func heard() {
        var count: UInt64 = 0
        _ = unsafe read(timer.rawValue, &count, 8)
        time = nil
    }
}
