import ICYReader

/// The state of an attempt to reach the stream, until it is live.
final class StationAttempt: MadeOnDemand {
    /// The origins that followed the station's own, in order.
    private(set) var hops: [String] = []
    /// The head of the current connection's response. It may be that of a playlist or a page.
    var head: ResponseHead?
    /// Nil unless this is an attempt at the first address, beside a live stream of another one.
    private let trial: FirstAddressTrial?

    init() { trial = nil }

    init(_ trial: FirstAddressTrial) { self.trial = trial }

    deinit { trial?.end() }

    var isTrial: Bool { trial != nil }

    /// Whether it is a trial that may still succeed.
    var isTrialRunning: Bool { trial?.isRunning == true }

    /// A redirect, a playlist or a page led to another address.
    func leads(to next: StreamURL, from given: StreamURL) {
        head = nil
        let origin = next.origin
        if origin != given.origin, !hops.contains(origin) { hops.append(origin) }
    }
}

/// The problems that have been logged, so that they are not logged again.
final class StationComplaints: MadeOnDemand {
    var problems = ProblemLog()
    var noTitle = NoTitleLog()

    init() {}
}

/// A part of a station that few stations have.
protocol MadeOnDemand: AnyObject {
    init()
}

extension Optional where Wrapped: MadeOnDemand {
    /// The part; a new one if there was none.
    mutating func made() -> Wrapped {
        if let part = self { return part }
        let part = Wrapped()
        self = part
        return part
    }
}
