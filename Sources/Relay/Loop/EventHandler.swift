/// What a descriptor is ready for.
struct Readiness: OptionSet, Equatable {
    let rawValue: UInt8
    static let readable = Readiness(rawValue: 1)
    static let writable = Readiness(rawValue: 2)
}

/// The owner of a descriptor that a loop watches.
protocol EventHandler: AnyObject {
    func ready(_ readiness: Readiness)
}
