/// Packets for a broker (MQTT 3.1.1 and 5, section 3 of both).
struct MQTTEncoder: Sendable {
    let version: MQTTVersion

    /// CONNECT with a clean session and a last will, which the broker publishes, retained, when the
    /// connection is lost.
    func connect(_ settings: MQTTSettings) -> [UInt8] {
        var flags: UInt8 = 0b0010_1110
        if settings.user != nil { flags |= 0x80 }
        if settings.password != nil { flags |= 0x40 }
        var body: [UInt8] = []
        body.append(text: "MQTT")
        body += [version == .v5 ? 5 : 4, flags]
        body.append(number: UInt16(clamping: Limits.mqttKeepAlive.components.seconds))
        if version == .v5 { body.append(0) }
        body.append(text: settings.topics.client)
        if version == .v5 { body.append(0) }
        body.append(text: settings.topics.status)
        body.append(text: MQTTEncoder.offline)
        if let user = settings.user { body.append(text: user) }
        if let password = settings.password { body.append(counted: password) }
        return packet(0x10, body)
    }

    static let online = "online"
    static let offline = "offline"

    /// PUBLISH, retained, to be acknowledged (QoS 1).
    func publish(_ topic: String, _ payload: [UInt8], id: UInt16) -> [UInt8] {
        var body: [UInt8] = []
        body.append(text: topic)
        body.append(number: id)
        if version == .v5 { body.append(0) }
        return packet(0x33, body + payload)
    }

    /// SUBSCRIBE with QoS 0.
    func subscribe(_ filters: [String], id: UInt16) -> [UInt8] {
        var body: [UInt8] = []
        body.append(number: id)
        if version == .v5 { body.append(0) }
        for filter in filters {
            body.append(text: filter)
            body.append(0)
        }
        return packet(0x82, body)
    }

    func unsubscribe(_ filters: [String], id: UInt16) -> [UInt8] {
        var body: [UInt8] = []
        body.append(number: id)
        if version == .v5 { body.append(0) }
        for filter in filters { body.append(text: filter) }
        return packet(0xA2, body)
    }

    static let ping: [UInt8] = [0xC0, 0]
    /// A normal end: the broker drops the last will.
    static let disconnect: [UInt8] = [0xE0, 0]

    private func packet(_ first: UInt8, _ body: [UInt8]) -> [UInt8] {
        precondition(body.count <= MQTTReader.longest, "longer than a packet can be")
        var bytes = [first]
        var rest = body.count
        repeat {
            bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return bytes + body
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: UInt16) {
        self += [UInt8(number >> 8), UInt8(number & 0xFF)]
    }

    fileprivate mutating func append(counted bytes: [UInt8]) {
        append(number: UInt16(clamping: bytes.count))
        self += bytes.prefix(Int(UInt16.max))
    }

    fileprivate mutating func append(text: String) { append(counted: Array(text.utf8)) }
}
