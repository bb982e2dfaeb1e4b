import ICYReader

/// Finds the first of a host's addresses that takes a TCP connection (RFC 8305, "Happy Eyeballs"):
/// the families take turns, and the next address is tried after 250 ms without an answer.
final class Connector: TimerHandler {
    /// One attempt under way.
    private final class Attempt: EventHandler {
        let rawDescriptor: Int32
        private var descriptor: FileDescriptor?
        private unowned let connector: Connector

        init(_ descriptor: consuming FileDescriptor, _ connector: Connector) {
            rawDescriptor = descriptor.rawValue
            self.descriptor = consume descriptor
            self.connector = connector
        }

        /// Hands the descriptor on; the attempt then closes nothing.
        func release() -> Int32 {
            _ = descriptor.take()?.release()
            return rawDescriptor
        }

        func ready(_ readiness: Readiness) { connector.attemptEnded(self) }
    }

    private let loop: EventLoop
    private var remaining: ArraySlice<Address>
    private var attempts: [Attempt] = []
    private var timer: Timers.Token?
    private var firstError: SystemError?
    private var completion: ((Result<Int32, SystemError>) -> Void)?

    /// - Parameter completion: called once, in a later turn or in this one; it owns the descriptor.
    init(
        loop: EventLoop, addresses: [Address],
        _ completion: @escaping (Result<Int32, SystemError>) -> Void
    ) {
        precondition(!addresses.isEmpty)
        self.loop = loop
        self.completion = completion
        remaining = Connector.interleave(addresses)[...]
    }

    /// RFC 8305 §4: the resolver's order holds, but the families take turns.
    static func interleave(_ addresses: [Address]) -> [Address] {
        guard let first = addresses.first else { return [] }
        var preferred = addresses.filter { $0.family == first.family }[...]
        var other = addresses.filter { $0.family != first.family }[...]
        var result: [Address] = []
        while let next = preferred.popFirst() {
            result.append(next)
            if let alternate = other.popFirst() { result.append(alternate) }
        }
        return result + other
    }

    func start() { tryNext() }

    /// Gives up every attempt; `completion` will not be called.
    func cancel() {
        completion = nil
        stopTimer()
        for attempt in attempts { loop.deregister(attempt.rawDescriptor) }
        attempts = []
        remaining = []
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        timer = nil
        tryNext()
    }

    private func tryNext() {
        stopTimer()
        while let address = remaining.popFirst() {
            do throws(SystemError) {
                let attempt = Attempt(try Socket.connect(to: address), self)
                try loop.register(attempt.rawDescriptor, for: .writable, attempt)
                attempts.append(attempt)
                if !remaining.isEmpty {
                    timer = loop.schedule(at: loop.now + Limits.connectionAttemptDelay, self)
                }
                return
            } catch {
                // Mostly "no route for this family": the next address needs no waiting.
                firstError = firstError ?? error
            }
        }
        if attempts.isEmpty, let firstError { finish(.failure(firstError)) }
    }

    private func attemptEnded(_ attempt: Attempt) {
        loop.deregister(attempt.rawDescriptor)
        attempts.removeAll { $0 === attempt }
        if let error = Socket.pendingError(attempt.rawDescriptor) {
            firstError = firstError ?? error
            return tryNext()
        }
        finish(.success(attempt.release()))
    }

    private func finish(_ result: Result<Int32, SystemError>) {
        let completion = completion
        cancel()
        completion?(result)
    }

    private func stopTimer() {
        if let timer { loop.cancel(timer) }
        timer = nil
    }
}
