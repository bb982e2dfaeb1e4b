/// One loop per core, each on its own thread, the first one on the thread of the program. They
/// share nothing but their inboxes.
struct LoopGroup {
    let inboxes: [Wakeup]

    init(count: Int) throws(SystemError) {
        precondition(count > 0)
        var inboxes: [Wakeup] = []
        for _ in 0..<count { inboxes.append(try Wakeup()) }
        self.inboxes = inboxes
    }

    /// The inboxes of all loops but one.
    func inboxes(except index: Int) -> [Wakeup] {
        var others = inboxes
        others.remove(at: index)
        return others
    }

    /// Runs all loops and returns when the last one has stopped.
    ///
    /// - Parameter setUp: called on each loop's own thread before it turns, with its number. What
    ///   it returns lives as long as the loop.
    func run(
        _ setUp: @escaping @Sendable (Int, EventLoop) throws(SystemError) -> AnyObject
    ) throws(SystemError) {
        let failure = FirstFailure()
        try turnAll(setUp, failure)
        if let error = failure.error { throw error }
    }

    /// What a loop on another thread failed with.
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
            for index in inboxes.indices.dropFirst() {
                let inbox = inboxes[index]
                let all = inboxes
                threads.append(
                    try Thread("loop-\(index)") {
                        do throws(SystemError) {
                            try LoopGroup.turn(index, inbox, setUp)
                        } catch {
                            failure.note(error)
                            LoopGroup.shutDown(all)
                        }
                    })
            }
            try LoopGroup.turn(0, inboxes[0], setUp)
        } catch {
            LoopGroup.shutDown(inboxes)
            throw error
        }
    }

    /// Asks every loop to say goodbye and end.
    static func shutDown(_ inboxes: [Wakeup]) {
        for inbox in inboxes { inbox.send(.shutdown) }
    }

    private static func turn(
        _ index: Int, _ inbox: Wakeup,
        _ setUp: (Int, EventLoop) throws(SystemError) -> AnyObject
    ) throws(SystemError) {
        let loop = try EventLoop(inbox: inbox)
        let owner = try setUp(index, loop)
        withExtendedLifetime(owner) { loop.run() }
    }
}
