import ICYReader

/// Who else is told of title changes.
struct NotifyOptions: Sendable, Equatable {
    /// The address of `--on-title`; nil: none.
    var webhook: StreamURL?
    /// The path of `--on-title-secret-file`.
    var webhookSecretFile: String?
    /// The MQTT broker; nil: none.
    var mqtt: MQTTAddress?
    var mqttPasswordFile: String?
    /// The beginning of all topics; nil: `standardPrefix`.
    var mqttPrefix: String?
    /// Nil: 3.1.1.
    var mqttVersion: MQTTVersion?
    /// Home Assistant's prefix for discovery; nil: it is not told of stations.
    var mqttDiscovery: String?

    static let standardPrefix = "relay"

    /// Reads an address for `--on-title`.
    static func webhook(_ text: String) throws(WrongValue) -> StreamURL {
        let lowercased = text.lowercased()
        guard ["http://", "https://"].contains(where: { lowercased.hasPrefix($0) }) else {
            // What is wrong may have a password in it.
            throw .advice("write an http or https URL")
        }
        let url: StreamURL
        do throws(ICYError) {
            url = try StreamURL(text)
        } catch {
            throw .advice(error.message)
        }
        guard url.authorization == nil else {
            throw .advice(
                "leave out the user and the password; write a line \"Authorization: …\" into the "
                    + "file of --on-title-secret-file")
        }
        return url
    }
}
