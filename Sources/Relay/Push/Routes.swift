import ICYReader

/// Decides how a request is answered; the caller makes the content.
struct Routes: Sendable {
    enum Route: Sendable {
        /// A station's page.
        ///
        /// - Parameter depth: how many folders of its URL are above it.
        case page(station: Int, depth: Int)
        /// A page that shows the blocks of a station as they arrive.
        case debugPage(depth: Int)
        case stationsPage
        /// The compact view of a station for a frame, and the one for a video.
        case embedPage, overlayPage
        /// - Parameter limit: how many titles the history may have; nil: all.
        case snapshot(station: Int, limit: Int?)
        /// The current title of a station as one line.
        case text(station: Int)
        /// The picture of a station's current title.
        case artwork(station: Int, ArtworkRequest)
        /// Nil: all stations.
        case stationsList([Int]?)
        /// `response` is the complete 101 head; the bytes after the request are frames.
        case subscribe(stations: [Int], MessageFormat, response: [UInt8])
        case eventStream(stations: [Int])
        /// In the forms of other servers.
        case compatible(CompatiblePage)
        case compatibleEvents(stations: [Int], recovering: Set<Int>, MessageFormat)
        /// `response` is the complete 101 head.
        case compatibleSocket(response: [UInt8])
        case asset(Asset)
        /// Browsers ask for an icon unbidden; without an answer they report an error and ask again.
        case noIcon
        /// Whether the program runs, and whether it is ready for clients.
        case live, ready
        case metrics
        case options
        case respond(Response)

        /// Who may read the response.
        var readership: Readership {
            switch self {
            case .asset, .noIcon, .live, .ready, .options: .everyone
            case .snapshot, .text, .stationsList, .artwork, .eventStream, .respond: .pages
            case .compatible, .compatibleEvents, .compatibleSocket: .pages
            case .subscribe(_, let format, _): format == .raw ? .operators : .pages
            default: .operators
            }
        }

        /// Whether it is answered even if there is no room, for those who monitor the server.
        var isForOperators: Bool {
            switch self {
            case .live, .ready, .metrics: true
            default: false
            }
        }
    }

    /// Who may read a response.
    enum Readership: Sendable {
        /// It contains nothing about stations.
        case everyone
        /// What pages show: titles, states and pictures.
        case pages
        /// Everything else, such as raw blocks and figures.
        case operators
    }

    static let allowedMethods = "GET, HEAD, OPTIONS"

    /// For every response that depends on `Accept` (RFC 9110 §12.5.5).
    static let negotiatedHeaders = [("Vary", "Accept")]

    private let stations: [String]
    private let indices: [String: Int]
    private let compatible: CompatiblePaths

    /// - Parameters:
    ///   - stations: the names, each of them legal and unique.
    ///   - compatible: the paths of other servers that are served, too.
    init(stations: [String], compatible: CompatiblePaths = CompatiblePaths()) {
        var indices: [String: Int] = [:]
        for (index, name) in stations.enumerated() {
            precondition(StationName.isLegal(name))
            let other = indices.updateValue(index, forKey: name)
            precondition(other == nil, "two stations of one name")
        }
        self.stations = stations
        self.indices = indices
        self.compatible = compatible
    }

    func route(_ request: Request) -> Route {
        // RFC 9110 §10.1.1. `100-continue` asks for permission to send a body. No body is accepted
        // here, so the final response is the reply.
        let expectations = request.tokens("expect").map { $0.lowercased() }
        guard expectations.allSatisfy({ $0 == "100-continue" }) else {
            return .respond(.text(417, "No expectation but 100-continue is known here."))
        }
        let path = request.path
        if let route = compatibleRoute(request, path) { return route }
        if Handshake.isUpgrade(request) { return subscribe(request, path) }
        if request.method == "OPTIONS" { return .options }
        guard request.method == "GET" || request.isHead else {
            // RFC 9110 §15.5.6: a 405 lists the allowed methods.
            return .respond(
                .text(
                    405, "Only GET, HEAD and OPTIONS are served here.",
                    headers: [("Allow", Self.allowedMethods)]))
        }
        if let own = ownRoute(path) { return own }
        if path.hasPrefix("/debug/") {
            let isKnown = Self.stationName(String(path.dropFirst(6))).flatMap { indices[$0] } != nil
            return isKnown ? .debugPage(depth: Self.depth(path)) : .respond(notFound())
        }
        if let view = view(request, path) { return view }
        guard path == "/" || PercentCoding.text(path[...]) != nil else {
            return .respond(.text(400, "The path holds a broken percent-encoding."))
        }
        switch chosen(request, path) {
        case .failure(let error): return .respond(error.response)
        case .success(let chosen): return represent(request, path, chosen)
        }
    }

    /// The route of a path of another server; nil if it is not one, or is a station's.
    private func compatibleRoute(_ request: Request, _ path: String) -> Route? {
        guard !compatible.interfaces.isEmpty, request.method == "GET" || request.isHead,
            Self.stationName(path).flatMap({ indices[$0] }) == nil,
            let target = compatible.target(request, path, station: { indices[$0] })
        else { return nil }
        switch target {
        case .socket:
            do throws(HandshakeError) {
                let accepted = try Handshake.respond(to: request, speaking: [])
                return .compatibleSocket(response: accepted.responseHead)
            } catch {
                return .respond(error.response)
            }
        // Only the path above has a WebSocket.
        case _ where Handshake.isUpgrade(request), .noStation: return .respond(notFound())
        case .page(let page): return .compatible(page)
        case .events(let stations, let recovering, let format):
            return .compatibleEvents(stations: stations, recovering: recovering, format)
        case .wrong(let reason): return .respond(.text(400, reason))
        }
    }

    /// What the first message of a client of AzuraCast's WebSocket asks for.
    func subscription(_ message: [UInt8]) -> CompatiblePaths.Target {
        compatible.subscription(message) { indices[$0] }
    }

    private func ownRoute(_ path: String) -> Route? {
        switch path {
        case "/healthz", "/healthz/live": return .live
        case "/healthz/ready": return .ready
        case "/metrics": return .metrics
        case "/favicon.ico": return .noIcon
        default: return Asset(rawValue: path).map { .asset($0) }
        }
    }

    /// What there is of a station beside its own path.
    private func view(_ request: Request, _ path: String) -> Route? {
        func station(_ suffix: String) -> Int? {
            guard path.hasSuffix(suffix) else { return nil }
            let own = path.dropLast(suffix.utf8.count)
            guard suffix.isEmpty || own.last != "/" else { return nil }
            return Self.stationName(String(own)).flatMap { indices[$0] }
        }
        if let station = station(ArtworkPath.suffix) {
            return .artwork(station: station, ArtworkRequest(request))
        }
        if station("/embed") != nil { return .embedPage }
        if station("/overlay") != nil { return .overlayPage }
        // A station of that name has the path: `PathCollisions` says so at the start.
        if station("") == nil, let station = station(PathCollisions.textSuffix) {
            return .text(station: station)
        }
        return nil
    }

    private func represent(_ request: Request, _ path: String, _ stations: [Int]) -> Route {
        let one = stations.count == 1 ? stations.first : nil
        switch AcceptNegotiation.choose(request, offersText: one != nil) {
        case .html:
            return one.map { .page(station: $0, depth: Self.depth(path)) } ?? .stationsPage
        case .json:
            guard let one else { return .stationsList(stations.isEmpty ? nil : stations) }
            guard let limit = HistoryLimit(request) else { return .respond(HistoryLimit.wrong) }
            return .snapshot(station: one, limit: limit.count)
        case .text:
            return one.map { .text(station: $0) } ?? .respond(notFound())
        case .eventStream:
            guard !stations.isEmpty else { return .respond(notFound()) }
            return .eventStream(stations: stations)
        case .notAcceptable:
            return .respond(
                .text(
                    406,
                    "Offered here: text/html, application/json, text/event-stream, text/plain "
                        + "for one station, and WebSocket.",
                    headers: Self.negotiatedHeaders))
        }
    }

    private func subscribe(_ request: Request, _ path: String) -> Route {
        let stations: [Int]
        switch chosen(request, path) {
        case .failure(let error): return .respond(error.response)
        case .success(let chosen): stations = chosen
        }
        guard !stations.isEmpty else { return .respond(notFound()) }
        do throws(HandshakeError) {
            let accepted = try Handshake.respond(
                to: request, speaking: MessageFormat.subprotocols.map(\.key))
            let format = accepted.subprotocol.flatMap { MessageFormat(subprotocol: $0) } ?? .text
            guard stations.count == 1 || format == .json else {
                return .respond(
                    .text(
                        400,
                        "Titles of several stations on one WebSocket need the subprotocol "
                            + "icy.json.v1, which says whose they are."))
            }
            return .subscribe(
                stations: stations, format, response: accepted.responseHead)
        } catch {
            return .respond(error.response)
        }
    }

    // MARK: Which stations

    private struct Refused: Error { let response: Response }

    /// The stations that a request names: one by its path, or any number by `/?station=…`. Empty if
    /// `/` means all of several stations.
    private func chosen(_ request: Request, _ path: String) -> Result<[Int], Refused> {
        guard path == "/" else {
            guard let station = Self.stationName(path).flatMap({ indices[$0] }) else {
                return .failure(Refused(response: notFound()))
            }
            return .success([station])
        }
        let names = request.queryValues("station")
        guard !names.isEmpty else { return .success(stations.count == 1 ? [0] : []) }
        guard names.count <= Limits.stationsOfClient else {
            return .failure(
                Refused(
                    response: .text(
                        400, "At most \(Limits.stationsOfClient) stations on one connection.")))
        }
        var found: [Int] = []
        for name in names {
            guard let station = indices[name] else {
                return .failure(Refused(response: notFound()))
            }
            if !found.contains(station) { found.append(station) }
        }
        return .success(found)
    }

    /// The decoded first segment of `/name` or `/name/`; nil if the encoding is broken. Any other
    /// path results in a text that is not the name of a station.
    private static func stationName(_ path: String) -> String? {
        var segment = path[...].dropFirst()
        if segment.last == "/" { segment = segment.dropLast() }
        return PercentCoding.text(segment)
    }

    /// How many folders of a path are below the root: 1 of `/debug/jazz` and of `/jazz/`.
    private static func depth(_ path: String) -> Int {
        path.utf8.count { $0 == UInt8(ascii: "/") } - 1
    }

    private func notFound() -> Response {
        var lines = ["Nothing here. Stations (page, JSON, events and WebSocket on one URL):"]
        lines += stations.prefix(Limits.listedStations).map { "  /\($0)" }
        let more = stations.count - Limits.listedStations
        if more > 0 { lines.append("  and \(more) more: see /") }
        lines.append("List of stations: /   Health: /healthz")
        return .text(404, lines.joined(separator: "\n"))
    }
}
