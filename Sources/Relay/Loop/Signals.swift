import CEpoll
import Glibc

/// SIGTERM and SIGINT, and SIGHUP for a server, as events of a loop instead of interruptions.
@safe final class Signals {
    private let descriptor: FileDescriptor

    /// Blocks the signals. Must be called on the first thread before any other is started: threads
    /// inherit the signal mask, and a signal that one of them does not block would end the program.
    /// From then on something must read the signals: a command that reads a file, without a loop,
    /// never calls this.
    ///
    /// - Parameter reloads: whether SIGHUP has a meaning. Otherwise it ends the program, as it does
    ///   when a terminal is closed.
    static func block(reloads: Bool = false) {
        change(SIG_BLOCK, heeded(reloads))
    }

    private static func heeded(_ reloads: Bool) -> [Int32] {
        [SIGTERM, SIGINT] + (reloads ? [SIGHUP] : [])
    }

    /// Holds SIGHUP back from now on: it would end a server that does not yet read its signals.
    static func holdReload() { change(SIG_BLOCK, [SIGHUP]) }

    /// Lets SIGHUP end the program again: the command is not a server.
    static func releaseReload() { change(SIG_UNBLOCK, [SIGHUP]) }

    private static func change(_ how: Int32, _ numbers: [Int32]) {
        var signals = set(numbers)
        _ = unsafe pthread_sigmask(how, &signals, nil)
    }

    /// Writing to a pipe whose reader has gone (`dump | head`), or beyond the maximum size of a
    /// file, becomes an error instead of ending the program.
    static func ignoreFailedWrites() {
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    private static func set(_ numbers: [Int32]) -> sigset_t {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for number in numbers { unsafe sigaddset(&signals, number) }
        return signals
    }

    init(reloads: Bool) throws(SystemError) {
        Signals.block(reloads: reloads)
        var signals = Signals.set(Signals.heeded(reloads))
        let raw = unsafe signalfd(
            -1, &signals, Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC))
        guard raw >= 0 else { throw SystemError("signalfd") }
        descriptor = FileDescriptor(owning: raw)
    }

    /// Nothing reads the signals any more, so a second SIGTERM or SIGINT ends the program at once.
    deinit { Signals.change(SIG_UNBLOCK, Signals.heeded(false)) }

    var rawDescriptor: Int32 { descriptor.rawValue }

    /// The next signal that arrived, or nil.
    func next() -> Int32? {
        var information = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        let count = unsafe read(descriptor.rawValue, &information, size)
        return count == size ? Int32(information.ssi_signo) : nil
    }
}

/// Notifies a loop's owner of SIGTERM and SIGINT, and optionally of SIGHUP.
final class SignalWatch: EventHandler {
    private let signals: Signals
    private let loop: EventLoop
    private let ended: (Int32) -> Void
    private let reload: (() -> Void)?
    private var count = 0

    /// - Parameters:
    ///   - reload: called at each SIGHUP; nil leaves that signal alone.
    ///   - ended: called with the first signal that asks the program to end.
    init(
        loop: EventLoop, reload: (() -> Void)? = nil, _ ended: @escaping (Int32) -> Void
    ) throws(SystemError) {
        signals = try Signals(reloads: reload != nil)
        self.loop = loop
        self.reload = reload
        self.ended = ended
        try loop.register(signals.rawDescriptor, for: .readable, self)
    }

    /// Deregisters from the loop, which has stopped.
    func end() { loop.deregister(signals.rawDescriptor) }

    /// Readable once a signal is there: for a write that would otherwise block forever.
    var rawDescriptor: Int32 { signals.rawDescriptor }

    func ready(_ readiness: Readiness) {
        while let signal = signals.next() {
            if signal == SIGHUP {
                reload?()
                continue
            }
            count += 1
            // A second signal skips the graceful shutdown.
            if count > 1 { _exit(128 + signal) }
            ended(signal)
        }
    }
}
