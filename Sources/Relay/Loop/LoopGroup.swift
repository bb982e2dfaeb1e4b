/// Several loops, each on its own thread, the first one on the main thread. They share only their
/// inboxes.
struct LoopGroup {
    let count: Int
    /// Asks every loop to end. It may be called on any thread.
    private let shutDown: @Sendable () -> Void

    init(count: Int, shutDown: @escaping @Sendable () -> Void) {
        precondition(count > 0)
        self.count = count
        self.shutDown = shutDown
    }

    /// Runs all loops, and returns when the last one has stopped.
    ///
    /// - Parameter setUp: called with the loop's number, on the loop's own thread, before the loop
    ///   runs. The object it returns lives as long as the loop.
    func run(
        _ setUp: @escaping @Sendable (Int, EventLoop) throws(SystemError) -> AnyObject
    ) throws(SystemError) {
        let failure = FirstFailure()
        try turnAll(setUp, failure)
        if let error = failure.error { throw error }
    }

    /// The first error of a loop on another thread.
    private final class FirstFailure: Sendable {
        private let first = Lock<SystemError?>(nil)

        var error: SystemError? { first.withLock { $0 } }

        func note(_ error: SystemError) { first.withLock { $0 = $0 ?? error } }
    }

    private func turnAll(
        _ setUp: @escaping @Sendable (Int, EventLoop) throws(SystemError) -> AnyObject,
        _ failure: FirstFailure
    ) throws(SystemError) {
        var threads: [Thread] = []
        defer { for thread in threads { thread.join() } }
        do throws(SystemError) {
            for index in 1..<count {
                let shutDown = shutDown
                threads.append(
                    try Thread("loop-\(index)") {
                        do throws(SystemError) {
                            try LoopGroup.turn(index, setUp)
                        } catch {
                            failure.note(error)
                            shutDown()
                        }
                    })
            }
            try LoopGroup.turn(0, setUp)
        } catch {
            shutDown()
            throw error
        }
    }

    private static func turn(
        _ index: Int, _ setUp: (Int, EventLoop) throws(SystemError) -> AnyObject
    ) throws(SystemError) {
        let loop = try EventLoop()
        let owner = try setUp(index, loop)
        withExtendedLifetime(owner) { loop.run() }
    }
}
