import CEpoll
import Glibc

/// SIGTERM and SIGINT, and SIGHUP and SIGUSR1 for a server, as events of a loop instead of
/// interruptions.
@safe final class Signals {
    private let descriptor: FileDescriptor

    /// Blocks the signals. Must be called on the first thread before any other is started: threads
    /// inherit the signal mask, and a signal that one of them does not block would end the program.
    /// From then on something must read the signals: a command that reads a file, without a loop,
    /// never calls this.
    ///
    /// - Parameter ofServer: whether SIGHUP and SIGUSR1 have a meaning. Otherwise they end the
    ///   program, as SIGHUP does when a terminal is closed.
    static func block(ofServer: Bool = false) { change(SIG_BLOCK, handled(ofServer)) }

    private static let onlyOfServer = [SIGHUP, SIGUSR1]

    private static func handled(_ ofServer: Bool) -> [Int32] {
        [SIGTERM, SIGINT] + (ofServer ? onlyOfServer : [])
    }

    /// Holds the signals of a server back from now on: they would end one that does not yet read
    /// its signals.
    static func holdThoseOfServer() { change(SIG_BLOCK, onlyOfServer) }

    /// Lets them end the program again: the command is not a server.
    static func releaseThoseOfServer() { change(SIG_UNBLOCK, onlyOfServer) }

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

    init(ofServer: Bool) throws(SystemError) {
        Signals.block(ofServer: ofServer)
        var signals = Signals.set(Signals.handled(ofServer))
        let raw = unsafe signalfd(
            -1, &signals, Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC))
        guard raw >= 0 else { throw SystemError("signalfd") }
        descriptor = FileDescriptor(owning: raw)
    }

    /// Nothing reads the signals any more, so a second SIGTERM or SIGINT ends the program at once.
    deinit { Signals.change(SIG_UNBLOCK, Signals.handled(false)) }

    var rawDescriptor: Int32 { descriptor.rawValue }

    /// The next signal that arrived, or nil.
    func next() -> Int32? {
        var information = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        let count = unsafe read(descriptor.rawValue, &information, size)
        return count == size ? Int32(information.ssi_signo) : nil
    }
}

/// What a server does at the signals that only it handles.
struct ServerSignals {
    /// SIGHUP: read the configuration again.
    let reload: () -> Void
    /// SIGUSR1: log what each loop has to do.
    let report: () -> Void
}

/// Notifies a loop's owner of SIGTERM and SIGINT, and a server's also of SIGHUP and SIGUSR1.
final class SignalWatch: EventHandler {
    private let signals: Signals
    private let loop: EventLoop
    private let ended: (Int32) -> Void
    private let server: ServerSignals?
    private var count = 0

    /// - Parameters:
    ///   - server: nil leaves the signals of a server alone.
    ///   - ended: called with the first signal that asks the program to end.
    init(
        loop: EventLoop, server: ServerSignals? = nil, _ ended: @escaping (Int32) -> Void
    ) throws(SystemError) {
        signals = try Signals(ofServer: server != nil)
        self.loop = loop
        self.server = server
        self.ended = ended
        try loop.register(signals.rawDescriptor, for: .readable, self)
    }

    /// Deregisters from the loop, which has stopped.
    func end() { loop.deregister(signals.rawDescriptor) }

    /// Readable once a signal is there: for a write that would otherwise block forever.
    var rawDescriptor: Int32 { signals.rawDescriptor }

    func ready(_ readiness: Readiness) {
        while let signal = signals.next() {
            switch signal {
            case SIGHUP:
                server?.reload()
                continue
            case SIGUSR1:
                server?.report()
                continue
            default: count += 1
            }
            // A second signal skips the graceful shutdown.
            if count > 1 { _exit(128 + signal) }
            ended(signal)
        }
    }
}
