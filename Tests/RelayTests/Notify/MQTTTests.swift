import Fixtures
import ICYReader
import Testing

@testable import Relay

@Suite final class MQTTTests {
    private var now = Instant.now
    private let figures = MQTTFigures()
    private var mqtt: MQTT

    init(_ version: MQTTVersion = .v311, discovery: String? = nil) throws {
        let settings = MQTTSettings(
            address: try MQTTAddress("mqtt://me@h"), password: Array("pw".utf8), version: version,
            topics: MQTTTopics(prefix: "p", discovery: discovery))
        mqtt = MQTT(settings, stations: ["jazz", "rock"], figures: figures, seed: 7, now: now)
    }

    convenience init() throws { try self.init(.v311) }

    // MARK: The broker

    /// What the machine does: packets by their meaning.
    private func take() -> [String] {
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
    private static func meaning(of bytes: [UInt8]) -> String {
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
    private func receive(_ bytes: [UInt8]) -> [String] {
        mqtt.receive(bytes, now)
        return take()
    }

    private func acknowledge(_ ids: Int...) -> [String] {
        receive(ids.flatMap { [0x40, 2, 0, UInt8($0)] })
    }

    /// Connects, and is greeted.
    private func begin() -> [String] {
        mqtt.connected(now: now)
        return take() + receive([0x20, 2, 0, 0])
    }

    private func wait() throws -> Duration {
        let deadline = try #require(mqtt.deadline)
        let waited = deadline - now
        now = deadline
        mqtt.tick(now: now)
        return waited
    }

    private func publish(_ text: String, of station: String = "jazz", _ number: Int = 1) {
        mqtt.publish(.sample(number, text, station: station), of: station, now: now)
    }

    // MARK: Packets

    @Test func theFirstPacketHasALastWillAndAPassword() {
        #expect(take() == ["connect"])
        mqtt.connected(now: now)
        let expected =
            hex("10 32") + hex("0004") + Array("MQTT".utf8) + hex("04 EE 003C")
            + hex("000B") + Array("icy-relay-p".utf8) + hex("0008") + Array("p/status".utf8)
            + hex("0007") + Array("offline".utf8) + hex("0002") + Array("me".utf8) + hex("0002")
            + Array("pw".utf8)
        let action = mqtt.nextAction()
        #expect(action == .send(expected))
    }

    @Test func theFirstPacketOfVersion5HasPropertiesToo() throws {
        let test = try MQTTTests(.v5)
        _ = test.take()
        test.mqtt.connected(now: now)
        let expected =
            hex("10 34") + hex("0004") + Array("MQTT".utf8) + hex("05 EE 003C 00")
            + hex("000B") + Array("icy-relay-p".utf8) + hex("00 0008") + Array("p/status".utf8)
            + hex("0007") + Array("offline".utf8) + hex("0002") + Array("me".utf8) + hex("0002")
            + Array("pw".utf8)
        let action = test.mqtt.nextAction()
        #expect(action == .send(expected))
    }

    // MARK: Titles

    @Test func titlesArePublishedAsJSONAndAsText() {
        publish("A - B")
        let json = Title.sample(1, "A - B").json.text
        #expect(
            begin() == [
                "connect", "hello", "mqtt: connected to mqtt://h:1883", "subscribe",
                "2 p/status = online", "3 p/jazz = \(json)", "4 p/jazz/state = A - B",
            ])
        #expect(figures.isConnected.value == 1 && figures.waiting.value == 3)
        #expect(acknowledge(2, 3, 4) == [])
        #expect(figures.published.value == 3 && figures.waiting.value == 0)
        publish("A - C", of: "rock", 2)
        #expect(take().map { $0.prefix(8) } == ["5 p/rock", "6 p/rock"])
        // Stations that are not served have no topics.
        publish("A - D", of: "pop", 3)
        #expect(take() == [])
    }

    @Test func onlyTheNewestTitleWaits() {
        _ = begin()
        _ = acknowledge(2)
        for number in 1...20 { publish("Title \(number)", number) }
        let sent = take()
        #expect(sent.count == Limits.mqttInFlight)
        #expect(
            acknowledge(3, 4).filter { $0.contains("/state") } == ["20 p/jazz/state = Title 20"])
        #expect(acknowledge(5, 6, 7, 8) == [])
        #expect(figures.waiting.value == 12)
    }

    @Test func afterALossEverythingIsPublishedAgain() throws {
        publish("A - B")
        _ = begin()
        mqtt.ended(now: now)
        #expect(take() == ["mqtt: mqtt://h:1883 closed the connection; it is tried again"])
        #expect(figures.isConnected.value == 0 && figures.failures.value == 1)
        publish("A - C", 2)
        #expect(try wait() <= .seconds(1))
        let sent = begin()
        // It asks for what earlier runs left only once.
        #expect(!sent.contains("subscribe"))
        #expect(sent.filter { $0.contains("state") } == ["7 p/jazz/state = A - C"])
    }

    @Test func homeAssistantIsToldOfEachStation() throws {
        let test = try MQTTTests(.v311, discovery: "ha")
        let sent = test.begin().filter { $0.contains("config") }
        #expect(sent.count == 2)
        let version = Version.number
        let expected = """
            3 ha/sensor/p/jazz/config = {"unique_id":"icy-relay-p_xjazz","name":"jazz",\
            "icon":"mdi:radio","state_topic":"p/jazz/state","json_attributes_topic":"p/jazz",\
            "availability_topic":"p/status","device":{"identifiers":["icy-relay-p"],"name":"p",\
            "model":"Relay","sw_version":"\(version)"},"origin":{"name":"icy-relay",\
            "sw_version":"\(version)"}}
            """
        #expect(sent.first == expected)
        test.mqtt.adopt(["rock"], now: test.now)
        #expect(
            test.take() == ["5 p/jazz = ", "6 p/jazz/state = ", "7 ha/sensor/p/jazz/config = "])
    }

    // MARK: Stations that are gone

    @Test func theTopicsOfAStationThatIsRemovedAreCleared() throws {
        publish("A - B")
        _ = begin()
        _ = acknowledge(2, 3, 4)
        mqtt.adopt(["rock", "pop"], now: now)
        #expect(take() == ["5 p/jazz = ", "6 p/jazz/state = "])
        #expect(acknowledge(5) == [])
        mqtt.failed("broken", now: now)
        // What was not acknowledged is cleared again.
        _ = try wait()
        let sent = begin()
        #expect(sent.filter { $0.contains("jazz") } == ["8 p/jazz/state = "])
        // A name that has returned is not.
        mqtt.failed("broken", now: now)
        mqtt.adopt(["jazz", "rock"], now: now)
        _ = try wait()
        #expect(!begin().contains { $0.contains("jazz") })
    }

    private func retained(_ topic: String, _ payload: String, flags: UInt8 = 1) -> [UInt8] {
        let body = [0, UInt8(topic.utf8.count)] + Array((topic + payload).utf8)
        return [0x30 | flags, UInt8(body.count)] + body
    }

    @Test func whatEarlierRunsLeftIsCleared() throws {
        let test = try MQTTTests(.v311, discovery: "ha")
        _ = test.begin()
        _ = test.acknowledge(2, 3, 4)
        let title = #"{"type":"title","station":"old","id":"#
        for (topic, payload, flags) in [
            // Of others, of stations that are served, and not retained.
            ("p/old", #"{"type":"title","station":"other","#, 1), ("p/lamp", "on", 1),
            ("p/jazz", #"{"type":"title","station":"jazz","#, 1), ("p/old", title, 0),
            ("q/old", title, 1), ("p/o/old", title, 1), ("p/status", "online", 1),
            ("ha/sensor/p/x/config", #"{"unique_id":"lamp"}"#, 1),
        ] as [(String, String, UInt8)] {
            #expect(test.receive(retained(topic, payload, flags: flags)) == [], "\(topic)")
        }
        let cleared = ["p/old = ", "p/old/state = ", "ha/sensor/p/old/config = "]
        let sent = test.receive(retained("p/old", title))
        #expect(sent.map { String($0.dropFirst(2)) } == cleared)
        _ = test.acknowledge(5, 6, 7)
        let about = test.receive(
            retained("ha/sensor/p/a_db/config", #"{"unique_id":"icy-relay-p_xa_db","name"#))
        #expect(about.first == "8 p/a.b = ")
        // After a while it does not ask any more.
        test.receive([0x90, 4, 0, 1, 0, 0])
        _ = test.acknowledge(8, 9, 10)
        #expect(try test.wait() == Limits.mqttSearchTime)
        #expect(test.take() == ["unsubscribe"])
    }

    // MARK: Times

    @Test func aSilentConnectionIsKeptByPings() throws {
        _ = begin()
        _ = acknowledge(2)
        receive([0x90, 3, 0, 1, 0x80])
        _ = try wait()
        #expect(take() == ["unsubscribe"])
        #expect(try wait() == Limits.mqttKeepAlive * 3 / 4)
        #expect(take() == ["ping"])
        receive([0xD0, 0])
        #expect(try wait() == Limits.mqttKeepAlive * 3 / 4)
        #expect(take() == ["ping"])
        // A broker that is gone without a word is noticed.
        #expect(try wait() == Limits.mqttAnswerWait)
        #expect(take().first == "close")
    }

    @Test func everyStepHasItsTime() throws {
        #expect(try wait() == Limits.mqttConnectWait)
        #expect(
            take() == [
                "connect", "close", "mqtt: mqtt://h:1883 does not answer; it is tried again",
            ])
        _ = try wait()
        #expect(take() == ["connect"])
        mqtt.connected(now: now)
        _ = take()
        #expect(try wait() == Limits.mqttAnswerWait)
        #expect(take().last?.contains("says nothing") == true)
        for _ in 0..<20 {
            #expect(try wait() <= .seconds(60))
            _ = take()
            mqtt.failed("refused", now: now)
            // It is logged once.
            _ = take()
        }
        #expect(figures.failures.value == 22)
        _ = try wait()
        _ = begin()
        publish("A - B")
        _ = take()
        #expect(try wait() == Limits.mqttAnswerWait)
        #expect(take().last == "mqtt: mqtt://h:1883 does not answer any more; it is tried again")
    }

    // MARK: Refusals

    @Test(arguments: [
        (1, "does not speak MQTT 3.1.1"), (2, "try another --mqtt-prefix"), (3, "is not ready"),
        (4, "user or password is wrong"), (5, "does not allow it"), (9, "code 9"),
    ])
    func aRefusalSaysWhatToDo(code: UInt8, words: String) throws {
        mqtt.connected(now: now)
        _ = take()
        let said = receive([0x20, 2, 0, code])
        #expect(said.count == 2 && said[0] == "close" && said[1].contains(words), "\(said)")
        // A wrong password stays wrong for a while.
        #expect(try wait() >= .seconds(30))
    }

    @Test(arguments: [
        ("20 02 00 01", "does not speak MQTT 5"), ("20 03 00 86 00", "user or password is wrong"),
        ("20 07 00 87 04 1F 0001 58", #"does not allow it; let this user connect, and write"#),
        ("20 07 00 87 04 1F 0001 58", #"(it says "X")"#),
        ("20 05 00 00 02 25 00", "keeps no retained messages"),
        ("20 05 00 00 02 24 00", "does not allow QoS 1"),
        ("20 05 00 00 02 99 00", "does not speak MQTT"), ("20 03 00 00 09", "does not speak MQTT"),
    ])
    func aRefusalOfVersion5SaysWhatToDo(packet: String, words: String) throws {
        let test = try MQTTTests(.v5)
        test.mqtt.connected(now: now)
        _ = test.take()
        let said = test.receive(hex(packet))
        #expect(said.count == 2 && said[0] == "close" && said[1].contains(words), "\(said)")
    }

    @Test func version5SaysWhatTheBrokerAllows() throws {
        let test = try MQTTTests(.v5)
        for (number, station) in ["jazz", "rock"].enumerated() {
            test.publish("A - B", of: station, number)
        }
        test.mqtt.connected(now: now)
        _ = test.take()
        // One message at a time, none longer than 80 bytes, a ping after 9 seconds.
        let sent = test.receive(hex("20 0E 00 00 0B 21 0001 27 00000050 13 000C"))
        #expect(sent.map { $0.prefix(10) } == ["mqtt: conn", "subscribe", "2 p/status"])
        #expect(test.mqtt.deadline == test.now + .seconds(9))
        let next = test.acknowledge(2)
        #expect(next.count == 2 && next[0].contains("too many for the broker"), "\(next)")
        #expect(next[1].hasPrefix("4 p/jazz/state"), "\(next)")
        // Refused: it is said once, and the next one comes.
        #expect(test.receive(hex("40 04 0004 87 00")).map { $0.prefix(14) } == ["6 p/rock/state"])
        #expect(test.figures.refused.value == 3 && test.figures.published.value == 1)
        #expect(test.receive(hex("E0 02 8E 00")).last?.contains("its own --mqtt-prefix") == true)
    }

    // MARK: Settings and end

    @Test func anotherPasswordIsUsedAtOnceAndOtherTopicsAreNot() throws {
        _ = begin()
        let settings = MQTTSettings(
            address: try MQTTAddress("mqtts://me@other"), password: nil, version: .v311,
            topics: MQTTTopics(prefix: "q", discovery: nil))
        mqtt.use(settings, now: now)
        #expect(take() == ["disconnect", "close", "connect"])
        #expect(mqtt.url.host == "other" && mqtt.settings.topics.prefix == "p")
        mqtt.use(settings, now: now)
        #expect(take() == [])
    }

    @Test func theLastWordIsOffline() {
        publish("A - B")
        _ = begin()
        mqtt.finish(by: now + .seconds(2), now: now)
        #expect(take() == ["5 p/status = offline"])
        #expect(acknowledge(2, 3, 4) == [] && !mqtt.isOver)
        #expect(acknowledge(5) == ["disconnect", "close"])
        #expect(mqtt.isOver && mqtt.deadline == nil)
    }

    @Test func theEndDoesNotWaitForABroker() throws {
        _ = begin()
        mqtt.finish(by: now + .seconds(2), now: now)
        _ = take()
        #expect(try wait() == .seconds(2))
        #expect(take() == ["close"] && mqtt.isOver)
        let other = try MQTTTests()
        other.mqtt.finish(by: now + .seconds(2), now: now)
        #expect(other.take() == ["connect", "close"] && other.mqtt.isOver)
    }

    // MARK: Hostile brokers

    @Test func packetsMayBeCutAnywhere() throws {
        let packets =
            [0x20, 2, 0, 0] + retained("p/old", #"{"type":"title","station":"old","#)
            + [0x40, 2, 0, 2, 0xD0, 0, 0x90, 3, 0, 1, 0]
        let expected = [
            "mqtt: connected to mqtt://h:1883", "subscribe", "2 p/status = online", "3 p/old = ",
            "4 p/old/state = ",
        ]
        EveryCut.check(packets, expecting: expected, "packets") { pieces in
            guard let test = try? MQTTTests() else { return [] }
            test.mqtt.connected(now: test.now)
            _ = test.take()
            return pieces.flatMap { test.receive($0) }
        }
    }

    @Test(arguments: [
        "20 01 00", "40 02 0001", "30 00", "F0 00", "20 FF FF FF FF 01", "20 81 80 01",
    ])
    func whatIsNotAGreetingEndsTheConnection(packet: String) {
        mqtt.connected(now: now)
        _ = take()
        #expect(receive(hex(packet)).first == "close")
        #expect(mqtt.deadline != nil)
    }

    @Test(arguments: ["10 00", "33 05 0001 61 0001", "31 02 0009", "40 01 00", "00 00", "E0 00"])
    func whatABrokerMayNotSendEndsTheConnection(packet: String) {
        _ = begin()
        #expect(receive(hex(packet)).first == "close")
    }

    @Test(arguments: 0..<300)
    func noBrokerStopsIt(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let test = try MQTTTests(seed.isMultiple(of: 2) ? .v5 : .v311, discovery: "ha")
        test.publish("A - B")
        test.mqtt.connected(now: test.now)
        var bytes =
            hex("20 0E 00 00 0B 21 0001 27 00000050 13 000C 40 02 0002 90 04 0001 00 00 D0 00")
            + retained("p/old", #"{"type":"title","station":"old","#)
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
                in: .min ... .max, using: &random)
        }
        test.receive(bytes)
        for _ in 0..<6 where test.mqtt.deadline != nil {
            _ = try test.wait()
            _ = test.take()
        }
        test.mqtt.failed("broken", now: test.now)
        _ = test.take()
        _ = try test.wait()
        #expect(test.take().last == "connect")
    }
}
