/// A network, such as 10.0.0.0/8, or one address.
struct AddressRange: Sendable, Equatable {
    private let first: ClientAddress
    /// Of 128 bits, also for IPv4, which stands in the last 32.
    private let prefixLength: Int

    /// `10.0.0.0/8`, `2001:db8::/32`, `127.0.0.1` or `::1`; nil if it is neither, or if bits are
    /// set behind the prefix: then one of the two numbers is not what was meant.
    init?(_ text: String) {
        guard let range = AddressRange.read(text),
            range.first
                == range.first.masked(
                    range.prefixLength)
        else { return nil }
        self = range
    }

    private init(first: ClientAddress, prefixLength: Int) {
        self.first = first
        self.prefixLength = prefixLength
    }

    /// The network that a text with bits behind its prefix means; nil for any other text.
    static func meant(by text: String) -> String? {
        guard let range = read(text), let slash = text.firstIndex(of: "/") else { return nil }
        let first = range.first.masked(range.prefixLength)
        return first == range.first ? nil : "\(first)\(text[slash...])"
    }

    private static func read(_ text: String) -> AddressRange? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ ClientAddress(withoutPort: $0) }) else {
            return nil
        }
        guard parts.count == 2 else { return AddressRange(first: address, prefixLength: 128) }
        // ::ffff:10.0.0.0/104 is written as IPv6, and counts as it.
        let bits = parts[0].utf8.contains(UInt8(ascii: ":")) ? 128 : 32
        guard let length = DecimalText.number(parts[1], upTo: bits) else { return nil }
        return AddressRange(first: address, prefixLength: 128 - bits + length)
    }

    /// IPv4 and IPv6 are kept apart: `::/0` is every address of IPv6, and no address of IPv4.
    func contains(_ address: ClientAddress) -> Bool {
        let isIPv4 = first.isIPv4 && prefixLength >= 96
        return address.isIPv4 == isIPv4 && address.masked(prefixLength) == first
    }
}

extension ClientAddress {
    /// The address without what stands behind the first `count` bits.
    fileprivate func masked(_ count: Int) -> ClientAddress {
        // A shift by all 64 bits gives 0.
        ClientAddress(
            high: high & (UInt64.max << UInt64(max(0, 64 - count))),
            low: low & (UInt64.max << UInt64(min(64, 128 - count))))
    }
}
