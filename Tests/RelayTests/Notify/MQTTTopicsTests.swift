import ICYReader
import Testing

@testable import Relay

@Suite struct MQTTTopicsTests {
    private let topics = MQTTTopics(prefix: "home/radio", discovery: "homeassistant")

    @Test func aStationHasThreeTopics() {
        #expect(
            topics.all("rock.fm") == [
                "home/radio/rock.fm", "home/radio/rock.fm/state",
                "homeassistant/sensor/home_sradio/rock_dfm/config",
            ])
        #expect(topics.filters == ["home/radio/+", "homeassistant/sensor/home_sradio/+/config"])
        let plain = MQTTTopics(prefix: "p", discovery: nil)
        #expect(plain.all("a") == ["p/a", "p/a/state"] && plain.filters == ["p/+"])
    }

    /// All names of up to four characters of each kind.
    @Test func differentNamesHaveDifferentIdentifiers() {
        var names = [""]
        var identifiers: Set<String> = []
        for _ in 0..<4 {
            names = names.flatMap { name in ["a", "d", "s", "_", ".", "~", "-"].map { name + $0 } }
            for name in names {
                let identifier = MQTTTopics.identifier(name)
                #expect(identifiers.insert(identifier).inserted)
                #expect(MQTTTopics.name(of: identifier) == name)
                let isLegal = identifier.utf8.allSatisfy {
                    $0.isASCIIAlphanumeric || "_-".utf8.contains($0)
                }
                #expect(isLegal)
            }
        }
        for wrong in ["_", "a_", "a_b", "_é"] { #expect(MQTTTopics.name(of: wrong) == nil) }
    }

    @Test func differentRelaysHaveDifferentIDs() {
        let prefixes = ["a", "a_x", "a-x", "a/x", "a.x"].map {
            MQTTTopics(prefix: $0, discovery: nil)
        }
        let stations = ["b", "x", "x_b", "_xb", "b-"]
        let all = prefixes.flatMap { prefix in stations.map { prefix.uniqueID($0) } }
        #expect(Set(all).count == all.count)
    }

    // MARK: States

    @Test func aStateHasAtMost255CodePoints() {
        func state(_ text: String) -> String {
            String(decoding: MQTTMessages.state(text), as: UTF8.self)
        }
        let exact = String(repeating: "x", count: 255)
        #expect(state("") == "" && state(exact) == exact)
        #expect(state(exact + "y") == String(repeating: "x", count: 254) + "…")
        // Two code points each: 127 of them and the mark.
        let accents = String(repeating: "e\u{301}", count: 200)
        #expect(state(accents) == String(repeating: "e\u{301}", count: 127) + "…")
        // A family is not taken apart.
        let family = "👨‍👩‍👧‍👦"
        let families = String(repeating: family, count: 100)
        #expect(state(families) == String(repeating: family, count: 36) + "…")
        // One character of a thousand code points is.
        let tower = "a" + String(repeating: "\u{301}", count: 1000)
        #expect(state(tower).unicodeScalars.count == 255)
        for text in [accents, families, tower, exact + exact] {
            #expect(state(text).unicodeScalars.count <= 255)
        }
    }
}
