import CEpoll
import Glibc

/// What one loop tells another, or a helper thread a loop. Nothing in it changes once it is sent.
enum LoopMessage: Sendable {
    /// A station's title or state changed; its own loop has sent it to its own clients already.
    case publication(Publication)
    /// The resolver's answer to the request with this number.
    case resolved(request: UInt64, Result<[Address], Address.LookupFailure>)
    /// The stations, limits and rights from now on.
    case settings(ServerSettings)
    /// A client that is better served by this loop than by the one that took it.
    case client(HandedOver)
    /// A loop has clients of an on-demand station, or has none any more.
    case listening(station: Int, loop: Int, isListening: Bool)
    /// How many publications of which stations made way in the inbox for newer ones.
    case shed([Int: Int])
    /// Say goodbye to every client and end.
    case shutdown

    var isClient: Bool {
        if case .client = self { true } else { false }
    }
}

/// The inbox of a loop: the only thing that threads share. Any thread puts messages in; the loop
/// that owns it is woken through an eventfd and takes them all out at once.
final class Wakeup: Sendable {
    private struct State: Sendable {
        var inbox = Inbox()
        /// Whether the loop has been told already: one wake-up is enough for many messages.
        var isSignalled = false
    }

    private let state = Lock(State())
    private let event: FileDescriptor

    init() throws(SystemError) {
        let raw = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard raw >= 0 else { throw SystemError("eventfd") }
        event = FileDescriptor(owning: raw)
    }

    var descriptor: Int32 { event.rawValue }

    func send(_ message: LoopMessage) {
        if append(message) { ring() }
    }

    /// Puts one message into all inboxes before any loop is woken: what one of them tells its
    /// clients, the others have.
    static func send(_ message: LoopMessage, to inboxes: [Wakeup]) {
        for inbox in append(message, to: inboxes) { inbox.ring() }
    }

    /// Puts one message into all inboxes.
    ///
    /// - Returns: those whose loops have to be woken, by `ring`.
    static func append(_ message: LoopMessage, to inboxes: [Wakeup]) -> [Wakeup] {
        inboxes.filter { $0.append(message) }
    }

    /// - Returns: whether the loop has to be woken.
    private func append(_ message: LoopMessage) -> Bool {
        state.withLock { state in
            state.inbox.append(message)
            defer { state.isSignalled = true }
            return !state.isSignalled
        }
    }

    /// Wakes the loop.
    func ring() {
        // It can only fail by being full, and then the loop has been told.
        _ = eventfd_write(event.rawValue, 1)
    }

    /// The publications that wait, oldest first; the other messages stay where they are.
    func takePublications() -> [Publication] {
        state.withLock { $0.inbox.takePublications() }
    }

    /// Clients that are handed over to the loop and wait in its inbox.
    var clientCount: Int { state.withLock(\.inbox.clientCount) }

    /// Everything sent since the last call, oldest first.
    func drain() -> [LoopMessage] {
        var count: UInt64 = 0
        _ = unsafe eventfd_read(event.rawValue, &count)
        return state.withLock { state in
            state.isSignalled = false
            return state.inbox.drain()
        }
    }
}
