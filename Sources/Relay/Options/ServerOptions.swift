/// What clients and stations may cost the server.
struct ClientLimits: Sendable, Equatable {
    /// Clients at once; nil: what the descriptors allow.
    var maximumClients: Int?
    /// Clients of one address; nil: no limit.
    var clientsPerAddress: Int? = Limits.clientsPerAddress
    /// How long a client may take to send its request.
    var requestWait = Limits.requestWait
    var requestHeadBytes = Limits.requestHeadBytes
    /// Stations connected at once; nil: no limit.
    var maximumStations: Int?
    /// What a slow client may hold.
    var queuedFrames = Limits.queuedFrames
    /// Titles a second of one station in the long run.
    var titleRate = Limits.titleRate
}

/// Who may read.
struct AccessRules: Sendable, Equatable {
    /// Pages of other origins that may; the server's own always may.
    var allowedOrigins: [OriginPattern] = []
    /// nil: no token is needed.
    var tokenFile: String?
    /// Proxies whose `X-Forwarded-For` is believed.
    var trustedProxies: [AddressRange] = []
}

/// The files of a certificate and its private key, both PEM.
struct CertificateFiles: Sendable, Equatable {
    let certificate: String
    let key: String
}
