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
    /// AzuraCast's data in the messages of Centrifugo, one per text frame.
    case azuraCastSocket
    /// The same as server-sent events, with and without chunks.
    case azuraCastEvents, plainAzuraCastEvents
    /// Zeno's titles as server-sent events, with and without chunks.
    case zenoEvents, plainZenoEvents

    /// The formats of server-sent events with Relay's own objects.
    static let eventStreams: [MessageFormat] = [.eventStream, .plainEventStream]

    /// Those of AzuraCast's data.
    static let azuraCast: [MessageFormat] = [
        .azuraCastSocket, .azuraCastEvents, .plainAzuraCastEvents,
    ]

    /// Those whose messages are made from all that is known of a station, and not only from what
    /// has just changed.
    static let ofStations = azuraCast + [.zenoEvents, .plainZenoEvents]

    var isAzuraCast: Bool { MessageFormat.azuraCast.contains(self) }

    var isEventStream: Bool {
        switch self {
        case .text, .json, .raw, .azuraCastSocket: false
        case .eventStream, .plainEventStream, .azuraCastEvents, .plainAzuraCastEvents, .zenoEvents,
            .plainZenoEvents:
            true
        }
    }

    /// Whether each event is a chunk of the body.
    var isChunked: Bool {
        self == .eventStream || self == .azuraCastEvents || self == .zenoEvents
    }

    /// The format of the same events without chunks.
    var unchunked: MessageFormat {
        switch self {
        case .eventStream: .plainEventStream
        case .azuraCastEvents: .plainAzuraCastEvents
        case .zenoEvents: .plainZenoEvents
        default: self
        }
    }

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
