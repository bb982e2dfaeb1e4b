/// What the server is told to serve, and to whom: made anew at each reload, then only shared.
final class LiveSettings: Sendable {
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
