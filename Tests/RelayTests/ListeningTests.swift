import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(1))) struct ListeningTests {
    private let loop: EventLoop
    private let clock = TestClock()

    init() throws { loop = try EventLoop.stepped(by: clock) }

    /// What a listener has accepted.
    private final class Accepted {
        var sockets: [TestSocket] = []

        func listener(_ loop: EventLoop, _ descriptor: consuming FileDescriptor) throws -> Listener
        {
            try Listener(loop: loop, descriptor: descriptor) { [unowned self] accepted in
                sockets.append(TestSocket(accepted.release().release()))
            }
        }
    }

    @Test func portZeroGivesAnyFreePort() throws {
        let listening = try Listening(on: .anyLoopbackPort, count: 1)
        #expect(listening.address.port != 0)
        #expect(listening.address.host == "127.0.0.1")
        #expect(listening.address.description == "127.0.0.1:\(listening.address.port)")
    }

    @Test(arguments: ["127.0.0.1:0", "[::1]:0", "0.0.0.0:0", "[::]:0"])
    func takesConnections(text: String) throws {
        let listening = try Listening(on: try ListenAddress(text), count: 1)
        let accepted = Accepted()
        let listener = try accepted.listener(loop, listening.take(0))
        defer { listener.close() }
        let host = text.contains("[") ? "::1" : "127.0.0.1"
        let address = try TestListener.address(host, listening.address.port)
        let client = TestListener.connect(to: address)
        loop.turn(until: { accepted.sockets.count == 1 })
        client.send("hello")
        loop.turn(until: { accepted.sockets[0].receive() == Array("hello".utf8) })
    }

    @Test func aTakenPortIsSaidWithAProposal() throws {
        let taken = try TestListener()
        let error = #expect(throws: ListenError.self) {
            try Listening(on: try ListenAddress("\(taken.port)"), count: 2)
        }
        let next = taken.port < 65535 ? taken.port + 1 : 8000
        #expect(
            error?.message == "cannot listen on 127.0.0.1:\(taken.port): the port is taken (often "
                + "by Icecast itself); choose another, such as --listen 127.0.0.1:\(next)")
    }

    /// The ports of our own loops are shared; those of another program of ours are not.
    @Test func aPortThatAnotherRelayListensOnIsTakenToo() throws {
        let first = try Listening(on: .anyLoopbackPort, count: 2)
        let port = first.address.port
        for text in ["127.0.0.1:\(port)", "0.0.0.0:\(port)"] {
            let error = #expect(throws: ListenError.self) {
                try Listening(on: try ListenAddress(text), count: 2)
            }
            #expect(error?.message.contains("the port is taken") == true)
        }
    }

    @Test(arguments: ["203.0.113.7:0", "[2001:db8::7]:0"])
    func anAddressOfAnotherMachineIsRefused(text: String) throws {
        let error = #expect(throws: ListenError.self) {
            try Listening(on: try ListenAddress(text), count: 1)
        }
        #expect(
            error?.message == "cannot listen on \(text): this machine has no such address; "
                + "use 127.0.0.1, or 0.0.0.0 for all")
    }

    @Test func whatIsNoAddressIsRefused() throws {
        // No name server is asked for a name with an empty part.
        let error = #expect(throws: ListenError.self) {
            try Listening(on: try ListenAddress("no..host:0"), count: 1)
        }
        #expect(
            error?.message
                == "cannot listen on no..host:0: no..host is no address of this machine; "
                + "use 127.0.0.1, or 0.0.0.0 for all")
    }

    /// The kernel spreads connections by their ports, so among forty both loops get some (the odds
    /// against it are one to 2^39).
    @Test func twoLoopsShareOnePort() throws {
        let listening = try Listening(on: .anyLoopbackPort, count: 2)
        let other = try EventLoop.stepped(by: clock)
        let accepted = [Accepted(), Accepted()]
        let listeners = [
            try accepted[0].listener(loop, listening.take(0)),
            try accepted[1].listener(other, listening.take(1)),
        ]
        let clients = (0..<40).map { _ in TestListener.connect(to: listening.address) }
        loop.turn(until: {
            other.settle(1)
            return accepted[0].sockets.count + accepted[1].sockets.count == clients.count
        })
        #expect(!accepted[0].sockets.isEmpty)
        #expect(!accepted[1].sockets.isEmpty)
        for listener in listeners { listener.close() }
    }

    @Test func socketsThatNobodyTakesAreClosed() throws {
        var port: UInt16 = 0
        do {
            let unused = try Listening(on: .anyLoopbackPort, count: 3)
            port = unused.address.port
            _ = unused.take(1)
        }
        // All three are gone, or the port would be taken.
        let again = try Listening(on: try ListenAddress("\(port)"), count: 1)
        #expect(again.address.port == port)
    }

    @Test func aClosedListenerTakesNobody() throws {
        let listening = try Listening(on: .anyLoopbackPort, count: 1)
        let accepted = Accepted()
        let listener = try accepted.listener(loop, listening.take(0))
        listener.close()
        listener.close()
        let client = TestListener.connect(to: listening.address)
        loop.settle()
        #expect(accepted.sockets.isEmpty)
        client.receive()
        #expect(client.isEnded)
    }

    @Test func aStormOfClientsIsTakenInPortions() throws {
        let listening = try Listening(on: .anyLoopbackPort, count: 1)
        let accepted = Accepted()
        let listener = try accepted.listener(loop, listening.take(0))
        let count = Limits.acceptsPerTurn + 20
        let clients = (0..<count).map { _ in TestListener.connect(to: listening.address) }
        loop.runOnce(timeout: .milliseconds(100))
        #expect(accepted.sockets.count <= Limits.acceptsPerTurn)
        loop.turn(until: { accepted.sockets.count == clients.count })
        listener.close()
    }

    /// In a process of its own, because the others need descriptors.
    @Test func aLoopWithoutDescriptorsTurnsAwayAndGoesOnASecondLater() async {
        await #expect(processExitsWith: .success) {
            let clock = TestClock()
            let loop = try EventLoop.stepped(by: clock)
            let listening = try Listening(on: .anyLoopbackPort, count: 1)
            var accepted = 0
            let listener = try Listener(loop: loop, descriptor: listening.take(0)) { connection in
                accepted += 1
                connection.release().close()
            }
            let client = TestListener.connect(to: listening.address)
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            let late = TestListener.connect(to: listening.address)
            let later = TestListener.connect(to: listening.address)
            let held = exhaustDescriptors(leaving: 0)
            let waiting = [client, late, later]
            /// A connection may come into the queue a moment later, while nobody looks.
            func turn(untilTold clients: [TestSocket]) {
                for _ in 0..<1000 {
                    if clients.allSatisfy({ $0.receive().count > 0 && $0.isEnded }) { return }
                    clock.advance(by: Limits.acceptPause)
                    loop.runOnce(timeout: .milliseconds(5))
                }
            }
            turn(untilTold: waiting)
            for one in waiting {
                let told = String(decoding: one.receive(), as: UTF8.self)
                precondition(told.hasPrefix("HTTP/1.1 503 ") && one.isEnded && !one.isReset)
                precondition(told.contains("\r\nRetry-After: "))
            }
            precondition(accepted == 0)
            // Each one that goes leaves a descriptor for one of the test's own.
            client.close()
            let next = TestListener.connect(to: listening.address)
            // The next one is told so as well, and then it is quiet for a second: it must not spin.
            turn(untilTold: [next])
            late.close()
            let last = TestListener.connect(to: listening.address)
            for _ in 0..<10 { loop.runOnce(timeout: .milliseconds(5)) }
            precondition(last.receive().isEmpty)
            closeAll(held)
            clock.advance(by: Limits.acceptPause - .milliseconds(1))
            loop.settle()
            precondition(accepted == 0)
            clock.advance(by: .milliseconds(1))
            loop.turn(until: { accepted == 1 })
            last.close()
            listener.close()
            next.close()
        }
    }
}
