import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(10))) struct EventLoopTests {
    /// Records its events, and does what the test wants.
    private final class Watcher: EventHandler {
        var events: [Readiness] = []
        var action: (Readiness) -> Void = { _ in }

        func ready(_ readiness: Readiness) {
            events.append(readiness)
            action(readiness)
        }
    }

    private let clock = TestClock()
    private let loop: EventLoop

    init() throws { loop = try EventLoop.stepped(by: clock) }

    // MARK: Descriptors

    @Test func tellsWhatADescriptorIsReadyFor() throws {
        let pair = SocketPair()
        let watcher = Watcher()
        try loop.register(pair.near.descriptor, for: [.readable, .writable], watcher)
        loop.runOnce(timeout: .zero)
        #expect(watcher.events == [.writable])
        pair.far.send("x")
        loop.runOnce(timeout: .zero)
        #expect(watcher.events == [.writable, [.readable, .writable]])
        loop.deregister(pair.near.descriptor)
    }

    @Test func isLevelTriggeredSoUnreadBytesComeAgain() throws {
        let pipe = TestPipe()
        let watcher = Watcher()
        try loop.register(pipe.reader.descriptor, for: .readable, watcher)
        loop.settle(3)
        #expect(watcher.events.isEmpty)
        pipe.write([1, 2, 3])
        loop.settle(3)
        #expect(watcher.events == [.readable, .readable, .readable])
        loop.deregister(pipe.reader.descriptor)
    }

    @Test func tellsOnlyWhatTheInterestNames() throws {
        let pair = SocketPair()
        let watcher = Watcher()
        try loop.register(pair.near.descriptor, for: .readable, watcher)
        loop.runOnce(timeout: .zero)
        #expect(watcher.events == [])
        loop.setInterest(pair.near.descriptor, .writable)
        pair.far.send("x")
        loop.runOnce(timeout: .zero)
        #expect(watcher.events == [.writable])
        loop.setInterest(pair.near.descriptor, [])
        loop.runOnce(timeout: .zero)
        #expect(watcher.events == [.writable])
        loop.setInterest(pair.near.descriptor, .readable)
        loop.runOnce(timeout: .zero)
        #expect(watcher.events == [.writable, .readable])
        loop.deregister(pair.near.descriptor)
    }

    @Test func tellsOfThePeersEndAsReadable() throws {
        let pair = SocketPair()
        let watcher = Watcher()
        try loop.register(pair.near.descriptor, for: .readable, watcher)
        pair.far.shutdownWriting()
        loop.runOnce(timeout: .zero)
        #expect(watcher.events == [.readable])
        loop.deregister(pair.near.descriptor)
    }

    /// A broken connection is reported even without any interest, as readable and writable.
    @Test func tellsOfABrokenConnectionToBothSides() throws {
        let pair = SocketPair()
        let watcher = Watcher()
        try loop.register(pair.near.descriptor, for: [], watcher)
        pair.far.close()
        loop.runOnce(timeout: .zero)
        #expect(watcher.events == [[.readable, .writable]])
        loop.deregister(pair.near.descriptor)
    }

    @Test func aDeregisteredDescriptorIsSilentAndItsHandlerFree() throws {
        let pair = SocketPair()
        weak var released: Watcher?
        do {
            let watcher = Watcher()
            released = watcher
            try loop.register(pair.near.descriptor, for: .writable, watcher)
        }
        #expect(released != nil)
        loop.deregister(pair.near.descriptor)
        #expect(released == nil)
        loop.settle()
    }

    @Test func aDescriptorCanBeRegisteredAgain() throws {
        let pair = SocketPair()
        let first = Watcher()
        let second = Watcher()
        try loop.register(pair.near.descriptor, for: .writable, first)
        loop.deregister(pair.near.descriptor)
        try loop.register(pair.near.descriptor, for: .writable, second)
        loop.runOnce(timeout: .zero)
        #expect(first.events == [])
        #expect(second.events == [.writable])
        loop.deregister(pair.near.descriptor)
    }

    @Test func aDescriptorThatIsNotOpenIsAnError() {
        let error = #expect(throws: SystemError.self) {
            try loop.register(4000, for: .readable, Watcher())
        }
        #expect(error?.operation == "epoll_ctl")
    }

    // MARK: Within one batch of events

    /// Both have an event in the same batch; the first one to run deregisters the other.
    @Test func aHandlerTakenOutByAnotherOfTheSameTurnHearsNothing() throws {
        let pairs = [SocketPair(), SocketPair()]
        let watchers = [Watcher(), Watcher()]
        for (index, watcher) in watchers.enumerated() {
            try loop.register(pairs[index].near.descriptor, for: .writable, watcher)
            let other = pairs[1 - index].near.descriptor
            watcher.action = { _ in loop.deregister(other) }
        }
        loop.runOnce(timeout: .zero)
        #expect(watchers.map(\.events.count).sorted() == [0, 1])
        let left = watchers[0].events.isEmpty ? 1 : 0
        loop.deregister(pairs[left].near.descriptor)
    }

    /// The kernel assigns the lowest free number, so a client that leaves and one that arrives in
    /// the same turn have the same number. An event of the old one must not reach the new one.
    @Test func aReusedNumberDoesNotGetItsPredecessorsEvent() throws {
        let pairs = [SocketPair(), SocketPair()]
        // Optimised code would otherwise close them after their last use.
        defer { withExtendedLifetime(pairs) {} }
        let newcomer = SocketPair()
        let watchers = [Watcher(), Watcher()]
        let late = Watcher()
        for (index, watcher) in watchers.enumerated() {
            pairs[index].far.send("x")
            try loop.register(pairs[index].near.descriptor, for: .readable, watcher)
            let other = pairs[1 - index].near.descriptor
            watcher.action = { _ in
                loop.deregister(other)
                takeOverNumber(other, from: newcomer.near)
                #expect(throws: Never.self) {
                    try loop.register(other, for: .readable, late)
                }
                watchers[index].action = { _ in }
            }
        }
        loop.runOnce(timeout: .zero)
        #expect(watchers.map(\.events.count).sorted() == [0, 1])
        #expect(late.events == [])
        // Its own event does reach it.
        newcomer.far.send("y")
        loop.runOnce(timeout: .zero)
        #expect(late.events == [.readable])
    }

    @Test func aHandlerMayTakeItselfOut() throws {
        let pair = SocketPair()
        let watcher = Watcher()
        let descriptor = pair.near.descriptor
        try loop.register(descriptor, for: .writable, watcher)
        watcher.action = { _ in loop.deregister(descriptor) }
        loop.settle()
        #expect(watcher.events.count == 1)
    }

    @Test func everyOneOfManyDescriptorsGetsItsTurn() throws {
        // More than fit in one batch.
        let pairs = (0..<Limits.eventsPerTurn + 20).map { _ in SocketPair() }
        let watchers = pairs.map { _ in Watcher() }
        for (pair, watcher) in zip(pairs, watchers) {
            try loop.register(pair.near.descriptor, for: .writable, watcher)
        }
        loop.settle(4)
        #expect(watchers.allSatisfy { !$0.events.isEmpty })
        for pair in pairs { loop.deregister(pair.near.descriptor) }
    }
}
