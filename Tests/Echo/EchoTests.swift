import FoundationEssentials
import Testing

@testable import Relay

/// The server's own WebSocket under the Autobahn test suite, which wants to hear what it says. A
/// plain `swift test` passes over it: `Tests/Live/autobahn.py` sets the variable, and ends it.
@Suite struct EchoTests {
    /// The port of 127.0.0.1 where the driver waits.
    private static let driverPort = ProcessInfo.processInfo.environment["RELAY_ECHO_DRIVER"]
        .flatMap(UInt16.init)

    @Test(.enabled(if: driverPort != nil, "only Tests/Live/autobahn.py asks for it"))
    func echoesUntilTheDriverHangsUp() throws {
        let driverPort = try #require(Self.driverPort)
        let loop = try EventLoop()
        let endpoint = try EchoEndpoint(loop: loop, driver: address(driverPort))
        loop.run()
        endpoint.close()
        #expect(endpoint.failure == nil)
    }

    private func address(_ port: UInt16) throws -> Address {
        let found = Address.lookUp(host: "127.0.0.1", port: port, numericOnly: true)
        return try #require(try found.get().first)
    }
}
