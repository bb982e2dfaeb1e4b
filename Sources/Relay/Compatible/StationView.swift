import ICYReader

/// What is known of a station at one moment, as the interfaces of other servers write it.
struct StationView {
    /// Counts from 1. It stays with the station's name through all reloads.
    let number: Int
    let name: String
    /// Nil until its first state is known.
    let status: StationStatus?
    /// Since when its stream has been received without a break; nil while it is not.
    let connectedSince: WallClock?
    /// Its titles, newest first.
    let titles: [Title]

    init(
        id: StationID, name: String, status: StationStatus?, connectedSince: WallClock?,
        titles: [Title]
    ) {
        number = StationView.number(of: id)
        self.name = name
        self.status = status
        self.connectedSince = connectedSince
        self.titles = titles
    }

    static func number(of id: StationID) -> Int { Int(id.rawValue) + 1 }

    var isOnline: Bool { status?.isOnline ?? false }

    /// The name in the head of its stream, or its own.
    var shownName: String {
        guard let name = status?.name, !name.isEmpty else { return self.name }
        return name
    }

    /// The current title as the station sent it; empty if there is none.
    var sentTitle: String { titles.first?.event[.streamTitle] ?? "" }

    /// Where it can be heard; nil if that is not known, or not for everybody.
    var listenURL: StreamURL? {
        guard let url = status?.listenURL, !url.hasSecret else { return nil }
        return url
    }

    /// The path of its stream, without the query.
    var mount: String { listenURL.map { StationView.path(of: $0) } ?? "/\(name)" }

    private static func path(of url: StreamURL) -> String {
        String(url.requestTarget.prefix { $0 != "?" })
    }

    /// Whether this is what a client calls a mount: the station's own path, or that of its stream.
    func isMount(_ path: String) -> Bool { path == "/\(name)" || path == mount }

    /// What the head says besides: `url`, `description` and others; empty if it does not.
    func word(_ name: String) -> String {
        guard case .told(let words) = status?.about else { return "" }
        return words.first { $0.name == name }?.text ?? ""
    }
}

extension StationStatus.State {
    /// Whether the stream is connected, also while it sends nothing.
    var isConnected: Bool { self == .live || self == .stalled }
}
