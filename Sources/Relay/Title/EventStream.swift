/// Server-sent events (WHATWG HTML §9.2): the JSON of the WebSocket, one message each.
enum EventStream {
    /// The head of an answer that does not end, and how soon to come back when it does.
    static func head(_ headers: [(String, String)], date: String) -> [UInt8] {
        var head = "HTTP/1.1 200 OK\r\nDate: \(date)\r\nContent-Type: text/event-stream\r\n"
        // nginx hands each event on at once when it is asked to.
        head += "Cache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
        head += "X-Content-Type-Options: nosniff\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return Array((head + "Connection: close\r\n\r\n").utf8)
    }

    /// Each client gets another time: after a restart they do not all come back in one instant.
    static var retry: [UInt8] {
        Array("retry: \(Int.random(in: Limits.eventStreamRetry))\n\n".utf8)
    }

    /// A refusal that passes: a browser comes back after an event stream that ends, and gives up
    /// for good after any status but 200.
    static func later(_ refusal: Response) -> Response {
        let milliseconds = 1000 * Limits.retryAfter + Int.random(in: Limits.eventStreamRetry)
        let body = Array(": ".utf8) + refusal.body + Array("retry: \(milliseconds)\n\n".utf8)
        return Response(
            status: 200, headers: [("Content-Type", "text/event-stream")], body: body)
    }

    /// Keeps proxies and the connection awake; a browser ignores it.
    static let comment = Array(":\n\n".utf8)

    /// - Parameters:
    ///   - id: where to go on from when the connection breaks; nil for what is no title.
    ///   - json: in one line.
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
