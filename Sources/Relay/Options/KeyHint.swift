import ICYReader

/// Finds the key that somebody meant.
enum KeyHint {
    /// The known key that is closest to an unknown one; nil if none is close.
    static func nearest(to key: String, of known: [String]) -> String? {
        guard key.utf8.count <= 40 else { return nil }
        let wanted = simplified(key)
        let distances = known.map { (key: $0, distance: distance(simplified($0), wanted)) }
        guard let best = distances.min(by: { $0.distance < $1.distance }),
            // Two slips, but not in words that would be others by then.
            best.distance <= min(2, best.key.utf8.count / 3)
        else { return nil }
        return best.key
    }

    /// `Max-Clients` is `max_clients` for whoever writes it.
    private static func simplified(_ key: String) -> [UInt8] {
        key.lowercased().utf8.filter(\.isASCIIAlphanumeric)
    }

    /// Letters to add, take out or change (Levenshtein).
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
