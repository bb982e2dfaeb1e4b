/// Where a client comes from: 16 bytes, an IPv4 address as the IPv4-mapped one of IPv6
/// (RFC 4291 §2.5.5.2), so that a client is the same one whatever socket it came by.
struct ClientAddress: Hashable, Sendable {
    /// The first 8 bytes.
    let high: UInt64
    /// The last 8 bytes.
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameter ipv4: 1.2.3.4 is 0x01020304.
    init(ipv4: UInt32) { self.init(high: 0, low: ClientAddress.mappedPrefix | UInt64(ipv4)) }

    /// An address as proxies write it: `1.2.3.4`, `1.2.3.4:80`, `::1`, `[::1]` or `[::1]:80`.
    ///
    /// What is unusual is refused rather than guessed: zones (`fe80::1%eth0`), numbers that begin
    /// with 0 (octal for some readers), and IPv4 addresses of fewer than four numbers.
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

    /// An address alone.
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

    /// What clients are counted by: an IPv4 address, or the /64 of an IPv6 one, which is what one
    /// household or server gets (RFC 6177).
    var limitKey: UInt64 {
        // IPv4 addresses stand where IPv6 has its multicast, which no client comes from; who all
        // the same says so (through a proxy) is counted with the loopback's network.
        if isIPv4 { return 0xFF00_0000_0000_0000 | low & 0xFFFF_FFFF }
        return high >> 56 == 0xFF ? 0 : high
    }

    var isLoopback: Bool { isIPv4 ? (low >> 24) & 0xFF == 127 : high == 0 && low == 1 }
}

extension ClientAddress: CustomStringConvertible {
    /// `1.2.3.4`, or an IPv6 address in the one form of RFC 5952 §4.
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

    /// The first of the longest runs of zeros; one alone is not shortened (RFC 5952 §4.2.2).
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
