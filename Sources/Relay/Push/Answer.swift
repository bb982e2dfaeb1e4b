import ICYReader

/// The answer to a request. The connection that received the request performs it.
enum Answer: Sendable {
    /// One response. The connection ends after it.
    case respond(Response, includingBody: Bool)
    /// The head of an event stream that was requested with HEAD.
    case head([UInt8])
    /// A WebSocket that is opened and closed at once. A page cannot read the status of a refused
    /// upgrade, but it can read why a WebSocket was closed.
    case close(head: [UInt8], code: UInt16, reason: String)
    /// A WebSocket whose first message names the stations, after the complete response head.
    case converse(head: [UInt8])
    /// Titles from now on.
    case subscribe(Subscribing)

    /// What a new subscriber requested.
    struct Subscribing: Sendable {
        /// Indices of the stations in the order of the settings.
        let stations: [Int]
        let format: MessageFormat
        /// The complete response head.
        let head: [UInt8]
        /// The id of the last title that the client has, unchecked; nil if it gave none.
        let since: String?
        /// The stations whose current data a client of AzuraCast's interface wants at once.
        var recovering: Set<Int> = []
    }

    /// A refusal in a form that the client understands.
    struct Refused: Sendable {
        let response: Response
        let head: [UInt8]?
        let code: UInt16
    }

    /// - Parameter includingBody: false for a HEAD request.
    init(_ refused: Refused, includingBody: Bool) {
        if let head = refused.head {
            let reason = String(decoding: refused.response.body, as: UTF8.self).trimmingNewline
            self = .close(head: head, code: refused.code, reason: reason)
        } else {
            self = .respond(refused.response, includingBody: includingBody)
        }
    }
}

extension String {
    fileprivate var trimmingNewline: String { last == "\n" ? String(dropLast()) : self }
}
