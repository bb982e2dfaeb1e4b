import ICYReader

/// Where titles are published by MQTT.
struct MQTTSettings: Sendable, Equatable {
    let address: MQTTAddress
    let password: [UInt8]?
    let version: MQTTVersion
    let topics: MQTTTopics

    var user: String? { address.user }

    /// The same broker with the topics of other settings.
    func with(_ topics: MQTTTopics) -> MQTTSettings {
        MQTTSettings(address: address, password: password, version: version, topics: topics)
    }

    /// Reads the content of `--mqtt-password-file`: all of it but the end of its last line.
    static func password(file bytes: [UInt8]) throws(SecretFileError) -> [UInt8] {
        var password = bytes.withoutByteOrderMark
        while password.last == 0x0A || password.last == 0x0D { password.removeLast() }
        guard !password.isEmpty else {
            throw SecretFileError(description: "there is no password in it")
        }
        guard password.count <= Limits.secretLineBytes, !password.contains(0x0A) else {
            throw SecretFileError(description: "it has more than one line")
        }
        return Array(password)
    }
}
