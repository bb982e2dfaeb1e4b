import ICYReader

/// One loop's listening socket. The kernel spreads new connections among the loops.
final class ListeningSocket: EventHandler, TimerHandler {
    private let loop: EventLoop
    private let accepted: (consuming Socket.Accepted) -> Void
    private var descriptor: FileDescriptor?
    private var pause: Timers.Token?
    private var problems = ProblemLog()
    /// Closed for a moment when no descriptor is left, so that waiting clients can be refused in
    /// words.
    private var spare: FileDescriptor?
    private let refusal: () -> [UInt8]

    /// The response to a client for which there is no descriptor.
    static func refusal() -> [UInt8] { Response.full(.descriptors).bytes(includingBody: true) }

    /// - Parameter refusal: the response to a client for which there is no descriptor; empty with
    ///   TLS.
    init(
        loop: EventLoop, descriptor: consuming FileDescriptor,
        refusal: @escaping () -> [UInt8] = ListeningSocket.refusal,
        accepted: @escaping (consuming Socket.Accepted) -> Void
    ) throws(SystemError) {
        self.loop = loop
        self.accepted = accepted
        self.refusal = refusal
        let raw = descriptor.rawValue
        self.descriptor = consume descriptor
        try loop.register(raw, for: .readable, self)
        spare = try? FileDescriptor.open(path: "/dev/null")
    }

    func ready(_ readiness: Readiness) {
        guard let raw = descriptor?.rawValue else { return }
        do throws(SystemError) {
            // A storm of new clients must not delay the titles of the others.
            for _ in 0..<Limits.acceptsPerTurn {
                guard let connection = try Socket.accept(raw) else { return }
                problems.clear()
                accepted(connection)
            }
        } catch {
            takeBreath(error)
        }
    }

    /// Out of descriptors or memory: the waiting connections stay in the kernel's queue, and the
    /// loop would spin on them. It tries again a little later, when clients may have left.
    private func takeBreath(_ error: SystemError) {
        guard let raw = descriptor?.rawValue else { return }
        if error.cause == .noDescriptors { turnAway(raw) }
        let advice =
            error.cause == .noDescriptors ? "; raise the limit of open files (ulimit -n)" : ""
        problems.report(
            error.description, as: "cannot take more clients for now: \(error)\(advice)")
        loop.setInterest(raw, [])
        pause = loop.schedule(at: loop.now + Limits.acceptPause, self)
    }

    /// Refuses the waiting clients, one after the other, with the descriptor that the spare
    /// releases.
    private func turnAway(_ raw: Int32) {
        for _ in 0..<Limits.acceptsPerTurn {
            guard let place = spare.take() else { return }
            place.close()
            let isOver = !turnAwayOne(raw)
            spare = try? FileDescriptor.open(path: "/dev/null")
            if isOver { return }
        }
    }

    /// - Returns: whether a client was waiting.
    private func turnAwayOne(_ listener: Int32) -> Bool {
        do throws(SystemError) {
            guard let waiting = try Socket.accept(listener) else { return false }
            let raw = waiting.descriptor.rawValue
            _ = Socket.send(raw, refusal())
            Socket.shutdownWriting(raw)
            // Unread input would turn the end into a reset and destroy the response.
            _ = Socket.receive(raw, into: loop.receiveBuffer)
            return true
        } catch {
            return false
        }
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        pause = nil
        guard let raw = descriptor?.rawValue else { return }
        // Another thread may have taken the free descriptor.
        if spare == nil { spare = try? FileDescriptor.open(path: "/dev/null") }
        loop.setInterest(raw, .readable)
    }

    func close() {
        guard let owned = descriptor.take() else { return }
        loop.deregister(owned.rawValue)
        if let pause { loop.cancel(pause) }
        pause = nil
    }
}
