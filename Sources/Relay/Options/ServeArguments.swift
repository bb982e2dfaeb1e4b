/// The command line of the server.
struct ServeArguments {
    static let nameAStream = "name a stream: Relay http://host:port/mount"

    private var settings: [(setting: SettingKey, text: String)] = []
    private var charsets: [String] = []
    private var configFile: String?
    private var isOnDemand = false
    private let operands: [String]

    init(serve arguments: ArraySlice<String>) throws(UsageError) {
        try self.init(arguments, isDemo: false)
    }

    init(demo arguments: ArraySlice<String>) throws(UsageError) {
        try self.init(arguments, isDemo: true)
        guard operands.isEmpty else {
            throw UsageError(message: "demo brings its own station; leave out \(operands[0])")
        }
    }

    private init(_ arguments: ArraySlice<String>, isDemo: Bool) throws(UsageError) {
        var reader = ArgumentReader(arguments)
        while let flag = try reader.nextFlag() {
            switch flag {
            case "--config" where !isDemo: configFile = try reader.value(of: flag)
            case "--charset" where !isDemo: charsets.append(try reader.value(of: flag))
            case "--on-demand" where !isDemo: isOnDemand = true
            default:
                guard let setting = SettingKey(flag: flag) else {
                    throw OptionsParser.unknown(flag)
                }
                settings.append((setting, try reader.value(of: flag)))
            }
        }
        operands = reader.operands
    }

    /// The options of the demo, which has its own station.
    func options() throws(UsageError) -> Options.Serve {
        var draft = ServerOptionsBuilder()
        try applySettings(to: &draft)
        return draft.options
    }

    /// The file's settings, overridden by the flags, and the stations of both.
    func options(
        _ readFile: (String) throws(SystemError) -> [UInt8]
    ) throws(UsageError) -> Options.Serve {
        let file = try configFile.map { (path) throws(UsageError) in
            try ConfigurationFile(path, readFile: readFile)
        }
        var draft = file?.draft ?? ServerOptionsBuilder()
        draft.options.configFile = configFile
        try applySettings(to: &draft)
        var options = draft.options
        try addStations(to: &options, file)
        if settings.contains(where: { $0.setting == .maximumStations }) {
            if let problem = StationNames.tooMany(for: options) {
                throw UsageError(message: "--max-stations: \(problem)")
            }
        } else {
            try file?.checkStationCount(of: options)
        }
        return options
    }

    private func applySettings(to draft: inout ServerOptionsBuilder) throws(UsageError) {
        for (setting, _) in settings { draft.empty(setting) }
        for (setting, text) in settings {
            do throws(WrongValue) {
                try draft.set(setting, text)
            } catch {
                throw UsageError(setting.flag, text, error)
            }
        }
        if let (there, missing) = draft.joinCertificate() {
            throw UsageError(message: "\(there.flag) needs \(missing.flag) beside it")
        }
    }

    private func addStations(
        to options: inout Options.Serve, _ file: ConfigurationFile?
    ) throws(UsageError) {
        let taken = Set(options.stations.map(\.name))
        var stations = try StationNames.choose(operands, beside: taken)
        if isOnDemand {
            guard !stations.isEmpty else {
                throw UsageError(
                    message: "--on-demand is for the streams named beside it; in a configuration "
                        + "file, write \"on_demand\": true into the station")
            }
            for index in stations.indices { stations[index].isOnDemand = true }
        }
        options.stations += stations
        guard !options.stations.isEmpty else {
            throw file?.withoutStations ?? UsageError(message: ServeArguments.nameAStream)
        }
        for choice in charsets { try CharsetChoice.apply(choice, to: &options.stations) }
    }
}
