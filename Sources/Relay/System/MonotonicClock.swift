// Either of the two may be the one that defines `timespec`.
import CEpoll
import Glibc
import ICYReader

extension Instant {
    /// Now, on the clock that goes on while the machine sleeps: a deadline that has passed then is
    /// due when it wakes.
    static var now: Instant {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
