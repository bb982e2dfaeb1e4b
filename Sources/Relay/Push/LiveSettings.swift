/// What the server serves, and to whom. It is made again at each reload, and then only shared.
final class LiveSettings: Sendable {
    /// In the order of the command line and the configuration file.
    let stations: [StationEntry]
    let limits: ClientLimits
    let access: AccessPolicy
    /// Nil: plain http and ws.
    let certificate: TLSServerContext?
    /// The hosts from which pages may load pictures, as CSP writes them.
    let artworkHosts: [String]
    /// The interfaces of other servers that are served, too.
    let compatible: Set<CompatibleAPI>
    let notify: NotifySettings

    init(
        stations: [StationEntry], limits: ClientLimits = ClientLimits(),
        access: AccessPolicy = AccessPolicy(), certificate: TLSServerContext? = nil,
        artworkHosts: [String] = [], compatible: Set<CompatibleAPI> = [],
        notify: NotifySettings = .nobody
    ) {
        self.stations = stations
        self.limits = limits
        self.access = access
        self.certificate = certificate
        self.artworkHosts = artworkHosts
        self.compatible = compatible
        self.notify = notify
    }
}
