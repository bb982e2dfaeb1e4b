import ICYReader

/// The client behind proxies.
enum ForwardedAddress {
    /// The address of the client. Each proxy appends the address it received the request from to
    /// `X-Forwarded-For`. So the entries are trusted from right to left, up to the first address
    /// that is not a trusted proxy; anybody may have made up what comes before it.
    ///
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - forwardedFor: the values of the field, in the order of their lines.
    static func client(
        peer: ClientAddress, forwardedFor: [String], trusted: [AddressRange]
    ) -> ClientAddress {
        var client = peer
        for line in forwardedFor.reversed() {
            for element in line.split(separator: ",").reversed() {
                guard trusted.contains(where: { $0.contains(client) }) else { return client }
                let text = element.trimmingBlanks
                // RFC 9110 §5.6.1.2: an empty element has no meaning.
                if text.isEmpty { continue }
                guard let address = ClientAddress(text) else { return client }
                client = address
            }
        }
        return client
    }
}
