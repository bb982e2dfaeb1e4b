import ICYReader

/// The client behind proxies.
enum ForwardedAddress {
    /// Each proxy appends to `X-Forwarded-For` whom it got the request from. So what a trusted one
    /// wrote is believed, from the right, up to the first address that is no trusted proxy; what
    /// stands before it may be anybody's invention.
    ///
    /// - Parameters:
    ///   - peer: who holds the other end of the connection.
    ///   - forwardedFor: the values of the field, in the order of their lines.
    static func client(
        peer: ClientAddress, forwardedFor: [String], trusted: [AddressRange]
    ) -> ClientAddress {
        var client = peer
        for line in forwardedFor.reversed() {
            for element in line.split(separator: ",").reversed() {
                guard trusted.contains(where: { $0.contains(client) }) else { return client }
                let text = element.trimmingBlanks
                // RFC 9110 §5.6.1.2: an empty element says nothing.
                if text.isEmpty { continue }
                guard let address = ClientAddress(text) else { return client }
                client = address
            }
        }
        return client
    }
}
