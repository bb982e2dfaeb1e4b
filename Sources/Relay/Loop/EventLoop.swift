import CEpoll
import Glibc
import ICYReader

/// One epoll loop on one thread. Everything attached to it belongs to that thread only; other
/// threads reach it only through an `Inbox`.
///
/// A turn: wait, then handle the descriptors that are ready, then the timers that are due. Events
/// are level-triggered, so a handler may leave bytes for the next turn without missing any.
@safe final class EventLoop {
    let receiveBuffer = ReceiveBuffer()
    /// The time of this turn, read once for the whole turn.
    private(set) var now: Instant
    /// The number of turns so far.
    private(set) var turn = 0
    /// Called at the end of each turn with its beginning, after the wait, and its end.
    var turnEnded: ((_ start: Instant, _ end: Instant) -> Void)?

    private struct Registration {
        var handler: (any EventHandler)?
        var interest: Readiness = []
        var isStream = false
        var generation: UInt32 = 0
    }

    private let epoll: FileDescriptor
    private let clock: () -> Instant
    /// Rings at the earliest deadline; nil if a test controls the clock.
    private let alarm: Alarm?
    private let events: UnsafeMutableBufferPointer<epoll_event>
    private var registrations: [Registration] = []
    /// The streams that were served in the last turn, if that was cut short.
    private var served: [UInt64] = []
    private var timers = Timers()
    /// Whether the current turn is the last one.
    private(set) var isStopping = false

    /// - Parameter clock: a clock for tests; nil for the machine's.
    init(clock: (() -> Instant)? = nil) throws(SystemError) {
        let raw = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard raw >= 0 else { throw SystemError("epoll_create1") }
        epoll = FileDescriptor(owning: raw)
        alarm = clock == nil ? try Alarm() : nil
        let clock = clock ?? { Instant.now }
        self.clock = clock
        now = clock()
        unsafe events = .allocate(capacity: Limits.eventsPerTurn)
        unsafe events.initialize(repeating: epoll_event())
        if let alarm { try control(EPOLL_CTL_ADD, alarm.descriptor, [.readable], generation: 0) }
    }

    deinit { unsafe events.deallocate() }

    // MARK: Descriptors

    /// - Parameter isStream: whether the descriptor's input may have to be sent to thousands of
    ///   clients. If a turn has become long, such a descriptor waits for the next one.
    func register(
        _ descriptor: Int32, for interest: Readiness, _ handler: any EventHandler,
        isStream: Bool = false
    ) throws(SystemError) {
        let index = Int(descriptor)
        while registrations.count <= index { registrations.append(Registration()) }
        precondition(registrations[index].handler == nil, "registered twice")
        // Every registration gets a new generation: an event of this turn that still refers to the
        // descriptor's previous owner must not reach the new one.
        registrations[index].generation &+= 1
        try control(
            EPOLL_CTL_ADD, descriptor, interest, generation: registrations[index].generation)
        registrations[index].handler = handler
        registrations[index].interest = interest
        registrations[index].isStream = isStream
    }

    func setInterest(_ descriptor: Int32, _ interest: Readiness) {
        let index = Int(descriptor)
        guard registrations[index].interest != interest else { return }
        registrations[index].interest = interest
        // This fails only for a descriptor that is not watched, which is a bug.
        do throws(SystemError) {
            try control(
                EPOLL_CTL_MOD, descriptor, interest, generation: registrations[index].generation)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Must be called before the descriptor is closed.
    func deregister(_ descriptor: Int32) {
        let index = Int(descriptor)
        precondition(registrations[index].handler != nil, "not registered")
        registrations[index].handler = nil
        registrations[index].interest = []
        registrations[index].generation &+= 1
        _ = epoll_ctl(epoll.rawValue, EPOLL_CTL_DEL, descriptor, nil)
    }

    private func control(
        _ operation: Int32, _ descriptor: Int32, _ interest: Readiness, generation: UInt32
    ) throws(SystemError) {
        var event = unsafe epoll_event()
        var mask: UInt32 = 0
        if interest.contains(.readable) { mask |= EPOLLIN.rawValue | EPOLLRDHUP.rawValue }
        if interest.contains(.writable) { mask |= EPOLLOUT.rawValue }
        unsafe event.events = mask
        unsafe event.data.u64 = UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
        guard unsafe epoll_ctl(epoll.rawValue, operation, descriptor, &event) == 0 else {
            throw SystemError("epoll_ctl")
        }
    }

    // MARK: Timers

    /// A time in the next turn, and not in this one: anything scheduled for `now` fires among the
    /// timers of this turn.
    var nextTurn: Instant { now + .nanoseconds(1) }

    /// The number of timers that are set.
    var timerCount: Int { timers.count }

    func schedule(at deadline: Instant, _ handler: any TimerHandler) -> Timers.Token {
        timers.schedule(at: deadline, handler)
    }

    func cancel(_ token: Timers.Token) { timers.cancel(token) }

    // MARK: Running

    /// Runs until `stop` is called.
    func run() {
        while !isStopping { runOnce(timeout: nil) }
    }

    /// Makes the current turn the last one.
    func stop() { isStopping = true }

    /// Runs one turn.
    ///
    /// - Parameter timeout: the longest time to wait; nil to wait until something happens.
    func runOnce(timeout: Duration?) {
        guard !isStopping else { return }
        turn += 1
        if alarm == nil { now = clock() }
        let count = wait(milliseconds: waitTime(timeout))
        now = clock()
        dispatchAll(count)
        // Timers come last: a pong that has already arrived must count before its absence does.
        fireTimers()
        if let turnEnded { turnEnded(now, clock()) }
    }

    private func fireTimers() {
        // Fire only as many timers as wait now, however many are scheduled for `now` meanwhile: the
        // sockets need their turn too.
        let end = now + Limits.streamTime
        for _ in 0..<timers.count {
            guard let (handler, token) = timers.popExpired(now: now) else { return }
            handler.timerFired(token, now: now)
            // A delayed title may go to thousands of clients too.
            if clock() >= end { return }
        }
    }

    /// The wait in milliseconds, rounded up: a wait that ends early would spin until the deadline.
    private func waitTime(_ timeout: Duration?) -> Int32 {
        var wait = timeout
        if let deadline = timers.nextDeadline() {
            if let alarm {
                alarm.ring(at: deadline)
            } else {
                let untilDeadline = max(deadline - now, .zero)
                wait = min(wait ?? untilDeadline, untilDeadline)
            }
        }
        guard let wait else { return -1 }
        let (seconds, attoseconds) = wait.components
        let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
        if milliseconds.overflow { return Int32.max }
        let rounded = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: milliseconds.partialValue + rounded)
    }

    private func wait(milliseconds: Int32) -> Int {
        let count = unsafe epoll_wait(
            epoll.rawValue, events.baseAddress, Int32(events.count), milliseconds)
        let code = errno
        if count >= 0 { return Int(count) }
        precondition(code == EINTR, "epoll_wait: \(SystemError("epoll_wait", code: code).reason)")
        return 0
    }

    /// Handles clients and inboxes first, then streams until their time is used up. The kernel
    /// reports the remaining streams again in the next turn, and then they come first.
    private func dispatchAll(_ count: Int) {
        var streams = 0
        for index in 0..<count {
            if unsafe isStream(events[index]) {
                unsafe events[streams] = events[index]
                streams += 1
            } else {
                unsafe dispatch(events[index])
            }
        }
        guard streams > 1 else { return streams == 1 ? unsafe dispatch(events[0]) : () }
        let first = firstStream(of: streams)
        served = []
        let end = clock() + Limits.streamTime
        for place in 0..<streams {
            unsafe dispatch(events[(place + first) % streams])
            guard place + 1 < streams, clock() >= end else { continue }
            for done in 0...place {
                unsafe served.append(events[(done + first) % streams].data.u64)
            }
            return
        }
    }

    /// Where to begin: after the stream that was served last in a turn that was cut short.
    private func firstStream(of count: Int) -> Int {
        for last in served.reversed() {
            let place = (0..<count).first { unsafe events[$0].data.u64 == last }
            if let place { return (place + 1) % count }
        }
        return 0
    }

    private func isStream(_ event: epoll_event) -> Bool {
        let index = unsafe Int(Int32(truncatingIfNeeded: event.data.u64))
        return registrations.indices.contains(index) && registrations[index].isStream
    }

    private func dispatch(_ event: epoll_event) {
        let data = unsafe event.data.u64
        let mask = unsafe event.events
        let descriptor = Int32(truncatingIfNeeded: data)
        if let alarm, descriptor == alarm.descriptor { return alarm.heard() }
        let index = Int(descriptor)
        guard registrations.indices.contains(index),
            registrations[index].generation == UInt32(data >> 32),
            let handler = registrations[index].handler
        else { return }
        var readiness: Readiness = []
        let failed = EPOLLERR.rawValue | EPOLLHUP.rawValue
        if mask & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue | failed) != 0 {
            readiness.insert(.readable)
        }
        // An error is reported to either side: the next `recv` or `send` returns it.
        if mask & (EPOLLOUT.rawValue | failed) != 0 { readiness.insert(.writable) }
        handler.ready(readiness)
    }
}
