import ICYReader

/// The properties of a packet of MQTT 5 that matter here.
struct MQTTProperties: Sendable, Equatable {
    /// How many PUBLISH packets may wait for their acknowledgement.
    var receiveMaximum = Int(UInt16.max)
    var allowsAcknowledged = true
    var allowsRetained = true
    var maximumPacketBytes = Int.max
    /// In seconds; nil: what was asked for.
    var keepAlive: Int?
    /// What the broker says besides its code.
    var reason = ""

    init() {}

    init(_ bytes: [UInt8]) throws(MQTTError) {
        var fields = MQTTFields(bytes)
        while !fields.isEmpty {
            let identifier = try fields.variable()
            switch identifier {
            case 0x21:
                receiveMaximum = try fields.number()
                guard receiveMaximum > 0 else { throw MQTTError(reason: "a wrong property") }
            case 0x24: allowsAcknowledged = try fields.byte() > 0
            case 0x25: allowsRetained = try fields.byte() > 0
            case 0x27:
                maximumPacketBytes = try fields.bytes(4).reduce(0) { $0 << 8 | Int($1) }
            case 0x13: keepAlive = try fields.number()
            case 0x1F:
                reason = String(decoding: try fields.counted(), as: UTF8.self)
                    .cut(to: Limits.quotedCharacters)
            default: try MQTTProperties.skip(identifier, &fields)
            }
        }
    }

    /// The types of the others (section 2.2.2.2).
    private static func skip(
        _ identifier: Int, _ fields: inout MQTTFields
    ) throws(MQTTError) {
        switch identifier {
        case 0x01, 0x17, 0x19, 0x28, 0x29, 0x2A: _ = try fields.byte()
        case 0x22, 0x23: _ = try fields.number()
        case 0x02, 0x11, 0x18: _ = try fields.bytes(4)
        case 0x0B: _ = try fields.variable()
        case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C: _ = try fields.counted()
        case 0x26:
            _ = try fields.counted()
            _ = try fields.counted()
        default: throw MQTTError(reason: "an unknown property")
        }
    }
}
