/// The request that opens a stream and asks for metadata.
///
/// It is HTTP/1.1, because newer proxies refuse 1.0, with `Connection: close`, because the stream
/// has no end. `Icy-MetaData: 1` has exactly one blank: some SHOUTcast servers ignore it without
/// the blank. There is no `Range`. The user agent must not look like a browser: SHOUTcast v1 then
/// sends its page.
public struct StreamRequest: Sendable {
    /// The bytes to send. Do not shut down the sending side after them: SHOUTcast would close the
    /// connection.
    public let bytes: [UInt8]

    /// Makes the request.
    ///
    /// - Parameters:
    ///   - userAgent: control characters are left out; if nothing is left, `ICYReader`.
    ///   - cookies: the value of the header `Cookie`; nil to send none.
    ///   - headers: those that the caller adds. One of the same name as `Accept`,
    ///     `Accept-Encoding` or `Authorization` takes its place, and `Cookie` comes before the
    ///     others.
    public init(
        url: StreamURL, userAgent: String, cookies: String? = nil, headers: [RequestHeader] = []
    ) {
        var agent = String.UnicodeScalarView()
        agent.append(
            contentsOf: userAgent.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
        let name = String(agent).trimmingBlanks
        var text = "GET \(url.requestTarget) HTTP/1.1\r\nHost: \(url.hostHeader)\r\n"
        text += "User-Agent: \(name.isEmpty ? "ICYReader" : name)\r\n"
        func isAdded(_ name: String) -> Bool {
            headers.contains { $0.name.equalsIgnoringCase(name) }
        }
        if isAdded("Accept") == false { text += "Accept: */*\r\n" }
        if isAdded("Accept-Encoding") == false { text += "Accept-Encoding: identity\r\n" }
        text += "Icy-MetaData: 1\r\n"
        if let authorization = url.authorization, isAdded("Authorization") == false {
            text += "Authorization: \(authorization)\r\n"
        }
        var cookies = cookies
        for header in headers {
            var value = header.value
            // RFC 6265 section 5.4: there is one header with all cookies.
            if header.name.equalsIgnoringCase("Cookie"), let others = cookies.take() {
                value += "; \(others)"
            }
            text += "\(header.name): \(value)\r\n"
        }
        if let cookies { text += "Cookie: \(cookies)\r\n" }
        text += "Connection: close\r\n\r\n"
        bytes = Array(text.utf8)
    }
}
