/// Identifies a station within one run. A name keeps its id through all reloads while it is
/// configured. Ids are never reused.
struct StationID: Hashable, Comparable, Sendable {
    let rawValue: Int32

    /// - Parameter rawValue: counts from 0, in the order in which the names were first configured.
    init(_ rawValue: Int) { self.rawValue = Int32(rawValue) }

    /// The id of the next station that is configured.
    var next: StationID { StationID(Int(rawValue) + 1) }

    /// Which of `count` loops, numbered from 0, runs the station.
    func loop(of count: Int) -> Int { Int(rawValue) % count }

    static func < (one: StationID, other: StationID) -> Bool { one.rawValue < other.rawValue }
}
