/// How a subscriber wants its titles: chosen by the WebSocket subprotocol, or by `Accept`.
enum MessageFormat: Int, Equatable, Sendable, CaseIterable {
    /// No subprotocol: each text frame is the title itself.
    case text
    /// `icy.json.v1`: one JSON object a frame.
    case json
    /// `icy.raw.v1`: one binary frame a metadata block, exactly its bytes after the length byte.
    case raw
    /// Server-sent events (WHATWG HTML §9.2) with the same objects.
    case eventStream

    /// The subprotocols of WebSocket, and what each stands for.
    static let subprotocols: KeyValuePairs<String, MessageFormat> = [
        "icy.json.v1": .json, "icy.raw.v1": .raw,
    ]

    /// The format of a subprotocol; nil where it has none.
    init?(subprotocol: String) {
        guard let found = Self.subprotocols.first(where: { $0.key == subprotocol }) else {
            return nil
        }
        self = found.value
    }
}
