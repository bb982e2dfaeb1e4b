import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(10))) struct ListeningSocketsTests {
    private let loop: EventLoop
    private let clock = TestClock()

    init() throws { loop = try EventLoop.stepped(by: clock) }

    /// The connections that a listening socket has accepted.
    private final class Accepted {
        var sockets: [TestSocket] = []

        func listener(_ loop: EventLoop, _ descriptor: consuming FileDescriptor) throws
            -> ListeningSocket
        {
            try ListeningSocket(loop: loop, descriptor: descriptor) { [unowned self] accepted in
                sockets.append(TestSocket(accepted.release().release()))
            }
        }
    }

    @Test func portZeroGivesAnyFreePort() throws {
        let listening = try ListeningSockets(on: .anyLoopbackPort, count: 1)
        #expect(listening.address.port != 0)
        #expect(listening.address.host == "127.0.0.1")
        #expect(listening.address.description == "127.0.0.1:\(listening.address.port)")
    }

    @Test(arguments: ["127.0.0.1:0", "[::1]:0", "0.0.0.0:0", "[::]:0"])
    func takesConnections(text: String) throws {
        let listening = try ListeningSockets(on: try ListenAddress(text), count: 1)
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
            try ListeningSockets(on: try ListenAddress("\(taken.port)"), count: 2)
        }
        let next = taken.port < 65535 ? taken.port + 1 : 8000
        #expect(
            error?.message == "cannot listen on 127.0.0.1:\(taken.port): the port is taken (often "
                + "by Icecast itself); choose another, such as --listen 127.0.0.1:\(next)")
    }

    /// The loops of one process share a port; another process cannot have it.
    @Test func aPortThatAnotherRelayListensOnIsTakenToo() throws {
        let first = try ListeningSockets(on: .anyLoopbackPort, count: 2)
        let port = first.address.port
        for text in ["127.0.0.1:\(port)", "0.0.0.0:\(port)"] {
            let error = #expect(throws: ListenError.self) {
                try ListeningSockets(on: try ListenAddress(text), count: 2)
            }
            #expect(error?.message.contains("the port is taken") == true)
        }
    }

    @Test(arguments: ["203.0.113.7:0", "[2001:db8::7]:0"])
    func anAddressOfAnotherMachineIsRefused(text: String) throws {
        let error = #expect(throws: ListenError.self) {
            try ListeningSockets(on: try ListenAddress(text), count: 1)
        }
        #expect(
            error?.message == "cannot listen on \(text): this machine has no such address; "
                + "use 127.0.0.1, or 0.0.0.0 for all")
    }

    @Test func whatIsNoAddressIsRefused() throws {
        // No name server is asked for a name with an empty label.
        let error = #expect(throws: ListenError.self) {
            try ListeningSockets(on: try ListenAddress("no..host:0"), count: 1)
        }
        #expect(
            error?.message
                == "cannot listen on no..host:0: no..host is no address of this machine; "
                + "use 127.0.0.1, or 0.0.0.0 for all")
    }

    /// The kernel spreads connections by their ports, so each loop gets some of forty (the odds
    /// against it are one in 2^39).
    @Test func twoLoopsShareOnePort() throws {
        let listening = try ListeningSockets(on: .anyLoopbackPort, count: 2)
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

    /// All three are closed, or the port would be taken. A test that runs at the same time may be
    /// given the port, but not every time.
    @Test func socketsThatNobodyTakesAreClosed() throws {
        var isFree = false
        for _ in 0..<10 where !isFree {
            var port: UInt16 = 0
            do {
                let unused = try ListeningSockets(on: .anyLoopbackPort, count: 3)
                port = unused.address.port
                _ = unused.take(1)
            }
            let again = try? ListeningSockets(on: try ListenAddress("\(port)"), count: 1)
            isFree = again?.address.port == port
        }
        #expect(isFree)
    }

    @Test func aClosedListenerTakesNobody() throws {
        let listening = try ListeningSockets(on: .anyLoopbackPort, count: 1)
        let accepted = Accepted()
        let listener = try accepted.listener(loop, listening.take(0))
        listener.close()
        listener.close()
        let client = TestListener.connect(to: listening.address)
        // A process started by another test may have a copy of the socket for a moment.
        loop.turn(until: {
            client.receive()
            return client.isEnded
        })
        #expect(accepted.sockets.isEmpty)
    }

    @Test func aStormOfClientsIsTakenInPortions() throws {
        let listening = try ListeningSockets(on: .anyLoopbackPort, count: 1)
        let accepted = Accepted()
        let listener = try accepted.listener(loop, listening.take(0))
        let count = Limits.acceptsPerTurn + 20
        let clients = (0..<count).map { _ in TestListener.connect(to: listening.address) }
        loop.runOnce(timeout: .milliseconds(100))
        #expect(accepted.sockets.count <= Limits.acceptsPerTurn)
        loop.turn(until: { accepted.sockets.count == clients.count })
        listener.close()
    }

    /// Runs in a process of its own, because other tests need descriptors. Threads of the test
    /// library open a file there now and then, just when a descriptor is free for a moment. So
    /// there are several attempts.
    @Test func aLoopWithoutDescriptorsTurnsAwayAndGoesOnASecondLater() async {
        await #expect(processExitsWith: .success) {
            var isRight = false
            for _ in 0..<5 where !isRight { isRight = try withoutDescriptors() }
            precondition(isRight)
        }
    }
}

/// Whether a listening socket without descriptors behaves as it should.
private func withoutDescriptors() throws -> Bool {
    let clock = TestClock()
    let loop = try EventLoop.stepped(by: clock)
    let listening = try ListeningSockets(on: .anyLoopbackPort, count: 1)
    var accepted = 0
    let listener = try ListeningSocket(loop: loop, descriptor: listening.take(0)) { connection in
        accepted += 1
        connection.release().close()
    }
    defer { listener.close() }
    func connect() -> TestSocket { TestListener.connect(to: listening.address) }
    /// A connection may enter the queue a moment later, so this tries again.
    func areTold(_ clients: [TestSocket]) -> Bool {
        for _ in 0..<200 {
            if clients.allSatisfy({ !$0.receive().isEmpty && $0.isEnded }) { break }
            clock.advance(by: Limits.acceptPause)
            loop.runOnce(timeout: .milliseconds(5))
        }
        return clients.allSatisfy { client in
            let told = String(decoding: client.received, as: UTF8.self)
            return told.hasPrefix("HTTP/1.1 503 ") && told.contains("\r\nRetry-After: ")
                && client.isEnded && !client.isReset
        }
    }
    let waiting = [connect(), connect(), connect()]
    waiting[0].send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    let held = exhaustDescriptors(leaving: 0)
    var isHeld = true
    defer { if isHeld { closeAll(held) } }
    guard areTold(waiting), accepted == 0 else { return false }
    // Closing a client frees a descriptor for the test's next one.
    waiting[0].close()
    let next = connect()
    guard areTold([next]) else { return false }
    // After that it pauses for a second: it must not spin.
    waiting[1].close()
    let last = connect()
    for _ in 0..<10 { loop.runOnce(timeout: .milliseconds(5)) }
    guard last.receive().isEmpty, accepted == 0 else { return false }
    closeAll(held)
    isHeld = false
    clock.advance(by: Limits.acceptPause - .milliseconds(1))
    loop.settle()
    guard accepted == 0 else { return false }
    clock.advance(by: .milliseconds(1))
    for _ in 0..<200 where accepted == 0 { loop.runOnce(timeout: .milliseconds(5)) }
    return accepted == 1
}
