@testable import Relay

/// Ids of stations as plain numbers.
extension StationID: ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The station with this number.
    public init(integerLiteral value: Int) { self.init(value) }

    /// Its number.
    public var description: String { "\(rawValue)" }
}
