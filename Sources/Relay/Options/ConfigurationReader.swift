import ICYReader

/// Converts the JSON of a configuration file into options. It continues after every problem, so
/// that all of them are reported at once.
struct ConfigurationReader {
    private enum StationKey: String, CaseIterable {
        case name, url, charset
        case onDemand = "on_demand"
        case allowInternal = "allow_internal"
        case artwork, titles, headers
        case userAgent = "user_agent"
        case silentAfter = "silent_after"
        case returnAfter = "return_after"
    }

    private static let stationsKey = "stations"
    private static let keys = [stationsKey] + SettingKey.allCases.map(\.key)
    private static let stationKeys = StationKey.allCases.map(\.rawValue)

    private(set) var draft = ServerOptionsBuilder()
    private(set) var problems = ConfigurationProblems()
    private(set) var maximumStationsLine: Int?
    /// The folder of the file, with its slash; empty for the working directory.
    private let folder: String
    /// The index of the first station with each name.
    private var indices: [String: Int] = [:]
    /// The charsets seen so far: asking iconv takes longer than all the rest of a station.
    private var charsets: [String: Charset?] = [:]

    init(folder: String) { self.folder = folder }

    mutating func read(_ root: JSONNode) {
        guard case .object(let members) = root.value else {
            return problems.add(root.line, "", root.value, .expected("an object: {…}"))
        }
        let single = problems.withoutRepeated(members, "")
        for member in single {
            if member.key == ConfigurationReader.stationsKey {
                readStations(member.node)
            } else if let setting = SettingKey(key: member.key) {
                if setting == .maximumStations { maximumStationsLine = member.line }
                read(setting, member)
            } else {
                let isStations = ConfigurationReader.stationKeys.contains(member.key)
                let place = isStations ? "it belongs into a station" : nil
                problems.addUnknown(member, "", known: ConfigurationReader.keys, place)
            }
        }
        if let (there, missing) = draft.joinCertificate(),
            let member = single.first(where: { $0.key == there.key }),
            // A present but invalid value has already been reported.
            !single.contains(where: { $0.key == missing.key })
        {
            problems.add(member.line, there.key, "needs \"\(missing.key)\" beside it")
        }
    }

    // MARK: Settings

    private mutating func read(_ setting: SettingKey, _ member: JSONMember) {
        let value = member.node.value
        switch (setting.kind, value) {
        case (.number, .number(let digits)): set(setting, digits, member.node, setting.key)
        case (.number(let range), _):
            problems.add(member.node.line, setting.key, value, .number(in: range))
        case (.text, .string(let text)): set(setting, text, member.node, setting.key)
        case (.path, .string(let text)): set(setting, inFolder(text), member.node, setting.key)
        case (.list, .array(let elements)):
            for (index, element) in elements.enumerated() {
                let path = "\(setting.key)[\(index)]"
                guard case .string(let text) = element.value else {
                    problems.add(element.line, path, element.value, .expected("a text"))
                    continue
                }
                set(setting, text, element, path)
            }
        case (.list, _):
            problems.add(member.node.line, setting.key, value, .expected("an array: […]"))
        case (.text, _), (.path, _):
            problems.add(member.node.line, setting.key, value, .expected("a text"))
        }
    }

    private mutating func set(
        _ setting: SettingKey, _ text: String, _ node: JSONNode, _ path: String
    ) {
        do throws(WrongValue) {
            try draft.set(setting, text)
        } catch {
            problems.add(node.line, path, node.value, error)
        }
    }

    /// A service is started in another folder than the one the file was written in.
    private func inFolder(_ path: String) -> String {
        path.isEmpty || path.hasPrefix("/") ? path : folder + path
    }

    // MARK: Stations

    private mutating func readStations(_ node: JSONNode) {
        let key = ConfigurationReader.stationsKey
        guard case .array(let elements) = node.value else {
            return problems.add(node.line, key, node.value, .expected("an array: […]"))
        }
        draft.options.stations.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            if let station = station(element, index, "\(key)[\(index)]") {
                draft.options.stations.append(station)
            }
        }
    }

    private mutating func station(
        _ node: JSONNode, _ index: Int, _ path: String
    ) -> Options.StationChoice? {
        guard case .object(let members) = node.value else {
            problems.add(node.line, path, node.value, .expected("an object with a name and a url"))
            return nil
        }
        var name: String?
        var url: StreamURL?
        var charset: Charset?
        var isOnDemand = false
        var allowsInternal = false
        var keepsArtwork = true
        var settings = StationSettingsReader()
        var missing: Set<StationKey> = [.name, .url]
        for member in problems.withoutRepeated(members, path) {
            guard let key = StationKey(rawValue: member.key) else {
                let isServers = ConfigurationReader.keys.contains(member.key)
                let place = isServers ? "it belongs beside \"stations\"" : nil
                problems.addUnknown(member, path, known: ConfigurationReader.stationKeys, place)
                continue
            }
            missing.remove(key)
            let place = "\(path).\(key.rawValue)"
            do throws(WrongValue) {
                let value = member.node.value
                switch key {
                case .name: name = try self.name(value, index)
                case .url: url = try urls(member.node, place, &settings)
                case .charset: charset = try self.charset(value)
                case .onDemand: isOnDemand = try flag(value)
                case .allowInternal: allowsInternal = try flag(value)
                case .artwork: keepsArtwork = try flag(value)
                case .titles: settings.readTitles(member.node, place, &problems)
                case .headers: settings.readHeaders(member.node, place, &problems)
                case .userAgent: try settings.readUserAgent(value)
                case .silentAfter: try settings.readSilentAfter(value)
                case .returnAfter: try settings.readReturnAfter(value)
                }
            } catch {
                problems.add(member.node.line, place, member.node.value, error)
            }
        }
        for key in StationKey.allCases where missing.contains(key) {
            problems.add(node.line, path, "has no \"\(key.rawValue)\"")
        }
        guard let name, let url else { return nil }
        return Options.StationChoice(
            name: name, url: url, charset: charset, isOnDemand: isOnDemand,
            allowsInternal: allowsInternal, keepsArtwork: keepsArtwork, settings: settings.settings)
    }

    private mutating func name(_ value: JSONValue, _ index: Int) throws(WrongValue) -> String {
        guard case .string(let name) = value, StationName.isLegal(name) else {
            throw .expected(StationName.rule)
        }
        if let other = indices[name] {
            let key = ConfigurationReader.stationsKey
            throw .advice("\(key)[\(other)] is named \(Quotation.of(name)) already")
        }
        indices[name] = index
        return name
    }

    /// The address, or the first one of several.
    private mutating func urls(
        _ node: JSONNode, _ path: String, _ settings: inout StationSettingsReader
    ) throws(WrongValue) -> StreamURL? {
        guard case .array(let elements) = node.value else { return try url(node.value) }
        let most = ICYReader.Limits.stationAddresses
        guard 1...most ~= elements.count else { throw .advice("write 1 to \(most) addresses") }
        var urls: [StreamURL] = []
        for (index, element) in elements.enumerated() {
            do throws(WrongValue) {
                let url = try url(element.value)
                guard !urls.contains(url) else { throw .advice("the address is there twice") }
                urls.append(url)
            } catch {
                problems.add(element.line, "\(path)[\(index)]", element.value, error)
            }
        }
        settings.fallbacks = Array(urls.dropFirst())
        return urls.first
    }

    private func url(_ value: JSONValue) throws(WrongValue) -> StreamURL {
        guard case .string(let text) = value else {
            throw .expected("an http or https URL, or an array of them")
        }
        let url: StreamURL
        do throws(ICYError) {
            url = try StreamURL(text)
        } catch {
            // With the right scheme, something smaller is wrong.
            let isWeb = ["http://", "https://"].contains { text.lowercased().hasPrefix($0) }
            throw isWeb ? .advice(error.message) : .expected("an http or https URL")
        }
        if let name = url.charsetName, Charset(named: name) == nil {
            throw .advice(CharsetChoice.problem(of: Quotation.cut(name)))
        }
        return url
    }

    private mutating func charset(_ value: JSONValue) throws(WrongValue) -> Charset {
        guard case .string(let name) = value else {
            throw .expected("a charset such as windows-1251")
        }
        let known = charsets[name] ?? Charset(named: name)
        charsets[name] = known
        guard let known else {
            throw .advice(CharsetChoice.problem(of: Quotation.cut(name)))
        }
        return known
    }

    private func flag(_ value: JSONValue) throws(WrongValue) -> Bool {
        guard case .bool(let isSet) = value else { throw .expected("true or false") }
        return isSet
    }
}
