/// One station of the settings, shared by all loops.
final class StationEntry: Sendable {
    /// Stays with a name through all reloads, and is never given to another.
    let id: Int
    let choice: Options.StationChoice
    /// Titles up to this number may have been told before the station was here: nobody can say
    /// that they were not missed.
    let floor: Int
    let figures: StationFigures

    init(
        id: Int, choice: Options.StationChoice, floor: Int = 0,
        figures: StationFigures = StationFigures()
    ) {
        self.id = id
        self.choice = choice
        self.floor = floor
        self.figures = figures
    }
}
