import ICYReader

/// The state of an attempt to reach the stream, until it is live.
final class StationAttempt {
    /// The origins that followed the station's own, in order.
    var hops: [String] = []
    /// The head of the current connection's response. It may be that of a playlist or a page.
    var head: ResponseHead?
}

/// The problems that have been logged, so that they are not logged again.
final class StationComplaints {
    var problems = ProblemLog()
    var noTitle = NoTitleLog()
}
