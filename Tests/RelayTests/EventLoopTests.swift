import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(1))) struct EventLoopTests {
    /// Writes down what it was told and does what the test says.
    private final class Watcher: EventHandler {
        var events: [Readiness] = []
        var action: (Readiness) -> Void = { _ in }

        func ready(_ readiness: Readiness) {
            events.append(readiness)
            action(readiness)
        }
    }

    private final class Alarm: TimerHandler {
        var times: [ContinuousClock.Instant] = []
        var action: (ContinuousClock.Instant) -> Void = { _ in }

        func timerFired(_ timer: Timers.Token, now: ContinuousClock.Instant) {
            times.append(now)
            action(now)
        }
    }

    private final class Receiver: MessageHandler {
        var count = 0
        func received(_ message: LoopMessage) { count += 1 }
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

    /// A broken connection comes also without any interest, to both sides.
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

    /// Both have an event in the same batch; whoever is first takes the other one out.
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

    /// The kernel gives the lowest free number, so a client that leaves and one that comes in the
    /// same turn have the same one. The event of the old one must not reach the new one.
    @Test func aReusedNumberDoesNotGetItsPredecessorsEvent() throws {
        let pairs = [SocketPair(), SocketPair()]
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
        // More than one batch holds.
        let pairs = (0..<Limits.eventsPerTurn + 20).map { _ in SocketPair() }
        let watchers = pairs.map { _ in Watcher() }
        for (pair, watcher) in zip(pairs, watchers) {
            try loop.register(pair.near.descriptor, for: .writable, watcher)
        }
        loop.settle(4)
        #expect(watchers.allSatisfy { !$0.events.isEmpty })
        for pair in pairs { loop.deregister(pair.near.descriptor) }
    }

    // MARK: Timers

    @Test func timersFireWhenTheClockReachesThem() {
        let alarm = Alarm()
        let due = clock.now + .seconds(5)
        _ = loop.schedule(at: due, alarm)
        clock.advance(by: .seconds(4))
        loop.runOnce(timeout: .zero)
        #expect(alarm.times == [])
        clock.advance(by: .seconds(1))
        loop.runOnce(timeout: .zero)
        #expect(alarm.times == [due])
        #expect(loop.now == due)
        loop.runOnce(timeout: .zero)
        #expect(alarm.times == [due])
    }

    @Test func aTimerMaySetTheNextOne() {
        let alarm = Alarm()
        let begin = clock.now
        alarm.action = { now in _ = loop.schedule(at: now + .seconds(1), alarm) }
        _ = loop.schedule(at: begin, alarm)
        for _ in 0..<3 {
            loop.runOnce(timeout: .zero)
            clock.advance(by: .seconds(1))
        }
        #expect(alarm.times == [begin, begin + .seconds(1), begin + .seconds(2)])
    }

    @Test func aTimerMayCancelAnotherOfTheSameTurn() {
        let first = Alarm()
        let second = Alarm()
        _ = loop.schedule(at: clock.now, first)
        let token = loop.schedule(at: clock.now + .nanoseconds(1), second)
        first.action = { _ in loop.cancel(token) }
        clock.advance(by: .seconds(1))
        loop.settle()
        #expect(first.times.count == 1)
        #expect(second.times == [])
    }

    @Test func waitsNoLongerThanUntilTheNextTimer() throws {
        // Without a timeout: it would never come back if the timer did not count.
        let realTime = try EventLoop(inbox: try Wakeup())
        let alarm = Alarm()
        let due = ContinuousClock.now + .milliseconds(3)
        _ = realTime.schedule(at: due, alarm)
        realTime.runOnce(timeout: nil)
        let fired = try #require(alarm.times.first)
        #expect(fired >= due)
    }

    @Test func stopEndsRunAfterTheTurn() {
        let alarm = Alarm()
        alarm.action = { _ in loop.stop() }
        _ = loop.schedule(at: clock.now, alarm)
        loop.run()
        #expect(alarm.times.count == 1)
    }

    // MARK: Messages

    @Test func manyMessagesOfOtherThreadsComeInOrderWithOneWakeUp() throws {
        let receiver = Receiver()
        loop.messageHandler = receiver
        let inbox = loop.inbox
        let senders = try (0..<4).map { number in
            try Thread("sender-\(number)") {
                for _ in 0..<250 { inbox.send(.shutdown) }
            }
        }
        for sender in senders { sender.join() }
        loop.runOnce(timeout: .zero)
        #expect(receiver.count == 1000)
        loop.settle()
        #expect(receiver.count == 1000)
    }

    @Test func aMessageWakesALoopThatWaits() throws {
        let receiver = Receiver()
        loop.messageHandler = receiver
        let inbox = loop.inbox
        let sender = try Thread("sender") { inbox.send(.shutdown) }
        // Returns only because of the message: no timer is set.
        while receiver.count == 0 { loop.runOnce(timeout: nil) }
        sender.join()
        #expect(receiver.count == 1)
    }

    @Test func drainTakesEverythingOnceAndOldestFirst() throws {
        let inbox = try Wakeup()
        for number: UInt64 in 0..<5 {
            inbox.send(.resolved(request: number, .failure(.unknownHost)))
        }
        let numbers = inbox.drain().map { message in
            if case .resolved(let request, _) = message { request } else { UInt64.max }
        }
        #expect(numbers == [0, 1, 2, 3, 4])
        #expect(inbox.drain().isEmpty)
        inbox.send(.shutdown)
        #expect(inbox.drain().count == 1)
    }

    @Test func aWakeUpUnderWayIsNotRepeated() throws {
        let inbox = try Wakeup()
        for _ in 0..<100 { inbox.send(.shutdown) }
        #expect(takeEventCount(of: inbox.descriptor) == 1)
        #expect(inbox.drain().count == 100)
        inbox.send(.shutdown)
        #expect(takeEventCount(of: inbox.descriptor) == 1)
    }

    /// The second message comes while the first batch is handled: it must not be forgotten.
    @Test func aMessageSentWhileAnotherIsHandledComesToo() {
        final class Echo: MessageHandler {
            let inbox: Wakeup
            var count = 0
            init(_ inbox: Wakeup) { self.inbox = inbox }
            func received(_ message: LoopMessage) {
                count += 1
                if count < 3 { inbox.send(.shutdown) }
            }
        }
        let echo = Echo(loop.inbox)
        loop.messageHandler = echo
        loop.inbox.send(.shutdown)
        loop.settle()
        #expect(echo.count == 3)
    }

    // MARK: Names

    @Test(arguments: [("127.0.0.1", "127.0.0.1:8000"), ("::1", "[::1]:8000")])
    func aNumericAddressIsAnsweredInALaterTurn(host: String, expected: String) throws {
        let resolver = try Resolver(threads: 0)
        var answers: [[String]] = []
        _ = loop.lookUp(host: host, port: 8000, with: resolver) { result in
            answers.append((try? result.get().map(\.description)) ?? [])
        }
        #expect(answers.isEmpty)
        loop.runOnce(timeout: .zero)
        #expect(answers == [[expected]])
        loop.settle()
        #expect(answers.count == 1)
    }

    @Test func aCancelledLookUpIsNotAnswered() throws {
        let resolver = try Resolver(threads: 0)
        var answers = 0
        let cancelled = loop.lookUp(host: "127.0.0.1", port: 1, with: resolver) { _ in
            answers += 1
        }
        _ = loop.lookUp(host: "127.0.0.1", port: 2, with: resolver) { _ in answers += 10 }
        loop.cancelLookup(cancelled)
        loop.settle()
        #expect(answers == 10)
    }

    @Test func aNameIsLookedUpOnAThread() throws {
        // In every /etc/hosts.
        let resolver = try Resolver(threads: 1)
        var hosts: [String]?
        _ = loop.lookUp(host: "localhost", port: 80, with: resolver) { result in
            hosts = (try? result.get().map(\.host)) ?? []
        }
        loop.turn(until: { hosts != nil })
        let found = try #require(hosts)
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0 == "127.0.0.1" || $0 == "::1" })
    }
}
