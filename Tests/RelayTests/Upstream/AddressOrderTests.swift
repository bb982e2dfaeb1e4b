import Testing

@testable import Relay

/// Which addresses of a host an attempt tries.
@Suite struct AddressOrderTests {
    private func addresses(_ hosts: [String]) throws -> [Address] {
        try hosts.map { try TestListener.address($0, 80) }
    }

    /// This many of each family, IPv6 first: `::1`, `::2`, …; `1.0.0.1`, `1.0.0.2`, …
    private func addresses(ipv6: Int, ipv4: Int) throws -> [Address] {
        try addresses(
            (0..<ipv6).map { "::\(String($0 + 1, radix: 16))" }
                + (0..<ipv4).map { "1.0.\(($0 + 1) / 256).\(($0 + 1) % 256)" })
    }

    @Test(
        arguments: [
            ([], []), (["1.1.1.1"], ["1.1.1.1"]), (["::1", "::2"], ["::1", "::2"]),
            (["::1", "::2", "1.1.1.1"], ["::1", "1.1.1.1", "::2"]),
            (["1.1.1.1", "1.1.1.2", "::1", "::2"], ["1.1.1.1", "::1", "1.1.1.2", "::2"]),
            (
                ["::1", "1.1.1.1", "1.1.1.2", "1.1.1.3"],
                ["::1", "1.1.1.1", "1.1.1.2", "1.1.1.3"]
            ),
            (
                ["::1", "::2", "::3", "1.1.1.1", "1.1.1.2"],
                ["::1", "1.1.1.1", "::2", "1.1.1.2", "::3"]
            ),
        ] as [([String], [String])])
    func theFamiliesTakeTurnsAndTheFirstOneBegins(hosts: [String], expected: [String]) throws {
        let addresses = try addresses(hosts)
        #expect(AddressOrder.interleaved(addresses).map(\.host) == expected)
        let order = AddressOrder(addresses)
        #expect(order.addresses.map(\.host) == expected)
        #expect(order.leftOut == 0)
    }

    /// At least half of them are of each family, if it has so many.
    @Test(arguments: [
        (8, 0, 8, 0), (9, 0, 8, 0), (0, 9, 0, 8), (4, 4, 4, 4), (5, 4, 4, 4), (5, 3, 5, 3),
        (2000, 2000, 4, 4), (2000, 1, 7, 1), (1, 2000, 1, 7), (2000, 0, 8, 0),
    ])
    func atMostEightAreTried(ipv6: Int, ipv4: Int, tried6: Int, tried4: Int) throws {
        let order = AddressOrder(try addresses(ipv6: ipv6, ipv4: ipv4))
        #expect(order.addresses.count { $0.family == .ipv6 } == tried6)
        #expect(order.addresses.count { $0.family == .ipv4 } == tried4)
        #expect(order.leftOut == ipv6 + ipv4 - tried6 - tried4)
        if min(tried6, tried4) > 1 {
            #expect(order.addresses.prefix(4).map(\.family) == [.ipv6, .ipv4, .ipv6, .ipv4])
        }
    }

    /// A different one each time, if there is one, up to the last possible turn.
    @Test(arguments: [(2, 0), (3, 0), (1, 1), (1, 2), (2, 2), (8, 0), (9, 0), (4, 5), (30, 1)])
    func theNextAttemptBeginsWithAnotherAddress(ipv6: Int, ipv4: Int) throws {
        let all = try addresses(ipv6: ipv6, ipv4: ipv4)
        for turn in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 101, 65_533, 65_534] {
            let first = try #require(AddressOrder(all, turn: turn).addresses.first)
            let next = try #require(AddressOrder(all, turn: turn + 1).addresses.first)
            #expect(first.host != next.host, "turn \(turn)")
        }
    }

    @Test func oneAddressIsTriedAgainAndAgain() throws {
        let one = try addresses(["1.1.1.1"])
        #expect((0..<4).allSatisfy { AddressOrder(one, turn: $0).addresses.count == 1 })
        #expect(AddressOrder([], turn: 3).addresses.isEmpty)
    }

    /// No address is tried twice in an attempt, and none is left out of all attempts.
    @Test(arguments: [(64, 0), (32, 32), (63, 1), (9, 0), (5, 5), (3, 8), (8, 0), (2, 1)])
    func laterAttemptsReachAllAddresses(ipv6: Int, ipv4: Int) throws {
        let all = try addresses(ipv6: ipv6, ipv4: ipv4)
        var reached: Set<String> = []
        for turn in 0..<9 {
            let tried = AddressOrder(all, turn: turn).addresses.map(\.host)
            #expect(Set(tried).count == tried.count)
            #expect(tried.count == min(all.count, Limits.addressesTried))
            reached.formUnion(tried)
        }
        #expect(reached == Set(all.map(\.host)))
    }
}
