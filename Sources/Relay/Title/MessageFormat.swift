/// The format in which a subscriber receives titles, chosen by the WebSocket subprotocol or by
/// `Accept`.
enum MessageFormat: Int, Equatable, Sendable, CaseIterable {
    /// No subprotocol: each text frame is the title itself.
    case text
    /// `icy.json.v1`: one JSON object per frame.
    case json
    /// `icy.raw.v1`: one binary frame per metadata block, exactly its bytes after the length byte.
    case raw
    /// Server-sent events (WHATWG HTML §9.2) with the same objects, in chunks, to HTTP/1.1.
    case eventStream
    /// The same without chunks, to HTTP/1.0.
    case plainEventStream

    /// The formats of server-sent events.
    static let eventStreams: [MessageFormat] = [.eventStream, .plainEventStream]

    var isEventStream: Bool { MessageFormat.eventStreams.contains(self) }

    /// The WebSocket subprotocols and their formats.
    static let subprotocols: KeyValuePairs<String, MessageFormat> = [
        "icy.json.v1": .json, "icy.raw.v1": .raw,
    ]

    /// The format of a subprotocol; nil if the subprotocol is unknown.
    init?(subprotocol: String) {
        guard let found = Self.subprotocols.first(where: { $0.key == subprotocol }) else {
            return nil
        }
        self = found.value
    }
}
