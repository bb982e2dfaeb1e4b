/// An interface of another server that Relay can serve beside its own, so that players of that
/// server need another address only.
enum CompatibleAPI: String, CaseIterable, Sendable {
    case azuracast, zeno, icecast, shoutcast

    /// The paths of the interface itself that could also be that of a station.
    private var pages: [String] {
        switch self {
        case .azuracast, .zeno: []
        case .icecast: ["status-json.xsl"]
        case .shoutcast: ["7.html", "stats"]
        }
    }

    /// The first part of its longer paths. The path of a station has only one part, so both work.
    private var folder: String? {
        switch self {
        case .azuracast: "api"
        case .zeno: "mounts"
        case .icecast, .shoutcast: nil
        }
    }

    /// What is said of stations whose names are paths of these interfaces: a line for each.
    static func collisions(
        of interfaces: Set<CompatibleAPI>, with stations: [Options.StationChoice]
    ) -> [String] {
        guard !interfaces.isEmpty else { return [] }
        return stations.flatMap { station in
            CompatibleAPI.allCases.filter(interfaces.contains).compactMap { interface in
                let name = station.name
                if interface.pages.contains(name) {
                    return "\(name): /\(name) is the station's, so \(interface.rawValue)'s page of "
                        + "this name is not served"
                }
                guard interface.folder == name else { return nil }
                return "\(name): /\(name) is the station's; the paths of \(interface.rawValue) "
                    + "below it are served"
            }
        }
    }
}
