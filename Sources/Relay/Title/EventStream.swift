import ICYReader

/// Server-sent events (WHATWG HTML §9.2): the same JSON as on the WebSocket, one object per event.
///
/// To HTTP/1.1 each event is one chunk: some clients hold back the last line of a body that is only
/// ended by the close. To HTTP/1.0, which nginx speaks by default, there are no chunks.
enum EventStream {
    /// The head of a response without an end.
    static func head(_ headers: [(String, String)], date: String, isChunked: Bool) -> [UInt8] {
        var head = "HTTP/1.1 200 OK\r\nDate: \(date)\r\nContent-Type: text/event-stream\r\n"
        if isChunked { head += "Transfer-Encoding: chunked\r\n" }
        // With this header, nginx forwards each event at once.
        head += "Cache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
        // RFC 9110 §8.4.1 discourages it, but without it Caddy's `encode` holds back all events: it
        // compresses what has no coding, and flushes only at the end.
        head += "Content-Encoding: identity\r\n"
        head += "X-Content-Type-Options: nosniff\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return Array((head + "Connection: close\r\n\r\n").utf8)
    }

    /// Begins the body: when to reconnect. The time differs for each client, so that after a crash
    /// they do not all reconnect in the same instant.
    ///
    /// It is the first line of the first event. Some libraries take a block of its own for an event
    /// without data.
    static func beginning(_ format: MessageFormat) -> [UInt8] {
        framed("retry: \(Int.random(in: Limits.eventStreamRetry))\n".utf8, format)
    }

    /// Ends the body at a planned end: browsers reconnect late enough that they meet the server
    /// that follows, and not a proxy's 502 or 503, at which they give up for good. No blank line
    /// follows, so it is not an event.
    static func end(_ format: MessageFormat) -> [UInt8] {
        framed("retry: \(Int.random(in: Limits.eventStreamReturn))\n".utf8, format)
            + (format.isChunked ? Array("0\r\n\r\n".utf8) : [])
    }

    /// Turns a temporary refusal into an event stream that ends. A browser reconnects after the end
    /// of an event stream, but gives up for good after any status other than 200.
    static func later(_ refusal: Response) -> Response {
        let milliseconds = 1000 * Limits.retryAfter + Int.random(in: Limits.eventStreamRetry)
        let body = Array(": ".utf8) + refusal.body + Array("retry: \(milliseconds)\n".utf8)
        return Response(
            status: 200, headers: [("Content-Type", "text/event-stream")], body: body)
    }

    /// Keeps proxies from closing an idle connection. It is a comment in the block of the next
    /// event: some libraries take a comment with a blank line after it for an event without data.
    ///
    /// Clients of AzuraCast may count on its own event for that, an empty object.
    static func comment(_ format: MessageFormat) -> [UInt8] {
        framed(format.isAzuraCast ? "data: {}\n\n".utf8 : ":\n".utf8, format)
    }

    /// - Parameters:
    ///   - id: the id to resume from if the connection breaks; nil if the message is not a title.
    ///   - json: an object on one line.
    static func message<JSON: Collection<UInt8>>(
        id: String?, _ json: JSON, _ format: MessageFormat
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count + 48)
        if let id { bytes += "id: \(id)\n".utf8 }
        bytes += "data: ".utf8
        bytes += json
        bytes += "\n\n".utf8
        return framed(bytes, format)
    }

    /// One chunk (RFC 9112 §7.1), if the format has chunks.
    private static func framed(
        _ bytes: some Collection<UInt8>, _ format: MessageFormat
    ) -> [UInt8] {
        guard format.isChunked else { return Array(bytes) }
        var chunk: [UInt8] = []
        chunk.reserveCapacity(bytes.count + 12)
        chunk += String(bytes.count, radix: 16).utf8
        chunk += "\r\n".utf8
        chunk += bytes
        chunk += "\r\n".utf8
        return chunk
    }
}
