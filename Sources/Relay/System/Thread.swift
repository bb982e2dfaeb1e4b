import CEpoll
import Glibc

/// An operating-system thread. A loop blocks in `epoll_wait`, so it must never run on the few
/// threads that Swift's tasks share.
struct Thread {
    private final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private let handle: pthread_t

    /// Starts a thread.
    ///
    /// - Parameter name: shown by `top -H`, cut to 15 characters.
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

    /// Waits until the thread ends.
    func join() { _ = pthread_join(handle, nil) }

    /// Declares that nobody will join the thread.
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
