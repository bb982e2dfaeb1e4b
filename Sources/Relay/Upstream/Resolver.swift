import CEpoll
import Glibc

/// Resolves names with the C library, on threads of its own because `getaddrinfo` blocks.
///
/// The answers follow the machine's own rules (`/etc/hosts`, `nsswitch.conf`, RFC 6724 order).
/// Callers that ask for the same name at the same time share one lookup. A lookup that no caller
/// waits for any more is skipped, so that hanging names do not keep the threads from the others.
final class Resolver: Sendable {
    private struct Name: Hashable, Sendable {
        let host: String
        let port: UInt16
    }

    private struct Waiter: Sendable {
        let number: UInt64
        let inbox: Lookups.AnswerInbox
    }

    private struct State: Sendable {
        /// Names to look up, oldest first.
        var queue: ArraySlice<Name> = []
        /// The callers that wait for a name, queued or in progress.
        var waiters: [Name: [Waiter]] = [:]
        var threadCount = 0
        var idleThreadCount = 0
    }

    private let state = Lock(State())
    /// Counts the queued names: a semaphore on which threads sleep.
    private let semaphore: FileDescriptor
    private let maximumThreads: Int
    private let lookUp: LookUp

    /// Finds the addresses of a host; it may block.
    typealias LookUp =
        @Sendable (_ host: String, _ port: UInt16) -> Result<[Address], Address.LookupFailure>

    init(
        threads: Int = Limits.resolverThreads,
        lookUp: @escaping LookUp = { Address.lookUp(host: $0, port: $1) }
    ) throws(SystemError) {
        let raw = eventfd(0, Int32(EFD_SEMAPHORE) | Int32(EFD_CLOEXEC))
        guard raw >= 0 else { throw SystemError("eventfd") }
        semaphore = FileDescriptor(owning: raw)
        maximumThreads = threads
        self.lookUp = lookUp
    }

    /// Looks up a host. The answer is sent to `replyTo` as a message with this number.
    func resolve(
        host: String, port: UInt16, request number: UInt64, replyTo inbox: Lookups.AnswerInbox
    ) {
        let name = Name(host: host, port: port)
        let isNew = state.withLock { state in
            let isNew = state.waiters[name] == nil
            state.waiters[name, default: []].append(Waiter(number: number, inbox: inbox))
            if isNew { state.queue.append(name) }
            return isNew
        }
        if isNew { _ = eventfd_write(semaphore.rawValue, 1) }
        // Also for a name that is already waiting: the thread for it may have failed to start.
        startThreadIfNeeded()
    }

    /// Cancels a request. Its answer may still arrive if it is already on its way.
    func cancel(
        host: String, port: UInt16, request number: UInt64, replyTo inbox: Lookups.AnswerInbox
    ) {
        let name = Name(host: host, port: port)
        state.withLock { state in
            state.waiters[name]?.removeAll { $0.number == number && $0.inbox === inbox }
        }
    }

    /// The names that a caller still waits for, in order.
    var waitingNames: [String] {
        state.withLock { state in
            state.queue.filter { state.waiters[$0]?.isEmpty == false }.map(\.host)
        }
    }

    /// Starts threads one by one as names wait: a relay whose stations are all given by address
    /// never has one. The threads live as long as the program.
    private func startThreadIfNeeded() {
        state.withLock { state in
            guard state.threadCount < maximumThreads,
                state.queue.count > state.idleThreadCount
            else { return }
            // If no thread can be started, the running ones have to suffice. If none is running,
            // the name waits for the next call.
            guard let thread = try? Thread("resolver", { [self] in serve() }) else { return }
            thread.detach()
            state.threadCount += 1
        }
    }

    private func serve() {
        while true {
            state.withLock { $0.idleThreadCount += 1 }
            var count: UInt64 = 0
            let result = unsafe eventfd_read(semaphore.rawValue, &count)
            let next = state.withLock { state -> Name? in
                state.idleThreadCount -= 1
                return result == 0 ? takeNext(&state) : nil
            }
            if let next { answer(next) }
        }
    }

    /// The next name that a caller still waits for.
    private func takeNext(_ state: inout State) -> Name? {
        guard let name = state.queue.popFirst() else { return nil }
        if state.waiters[name]?.isEmpty == false { return name }
        state.waiters[name] = nil
        return nil
    }

    private func answer(_ name: Name) {
        let result = lookUp(name.host, name.port).map {
            Array(AddressOrder.interleaved($0).prefix(Limits.addressesKept))
        }
        let waiters = state.withLock { $0.waiters.removeValue(forKey: name) }
        for waiter in waiters ?? [] {
            waiter.inbox.send(Lookups.Message(request: waiter.number, answer: result))
        }
    }
}
