import ICYReader

/// The receivers of what the stations of a loop publish.
final class StationAudience {
    /// Publishes a title: the event, the bytes that contained it, its station, and when it arrived.
    let title: (TitleEvent, [UInt8], StationID, Instant) -> Void
    let other: (Publication) -> Void
    /// The titles per second that one station may publish in the long run.
    let titleRate: () -> Int
    /// Takes the picture of a title that is known already.
    let picture: (TitleEvent, StationEntry) -> Void

    init(
        title: @escaping (TitleEvent, [UInt8], StationID, Instant) -> Void,
        other: @escaping (Publication) -> Void,
        titleRate: @escaping () -> Int = { Limits.titleRate },
        picture: @escaping (TitleEvent, StationEntry) -> Void = { _, _ in }
    ) {
        self.title = title
        self.other = other
        self.titleRate = titleRate
        self.picture = picture
    }
}
