import Testing

@testable import Relay

/// Loops on threads of their own. Every test ends by itself: the loops are told to stop before they
/// start, or one of them cannot start.
@Suite(.timeLimit(.minutes(1))) struct LoopGroupTests {
    @Test(arguments: [1, 2, 4])
    func everyLoopRunsOnceAndEndsAtAShutdown(count: Int) throws {
        let group = try LoopGroup(count: count)
        let shared = ServerShared(loops: count)
        let started = try (0..<count).map { _ in try Wakeup() }
        LoopGroup.shutDown(group.inboxes)
        try group.run { (index, loop) throws(SystemError) -> AnyObject in
            started[index].send(.shutdown)
            return Hub(
                loop: loop, index: index, shared: shared, settings: ServerSettings(stations: []),
                others: group.inboxes(except: index))
        }
        #expect(started.map { $0.drain().count } == Array(repeating: 1, count: count))
    }

    /// The others must not go on without it, and the caller has to know.
    @Test(arguments: [0, 1, 2])
    func aLoopThatCannotStartEndsThemAllWithItsError(broken: Int) throws {
        let group = try LoopGroup(count: 3)
        let shared = ServerShared(loops: 3)
        let error = #expect(throws: SystemError.self) {
            try group.run { (index, loop) throws(SystemError) -> AnyObject in
                if index == broken { throw SystemError("listen", code: 24) }
                return Hub(
                    loop: loop, index: index, shared: shared,
                    settings: ServerSettings(stations: []), others: [])
            }
        }
        #expect(error == SystemError("listen", code: 24))
    }

    @Test func othersAreAllButOne() throws {
        let group = try LoopGroup(count: 3)
        #expect(
            group.inboxes(except: 1).map(\.descriptor)
                == [0, 2].map { group.inboxes[$0].descriptor })
    }
}
