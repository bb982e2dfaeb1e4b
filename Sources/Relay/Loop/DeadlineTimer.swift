import ICYReader

/// One timer for whatever is due first. A later deadline does not reschedule it: it fires early
/// once and is set again. Traffic costs no heap operation.
struct DeadlineTimer {
    private var token: Timers.Token?
    private var deadline = Instant(nanoseconds: 0)

    /// - Parameter due: the next deadline; nil if there is none.
    mutating func keep(_ due: Instant?, on loop: EventLoop, for handler: any TimerHandler) {
        guard let due else { return }
        if let token {
            guard due < deadline else { return }
            loop.cancel(token)
        }
        token = loop.schedule(at: due, handler)
        deadline = due
    }

    mutating func fired() { token = nil }

    mutating func cancel(on loop: EventLoop) {
        if let token { loop.cancel(token) }
        token = nil
    }
}
