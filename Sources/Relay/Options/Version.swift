/// How this program identifies itself.
enum Version {
    static let number = "0.1.0"
    /// Sent to stations. It does not name a browser: some servers answer browsers with a web page.
    static let userAgent = "icy-relay/\(number)"
}
