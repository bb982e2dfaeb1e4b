import ICYReader

/// Finds the first of a host's addresses that accepts a TCP connection (RFC 8305, "Happy
/// Eyeballs"): the next address is tried after 250 ms without an answer. Two are tried at once.
/// While others are left, the older attempt is then given up after its share of the time.
final class Connector: TimerHandler {
    /// One attempt in progress.
    private final class Attempt: EventHandler {
        let rawDescriptor: Int32
        let address: Address
        let startedAt: Instant
        private var descriptor: FileDescriptor?
        private unowned let connector: Connector

        init(to address: Address, at now: Instant, _ connector: Connector) throws(SystemError) {
            let descriptor = try Socket.connect(to: address)
            self.address = address
            startedAt = now
            rawDescriptor = descriptor.rawValue
            self.descriptor = consume descriptor
            self.connector = connector
        }

        /// Gives up the descriptor; the attempt then closes nothing.
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

    /// - Parameters:
    ///   - addresses: in the order in which to try them; at least one.
    ///   - completion: called once, in this turn or a later one; it owns the descriptor.
    init(
        loop: EventLoop, addresses: [Address],
        _ completion: @escaping (Result<Int32, SystemError>) -> Void
    ) {
        precondition(!addresses.isEmpty)
        self.loop = loop
        self.completion = completion
        remaining = addresses[...]
    }

    /// The addresses that are being tried, the oldest attempt first.
    var underWay: [Address] { attempts.map(\.address) }

    func start() { tryNext() }

    /// Abandons every attempt; `completion` will not be called.
    func cancel() {
        completion = nil
        stopTimer()
        for attempt in attempts { loop.deregister(attempt.rawDescriptor) }
        attempts = []
        remaining = []
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        timer = nil
        // The timer is set only while other addresses are left.
        if attempts.count == Limits.connectionAttempts {
            loop.deregister(attempts.removeFirst().rawDescriptor)
        }
        tryNext()
    }

    private func tryNext() {
        stopTimer()
        while let address = remaining.popFirst() {
            do throws(SystemError) {
                let attempt = try Attempt(to: address, at: loop.now, self)
                try loop.register(attempt.rawDescriptor, for: .writable, attempt)
                attempts.append(attempt)
                return waitForNext()
            } catch {
                // Usually "no route for this family": the next address can be tried at once.
                firstError = firstError ?? error
            }
        }
        if attempts.isEmpty, let firstError { finish(.failure(firstError)) }
    }

    /// When no other address is left, the last attempts have all the time that the session allows.
    private func waitForNext() {
        guard !remaining.isEmpty, let oldest = attempts.first else { return }
        let isFull = attempts.count == Limits.connectionAttempts
        let next =
            isFull
            ? oldest.startedAt + Limits.connectionAttemptShare
            : loop.now + Limits.connectionAttemptDelay
        timer = loop.schedule(at: next, self)
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
