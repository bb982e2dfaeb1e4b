import Testing

@testable import Relay

/// Loops on threads of their own. Every test ends by itself: the loops are told to stop before they
/// start, or one of them cannot start.
@Suite(.timeLimit(.minutes(10))) struct LoopGroupTests {
    @Test(arguments: [1, 2, 4])
    func everyLoopRunsOnceAndEndsAtAShutdown(count: Int) throws {
        let inboxes = try [ServerInbox](loops: count)
        let group = LoopGroup(count: count) {}
        let shared = ServerContext(loops: count)
        let started = try [ServerInbox](loops: count)
        ServerInbox.send(.shutdown, to: inboxes)
        try group.run { (index, loop) throws(SystemError) -> AnyObject in
            started[index].send(.shutdown)
            return try Hub(
                loop: loop, index: index, shared: shared, settings: LiveSettings(stations: []),
                inbox: inboxes[index], others: [])
        }
        #expect(started.map { $0.drain().count } == Array(repeating: 1, count: count))
    }

    /// The others must not go on without it, and the caller must get the error.
    @Test(arguments: [0, 1, 2])
    func aLoopThatCannotStartEndsThemAllWithItsError(broken: Int) throws {
        let inboxes = try [ServerInbox](loops: 3)
        let group = LoopGroup(count: 3) { ServerInbox.send(.shutdown, to: inboxes) }
        let shared = ServerContext(loops: 3)
        let error = #expect(throws: SystemError.self) {
            try group.run { (index, loop) throws(SystemError) -> AnyObject in
                if index == broken { throw SystemError("listen", code: 24) }
                return try Hub(
                    loop: loop, index: index, shared: shared,
                    settings: LiveSettings(stations: []), inbox: inboxes[index], others: [])
            }
        }
        #expect(error == SystemError("listen", code: 24))
    }
}
