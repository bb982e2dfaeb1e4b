/// Server-sent events (WHATWG HTML §9.2): the same JSON as on the WebSocket, one object per
/// message.
enum EventStream {
    /// The head of a response without an end.
    static func head(_ headers: [(String, String)], date: String) -> [UInt8] {
        var head = "HTTP/1.1 200 OK\r\nDate: \(date)\r\nContent-Type: text/event-stream\r\n"
        // With this header, nginx forwards each event at once.
        head += "Cache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
        head += "X-Content-Type-Options: nosniff\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return Array((head + "Connection: close\r\n\r\n").utf8)
    }

    /// When to reconnect. The time differs for each client, so that after a restart they do not all
    /// reconnect in the same instant.
    static var retry: [UInt8] {
        Array("retry: \(Int.random(in: Limits.eventStreamRetry))\n\n".utf8)
    }

    /// Turns a temporary refusal into an event stream that ends. A browser reconnects after the end
    /// of an event stream, but gives up for good after any status other than 200.
    static func later(_ refusal: Response) -> Response {
        let milliseconds = 1000 * Limits.retryAfter + Int.random(in: Limits.eventStreamRetry)
        let body = Array(": ".utf8) + refusal.body + Array("retry: \(milliseconds)\n\n".utf8)
        return Response(
            status: 200, headers: [("Content-Type", "text/event-stream")], body: body)
    }

    /// Keeps proxies from closing an idle connection; a browser ignores it.
    static let comment = Array(":\n\n".utf8)

    /// - Parameters:
    ///   - id: the id to resume from if the connection breaks; nil if the message is not a title.
    ///   - json: an object on one line.
    static func message<JSON: Collection<UInt8>>(id: String?, _ json: JSON) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count + 48)
        if let id { bytes += "id: \(id)\n".utf8 }
        bytes += "data: ".utf8
        bytes += json
        bytes += "\n\n".utf8
        return bytes
    }
}
