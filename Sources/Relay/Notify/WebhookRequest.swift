import ICYReader

/// Where titles are posted, and with which key they are signed.
struct WebhookSettings: Sendable, Equatable {
    let url: StreamURL
    let secret: WebhookSecret

    /// The request that posts one title.
    ///
    /// - Parameter time: Unix seconds. A request that is repeated has its own time: receivers
    ///   refuse old ones.
    /// - Returns: nil if it cannot be signed.
    func request(_ title: Title, at time: Int) -> [UInt8]? {
        var body: [UInt8] = []
        title.appendJSON(to: &body)
        let id = title.id.description
        guard
            let signature = WebhookSignature.text(id: id, time: time, body: body, key: secret.key)
        else { return nil }
        var head =
            "POST \(url.requestTarget) HTTP/1.1\r\nHost: \(url.hostHeader)\r\n"
            + "User-Agent: \(Version.userAgent)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\nwebhook-id: \(id)\r\n"
            + "webhook-timestamp: \(time)\r\nwebhook-signature: \(signature)\r\n"
        if let authorization = secret.authorization {
            head += "Authorization: \(authorization)\r\n"
        }
        return Array((head + "\r\n").utf8) + body
    }
}
