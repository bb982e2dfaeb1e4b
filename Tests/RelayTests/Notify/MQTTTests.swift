import ICYReader
import Testing

@testable import Relay

@Suite final class MQTTTests: MQTTBench {
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
        let test = try MQTTBench(.v5)
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

    /// Two clients of one name put each other out for ever.
    @Test func aBrokerThatEndsEachConnectionIsSaidOnce() throws {
        var said: [String] = []
        for _ in 1...5 {
            said += begin().filter { $0.hasPrefix("mqtt: ") }
            mqtt.ended(now: now)
            said += take().filter { $0.hasPrefix("mqtt: ") }
            _ = try wait()
        }
        #expect(
            said == [
                "mqtt: connected to mqtt://h:1883",
                "mqtt: mqtt://h:1883 closed the connection; it is tried again",
                "mqtt: connected to mqtt://h:1883",
                "mqtt: mqtt://h:1883 closed the connection; has another client the same "
                    + "--mqtt-prefix?; it is tried again",
                "mqtt: connected to mqtt://h:1883",
            ])
    }

    @Test func homeAssistantIsToldOfEachStation() throws {
        let test = try MQTTBench(.v311, discovery: "ha")
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

    @Test func whatEarlierRunsLeftIsCleared() throws {
        let test = try MQTTBench(.v311, discovery: "ha")
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
        let other = #"{"type":"title","station":"other","#
        #expect(test.receive(retained("p/other", other)) == [])
    }

    /// A broker cannot make it remember without end.
    @Test func noMoreThanSomeAreCleared() {
        _ = begin()
        _ = acknowledge(2)
        for number in 0..<Limits.mqttLeftovers + 100 {
            let name = "n\(number)"
            receive(retained("p/\(name)", #"{"type":"title","station":"\#(name)","#))
        }
        #expect(figures.waiting.value == 2 * Limits.mqttLeftovers)
    }
}
