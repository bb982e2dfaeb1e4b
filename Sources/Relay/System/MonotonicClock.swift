// Either module may be the one that defines `timespec`.
import CEpoll
import Glibc
import ICYReader

extension Instant {
    /// The current time of the clock that continues while the machine sleeps: a deadline that
    /// passes during sleep is due on wake-up.
    static var now: Instant {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
