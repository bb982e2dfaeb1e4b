/// What the server is told to serve, and to whom: made anew at each reload, then only shared.
final class ServerSettings: Sendable {
    /// In the order of the command line and the configuration file.
    let stations: [StationEntry]
    let limits: ClientLimits
    let access: AccessPolicy
    /// nil: plain http and ws.
    let certificate: TLSServerContext?

    init(
        stations: [StationEntry], limits: ClientLimits = ClientLimits(),
        access: AccessPolicy = AccessPolicy(), certificate: TLSServerContext? = nil
    ) {
        self.stations = stations
        self.limits = limits
        self.access = access
        self.certificate = certificate
    }
}

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
