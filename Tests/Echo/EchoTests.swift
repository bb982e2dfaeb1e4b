import FoundationEssentials
import Testing

@testable import Relay

/// Runs the server's own WebSocket code under the Autobahn test suite, which expects its messages
/// to be echoed. A plain `swift test` skips it: `Tests/Live/autobahn.py` sets the variable and ends
/// it.
@Suite struct EchoTests {
    /// The port of 127.0.0.1 on which the driver listens.
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
