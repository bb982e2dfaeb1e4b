/// The address of a client: 16 bytes. An IPv4 address is stored as its IPv4-mapped IPv6 address
/// (RFC 4291 §2.5.5.2), so a client is the same one through any socket.
struct ClientAddress: Hashable, Sendable {
    /// The first 8 bytes.
    let high: UInt64
    /// The last 8 bytes.
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameter ipv4: the address as a number: 1.2.3.4 is 0x01020304.
    init(ipv4: UInt32) { self.init(high: 0, low: ClientAddress.mappedPrefix | UInt64(ipv4)) }

    /// An address as proxies write it: `1.2.3.4`, `1.2.3.4:80`, `::1`, `[::1]` or `[::1]:80`.
    ///
    /// Unusual forms are refused rather than guessed: zones (`fe80::1%eth0`), numbers that begin
    /// with 0 (octal for some parsers), and IPv4 addresses of fewer than four numbers.
    init?(_ text: String) { self.init(text[...]) }

    init?(_ text: Substring) {
        if text.utf8.first == UInt8(ascii: "[") {
            guard let bracket = text.utf8.firstIndex(of: UInt8(ascii: "]")),
                ClientAddress.isNothingOrPort(text[text.utf8.index(after: bracket)...])
            else { return nil }
            self.init(ipv6: text[..<bracket].dropFirst())
            return
        }
        let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
        guard let colon, text[..<colon].utf8.contains(UInt8(ascii: ".")) else {
            self.init(withoutPort: text)
            return
        }
        // An IPv6 address has no dot before its first colon.
        guard ClientAddress.isNothingOrPort(text[colon...]) else { return nil }
        self.init(ipv4: text[..<colon])
    }

    /// An address without a port.
    init?(withoutPort text: Substring) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            self.init(ipv6: text)
        } else {
            self.init(ipv4: text)
        }
    }

    private init?(ipv4 text: Substring) {
        guard let value = AddressText.ipv4(text) else { return nil }
        self.init(ipv4: value)
    }

    /// An IPv6 address without brackets.
    init?(ipv6 text: Substring) {
        guard let (high, low) = AddressText.ipv6(text) else { return nil }
        self.init(high: high, low: low)
    }

    private static func isNothingOrPort(_ text: Substring) -> Bool {
        if text.isEmpty { return true }
        guard text.utf8.first == UInt8(ascii: ":") else { return false }
        return DecimalText.number(text.dropFirst(), upTo: Int(UInt16.max)) != nil
    }

    static let mappedPrefix: UInt64 = 0xFFFF_0000_0000

    var isIPv4: Bool { high == 0 && low & ~0xFFFF_FFFF == ClientAddress.mappedPrefix }

    /// The key by which clients are counted: the IPv4 address, or the /64 of an IPv6 address, which
    /// is what one household or server gets (RFC 6177).
    var limitKey: UInt64 {
        // IPv4 addresses use the range of IPv6 multicast, which no client connects from. A client
        // that claims a multicast address anyway (through a proxy) is counted with the loopback
        // network.
        if isIPv4 { return 0xFF00_0000_0000_0000 | low & 0xFFFF_FFFF }
        return high >> 56 == 0xFF ? 0 : high
    }

    var isLoopback: Bool { isIPv4 ? (low >> 24) & 0xFF == 127 : high == 0 && low == 1 }
}

extension ClientAddress: CustomStringConvertible {
    /// `1.2.3.4`, or an IPv6 address in the canonical form of RFC 5952 §4.
    var description: String {
        if isIPv4 {
            return [24, 16, 8, 0].map { String((low >> UInt64($0)) & 0xFF) }
                .joined(separator: ".")
        }
        let groups = [high, low].flatMap { half in
            [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> UInt64($0)) }
        }
        let zeros = ClientAddress.longestZeros(groups)
        func text(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let zeros else { return text(groups[...]) }
        return text(groups[..<zeros.lowerBound]) + "::" + text(groups[zeros.upperBound...])
    }

    /// The first of the longest runs of zeros. A single zero group is not shortened (RFC 5952
    /// §4.2.2).
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start >= 2, end - start > best?.count ?? 0 { best = start..<end }
            start = end + 1
        }
        return best
    }
}
