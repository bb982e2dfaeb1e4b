import ICYReader

/// The body of a webhook's answer, which is read and dropped so that the connection can be used
/// again.
struct AnswerBody {
    private enum Framing {
        case counted(Int)
        case chunked(ChunkedBody)
        /// It ends with the connection.
        case untilEnd
    }

    private var framing: Framing
    private var room = Limits.webhookAnswerBytes
    /// Whether the connection can be used once the body has ended.
    private let keepsConnection: Bool

    init(_ head: ResponseHead) {
        let hasNone = head.status == 204 || head.status == 304
        if head.isChunked {
            framing = .chunked(ChunkedBody())
        } else if let count = hasNone ? 0 : head.contentLength {
            framing = .counted(count)
        } else {
            framing = .untilEnd
        }
        let closes = head.values("connection").contains { value in
            value.split(separator: ",").contains {
                String($0).trimmingBlanks.lowercased() == "close"
            }
        }
        keepsConnection = head.protocolName == "HTTP/1.1" && !closes
    }

    enum Progress: Equatable {
        case goesOn
        /// It has ended, and another request may follow.
        case canAskAgain
        /// The connection is of no use any more.
        case mustClose
    }

    /// Reads the next bytes; none to ask what an empty body means.
    mutating func read(_ bytes: Span<UInt8>) -> Progress {
        room -= bytes.count
        guard room >= 0 else { return .mustClose }
        switch framing {
        case .counted(let count):
            // Bytes after the body answer nothing that was asked.
            guard bytes.count <= count else { return .mustClose }
            framing = .counted(count - bytes.count)
            return bytes.count == count ? ended : .goesOn
        case .untilEnd: return .goesOn
        case .chunked(var body):
            var offset = 0
            while offset < bytes.count {
                guard (try? body.next(bytes, &offset)) != nil || offset == bytes.count else {
                    return .mustClose
                }
                if body.isComplete { return offset == bytes.count ? ended : .mustClose }
            }
            framing = .chunked(body)
            return .goesOn
        }
    }

    private var ended: Progress { keepsConnection ? .canAskAgain : .mustClose }
}
