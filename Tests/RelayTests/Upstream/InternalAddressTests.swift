import ICYReader
import Testing

@testable import Relay

/// What a public server may lead to.
@Suite struct InternalAddressTests {
    @Test(arguments: [
        ("127.0.0.1", true), ("10.1.2.3", true), ("172.16.0.1", true), ("172.31.255.255", true),
        ("192.168.0.1", true), ("169.254.169.254", true), ("100.64.0.1", true), ("0.0.0.0", true),
        ("::1", true), ("::", true), ("fe80::1", true), ("fd00::1", true), ("fc12::1", true),
        ("::ffff:10.0.0.1", true), ("8.8.8.8", false), ("172.32.0.1", false),
        ("172.15.0.1", false), ("192.169.0.1", false), ("100.128.0.1", false),
        ("169.253.0.1", false), ("2001:db8::1", false), ("fec0::1", false), ("::2", false),
        ("::ffff:8.8.8.8", false),
    ]) func theNetworksOfOurOwnAreInternal(_ text: String, _ isInternal: Bool) throws {
        let address = try #require(ClientAddress(text))
        #expect(address.isInternal == isInternal)
    }

    /// A station whose host is `outer.example`, which redirects to another host.
    private final class Bench {
        let clock = TestClock()
        let loop: EventLoop
        let station: FakeStation
        let entry: StationEntry
        private let runner: Station

        /// - Parameter isPublic: whether the station's own host has a public address as well. It is
        ///   the second one, which is not needed.
        init(isPublic: Bool, allows: Bool = false) throws {
            loop = try EventLoop.stepped(by: clock)
            station = try FakeStation()
            let own = try StreamURL(try station.url().description)
            let inner = try TestListener.address("127.0.0.1", own.port)
            let outer = try TestListener.address("192.0.2.1", own.port)
            let resolver = try Resolver(threads: 1) { host, _ in
                .success(host == "outer.example" && isPublic ? [inner, outer] : [inner])
            }
            var choice = Options.StationChoice(
                name: "jazz", url: try StreamURL("http://outer.example:\(own.port)/jazz"))
            choice.allowsInternal = allows
            entry = StationEntry(id: 0, choice: choice)
            runner = Station(
                entry, network: try Network(loop: loop, resolver: resolver),
                audience: StationAudience(title: { _, _, _, _ in }, other: { _ in }))
            runner.start()
        }

        deinit { runner.stop() }

        func redirect(to host: String) throws {
            let port = try station.url().port
            let socket = try station.accept(on: loop)
            socket.send(
                "HTTP/1.1 302 Found\r\nLocation: http://\(host):\(port)/x\r\n\r\n")
            loop.settle(4)
        }

    }

    @Test func aPublicServerDoesNotLeadInside() throws {
        let bench = try Bench(isPublic: true)
        try bench.redirect(to: "inner.example")
        bench.loop.turn(until: { bench.entry.figures.state == .failed })
    }

    @Test(arguments: [(false, false), (true, true)])
    func whatTheOperatorWroteIsAsWritten(isPublic: Bool, allows: Bool) throws {
        let bench = try Bench(isPublic: isPublic, allows: allows)
        try bench.redirect(to: "inner.example")
        let socket = try bench.station.accept(on: bench.loop)
        socket.send(FakeStation.head)
        bench.loop.turn(until: { bench.entry.figures.state == .live })
    }

    /// The name of a public server that names an internal address later.
    @Test func aNameThatChangesIsRefused() throws {
        let loop = try EventLoop.stepped(by: TestClock())
        let station = try FakeStation()
        let url = try StreamURL(try station.url().description)
        let inner = try TestListener.address("127.0.0.1", url.port)
        let resolver = try Resolver(threads: 1) { _, _ in .success([inner]) }
        let probe = RefusalProbe()
        let transport = Transport(
            try Network(loop: loop, resolver: resolver), url: url, refusesInternal: true,
            delegate: probe)
        transport.open()
        loop.turn(until: { probe.failure != nil })
        #expect(probe.failure == .internalAddress("127.0.0.1"))
        transport.close()
    }

    private final class RefusalProbe: TransportDelegate {
        var failure: StreamSession.TransportFailure?

        func transportLeavesOut(addresses count: Int) {}
        func transportFoundPublicAddress() {}
        func transportConnected() {}
        func transportReceived(_ bytes: Span<UInt8>, behind audio: Int) -> Demand { Demand() }
        func transportEnded() {}
        func transportShed(_ bound: Bound) {}
        func transportFailed(_ failure: StreamSession.TransportFailure) { self.failure = failure }
    }
}
