import ICYReader

/// A parsed command line.
enum Options: Sendable {
    struct StationChoice: Sendable, Equatable {
        let name: String
        let url: StreamURL
        /// The charset that the user gives for the station; nil to detect it.
        var charset: Charset?
        /// Whether the station is connected only while it has subscribers.
        var isOnDemand = false
        /// Whether a public server may lead to an address of an internal network.
        var allowsInternal = false
        /// Whether pictures in the stream are kept.
        var keepsArtwork = true
        /// What else the user knows: other addresses, headers, rules for titles.
        var settings = StreamSettings.plain
    }

    struct Serve: Sendable, Equatable {
        var stations: [StationChoice]
        var listen = ListenAddress.standard
        /// nil: one per core.
        var loops: Int?
        /// The file of `--config`. It is read again, with the same arguments, on a reload.
        var configFile: String?
        var logFormat = LogFormat.text
        var logLevel = LogLevel.info
        /// The path of the play log.
        var playLog: String?
        var limits = ClientLimits()
        var access = AccessRules()
        /// The hosts from which the server's pages may load pictures.
        var artworkHosts: [ImageHost] = []
        /// Bytes of all pictures in streams that are kept.
        var artworkBytes = Limits.artworkBytes
        /// The interfaces of other servers that are served, too.
        var compatible: Set<CompatibleAPI> = []
        var notify = NotifyOptions()
        /// nil: no TLS.
        var certificate: CertificateFiles?

        /// What is said of stations that keep a path of `compatible`.
        var collisions: [String] {
            PathCollisions.lines(stations.map(\.name))
                + CompatibleAPI.collisions(of: compatible, with: stations)
        }

        var withoutStations: Serve {
            var copy = self
            copy.stations = []
            return copy
        }
    }

    struct Watch: Sendable {
        var url: StreamURL
        var isJSON = false
        var charset: Charset?
    }

    struct Dump: Sendable {
        enum Source: Sendable, Equatable {
            case stream(StreamURL)
            case file(String)
            case standardInput
        }

        var source: Source
        var isJSON = false
        var showsEmptyBlocks = false
        /// Ends after this many blocks have been shown.
        var maximumBlocks: Int?
        /// The metadata interval of an input without a head.
        var metadataInterval: Int?
        var savePath: String?
        var charset: Charset?
        var rules: TitleRules?
    }

    case serve(Serve)
    case demo(Serve)
    case watch(Watch)
    case dump(Dump)
    /// A valid configuration file, and its content.
    case checkConfig(String, Serve)
    case help
    case version

    /// Whether the command runs until a signal ends it, and handles SIGHUP.
    var isServer: Bool {
        switch self {
        case .serve, .demo: true
        case .watch, .dump, .checkConfig, .help, .version: false
        }
    }
}

extension StreamSettings {
    /// Shared by all stations without settings of their own.
    static let plain = StreamSettings(userAgent: Version.userAgent)
}
