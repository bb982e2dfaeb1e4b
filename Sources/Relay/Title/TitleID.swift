import ICYReader

/// The `id` of a title. Clients pass it to say which title they received last.
struct TitleID: Equatable, Sendable, CustomStringConvertible {
    /// Names the run of the relay that assigned `number`, so that a number of an earlier run is
    /// never mistaken for one of this run. With a play log, several runs count as one.
    var epoch: String
    /// Numbers the title changes of all stations, starting at 1.
    let number: Int

    init(epoch: String, number: Int) {
        self.epoch = epoch
        self.number = number
    }

    /// Reads `EPOCH:NUMBER`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 32,
            parts[1].utf8.allSatisfy(\.isASCIIDigit), let number = Int(parts[1])
        else { return nil }
        self.init(epoch: String(parts[0]), number: number)
    }

    var description: String { "\(epoch):\(number)" }

    /// The epoch of a run that begins now.
    static var newEpoch: String { String(WallClock.now.milliseconds, radix: 36) }
}
