import ICYReader

/// Finds the key that the user probably meant.
enum KeyHint {
    /// The known key that is closest to an unknown one; nil if none is close.
    static func nearest(to key: String, of known: [String]) -> String? {
        guard key.utf8.count <= 40 else { return nil }
        let wanted = simplified(key)
        let distances = known.map { (key: $0, distance: distance(simplified($0), wanted)) }
        guard let best = distances.min(by: { $0.distance < $1.distance }),
            // Two typos are allowed, but fewer in short words, which would become other words.
            best.distance <= min(2, best.key.utf8.count / 3)
        else { return nil }
        return best.key
    }

    /// Treats `Max-Clients` like `max_clients`.
    private static func simplified(_ key: String) -> [UInt8] {
        key.lowercased().utf8.filter(\.isASCIIAlphanumeric)
    }

    /// The number of letters to add, remove or change (Levenshtein).
    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var row = Array(0...second.count)
        for (line, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, other) in second.enumerated() {
                let change = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, diagonal + 1, row[column] + 1)
            }
        }
        return row[second.count]
    }
}
