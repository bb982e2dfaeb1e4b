/// One HTTP/1.1 response.
struct Response: Sendable {
    /// 200 to 599; the 101 of an upgrade comes from `Handshake`.
    let status: Int
    /// Fields in addition to those that every response gets.
    let headers: [(String, String)]
    let body: [UInt8]
    /// The owner of the body's bytes, if other responses have the same body.
    private(set) var shared: SharedBody?

    init(status: Int, headers: [(String, String)], body: [UInt8]) {
        precondition(200...599 ~= status)
        // RFC 9110 §15.3.5, §15.4.5: 204 and 304 have no body.
        precondition(body.isEmpty || (status != 204 && status != 304))
        for (name, value) in headers {
            precondition(!name.isEmpty && name.utf8.allSatisfy(\.isTokenCharacter))
            precondition(value.utf8.allSatisfy { $0 == UInt8(ascii: "\t") || $0 >= 0x20 })
        }
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// One line of plain text, for errors and health checks.
    static func text(
        _ status: Int, _ message: String, headers: [(String, String)] = []
    ) -> Response {
        Response(
            status: status, headers: [("Content-Type", "text/plain; charset=utf-8")] + headers,
            body: Array(message.utf8) + [UInt8(ascii: "\n")])
    }

    /// The complete response, or only its head for a HEAD request.
    ///
    /// - Parameter date: The value of the Date field (IMF-fixdate, RFC 9110 §5.6.7). An origin
    ///   server with a clock must send it (§6.6.1). Nil if the time is not known; then it must not
    ///   be sent.
    /// - Parameter isKept: whether another request may follow on the connection.
    func bytes(includingBody: Bool, date: String? = nil, isKept: Bool = false) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(Self.reason(status))\r\n"
        if let date { head += "Date: \(date)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        // RFC 9110 §8.6: no Content-Length with 204; in a 304 it would be that of the 200.
        if status != 204 && status != 304 { head += "Content-Length: \(body.count)\r\n" }
        // We serve current state: nothing is worth caching unless the caller sets this field.
        if !has("Cache-Control") { head += "Cache-Control: no-store\r\n" }
        head += "X-Content-Type-Options: nosniff\r\n"
        if isKept {
            // A client that knows how long does not send its next request into the end.
            let seconds = Limits.keptWait.components.seconds
            head += "Connection: keep-alive\r\nKeep-Alive: timeout=\(seconds)\r\n"
        } else {
            // RFC 9110 §7.8: a sender of Upgrade also lists it in Connection.
            head += has("Upgrade") ? "Connection: close, Upgrade\r\n" : "Connection: close\r\n"
        }
        head += "\r\n"
        assert(head.utf8.count <= Limits.answerHeadBytes, "a header without a bound")
        return Array(head.utf8) + (includingBody ? body : [])
    }

    /// The same response with more header fields.
    func adding(_ more: [(String, String)]) -> Response {
        var response = Response(status: status, headers: headers + more, body: body)
        response.shared = shared
        return response
    }

    /// The same response, with its body counted while something holds it.
    func sharing(_ shared: SharedBody) -> Response {
        var response = self
        response.shared = shared
        return response
    }

    /// Whether it has a field of this name.
    func has(_ name: String) -> Bool {
        headers.contains { $0.0.lowercased() == name.lowercased() }
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 204: "No Content"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 417: "Expectation Failed"
        case 426: "Upgrade Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        // RFC 9112 §4: the phrase may be empty, but the space before it must be there.
        default: ""
        }
    }
}

extension Response {
    /// The response to a request head that was refused.
    init(_ error: RequestError) {
        self = .text(error.status, error.message)
    }
}
