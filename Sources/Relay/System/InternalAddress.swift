extension ClientAddress {
    /// Whether the address is this machine or in a network of its own: loopback, private,
    /// link-local, shared by a provider's clients, or unspecified (RFC 6890).
    ///
    /// What a public server names there is nothing that it could know.
    var isInternal: Bool {
        guard isIPv4 else {
            if high == 0, low <= 1 { return true }
            // fc00::/7, fe80::/10
            return high >> 57 == 0x7E || high >> 54 == 0x3FA
        }
        let address = UInt32(truncatingIfNeeded: low)
        let (first, second) = (address >> 24, address >> 16 & 0xFF)
        return switch first {
        case 0, 10, 127: true
        case 100: (64...127).contains(second)
        case 169: second == 254
        case 172: (16...31).contains(second)
        case 192: second == 168
        default: false
        }
    }
}
