/// How a subscriber wants its titles: chosen by the WebSocket subprotocol.
enum MessageFormat: Equatable, Sendable {
    /// No subprotocol: each text frame is the title itself.
    case text
    /// `icy.json.v1`: one JSON object a frame.
    case json
}

/// A file of the embedded page, at a fixed path.
enum Asset: String, CaseIterable, Sendable {
    case pageStyle = "/assets/page.css"
    case pageScript = "/assets/page.js"
    case stationsScript = "/assets/stations.js"

    var path: String { rawValue }
}

/// Decides what a request gets; the caller makes the content.
struct Routes: Sendable {
    enum Route: Sendable {
        case page(station: Int)
        case stationsPage
        case snapshot(station: Int)
        case stationsList
        /// `response` is the complete 101 head; the bytes behind the request are frames.
        case subscribe(station: Int, MessageFormat, response: [UInt8])
        case asset(Asset)
        case health
        case respond(Response)
    }

    /// For every response that `Accept` had a part in (RFC 9110 §12.5.5).
    static let negotiatedHeaders = [("Vary", "Accept")]

    private static let reservedNames: Set<String> = [
        "assets", "healthz", "metrics", "debug", "favicon.ico",
    ]

    private let stations: [String]
    private let indices: [String: Int]

    /// - Parameter stations: Names, each legal, not reserved and different from the others.
    init(stations: [String]) {
        var indices: [String: Int] = [:]
        for (index, name) in stations.enumerated() {
            precondition(Self.isLegal(name) && !Self.isReserved(name))
            let other = indices.updateValue(index, forKey: name)
            precondition(other == nil, "two stations of one name")
        }
        self.stations = stations
        self.indices = indices
    }

    /// Whether a station's name would hide a path of our own.
    static func isReserved(_ name: String) -> Bool { reservedNames.contains(name) }

    /// Whether a name stands in a path as it is: unreserved characters (RFC 3986 §2.3), 1 to 64
    /// of them, and no dot segment, which clients resolve away (RFC 3986 §5.2.4).
    static func isLegal(_ name: String) -> Bool {
        1...Limits.stationNameBytes ~= name.utf8.count && name != "." && name != ".."
            && name.utf8.allSatisfy { $0.isASCIIAlphanumeric || "._~-".utf8.contains($0) }
    }

    func route(_ request: Request) -> Route {
        let path = request.path
        if Handshake.isUpgrade(request) { return subscribe(request, path) }
        guard request.method == "GET" || request.isHead else {
            // RFC 9110 §15.5.6: 405 says what is allowed.
            return .respond(
                .text(405, "Only GET and HEAD are served here.", headers: [("Allow", "GET, HEAD")]))
        }
        if path == "/" {
            guard stations.count != 1 else { return represent(request, station: 0) }
            return represent(request, station: nil)
        }
        if path == "/healthz" { return .health }
        if let asset = Asset(rawValue: path) { return .asset(asset) }
        if path == "/favicon.ico" {
            // Browsers ask for it unbidden; without this they report an error and ask again.
            let headers = [("Cache-Control", "max-age=86400")]
            return .respond(Response(status: 204, headers: headers, body: []))
        }
        guard let name = Self.stationName(path) else {
            return .respond(.text(400, "The path holds a broken percent-encoding."))
        }
        guard let station = indices[name] else { return .respond(notFound()) }
        return represent(request, station: station)
    }

    private func represent(_ request: Request, station: Int?) -> Route {
        switch AcceptNegotiation.choose(request) {
        case .html: station.map { .page(station: $0) } ?? .stationsPage
        case .json: station.map { .snapshot(station: $0) } ?? .stationsList
        case .eventStreamOnly:
            .respond(
                .text(
                    406, "Server-sent events are not offered; use WebSocket on the same URL.",
                    headers: Self.negotiatedHeaders))
        case .notAcceptable:
            .respond(
                .text(
                    406, "Offered here: text/html, application/json, and WebSocket.",
                    headers: Self.negotiatedHeaders))
        }
    }

    private func subscribe(_ request: Request, _ path: String) -> Route {
        let station =
            path == "/" && stations.count == 1
            ? 0 : Self.stationName(path).flatMap { indices[$0] }
        guard let station else { return .respond(notFound()) }
        do throws(HandshakeError) {
            let accepted = try Handshake.respond(to: request)
            return .subscribe(
                station: station, accepted.format, response: accepted.responseHead)
        } catch {
            return .respond(error.response)
        }
    }

    /// The decoded first segment of `/name` or `/name/`; nil where the encoding is broken. What
    /// is no such path gives a text that is no station's name.
    private static func stationName(_ path: String) -> String? {
        var segment = path.utf8.dropFirst()
        if segment.last == UInt8(ascii: "/") { segment = segment.dropLast() }
        var decoded: [UInt8] = []
        var bytes = segment.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = bytes.next()?.hexDigitValue, let low = bytes.next()?.hexDigitValue
            else { return nil }
            decoded.append(high << 4 | low)
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private func notFound() -> Response {
        var lines = ["Nothing here. Stations (page, JSON and WebSocket on one URL):"]
        lines += stations.prefix(Limits.listedStations).map { "  /\($0)" }
        let more = stations.count - Limits.listedStations
        if more > 0 { lines.append("  and \(more) more: see /") }
        lines.append("List of stations: /   Health: /healthz")
        return .text(404, lines.joined(separator: "\n"))
    }
}

extension UInt8 {
    fileprivate var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
