import ICYReader

/// An answer in the form of another server. Stations are indices in the order of the settings.
enum CompatiblePage: Hashable {
    /// Nil: all stations.
    case nowPlaying(Int?)
    case nowPlayingFile(Int)
    case nowPlayingText(Int)
    /// Nil: all mounts.
    case icecastStatus(mount: String?)
    case sevenHTML(Int)
    case shoutcastStats(Int)
}

/// The paths of the interfaces of other servers.
struct CompatiblePaths: Sendable {
    /// What a request asks for.
    enum Target: Equatable {
        case page(CompatiblePage)
        /// Events of these stations, and those of them whose current data is wanted at once.
        case events([Int], recovering: Set<Int>, MessageFormat)
        /// AzuraCast's WebSocket. The stations are in its first message.
        case socket
        /// There is no such station.
        case noStation
        /// The request is wrong, and why.
        case wrong(String)
    }

    let interfaces: Set<CompatibleAPI>
    /// The stations by the numbers that AzuraCast and SHOUTcast have for theirs.
    private let numbers: [Int: Int]

    /// - Parameter stations: the ids of all stations, in the order of the settings.
    init(_ interfaces: Set<CompatibleAPI> = [], stations: [StationID] = []) {
        self.interfaces = interfaces
        guard !interfaces.isEmpty else {
            numbers = [:]
            return
        }
        numbers = Dictionary(
            stations.enumerated().map { (StationView.number(of: $1), $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// - Parameters:
    ///   - path: still percent-encoded.
    ///   - station: the index of a station with this name.
    /// - Returns: nil if the path is not one of these.
    func target(_ request: Request, _ path: String, station: (String) -> Int?) -> Target? {
        guard !interfaces.isEmpty, path.utf8.count > 1 else { return nil }
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        switch parts.first {
        case "api" where interfaces.contains(.azuracast):
            return azuraCast(request, parts.dropFirst(), station)
        case "mounts" where interfaces.contains(.zeno):
            guard parts.count == 4, parts[1] == "metadata", parts[2] == "subscribe" else {
                return nil
            }
            return found(parts[3], station) { .events([$0], recovering: [$0], .zenoEvents) }
        case "status-json.xsl" where interfaces.contains(.icecast) && parts.count == 1:
            return .page(.icecastStatus(mount: request.queryValues("mount").first))
        case "7.html" where interfaces.contains(.shoutcast) && parts.count == 1:
            return numbered(request) { .page(.sevenHTML($0)) }
        case "stats" where interfaces.contains(.shoutcast) && parts.count == 1:
            guard request.queryValues("json").first == "1" else {
                return .wrong("Of these statistics there is JSON only: /stats?sid=1&json=1")
            }
            return numbered(request) { .page(.shoutcastStats($0)) }
        default: return nil
        }
    }

    private func azuraCast(
        _ request: Request, _ parts: ArraySlice<Substring>, _ station: (String) -> Int?
    ) -> Target? {
        // A slash at the end changes nothing.
        let parts = Array(parts.last == "" ? parts.dropLast() : parts)
        switch (parts.first, parts.count) {
        case ("nowplaying", 1): return .page(.nowPlaying(nil))
        case ("nowplaying", 2): return found(parts[1], station) { .page(.nowPlaying($0)) }
        case ("nowplaying_static", 2):
            for (suffix, page) in [
                (".json", CompatiblePage.nowPlayingFile), (".txt", CompatiblePage.nowPlayingText),
            ] where parts[1].hasSuffix(suffix) {
                return found(parts[1].dropLast(suffix.count), station) { .page(page($0)) }
            }
            return nil
        case ("live", 3) where parts[1] == "nowplaying" && parts[2] == "websocket": return .socket
        case ("live", 3) where parts[1] == "nowplaying" && parts[2] == "sse":
            // In a query, `+` may be a blank. The name of a station has neither.
            let text = (request.queryValues("cf_connect").first ?? "").utf8
                .map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
            return subscription(text, station)
        default: return nil
        }
    }

    /// What a client wants that connects as to Centrifugo.
    ///
    /// - Parameter text: the JSON of its request.
    func subscription(_ text: [UInt8], _ station: (String) -> Int?) -> Target {
        guard let request = Centrifugo.ConnectRequest(text), !request.subscriptions.isEmpty else {
            return .wrong(#"Name stations: {"subs":{"station:NAME":{"recover":true}}}"#)
        }
        var stations: [Int] = []
        var recovering: Set<Int> = []
        for wanted in request.subscriptions {
            guard let index = station(wanted.station) else { continue }
            stations.append(index)
            if wanted.recovers { recovering.insert(index) }
        }
        guard !stations.isEmpty else { return .noStation }
        guard stations.count <= Limits.stationsOfClient else {
            return .wrong("At most \(Limits.stationsOfClient) stations on one connection.")
        }
        return .events(stations, recovering: recovering, .azuraCastEvents)
    }

    /// The station with a name or, if there is none, with a number.
    private func found(
        _ part: Substring, _ station: (String) -> Int?, _ target: (Int) -> Target
    ) -> Target {
        guard let name = PercentCoding.text(part),
            let index = station(name) ?? Self.number(name).flatMap({ numbers[$0] })
        else { return .noStation }
        return target(index)
    }

    /// The station with the number `sid`, or the first one.
    private func numbered(_ request: Request, _ target: (Int) -> Target) -> Target {
        guard let sid = request.queryValues("sid").first else { return target(0) }
        guard let index = Self.number(sid).flatMap({ numbers[$0] }) else { return .noStation }
        return target(index)
    }

    /// The number of a station in digits alone.
    private static func number(_ text: String) -> Int? {
        text.utf8.allSatisfy(\.isASCIIDigit) ? Int(text) : nil
    }
}
