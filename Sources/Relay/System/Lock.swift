import Glibc

/// A value that only one thread at a time may access.
///
/// Uses the C library's mutex rather than `Synchronization.Mutex`: it puts a waiting thread to
/// sleep where that one spins. The thread sanitizer understands it, so every report is a real race.
@safe final class Lock<Value: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    init(_ value: Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        let result = unsafe pthread_mutex_init(mutex, nil)
        precondition(result == 0, "no mutex")
    }

    deinit {
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Calls `body` while holding the lock. `body` should only move values, and must never wait.
    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        let locked = unsafe pthread_mutex_lock(mutex)
        precondition(locked == 0, "a lock that cannot be taken")
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        return body(&value)
    }
}
