import ICYReader

/// Parses a command line. Pure: the input is the arguments and the configuration file that they
/// name, the output is options or a usage error.
enum OptionsParser {
    /// - Parameter readFile: returns the bytes of a file; of a configuration file, at most one byte
    ///   more than `Limits.configurationBytes` is needed.
    static func parse(
        _ arguments: [String], readFile: (String) throws(SystemError) -> [UInt8]
    ) throws(UsageError) -> Options {
        // After a command too: users ask for the options of a command that way.
        if arguments.prefix(while: { $0 != "--" }).contains(where: {
            ["--help", "-h"].contains($0)
        }) {
            return .help
        }
        let rest = arguments.dropFirst()
        switch arguments.first {
        case nil: throw UsageError(message: ServeArguments.nameAStream)
        case "help": return .help
        case "--version": return .version
        case "demo": return .demo(try ServeArguments(demo: rest).options())
        case "watch": return .watch(try watch(rest))
        case "dump": return .dump(try dump(rest, readFile))
        case "check-config": return try checkConfig(rest, readFile)
        case "serve": return .serve(try ServeArguments(serve: rest).options(readFile))
        default: return .serve(try ServeArguments(serve: arguments[...]).options(readFile))
        }
    }

    static func url(_ text: String) throws(UsageError) -> StreamURL {
        let url: StreamURL
        do throws(ICYError) {
            url = try StreamURL(text)
        } catch {
            throw UsageError(message: error.message)
        }
        // The address may contain a charset too, as in MPD.
        if let name = url.charsetName { _ = try CharsetChoice.charset(name) }
        return url
    }

    static func unknown(_ flag: String) -> UsageError {
        UsageError(message: "there is no option \(flag) here")
    }

    private static func checkConfig(
        _ arguments: ArraySlice<String>, _ readFile: (String) throws(SystemError) -> [UInt8]
    ) throws(UsageError) -> Options {
        var reader = ArgumentReader(arguments)
        if let flag = try reader.nextFlag() { throw unknown(flag) }
        let path = try reader.onlyOperand(
            "check-config takes one file: Relay check-config relay.json")
        let file = try ConfigurationFile(path, readFile: readFile)
        var options = file.draft.options
        options.configFile = path
        guard !options.stations.isEmpty else { throw file.withoutStations }
        try file.checkStationCount(of: options)
        return .checkConfig(path, options)
    }

    private static func watch(
        _ arguments: ArraySlice<String>
    ) throws(UsageError) -> Options.Watch {
        var reader = ArgumentReader(arguments)
        var isJSON = false
        var charset: Charset?
        while let flag = try reader.nextFlag() {
            switch flag {
            case "--json": isJSON = true
            case "--charset": charset = try CharsetChoice.charset(try reader.value(of: flag))
            default: throw unknown(flag)
            }
        }
        let operand = try reader.onlyOperand(
            "watch takes one stream: Relay watch http://host:port/mount")
        return Options.Watch(url: try url(operand), isJSON: isJSON, charset: charset)
    }

    private static func dump(
        _ arguments: ArraySlice<String>, _ readFile: (String) throws(SystemError) -> [UInt8]
    ) throws(UsageError) -> Options.Dump {
        var reader = ArgumentReader(arguments)
        var options = Options.Dump(source: .standardInput)
        var configFile: String?
        var station: String?
        while let flag = try reader.nextFlag() {
            switch flag {
            case "--json": options.isJSON = true
            case "--all": options.showsEmptyBlocks = true
            case "--blocks":
                options.maximumBlocks = try reader.number(of: flag, in: 1...Int.max)
            case "--metaint":
                options.metadataInterval = try reader.number(
                    of: flag, in: 1...ICYReader.Limits.metadataInterval)
            case "--charset":
                options.charset = try CharsetChoice.charset(try reader.value(of: flag))
            case "--save": options.savePath = try reader.value(of: flag)
            case "--config": configFile = try reader.value(of: flag)
            case "--station": station = try reader.value(of: flag)
            default: throw unknown(flag)
            }
        }
        switch (configFile, station) {
        case (let file?, let name?):
            let choice = try self.station(name, in: try ConfigurationFile(file, readFile: readFile))
            options.charset = options.charset ?? choice.charset
            options.rules = choice.settings.rules
        case (nil, nil): break
        default: throw UsageError(message: "--config FILE and --station NAME go together")
        }
        let operand = try reader.onlyOperand(
            "dump takes one stream, file or \"-\": Relay dump http://host:port/mount")
        if operand == "-" {
            options.source = .standardInput
        } else if operand.containsText("://") {
            options.source = .stream(try url(operand))
        } else {
            options.source = .file(operand)
        }
        if case .file = options.source, options.savePath != nil {
            throw UsageError(message: "--save keeps a stream; \(operand) is a file already")
        }
        if case .stream = options.source, options.metadataInterval != nil {
            throw UsageError(
                message: "--metaint is for a file without a head; a server says it itself")
        }
        return options
    }

    private static func station(
        _ name: String, in file: ConfigurationFile
    ) throws(UsageError) -> Options.StationChoice {
        let stations = file.draft.options.stations
        guard let choice = stations.first(where: { $0.name == name }) else {
            throw UsageError(
                message: "--station names \"\(name)\", but the stations are "
                    + StationNames.list(stations))
        }
        return choice
    }
}
