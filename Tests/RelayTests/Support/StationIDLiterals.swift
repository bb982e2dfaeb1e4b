@testable import Relay

/// Ids of stations as plain numbers.
extension StationID: ExpressibleByIntegerLiteral, CustomStringConvertible {
    public init(integerLiteral value: Int) { self.init(value) }

    public var description: String { "\(rawValue)" }
}
