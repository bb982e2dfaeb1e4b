/// Who is told of the stations of a loop.
final class StationAudience {
    let title: (TitleDraft) -> Void
    let other: (Publication) -> Void
    /// Titles a second of one station in the long run.
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
