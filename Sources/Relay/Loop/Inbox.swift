import CEpoll
import Glibc

/// The messages that wait in an inbox.
protocol MessageQueue: Sendable {
    associatedtype Message: Sendable
    init()
    mutating func append(_ message: Message)
    /// All messages, oldest first. The queue is empty afterwards.
    mutating func drain() -> [Message]
}

/// A queue without a limit of its own.
struct MessageList<Message: Sendable>: MessageQueue {
    private var messages: [Message] = []

    init() {}

    mutating func append(_ message: Message) { messages.append(message) }

    mutating func drain() -> [Message] {
        defer { messages = [] }
        return messages
    }
}

/// Messages for one loop: the only thing that threads share. Any thread puts messages in. The
/// reader's loop is woken through an eventfd and takes all of them out at once.
final class Inbox<Queue: MessageQueue>: Sendable {
    typealias Message = Queue.Message

    private struct State: Sendable {
        var queue = Queue()
        /// Whether the loop has already been woken: one wake-up is enough for many messages.
        var isSignalled = false
    }

    private let state = Lock(State())
    private let event: FileDescriptor

    init() throws(SystemError) {
        let raw = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard raw >= 0 else { throw SystemError("eventfd") }
        event = FileDescriptor(owning: raw)
    }

    /// Readable while messages wait.
    var descriptor: Int32 { event.rawValue }

    func send(_ message: Message) {
        if append(message) { ring() }
    }

    /// Puts one message into all inboxes before it wakes any loop: what one loop sends to its
    /// clients, the others already have.
    static func send(_ message: Message, to inboxes: [Inbox]) {
        for inbox in append(message, to: inboxes) { inbox.ring() }
    }

    /// Puts one message into all inboxes.
    ///
    /// - Returns: the inboxes whose loops must be woken with `ring`.
    static func append(_ message: Message, to inboxes: [Inbox]) -> [Inbox] {
        inboxes.filter { $0.append(message) }
    }

    /// - Returns: whether the loop must be woken.
    private func append(_ message: Message) -> Bool {
        state.withLock { state in
            state.queue.append(message)
            defer { state.isSignalled = true }
            return !state.isSignalled
        }
    }

    /// Wakes the loop.
    func ring() {
        // It fails only if the counter is full, and then the loop has already been woken.
        _ = eventfd_write(event.rawValue, 1)
    }

    /// Inspects the waiting messages, or takes some of them.
    func withQueue<Result>(_ body: (inout Queue) -> Result) -> Result {
        state.withLock { body(&$0.queue) }
    }

    /// Removes and returns everything sent since the last call.
    func drain() -> [Message] {
        var count: UInt64 = 0
        _ = unsafe eventfd_read(event.rawValue, &count)
        return state.withLock { state in
            state.isSignalled = false
            return state.queue.drain()
        }
    }
}

/// Takes the messages out of an inbox, on the reader's loop.
final class InboxReader<Queue: MessageQueue>: EventHandler {
    private let inbox: Inbox<Queue>
    private let read: (Queue.Message) -> Void

    /// - Parameter read: called for each message. The loop keeps the reader alive.
    init(
        _ inbox: Inbox<Queue>, on loop: EventLoop, _ read: @escaping (Queue.Message) -> Void
    ) throws(SystemError) {
        self.inbox = inbox
        self.read = read
        try loop.register(inbox.descriptor, for: .readable, self)
    }

    func ready(_ readiness: Readiness) {
        for message in inbox.drain() { read(message) }
    }
}
