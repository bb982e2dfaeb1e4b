/// A network, such as 10.0.0.0/8, or a single address.
struct AddressRange: Sendable, Equatable {
    private let first: ClientAddress
    /// Counted in 128 bits, also for IPv4, which occupies the last 32.
    private let prefixLength: Int

    /// Parses `10.0.0.0/8`, `2001:db8::/32`, `127.0.0.1` or `::1`. Nil for anything else, or if
    /// bits are set after the prefix: then one of the two numbers must be a mistake.
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

    /// The network that a text with bits set after its prefix means; nil for any other text.
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
        // ::ffff:10.0.0.0/104 is written as IPv6, so its prefix counts 128 bits.
        let bits = parts[0].utf8.contains(UInt8(ascii: ":")) ? 128 : 32
        guard let length = DecimalText.number(parts[1], upTo: bits) else { return nil }
        return AddressRange(first: address, prefixLength: 128 - bits + length)
    }

    /// IPv4 and IPv6 are kept apart: `::/0` contains every IPv6 address and no IPv4 address.
    func contains(_ address: ClientAddress) -> Bool {
        let isIPv4 = first.isIPv4 && prefixLength >= 96
        return address.isIPv4 == isIPv4 && address.masked(prefixLength) == first
    }
}

extension ClientAddress {
    /// The address with all bits after the first `count` cleared.
    fileprivate func masked(_ count: Int) -> ClientAddress {
        // A shift by 64 bits gives 0.
        ClientAddress(
            high: high & (UInt64.max << UInt64(max(0, 64 - count))),
            low: low & (UInt64.max << UInt64(min(64, 128 - count))))
    }
}
