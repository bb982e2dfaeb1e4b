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

    private func access(_ hosts: [String]..., allowed: Bool = false) throws -> InternalAccess {
        var access = InternalAccess(isAllowed: allowed)
        for addresses in hosts {
            access.saw(try addresses.map { try TestListener.address($0, 80) }, isGiven: true)
        }
        return access
    }

    @Test func onlyAPublicServerIsDistrusted() throws {
        #expect(try access(["192.0.2.1", "2001:db8::1"]).isRefused())
        #expect(try access(["192.0.2.1"], allowed: true).isRefused() == false)
        // What the operator wrote is as written, also if only one of the addresses is internal.
        #expect(try access(["127.0.0.1"]).isRefused() == false)
        #expect(try access(["192.0.2.1", "10.0.0.1"]).isRefused() == false)
        // A name that changes does not become internal.
        #expect(try access(["192.0.2.1"], ["10.0.0.1"]).isRefused())
        // What a redirect names says nothing about the operator's address.
        var access = InternalAccess(isAllowed: false)
        access.saw([try TestListener.address("192.0.2.1", 80)], isGiven: false)
        #expect(access.isRefused() == false)
    }

    /// Each address of the operator is as written, whatever the others are.
    @Test func eachAddressOfTheOperatorCountsAlone() throws {
        var access = InternalAccess(isAllowed: false)
        let (outer, inner) = (
            try TestListener.address("192.0.2.1", 80), try TestListener.address("10.0.0.1", 80)
        )
        access.saw([outer], from: 0, isGiven: true)
        #expect(!access.isRefused(from: 1))
        access.saw([inner], from: 1, isGiven: true)
        #expect(!access.isRefused(from: 1))
        // The first is not forgotten meanwhile: its name must not become internal.
        access.saw([inner], from: 0, isGiven: true)
        #expect(access.isRefused(from: 0))
        access.saw([outer], from: 7, isGiven: true)
        #expect(access.isRefused(from: 7))
    }

    /// A station in an internal network redirects within it.
    @Test func anInternalStationLeadsWhereItLikes() throws {
        let loop = try EventLoop.stepped(by: TestClock())
        let station = try FakeStation()
        let port = try station.url().port
        let inner = try TestListener.address("127.0.0.1", port)
        let resolver = try Resolver(threads: 1) { _, _ in .success([inner]) }
        let entry = StationEntry(
            id: 0,
            choice: Options.StationChoice(
                name: "jazz", url: try StreamURL("http://outer.example:\(port)/jazz")))
        let runner = Station(
            entry, network: try Network(loop: loop, resolver: resolver),
            audience: StationAudience(title: { _, _, _, _ in }, other: { _ in }))
        runner.start()
        let first = try station.accept(on: loop)
        first.send("HTTP/1.1 302 Found\r\nLocation: http://inner.example:\(port)/x\r\n\r\n")
        let second = try station.accept(on: loop)
        second.send(FakeStation.head)
        loop.turn(until: { entry.figures.state == .live })
        runner.stop()
    }

    /// What is left out is what would be connected to.
    @Test func aHostWithNothingElseIsRefused() throws {
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
        func transportFound(_ addresses: [Address]) {}
        func transportConnected() {}
        func transportReceived(_ bytes: Span<UInt8>, behind audio: Int) -> Demand { Demand() }
        func transportEnded() {}
        func transportShed(_ bound: Bound) {}
        func transportFailed(_ failure: StreamSession.TransportFailure) { self.failure = failure }
    }
}
