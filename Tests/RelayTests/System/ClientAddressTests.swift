import Fixtures
import Testing

@testable import Relay

@Suite struct ClientAddressTests {
    @Test(
        arguments: [
            ("1.2.3.4", 0, 0xFFFF_0102_0304), ("1.2.3.4:80", 0, 0xFFFF_0102_0304),
            ("0.0.0.0", 0, 0xFFFF_0000_0000), ("255.255.255.255:65535", 0, 0xFFFF_FFFF_FFFF),
            ("::", 0, 0), ("::1", 0, 1), ("[::1]", 0, 1), ("[::1]:80", 0, 1), ("1::", 1 << 48, 0),
            ("2001:db8::8a2e:370:7334", 0x2001_0DB8_0000_0000, 0x8A2E_0370_7334),
            ("2001:DB8:0:0:0:8A2E:0370:7334", 0x2001_0DB8_0000_0000, 0x8A2E_0370_7334),
            ("1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004, 0x0005_0006_0007_0008),
            ("1:2:3:4:5:6:7::", 0x0001_0002_0003_0004, 0x0005_0006_0007_0000),
            ("::2:3:4:5:6:7:8", 0x0000_0002_0003_0004, 0x0005_0006_0007_0008),
            ("::ffff:1.2.3.4", 0, 0xFFFF_0102_0304), ("[::ffff:102:304]:80", 0, 0xFFFF_0102_0304),
            ("64:ff9b::192.0.2.33", 0x0064_FF9B_0000_0000, 0xC000_0221),
            ("1:2:3:4:5:6:1.2.3.4", 0x0001_0002_0003_0004, 0x0005_0006_0102_0304),
        ] as [(String, UInt64, UInt64)])
    func addressesAreRead(text: String, high: UInt64, low: UInt64) {
        #expect(ClientAddress(text) == ClientAddress(high: high, low: low))
    }

    @Test(arguments: [
        "", " ", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "1.2.3.4 ", " 1.2.3.4",
        "1..3.4", ".1.2.3", "1.2.3.", "0x1.2.3.4", "1.2.3.-4", "1.2.3.+4", "1234", "1.2.3.4:",
        "1.2.3.4:65536", "1.2.3.4:080", "1.2.3.4:+80", "1.2.3.4:80:90", "[1.2.3.4]", "[1.2.3.4]:80",
        "1.2.3.4/8", "٣.2.3.4", "1.2.3.4\u{0}", "unknown", "_hidden", "localhost",
        ":", ":::", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4::5:6:7:8",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:", "1::2:", ":1::2", "12345::", "g::", "::1%eth0", "[::1%1]:80",
        "fe80::1%lo",
        "[::1", "::1]", "[::1]80", "[::1]:", "[::1]:65536", "[]", "[]:80", "[::1]]", "[[::1]]",
        "::1.2.3", "::1.2.3.4:5", "1.2.3.4::", "::1.2.3.256", "1:2:3:4:5:6:7:1.2.3.4", "::+1",
        "::-1", "::0x1", "\"[::1]:80\"", "::ffff:1.2.3.4.5",
    ])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(ClientAddress(text) == nil)
    }

    @Test func aLongTextIsRefusedAtOnce() {
        for text in ["1", ":", "1:", ".", "::", "["] {
            #expect(ClientAddress(String(repeating: text, count: 100_000)) == nil)
        }
    }

    @Test(arguments: [
        ("1.2.3.4", "1.2.3.4"), ("::ffff:1.2.3.4", "1.2.3.4"), ("::", "::"), ("::1", "::1"),
        ("1::", "1::"), ("2001:DB8::1", "2001:db8::1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("0:0:1:2:3:4:5:6", "::1:2:3:4:5:6"), ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"),
        ("::1.2.3.4", "::102:304"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    ])
    func isWrittenInOneForm(text: String, expected: String) throws {
        let address = try #require(ClientAddress(text))
        #expect(address.description == expected)
        #expect(ClientAddress(expected) == address)
    }

    @Test func randomAddressesAreReadBack() {
        var random = SeededGenerator(seed: 0x5EED)
        for _ in 0..<2_000 {
            // Whole groups of zeros, so that there is something to shorten.
            let groups = (0..<8).map { _ in
                Bool.random(using: &random) ? 0 : UInt64(UInt16.random(in: 0...9, using: &random))
            }
            let address = ClientAddress(
                high: groups[..<4].reduce(0) { $0 << 16 | $1 },
                low: groups[4...].reduce(0) { $0 << 16 | $1 })
            #expect(ClientAddress(address.description) == address)
            let ipv4 = ClientAddress(ipv4: UInt32.random(in: 0...UInt32.max, using: &random))
            #expect(ClientAddress("\(ipv4):1") == ipv4)
        }
    }

    @Test(arguments: [
        ("1.2.3.4", "1.2.3.4:99", true), ("1.2.3.4", "::ffff:1.2.3.4", true),
        ("1.2.3.4", "1.2.3.5", false), ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true),
        ("2001:db8::1", "2001:db8:0:1::1", false), ("::1", "0.0.0.0", false),
        ("0.0.0.1", "::1", false), ("ff00:0:102:304::", "1.2.3.4", false),
        ("ff00::", "0.0.0.0", false), ("0:ffff:102:304::", "1.2.3.4", false),
    ])
    func oneHouseholdIsCountedAsOne(first: String, second: String, isSame: Bool) throws {
        let keys = try [first, second].map { try #require(ClientAddress($0)).limitKey }
        #expect((keys[0] == keys[1]) == isSame)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.1.2", true), ("::ffff:127.0.0.1", true), ("::1", true),
        ("128.0.0.1", false), ("10.127.0.1", false), ("::", false), ("::127.0.0.1", false),
        ("1::1", false),
    ])
    func theLoopbackIsKnown(text: String, isLoopback: Bool) {
        #expect(ClientAddress(text)?.isLoopback == isLoopback)
    }
}

@Suite struct AddressRangeTests {
    @Test(arguments: [
        (
            "10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3"],
            ["9.255.255.255", "11.0.0.0"]
        ),
        ("127.0.0.1", ["127.0.0.1", "127.0.0.1:80"], ["127.0.0.2", "::1"]),
        ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["::", "::1", "2001:db8::1"]),
        ("1.2.3.4/32", ["1.2.3.4"], ["1.2.3.5"]),
        ("1.2.3.4/31", ["1.2.3.4", "1.2.3.5"], ["1.2.3.6", "1.2.3.3"]),
        ("128.0.0.0/1", ["255.0.0.1"], ["127.0.0.1"]),
        ("::1/128", ["::1"], ["::2", "::", "0.0.0.1"]),
        ("::1", ["[::1]:443"], ["1::1"]),
        (
            "2001:db8::/32", ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
            ["2001:db9::"]
        ),
        ("2001:db8::/64", ["2001:db8::ffff"], ["2001:db8:0:1::"]),
        ("2001:db8::/65", ["2001:db8::7fff:0:0:1"], ["2001:db8::8000:0:0:0"]),
        ("fe80::/10", ["febf::1"], ["fec0::1"]),
        ("::/0", ["::", "ffff::1", "::1.2.3.4"], ["1.2.3.4", "::ffff:1.2.3.4"]),
        ("::ffff:10.0.0.0/104", ["10.200.0.1"], ["11.0.0.1", "::1"]),
        ("::ffff:0:0/96", ["1.2.3.4"], ["::1"]),
    ])
    func holdsWhatItHolds(text: String, inside: [String], outside: [String]) throws {
        let range = try #require(AddressRange(text))
        for address in inside {
            #expect(range.contains(try #require(ClientAddress(address))), "\(address)")
        }
        for address in outside {
            #expect(!range.contains(try #require(ClientAddress(address))), "\(address)")
        }
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08",
        "10.0.0.0/8/8", "10.0.0.0 /8", "10.0.0.0/ 8", "10.0.0.0/255.0.0.0", "10/8", "10.0.0/8",
        "10.0.0.1/8", "10.0.0.0:80", "10.0.0.0:80/8", "[::1]", "[::]/0", "::1/129", "::1/64",
        "::/x",
        "1.2.3.4/0", "::1/0", "fe80::1%lo/64", "::ffff:0:0/90", "::ffff:10.0.0.0/8", "localhost",
        "*",
        "10.0.0.0/999999999999999999999", "::1/127",
    ])
    func whatIsNoNetworkIsRefused(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(
        arguments: [
            ("10.0.0.1/8", "10.0.0.0/8"), ("1.2.3.4/0", "0.0.0.0/0"),
            ("2001:db8::1/32", "2001:db8::/32"),
            ("10.0.0.0/8", nil), ("10.0.0.1", nil), ("10.0.0.1/33", nil), ("x/8", nil),
        ] as [(String, String?)])
    func aNetworkThatWasMeantIsKnown(text: String, expected: String?) {
        #expect(AddressRange.meant(by: text) == expected)
    }
}

@Suite struct ForwardedAddressTests {
    private func client(
        _ peer: String, _ lines: [String], _ trusted: [String] = ["10.0.0.0/8", "::1"]
    ) throws -> String {
        ForwardedAddress.client(
            peer: try #require(ClientAddress(peer)), forwardedFor: lines,
            trusted: try trusted.map { try #require(AddressRange($0)) }
        ).description
    }

    @Test(arguments: [
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["1.2.3.4"], "1.2.3.4"),
        ("::1", ["2001:db8::7"], "2001:db8::7"),
        ("::ffff:10.0.0.1", ["1.2.3.4:5555"], "1.2.3.4"),
        // A peer that is not a proxy of ours can claim anything.
        ("9.9.9.9", ["1.2.3.4"], "9.9.9.9"),
        // From the right: what the client itself wrote is on the left.
        ("10.0.0.1", ["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
        ("10.0.0.1", ["6.6.6.6, 1.2.3.4, 10.0.0.2,10.3.4.5"], "1.2.3.4"),
        ("10.0.0.1", ["127.0.0.1, 6.6.6.6", "1.2.3.4\t, 10.0.0.2"], "1.2.3.4"),
        ("10.0.0.1", ["1.2.3.4", "10.0.0.2"], "1.2.3.4"),
        // All of them are trusted: the first one is the client.
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        // Garbage ends the search.
        ("10.0.0.1", ["1.2.3.4, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["1.2.3.4, unknown, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["1.2.3.4, fe80::1%eth0, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["1.2.3.4 5.6.7.8"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"), ("10.0.0.1", [" , ,"], "10.0.0.1"),
        ("10.0.0.1", ["1.2.3.4,"], "1.2.3.4"),
        ("10.0.0.1", ["[2001:db8::7]:443"], "2001:db8::7"),
    ])
    func theFirstFromTheRightThatIsNotTrusted(peer: String, lines: [String], expected: String)
        throws
    {
        #expect(try client(peer, lines) == expected)
    }

    @Test func withoutTrustThePeerIsTheClient() throws {
        #expect(try client("10.0.0.1", ["1.2.3.4"], []) == "10.0.0.1")
    }

    @Test func aLongListIsWalkedOnce() throws {
        let list = [String](repeating: "10.0.0.2", count: 5_000).joined(separator: ",")
        #expect(try client("10.0.0.1", ["1.2.3.4, " + list]) == "1.2.3.4")
        #expect(try client("10.0.0.1", [list + ", 1.2.3.4"]) == "1.2.3.4")
    }
}
