import ICYReader

/// The way to the stream, until it is live.
final class StationAttempt {
    /// The origins behind the station's own, one after the other.
    var hops: [String] = []
    /// What the connection in use answered. It may be a playlist or a page.
    var head: ResponseHead?
}

/// What the log has been told of troubles, so that it is not told again.
final class StationComplaints {
    var problems = ProblemLog()
    var noTitle = NoTitleLog()
}
