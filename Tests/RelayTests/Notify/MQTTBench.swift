import ICYReader
import Testing

@testable import Relay

/// A broker, as the tests of `MQTT` play it.
class MQTTBench {
    var now = Instant.now
    let figures = MQTTFigures()
    var mqtt: MQTT

    required init(_ version: MQTTVersion = .v311, discovery: String? = nil) throws {
        let settings = MQTTSettings(
            address: try MQTTAddress("mqtt://me@h"), password: Array("pw".utf8), version: version,
            topics: MQTTTopics(prefix: "p", discovery: discovery))
        mqtt = MQTT(settings, stations: ["jazz", "rock"], figures: figures, seed: 7, now: now)
    }

    // MARK: The broker

    /// What the machine does: packets by their meaning.
    func take() -> [String] {
        var found: [String] = []
        while let action = mqtt.nextAction() {
            switch action {
            case .connect: found.append("connect")
            case .close: found.append("close")
            case .log(let text, _): found.append(text)
            case .send(let bytes): found.append(Self.meaning(of: bytes))
            }
        }
        return found
    }

    /// Read here independently of the code under test. No packet is longer than 127 bytes but some
    /// that are published.
    static func meaning(of bytes: [UInt8]) -> String {
        var body = bytes.dropFirst(bytes[1] < 0x80 ? 2 : 3)
        func text() -> String {
            let count = Int(body.removeFirst()) << 8 | Int(body.removeFirst())
            defer { body = body.dropFirst(count) }
            return String(decoding: body.prefix(count), as: UTF8.self)
        }
        switch bytes[0] {
        case 0x33:
            let topic = text()
            let id = Int(body.removeFirst()) << 8 | Int(body.removeFirst())
            return "\(id) \(topic) = \(String(decoding: body, as: UTF8.self))"
        case 0x82: return "subscribe"
        case 0xA2: return "unsubscribe"
        case 0xC0: return "ping"
        case 0xE0: return "disconnect"
        case 0x10: return "hello"
        default: return "packet \(bytes)"
        }
    }

    @discardableResult
    func receive(_ bytes: [UInt8]) -> [String] {
        mqtt.receive(bytes, now)
        return take()
    }

    func acknowledge(_ ids: Int...) -> [String] {
        receive(ids.flatMap { [0x40, 2, 0, UInt8($0)] })
    }

    /// Connects, and is greeted.
    func begin() -> [String] {
        mqtt.connected(now: now)
        return take() + receive([0x20, 2, 0, 0])
    }

    func wait() throws -> Duration {
        let deadline = try #require(mqtt.deadline)
        let waited = deadline - now
        now = deadline
        mqtt.tick(now: now)
        return waited
    }

    func publish(_ text: String, of station: String = "jazz", _ number: Int = 1) {
        mqtt.publish(.sample(number, text, station: station), of: station, now: now)
    }

    func retained(_ topic: String, _ payload: String, flags: UInt8 = 1) -> [UInt8] {
        let body = [0, UInt8(topic.utf8.count)] + Array((topic + payload).utf8)
        return [0x30 | flags, UInt8(body.count)] + body
    }
}
