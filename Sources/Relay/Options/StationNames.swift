import ICYReader

/// The names of stations, which are their paths.
enum StationNames {
    /// `1 station`, `2 stations`.
    static func count(_ number: Int) -> String { number == 1 ? "1 station" : "\(number) stations" }

    /// The names of the first stations, and how many there are beside them.
    static func list(_ stations: [Options.StationChoice]) -> String {
        let listed = stations.prefix(Limits.listedStations)
        let more = stations.count - listed.count
        return listed.map(\.name).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// Why a station cannot have this name; nil if it can.
    static func problem(of name: String) -> String? {
        guard !StationName.isLegal(name) else { return nil }
        return "\"\(name)\" cannot be a station's path; use \(StationName.rule)"
    }

    /// Why `--max-stations` is too small; nil if it is not.
    static func tooMany(for options: Options.Serve) -> String? {
        let lasting = options.stations.count { !$0.isOnDemand }
        guard let most = options.limits.maximumStations, lasting > most else { return nil }
        let verb = lasting == 1 ? "is" : "are"
        return "\(most) is too few: \(count(lasting)) \(verb) connected all the time"
    }

    /// `NAME=URL` keeps its name; a plain URL gets one from its path: `…/jazz.mp3` becomes `jazz`.
    ///
    /// - Parameter fileNames: the names of stations in the configuration file.
    static func choose(
        _ operands: [String], beside fileNames: Set<String> = []
    ) throws(UsageError) -> [Options.StationChoice] {
        let stations = operands.map(split)
        // Given names come first: a derived name gives way, whatever the order of the operands.
        var taken = fileNames
        for case (let name?, _) in stations {
            if let problem = problem(of: name) { throw UsageError(message: problem) }
            guard !fileNames.contains(name) else {
                throw UsageError(
                    message: "the configuration file has a station named \"\(name)\" already")
            }
            guard taken.insert(name).inserted else {
                throw UsageError(message: "two stations are named \"\(name)\"")
            }
        }
        var choices: [Options.StationChoice] = []
        for (name, address) in stations {
            let url = try OptionsParser.url(address)
            let chosen = name ?? unique(derived(from: url), &taken)
            choices.append(Options.StationChoice(name: chosen, url: url))
        }
        return choices
    }

    /// An `=` before the scheme ends a name; one after it belongs to the URL's query.
    private static func split(_ operand: String) -> (name: String?, address: String) {
        guard let equals = operand.firstIndex(of: "="),
            !operand[..<equals].contains(where: { "/:?".contains($0) })
        else { return (nil, operand) }
        return (String(operand[..<equals]), String(operand[operand.index(after: equals)...]))
    }

    private static func derived(from url: StreamURL) -> String {
        let path = url.requestTarget.prefix { $0 != "?" }
        let last = path.split(separator: "/").last ?? Substring(url.host)
        let stem = path.contains(where: { $0 != "/" }) ? withoutSuffix(last) : last
        let legal = stem.utf8.filter { StationName.isLegal($0) }
        let name = String(decoding: legal.prefix(Limits.stationNameBytes - 8), as: UTF8.self)
        return StationName.isLegal(name) ? name : "station"
    }

    private static func withoutSuffix(_ name: Substring) -> Substring {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return name[..<dot]
    }

    private static func unique(_ name: String, _ taken: inout Set<String>) -> String {
        var candidate = name
        var number = 2
        while !taken.insert(candidate).inserted {
            candidate = "\(name)-\(number)"
            number += 1
        }
        return candidate
    }
}
