@testable import Relay

extension Answerer {
    /// Decides without a hub: the content of a route is a line that names it.
    static func sample(
        _ stations: [String], _ access: AccessPolicy = AccessPolicy(),
        compatible: Set<CompatibleAPI> = []
    ) -> Answerer {
        let ids = stations.indices.map { StationID($0) }
        return Answerer(
            routes: Routes(
                stations: stations, compatible: CompatiblePaths(compatible, stations: ids)),
            access: access)
    }

    func decide(
        _ request: Request, from peer: ClientAddress = ClientAddress(ipv4: 0xC000_0201),
        isProxied: Bool = false, noRoom: LoopFigures.Refusal? = nil
    ) -> Decision {
        let sender = AccessPolicy.Sender(address: peer, isProxied: isProxied)
        return decide(request, from: sender, noRoom: noRoom) { route in
            if case .respond(let response) = route { return response }
            return .text(200, Self.name(route))
        }
    }

    private static func name(_ route: Routes.Route) -> String {
        switch route {
        case .page(let station, _): "page \(station)"
        case .debugPage: "debug page"
        case .stationsPage: "stations page"
        case .artwork(let station, let request):
            "artwork \(station) \(request.version ?? "now")"
        case .snapshot(let station, _): "snapshot \(station)"
        case .text(let station): "text \(station)"
        case .embedPage: "embed page"
        case .overlayPage: "overlay page"
        case .stationsList(let chosen): "list \(chosen.map { "\($0)" } ?? "of all")"
        case .asset(let asset): "asset \(asset)"
        case .noIcon: "no icon"
        case .live: "live"
        case .ready: "ready"
        case .metrics: "metrics"
        case .compatible(let page): "\(page)"
        case .subscribe, .eventStream, .options, .respond, .compatibleEvents, .compatibleSocket:
            "has no content"
        }
    }
}

/// An answer in parts that a table can name.
struct AnswerParts {
    /// What is done, and the first words of what is sent.
    let summary: String
    /// The header fields of a response, or all lines of a head.
    let lines: [String]

    init(_ answer: Answer) {
        switch answer {
        case .respond(let response, let includingBody):
            let body = String(decoding: response.body, as: UTF8.self)
            summary = "\(response.status)\(includingBody ? "" : " without") \(body.firstLine)"
            lines = response.headers.map { "\($0.0): \($0.1)" }
        case .head(let head):
            summary = "head \(head.text.firstLine)"
            lines = head.text.lines
        case .close(let head, let code, let reason):
            summary = "close \(code) \(reason)"
            lines = head.text.lines
        case .converse(let head):
            summary = "converse"
            lines = head.text.lines
        case .subscribe(let subscribing):
            let stations = subscribing.stations.map(String.init).joined(separator: "+")
            summary = "subscribe \(stations) \(subscribing.format)"
            lines = subscribing.head.text.lines
        }
    }

    /// The values of a field.
    func values(_ name: String) -> [String] {
        lines.filter { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }
}

extension [UInt8] {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}

extension String {
    fileprivate var lines: [String] {
        split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
    }

    fileprivate var firstLine: String { lines.first ?? "" }
}
