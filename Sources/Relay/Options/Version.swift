/// What this program calls itself.
enum Version {
    static let number = "0.1.0"
    /// Sent to stations. It names no browser: some servers answer those with a web page.
    static let userAgent = "icy-relay/\(number)"
}
