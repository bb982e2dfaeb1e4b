import CEpoll
import Glibc
import ICYReader

/// Wakes a loop at a time, by a descriptor that becomes readable then.
///
/// A timeout of `epoll_wait` would be set and taken back at each turn of the loop, which costs
/// microseconds in a virtual machine; this one is set only when something is due earlier than
/// before. A deadline that has gone meanwhile costs one turn for nothing.
@safe final class Alarm {
    private let timer: FileDescriptor
    /// When it rings; nil: it is not set.
    private var time: Instant?

    init() throws(SystemError) {
        let flags = Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC)
        let raw = timerfd_create(CLOCK_BOOTTIME, flags)
        guard raw >= 0 else { throw SystemError("timerfd_create") }
        timer = FileDescriptor(owning: raw)
    }

    var descriptor: Int32 { timer.rawValue }

    /// It rings at this time, or before.
    func ring(at deadline: Instant) {
        if let time, time <= deadline { return }
        time = deadline
        // A time of zero would switch it off.
        let nanoseconds = max(deadline.nanoseconds, 1)
        var setting = itimerspec()
        setting.it_value = timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        let result = unsafe timerfd_settime(
            timer.rawValue, Int32(TFD_TIMER_ABSTIME), &setting, nil)
        precondition(result == 0, "timerfd_settime: \(SystemError("timerfd_settime").reason)")
    }

    /// It has rung.
    func heard() {
        var count: UInt64 = 0
        _ = unsafe read(timer.rawValue, &count, 8)
        time = nil
    }
}
