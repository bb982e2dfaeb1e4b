import ICYReader

/// The command line, understood.
enum Options: Sendable {
    struct StationChoice: Sendable, Equatable {
        let name: String
        let url: StreamURL
        /// What the user says the station writes; nil to find out.
        var charset: Charset?
    }

    struct Serve: Sendable {
        var stations: [StationChoice]
        var listen = ListenAddress.standard
        /// nil: one a core.
        var loops: Int?
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
    case help
    case version
}

/// What is wrong with a command line, and what to write instead.
struct UsageError: Error, Equatable {
    let message: String
}

/// Where to listen, as it was typed.
struct ListenAddress: Sendable, Equatable {
    let host: String
    let port: UInt16

    static let standard = ListenAddress(host: "127.0.0.1", port: 8000)
    static let anyLoopbackPort = ListenAddress(host: "127.0.0.1", port: 0)

    private init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// `HOST:PORT`, `[IPv6]:PORT`, or a port of 127.0.0.1 alone.
    init(_ text: String) throws(UsageError) {
        let wrong = UsageError(
            message: "--listen takes HOST:PORT, such as 127.0.0.1:8000, not \"\(text)\"")
        guard let colon = text.lastIndex(of: ":") else {
            guard let port = UInt16(text) else { throw wrong }
            self.init(host: ListenAddress.standard.host, port: port)
            return
        }
        var host = text[..<colon]
        guard let port = UInt16(text[text.index(after: colon)...]) else { throw wrong }
        if host.hasPrefix("[") && host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw UsageError(
                message: "--listen: write an IPv6 address in brackets, such as [::1]:8000")
        }
        guard !host.isEmpty else { throw wrong }
        self.init(host: String(host), port: port)
    }

    /// A proposal where this one is taken.
    var neighbour: ListenAddress {
        ListenAddress(host: host, port: port < UInt16.max ? port + 1 : 8000)
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
