/// One station of the settings, shared by all loops.
final class StationEntry: Sendable {
    /// Stays with a name through all reloads while the name is configured, and is never reused.
    let id: StationID
    let choice: Options.StationChoice
    /// Titles up to this number may have been published before the station was added. Whether a
    /// client missed one of them is unknown.
    let floor: Int
    let figures: StationFigures

    init(
        id: StationID, choice: Options.StationChoice, floor: Int = 0,
        figures: StationFigures = StationFigures()
    ) {
        self.id = id
        self.choice = choice
        self.floor = floor
        self.figures = figures
    }
}
