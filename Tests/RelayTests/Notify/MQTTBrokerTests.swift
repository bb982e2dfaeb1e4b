import Fixtures
import ICYReader
import Testing

@testable import Relay

/// Brokers that are slow, refuse, or mean harm.
@Suite final class MQTTBrokerTests: MQTTBench {
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
        let test = try MQTTBench(.v5)
        test.mqtt.connected(now: now)
        _ = test.take()
        let said = test.receive(hex(packet))
        #expect(said.count == 2 && said[0] == "close" && said[1].contains(words), "\(said)")
    }

    @Test func version5SaysWhatTheBrokerAllows() throws {
        let test = try MQTTBench(.v5)
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
        #expect(take() == ["close", "connect"])
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
        let other = try MQTTBench()
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
            guard let test = try? MQTTBench() else { return [] }
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
        let test = try MQTTBench(seed.isMultiple(of: 2) ? .v5 : .v311, discovery: "ha")
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
