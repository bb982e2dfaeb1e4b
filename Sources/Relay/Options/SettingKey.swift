/// The settings of the server. Each has the same name on the command line and in the configuration
/// file: `--request-time` is `"request_time"` in the file.
enum SettingKey: String, CaseIterable, Sendable {
    case listen
    case loops
    case playLog = "play_log"
    case maximumClients = "max_clients"
    case clientsPerAddress = "max_clients_per_address"
    case requestTime = "request_time"
    case requestHead = "max_request_head"
    case maximumStations = "max_stations"
    case queuedFrames = "queued_frames"
    case titleRate = "title_rate"
    case allowedOrigins = "allow_origin"
    case tokenFile = "token_file"
    case artworkHosts = "artwork_hosts"
    case artworkMemory = "artwork_memory"
    case certificate = "tls_cert"
    case key = "tls_key"
    case trustedProxies = "trusted_proxy"
    case compatible
    case onTitle = "on_title"
    case onTitleSecretFile = "on_title_secret_file"
    case mqtt
    case mqttPasswordFile = "mqtt_password_file"
    case mqttPrefix = "mqtt_prefix"
    case mqttVersion = "mqtt_version"
    case mqttDiscovery = "mqtt_discovery"
    case logFormat = "log_format"
    case logLevel = "log_level"

    /// The form of a setting's value.
    enum Kind: Equatable {
        case number(ClosedRange<Int>)
        case text
        /// A file name.
        case path
        /// Several values: a repeated flag, or an array in the file.
        case list
    }

    var key: String { rawValue }

    var flag: String { "--" + rawValue.split(separator: "_").joined(separator: "-") }

    /// What settings were called before, with their names of today.
    private static let formerKeys = ["history_file": SettingKey.playLog]

    init?(key: String) {
        guard let setting = SettingKey.formerKeys[key] ?? SettingKey(rawValue: key) else {
            return nil
        }
        self = setting
    }

    init?(flag: String) {
        guard flag.hasPrefix("--"), !flag.utf8.contains(UInt8(ascii: "_")) else { return nil }
        self.init(
            key: flag.dropFirst(2).split(separator: "-", omittingEmptySubsequences: false)
                .joined(separator: "_"))
    }

    var kind: Kind {
        switch self {
        case .listen, .logFormat, .logLevel, .onTitle, .mqtt, .mqttPrefix, .mqttVersion,
            .mqttDiscovery:
            .text
        case .playLog, .tokenFile, .certificate, .key, .onTitleSecretFile, .mqttPasswordFile: .path
        case .allowedOrigins, .trustedProxies, .artworkHosts, .compatible: .list
        case .artworkMemory: .number(Limits.artworkMegabytes)
        case .loops: .number(1...Limits.loops)
        case .maximumClients: .number(1...Limits.clients)
        case .clientsPerAddress: .number(0...Limits.clients)
        case .requestTime: .number(Limits.requestSeconds)
        case .requestHead: .number(Limits.requestHeadChoices)
        case .maximumStations: .number(1...Limits.stations)
        case .queuedFrames: .number(Limits.queuedFrameChoices)
        case .titleRate: .number(Limits.titleRateChoices)
        }
    }
}

/// A server's options while they are collected from a file and a command line.
struct ServerOptionsBuilder {
    var options = Options.Serve(stations: [])
    /// Either may be set before the other.
    private var certificate: String?
    private var key: String?

    /// Sets one value given as text, from the file or from the command line. A list gets one more
    /// element.
    mutating func set(_ setting: SettingKey, _ text: String) throws(WrongValue) {
        switch setting.kind {
        case .number(let range): setNumber(setting, try WrongValue.number(text, in: range))
        case .path:
            guard !text.isEmpty else { throw .expected("a file's name") }
            setPath(setting, text)
        case .list: try append(text, to: setting)
        case .text: try setWord(setting, text)
        }
    }

    /// Empties a list, so that values of the command line replace those of the file.
    mutating func empty(_ setting: SettingKey) {
        if setting == .allowedOrigins { options.access.allowedOrigins = [] }
        if setting == .trustedProxies { options.access.trustedProxies = [] }
        if setting == .artworkHosts { options.artworkHosts = [] }
        if setting == .compatible { options.compatible = [] }
    }

    /// Ends one source of values: a certificate and its key must come from the same source.
    ///
    /// - Returns: the setting that is there without its counterpart, and the missing one.
    mutating func joinCertificate() -> (there: SettingKey, missing: SettingKey)? {
        defer { (certificate, key) = (nil, nil) }
        switch (certificate, key) {
        case (let certificate?, let key?):
            options.certificate = CertificateFiles(certificate: certificate, key: key)
            return nil
        case (nil, nil): return nil
        case (nil, _): return (.key, .certificate)
        case (_, nil): return (.certificate, .key)
        }
    }

    private mutating func setNumber(_ setting: SettingKey, _ number: Int) {
        switch setting {
        case .loops: options.loops = number
        case .maximumClients: options.limits.maximumClients = number
        case .clientsPerAddress: options.limits.clientsPerAddress = number == 0 ? nil : number
        case .requestTime: options.limits.requestWait = .seconds(number)
        case .requestHead: options.limits.requestHeadBytes = number
        case .maximumStations: options.limits.maximumStations = number
        case .queuedFrames: options.limits.queuedFrames = number
        case .titleRate: options.limits.titleRate = number
        case .artworkMemory: options.artworkBytes = number << 20
        default: preconditionFailure("\(setting) is no number")
        }
    }

    private mutating func setPath(_ setting: SettingKey, _ path: String) {
        switch setting {
        case .playLog: options.playLog = path
        case .tokenFile: options.access.tokenFile = path
        case .certificate: certificate = path
        case .key: key = path
        case .onTitleSecretFile: options.notify.webhookSecretFile = path
        case .mqttPasswordFile: options.notify.mqttPasswordFile = path
        default: preconditionFailure("\(setting) is no file")
        }
    }

    private mutating func setWord(_ setting: SettingKey, _ word: String) throws(WrongValue) {
        switch setting {
        case .logFormat: options.logFormat = try WrongValue.choice(word)
        case .logLevel: options.logLevel = try WrongValue.choice(word)
        case .onTitle: options.notify.webhook = try NotifyOptions.webhook(word)
        case .mqtt: options.notify.mqtt = try MQTTAddress(word)
        case .mqttPrefix: options.notify.mqttPrefix = try MQTTAddress.prefix(word)
        case .mqttVersion: options.notify.mqttVersion = try WrongValue.choice(word)
        case .mqttDiscovery: options.notify.mqttDiscovery = try MQTTAddress.prefix(word)
        default: options.listen = try ListenAddress(reading: word)
        }
    }

    private mutating func append(_ text: String, to setting: SettingKey) throws(WrongValue) {
        if setting == .artworkHosts { return try append(imageHost: text) }
        if setting == .compatible { return try append(compatible: text) }
        guard setting == .trustedProxies else {
            guard let origin = OriginPattern(text) else {
                throw .expected(
                    "an origin such as https://example.org or https://*.example.org, null or *")
            }
            options.access.allowedOrigins.append(origin)
            return
        }
        guard let range = AddressRange(text) else {
            if let meant = AddressRange.meant(by: text) {
                throw .advice("\(text) has bits set behind its prefix; write \(meant)")
            }
            throw .expected("a network such as 10.0.0.0/8, or an address")
        }
        options.access.trustedProxies.append(range)
    }

    /// - Parameter text: a name, or several with commas.
    private mutating func append(compatible text: String) throws(WrongValue) {
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            options.compatible.insert(try WrongValue.choice(String(word)))
        }
    }

    private mutating func append(imageHost text: String) throws(WrongValue) {
        guard let host = ImageHost(text) else {
            throw .expected("a host such as img.example.org, *.example.org or localhost:8080")
        }
        let size = options.artworkHosts.reduce(host.text.utf8.count) { $0 + $1.text.utf8.count }
        guard size <= Limits.artworkHostBytes else {
            throw .advice(
                "the hosts have more than \(Limits.artworkHostBytes) characters together, too many "
                    + "for the head of a page")
        }
        options.artworkHosts.append(host)
    }
}

extension WrongValue {
    /// One of the words that a setting has.
    static func choice<Choice: RawRepresentable & CaseIterable>(
        _ word: String
    ) throws(WrongValue) -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: word) else {
            throw .expected(Choice.allCases.map(\.rawValue).joined(separator: " or "))
        }
        return choice
    }

    static func number(_ text: String, in range: ClosedRange<Int>) throws(WrongValue) -> Int {
        guard let number = Int(text), range.contains(number) else { throw .number(in: range) }
        return number
    }

    static func number(in range: ClosedRange<Int>) -> WrongValue {
        let upper = range.upperBound == Int.max ? "" : " to \(range.upperBound)"
        return .expected("a number from \(range.lowerBound)\(upper)")
    }
}
