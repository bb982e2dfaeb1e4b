import Testing

@testable import Relay

/// The operator is told of a proxy whose clients are all counted as one.
@Suite struct CrowdedAddressesTests {
    @Test func theMessageNamesTheFlag() {
        #expect(
            CrowdedAddresses.message(ClientAddress(ipv4: 0x7F00_0001), maximum: 1000)
                == "half of the 1000 connections that one address may have come from 127.0.0.1; "
                + "if it is a proxy, start with --trusted-proxy 127.0.0.1")
    }
}
