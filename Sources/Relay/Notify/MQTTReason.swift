/// What a broker's codes mean, and what to do about them.
enum MQTTReason {
    /// The code of a CONNACK of MQTT 3.1.1 (section 3.2.2.3).
    static func refusal311(_ code: UInt8) -> String {
        switch code {
        case 1: "the broker does not speak MQTT 3.1.1; try --mqtt-version 5"
        case 2: "the broker does not let in a client of this name; try another --mqtt-prefix"
        case 3: "the broker is not ready"
        case 4: login
        case 5: permission
        default: "the broker refuses with code \(code)"
        }
    }

    /// A reason code of MQTT 5 (section 2.4), in a CONNACK or a DISCONNECT.
    static func words(_ code: UInt8) -> String {
        switch code {
        // 0x01 is the answer of a broker that only speaks 3.1.1.
        case 0x01, 0x84: "the broker does not speak MQTT 5; leave out --mqtt-version"
        case 0x81, 0x82: "the broker did not understand a packet"
        case 0x85: "the broker does not let in a client of this name; try another --mqtt-prefix"
        case 0x86: login
        case 0x87: permission
        case 0x88: "the broker is not ready"
        case 0x89: "the broker is busy"
        case 0x8A: "the broker has banned this client"
        case 0x8B: "the broker shuts down"
        case 0x8D: "the broker has not heard of this client for too long"
        case 0x8E:
            "another client has the same name: give each Relay at a broker its own --mqtt-prefix"
        case 0x90: "the broker does not allow a topic; try another --mqtt-prefix"
        case 0x95: "a packet is too large for the broker"
        case 0x97: "the broker has no room left for this client"
        case 0x98: "the broker closed the connection for its administrator"
        case 0x9A: noRetain
        case 0x9B: noAcknowledgement
        case 0x9C, 0x9D: "the broker asks to use another one; give its address to --mqtt"
        case 0x9F: "the broker gets connections too fast"
        default: "the broker gives code \(code)"
        }
    }

    private static let login =
        "user or password is wrong; the user is in --mqtt, the password in --mqtt-password-file"
    private static let permission =
        "the broker does not allow it; let this user connect, and write below --mqtt-prefix"
    static let noRetain = "the broker keeps no retained messages; allow them, or use another one"
    static let noAcknowledgement = "the broker does not allow QoS 1; allow it, or use another one"
}
