import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(10))) struct ConnectorTests {
    private let clock = TestClock()
    private let loop: EventLoop

    init() throws { loop = try EventLoop.stepped(by: clock) }

    /// A connection attempt whose outcome is recorded.
    private final class Attempt {
        private(set) var outcomes: [Result<Int32, SystemError>] = []
        private var connector: Connector?
        /// The connection, once it is up.
        private(set) var socket: TestSocket?

        func start(_ loop: EventLoop, _ addresses: [Address]) {
            let connector = Connector(loop: loop, addresses: addresses) { [unowned self] result in
                outcomes.append(result)
                if case .success(let descriptor) = result { socket = TestSocket(descriptor) }
            }
            self.connector = connector
            connector.start()
        }

        func cancel() { connector?.cancel() }

        var error: SystemError? {
            if case .failure(let error)? = outcomes.first { return error }
            return nil
        }

        func peer() throws -> Address {
            try Address(connectedTo: try #require(socket).descriptor)
        }
    }

    /// A listener on which no connection comes up: its queue is full, so the kernel drops new ones,
    /// as a firewall would.
    private struct SilentPort {
        let listener: TestListener
        let address: Address
        let fillers: [TestSocket]

        init() throws {
            let listener = try TestListener(backlog: 0)
            let address = try TestListener.address("127.0.0.1", listener.port)
            self.listener = listener
            self.address = address
            fillers = (0..<4).map { _ in TestListener.connect(to: address) }
        }
    }

    // MARK: Connecting

    @Test(arguments: ["127.0.0.1", "::1"])
    func connectsToAListener(host: String) throws {
        let listener = try TestListener(host: host)
        let attempt = Attempt()
        attempt.start(loop, [try TestListener.address(host, listener.port)])
        loop.turn(until: { attempt.socket != nil })
        #expect(try attempt.peer().port == listener.port)
        loop.settle()
        #expect(attempt.outcomes.count == 1)
        let accepted = try #require(listener.accept())
        accepted.send("hello")
        loop.turn(until: { attempt.socket?.receive() == Array("hello".utf8) })
    }

    /// Without any time passing: a refusal is an answer, so there is nothing to wait for.
    @Test func theNextAddressIsTriedAtOnceAfterARefusal() throws {
        let closed = try ClosedPort(host: "127.0.0.2")
        let listener = try TestListener()
        let attempt = Attempt()
        attempt.start(
            loop,
            [
                try TestListener.address("127.0.0.2", closed.port),
                try TestListener.address("127.0.0.1", listener.port),
            ])
        loop.turn(until: { attempt.socket != nil })
        #expect(try attempt.peer().port == listener.port)
        #expect(attempt.outcomes.count == 1)
    }

    @Test func whenAllRefuseTheFirstErrorIsTold() throws {
        let ports = [try ClosedPort(host: "127.0.0.2"), try ClosedPort(host: "127.0.0.3")]
        let attempt = Attempt()
        attempt.start(
            loop,
            [
                try TestListener.address("127.0.0.2", ports[0].port),
                try TestListener.address("127.0.0.3", ports[1].port),
            ])
        loop.turn(until: { !attempt.outcomes.isEmpty })
        #expect(attempt.error?.reason == "Connection refused")
        loop.settle()
        #expect(attempt.outcomes.count == 1)
    }

    /// A multicast address does not accept TCP connections: the call itself fails, before any
    /// waiting.
    @Test func anAddressThatFailsAtOnceIsPassedOver() throws {
        let listener = try TestListener()
        let attempt = Attempt()
        attempt.start(
            loop,
            [
                try TestListener.address("224.0.0.1", 80),
                try TestListener.address("127.0.0.1", listener.port),
            ])
        loop.turn(until: { attempt.socket != nil })
        #expect(attempt.outcomes.count == 1)
        let hopeless = Attempt()
        hopeless.start(loop, [try TestListener.address("224.0.0.1", 80)])
        #expect(hopeless.error?.operation == "connect")
    }

    @Test func theNextAddressIsTriedBesideASilentOneAfter250Milliseconds() throws {
        let silent = try SilentPort()
        let listener = try TestListener()
        let attempt = Attempt()
        attempt.start(
            loop, [silent.address, try TestListener.address("127.0.0.1", listener.port)])
        clock.advance(by: Limits.connectionAttemptDelay - .nanoseconds(1))
        loop.settle(20)
        #expect(attempt.outcomes.isEmpty)
        #expect(listener.accept() == nil)
        clock.advance(by: .nanoseconds(1))
        loop.turn(until: { attempt.socket != nil })
        #expect(try attempt.peer().port == listener.port)
        // The silent attempt has been given up: nothing more comes of it.
        clock.advance(by: .seconds(60))
        loop.settle()
        #expect(attempt.outcomes.count == 1)
    }

    /// The second is refused while the first is still pending; the third is not kept waiting.
    @Test func aRefusalBesideASilentAttemptMovesOnAtOnce() throws {
        let silent = try SilentPort()
        let closed = try ClosedPort(host: "127.0.0.2")
        let listener = try TestListener()
        let attempt = Attempt()
        attempt.start(
            loop,
            [
                silent.address, try TestListener.address("127.0.0.2", closed.port),
                try TestListener.address("127.0.0.1", listener.port),
            ])
        clock.advance(by: Limits.connectionAttemptDelay)
        loop.turn(until: { attempt.socket != nil })
        #expect(try attempt.peer().port == listener.port)
    }

    /// The last address is refused while an earlier one is still pending: that one may yet answer.
    @Test func aLastRefusalDoesNotEndASilentAttempt() throws {
        let silent = try SilentPort()
        let closed = try ClosedPort(host: "127.0.0.2")
        let attempt = Attempt()
        attempt.start(
            loop, [silent.address, try TestListener.address("127.0.0.2", closed.port)])
        clock.advance(by: Limits.connectionAttemptDelay)
        for _ in 0..<20 { loop.runOnce(timeout: .milliseconds(1)) }
        #expect(attempt.outcomes.isEmpty)
        attempt.cancel()
    }

    @Test func cancelEndsEverythingWithoutAWord() throws {
        let silent = try SilentPort()
        let listener = try TestListener()
        let address = try TestListener.address("127.0.0.1", listener.port)
        let attempt = Attempt()
        attempt.start(loop, [silent.address, address])
        attempt.cancel()
        clock.advance(by: .seconds(60))
        loop.settle()
        let connecting = Attempt()
        connecting.start(loop, [address])
        connecting.cancel()
        loop.settle()
        #expect(attempt.outcomes.isEmpty)
        #expect(connecting.outcomes.isEmpty)
        #expect(listener.accept()?.receive().isEmpty ?? true)
    }
}
