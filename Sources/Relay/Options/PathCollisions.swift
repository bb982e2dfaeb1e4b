/// Paths that two things of the server would have. One of them gets it, and the operator is told.
enum PathCollisions {
    /// What follows the path of a station where its title is one line of text.
    static let textSuffix = ".txt"

    /// A sentence for each path that a station keeps for itself, at most a page of them.
    ///
    /// - Parameter names: those of all stations.
    static func lines(_ names: [String]) -> [String] {
        let all = Set(names)
        let found = names.filter { name in
            name.hasSuffix(textSuffix) && all.contains(String(name.dropLast(textSuffix.count)))
        }
        let lines = found.prefix(Limits.listedStations).map { name in
            let other = name.dropLast(textSuffix.count)
            return "/\(name) is the station \(name); the title of \(other) as text is at "
                + "/\(other) with Accept: text/plain"
        }
        let more = found.count - lines.count
        return lines + (more > 0 ? ["and \(more) more such paths"] : [])
    }
}
