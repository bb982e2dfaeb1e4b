import ICYReader

/// The names of the topics. Names of stations have only letters, digits, and `.`, `_`, `~`, `-`:
/// none of the characters that mean something in a topic.
struct MQTTTopics: Sendable, Equatable {
    let prefix: String
    /// Home Assistant's prefix for discovery; nil: it is not told of stations.
    let discovery: String?

    /// The level that no station can have: `online` or `offline`.
    static let statusLevel = "status"

    var status: String { "\(prefix)/\(MQTTTopics.statusLevel)" }

    /// The newest title of a station as JSON.
    func event(_ station: String) -> String { "\(prefix)/\(station)" }

    /// The newest title of a station as text.
    func state(_ station: String) -> String { "\(prefix)/\(station)/state" }

    /// What tells Home Assistant of a station; nil if it is not told.
    func configuration(_ station: String) -> String? {
        discovery.map { "\($0)/sensor/\(node)/\(MQTTTopics.identifier(station))/config" }
    }

    /// The topics of one station, all that are retained.
    func all(_ station: String) -> [String] {
        [event(station), state(station)] + (configuration(station).map { [$0] } ?? [])
    }

    /// The name of this Relay at the broker, which lets in one client of a name.
    var client: String { "icy-relay-\(node)" }

    var node: String { MQTTTopics.identifier(prefix) }

    /// An id for Home Assistant, which no other station of any Relay has.
    func uniqueID(_ station: String) -> String {
        "\(client)_x\(MQTTTopics.identifier(station))"
    }

    /// The letters after `_` that stand for what Home Assistant's ids may not have, and for `_`.
    private static let escapes: [(byte: UInt8, letter: UInt8)] = [
        (UInt8(ascii: "_"), UInt8(ascii: "_")), (UInt8(ascii: "."), UInt8(ascii: "d")),
        (UInt8(ascii: "~"), UInt8(ascii: "t")), (UInt8(ascii: "/"), UInt8(ascii: "s")),
    ]

    /// A name in letters, digits, `_` and `-`. Different names have different ones.
    static func identifier(_ name: String) -> String {
        var result: [UInt8] = []
        for byte in name.utf8 {
            if let escape = escapes.first(where: { $0.byte == byte }) {
                result += [UInt8(ascii: "_"), escape.letter]
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The name that has this identifier; nil if none has.
    static func name(of identifier: some StringProtocol) -> String? {
        var result: [UInt8] = []
        var bytes = identifier.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "_") else {
                result.append(byte)
                continue
            }
            let letter = bytes.next()
            guard let escape = escapes.first(where: { $0.letter == letter }) else { return nil }
            result.append(escape.byte)
        }
        return String(validating: result, as: UTF8.self)
    }

    // MARK: What earlier runs left

    /// What to subscribe to in order to find it.
    var filters: [String] {
        ["\(prefix)/+"] + (discovery.map { ["\($0)/sensor/\(node)/+/config"] } ?? [])
    }

    /// The station that a retained message is of; nil if the message is not of this Relay. Others
    /// may use the same prefix.
    ///
    /// - Parameter payload: the beginning of the message.
    func station(of topic: String, _ payload: ArraySlice<UInt8>) -> String? {
        guard let level = topic.split(separator: "/").last else { return nil }
        if topic == event(String(level)) {
            let name = String(level)
            let start = MQTTMessages.eventStart(name)
            return StationName.isLegal(name) && payload.starts(with: start) ? name : nil
        }
        let levels = topic.split(separator: "/")
        guard levels.count > 2, let name = MQTTTopics.name(of: levels[levels.count - 2]),
            StationName.isLegal(name), topic == configuration(name),
            payload.starts(with: MQTTMessages.configurationStart(name, self))
        else { return nil }
        return name
    }
}
