/// Who is told of title changes, with the secrets from their files.
struct NotifySettings: Sendable {
    /// Nil: no webhook.
    let webhook: WebhookSettings?
    /// Nil: no broker.
    let mqtt: MQTTSettings?

    /// Nobody is told.
    static let nobody = NotifySettings()

    private init() { (webhook, mqtt) = (nil, nil) }

    /// - Parameters:
    ///   - stations: their names.
    ///   - readFile: returns the bytes of a file.
    init(
        _ options: NotifyOptions, stations: [String],
        readFile: (String) throws(SystemError) -> [UInt8]
    ) throws(UsageError) {
        webhook = try NotifySettings.webhook(options, readFile)
        mqtt = try NotifySettings.mqtt(options, readFile)
        if let mqtt, stations.contains(MQTTTopics.statusLevel) {
            throw UsageError(configuration: [
                "a station named \"\(MQTTTopics.statusLevel)\" would have the topic "
                    + "\(mqtt.topics.status) of --mqtt; give it another name"
            ])
        }
    }

    private static func mqtt(
        _ options: NotifyOptions, _ readFile: (String) throws(SystemError) -> [UInt8]
    ) throws(UsageError) -> MQTTSettings? {
        guard let address = options.mqtt else {
            let others: [(SettingKey, Bool)] = [
                (.mqttPasswordFile, options.mqttPasswordFile != nil),
                (.mqttPrefix, options.mqttPrefix != nil),
                (.mqttVersion, options.mqttVersion != nil),
                (.mqttDiscovery, options.mqttDiscovery != nil),
            ]
            guard let (setting, _) = others.first(where: \.1) else { return nil }
            throw UsageError(configuration: [
                "\(setting.flag) needs \(SettingKey.mqtt.flag) beside it"
            ])
        }
        var password: [UInt8]?
        if let path = options.mqttPasswordFile {
            let flag = SettingKey.mqttPasswordFile.flag
            guard address.user != nil else {
                throw UsageError(configuration: [
                    "\(flag) needs a user in \(SettingKey.mqtt.flag): mqtts://user@host"
                ])
            }
            password = try secret(in: path, flag, readFile) {
                (bytes) throws(SecretFileError) in try MQTTSettings.password(file: bytes)
            }
        }
        return MQTTSettings(
            address: address, password: password, version: options.mqttVersion ?? .v311,
            topics: MQTTTopics(
                prefix: options.mqttPrefix ?? NotifyOptions.standardPrefix,
                discovery: options.mqttDiscovery))
    }

    private static func webhook(
        _ options: NotifyOptions, _ readFile: (String) throws(SystemError) -> [UInt8]
    ) throws(UsageError) -> WebhookSettings? {
        let (address, file) = (SettingKey.onTitle.flag, SettingKey.onTitleSecretFile.flag)
        switch (options.webhook, options.webhookSecretFile) {
        case (nil, nil): return nil
        case (nil, _): throw UsageError(configuration: ["\(file) needs \(address) beside it"])
        case (_, nil):
            throw UsageError(configuration: [
                "\(address) needs \(file) beside it: what is posted is signed"
            ])
        case (let url?, let path?):
            let secret = try secret(in: path, file, readFile) {
                (bytes) throws(SecretFileError) in try WebhookSecret(file: bytes)
            }
            return WebhookSettings(url: url, secret: secret)
        }
    }

    /// - Parameter flag: the flag that names the file.
    private static func secret<Secret>(
        in path: String, _ flag: String, _ readFile: (String) throws(SystemError) -> [UInt8],
        _ parse: ([UInt8]) throws(SecretFileError) -> Secret
    ) throws(UsageError) -> Secret {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try readFile(path)
        } catch {
            throw UsageError(configuration: ["\(flag) \(path): \(error.reason)"])
        }
        do throws(SecretFileError) {
            return try parse(bytes)
        } catch {
            throw UsageError(configuration: ["\(flag) \(path): \(error)"])
        }
    }
}
