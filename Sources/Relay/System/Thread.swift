import CEpoll
import Glibc

/// An operating-system thread: a loop blocks in `epoll_wait`, so it must never run on the few
/// threads that Swift's own tasks share.
struct Thread {
    private final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private let handle: pthread_t

    /// Starts a thread.
    ///
    /// - Parameter name: at most 15 characters, shown by `top -H`.
    init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        var handle = pthread_t()
        let start = unsafe Unmanaged.passRetained(Start(body))
        let result = unsafe pthread_create(&handle, nil, Thread.run, start.toOpaque())
        guard result == 0 else {
            unsafe start.release()
            throw SystemError("pthread_create", code: result)
        }
        _ = unsafe pthread_setname_np(handle, String(name.prefix(15)))
        self.handle = handle
    }

    /// Waits for its end.
    func join() { _ = pthread_join(handle, nil) }

    /// Nobody will wait for it.
    func detach() { _ = pthread_detach(handle) }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
        { argument in
            if let argument = unsafe argument {
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                start.body()
            }
            return nil
        }
}
