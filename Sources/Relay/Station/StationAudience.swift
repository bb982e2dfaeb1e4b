/// The receivers of what the stations of a loop publish.
final class StationAudience {
    let title: (TitleDraft) -> Void
    let other: (Publication) -> Void
    /// The titles per second that one station may publish in the long run.
    let titleRate: () -> Int

    init(
        title: @escaping (TitleDraft) -> Void, other: @escaping (Publication) -> Void,
        titleRate: @escaping () -> Int = { Limits.titleRate }
    ) {
        self.title = title
        self.other = other
        self.titleRate = titleRate
    }
}
