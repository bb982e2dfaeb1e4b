import CEpoll
import Glibc
import Synchronization

/// Asks the C library for addresses on threads of its own, because `getaddrinfo` blocks.
///
/// Its answers follow the machine's own rules (`/etc/hosts`, `nsswitch.conf`, RFC 6724 order).
final class Resolver: Sendable {
    private struct Request: Sendable {
        let host: String
        let port: UInt16
        let number: UInt64
        let inbox: Wakeup
    }

    private let requests = Mutex<[Request]>([])
    /// Counts the requests that wait: a semaphore that threads sleep on.
    private let semaphore: FileDescriptor
    private let threadCount: Int
    private let startedThreads = Mutex(0)

    init(threads: Int = Limits.resolverThreads) throws(SystemError) {
        let raw = eventfd(0, Int32(EFD_SEMAPHORE) | Int32(EFD_CLOEXEC))
        guard raw >= 0 else { throw SystemError("eventfd") }
        semaphore = FileDescriptor(owning: raw)
        threadCount = threads
    }

    /// The answer comes to `replyTo` as a message with this number.
    func resolve(host: String, port: UInt16, request number: UInt64, replyTo inbox: Wakeup) {
        requests.withLock {
            $0.append(Request(host: host, port: port, number: number, inbox: inbox))
        }
        startThreadIfNeeded()
        _ = eventfd_write(semaphore.rawValue, 1)
    }

    /// Threads are started one by one as names come: a relay whose stations are all given by
    /// address never has one. They live as long as the program.
    private func startThreadIfNeeded() {
        startedThreads.withLock { started in
            guard started < threadCount else { return }
            // Without a new thread the ones that run have to do; the first one is missed.
            guard let thread = try? Thread("resolver", { [self] in serve() }) else { return }
            thread.detach()
            started += 1
        }
    }

    private func serve() {
        while true {
            var count: UInt64 = 0
            guard unsafe eventfd_read(semaphore.rawValue, &count) == 0 else { continue }
            guard let request = requests.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
                continue
            }
            let answer = Address.lookUp(host: request.host, port: request.port)
            request.inbox.send(.resolved(request: request.number, answer))
        }
    }
}
