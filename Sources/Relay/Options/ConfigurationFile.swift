/// A valid configuration file.
struct ConfigurationFile {
    /// The path as given.
    let path: String
    /// The settings and stations of the file.
    let draft: ServerOptionsBuilder
    private let maximumStationsLine: Int?

    /// - Throws: all problems of the file.
    init(
        _ path: String, readFile: (String) throws(SystemError) -> [UInt8]
    ) throws(UsageError) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try readFile(path)
        } catch {
            throw UsageError(configuration: ["\(path): cannot be read: \(error.reason)"])
        }
        try self.init(path, bytes)
    }

    init(_ path: String, _ bytes: [UInt8]) throws(UsageError) {
        guard bytes.count <= Limits.configurationBytes else {
            let most = Limits.configurationBytes / 1024 / 1024
            throw UsageError(configuration: ["\(path): is larger than \(most) MiB"])
        }
        let root: JSONNode
        do throws(JSONSyntaxError) {
            root = try JSONReader.read(bytes)
        } catch {
            throw UsageError(configuration: ["\(path):\(error.line): \(error.reason)"])
        }
        var reader = ConfigurationReader(folder: ConfigurationFile.folder(of: path))
        reader.read(root)
        guard reader.problems.isEmpty else { throw reader.problems.error(in: path) }
        self.path = path
        draft = reader.draft
        maximumStationsLine = reader.maximumStationsLine
    }

    /// Everything up to the last slash.
    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// - Parameter options: including the stations of the command line, if there are any.
    func checkStationCount(of options: Options.Serve) throws(UsageError) {
        guard let problem = StationNames.tooMany(for: options) else { return }
        let line = maximumStationsLine.map { ":\($0)" } ?? ""
        throw UsageError(configuration: [
            "\(path)\(line): \(SettingKey.maximumStations.key): \(problem)"
        ])
    }

    /// Neither the file nor the command line has any stations.
    var withoutStations: UsageError {
        UsageError(configuration: [
            "\(path): there are no stations; write \"stations\": "
                + "[{\"name\": \"jazz\", \"url\": \"http://host:port/mount\"}] into it"
        ])
    }
}
