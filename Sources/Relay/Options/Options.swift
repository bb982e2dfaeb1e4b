import ICYReader

/// The command line, understood.
enum Options: Sendable {
    struct StationChoice: Sendable, Equatable {
        let name: String
        let url: StreamURL
        /// What the user says the station writes; nil to find out.
        var charset: Charset?
        /// Connects with its first subscriber only.
        var isOnDemand = false
    }

    struct Serve: Sendable, Equatable {
        var stations: [StationChoice]
        var listen = ListenAddress.standard
        /// nil: one a core.
        var loops: Int?
        /// What `--config` names: read again, with the same arguments, when they are to be applied
        /// anew.
        var configFile: String?
        var logFormat = LogFormat.text
        /// Where the play log is kept.
        var historyFile: String?
        var limits = ClientLimits()
        var access = AccessRules()
        /// nil: no TLS.
        var certificate: CertificateFiles?

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
        /// Ends after so many blocks have been shown.
        var maximumBlocks: Int?
        /// The input has no head and this metadata interval.
        var metadataInterval: Int?
        var savePath: String?
        var charset: Charset?
    }

    case serve(Serve)
    case demo(Serve)
    case watch(Watch)
    case dump(Dump)
    /// A configuration file that is right, and what it says.
    case checkConfig(String, Serve)
    case help
    case version

    /// Whether it goes on until a signal ends it, and heeds SIGHUP.
    var isServer: Bool {
        switch self {
        case .serve, .demo: true
        case .watch, .dump, .checkConfig, .help, .version: false
        }
    }
}
