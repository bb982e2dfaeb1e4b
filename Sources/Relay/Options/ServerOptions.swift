/// How much clients and stations may cost the server.
struct ClientLimits: Sendable, Equatable {
    /// Clients at the same time; nil: as many as the descriptors allow.
    var maximumClients: Int?
    /// Clients of one address; nil: no limit.
    var clientsPerAddress: Int? = Limits.clientsPerAddress
    /// How long a client may take to send its request.
    var requestWait = Limits.requestWait
    var requestHeadBytes = Limits.requestHeadBytes
    /// Stations connected at the same time; nil: no limit.
    var maximumStations: Int?
    /// The frames that a slow client may hold.
    var queuedFrames = Limits.queuedFrames
    /// Titles per second of one station in the long run.
    var titleRate = Limits.titleRate
}

/// Who may read.
struct AccessRules: Sendable, Equatable {
    /// Pages of other origins that may read. The server's own pages always may.
    var allowedOrigins: [OriginPattern] = []
    /// nil: no token is needed.
    var tokenFile: String?
    /// Proxies whose `X-Forwarded-For` is trusted.
    var trustedProxies: [AddressRange] = []
}

/// The files of a certificate and its private key, both PEM.
struct CertificateFiles: Sendable, Equatable {
    let certificate: String
    let key: String
}
