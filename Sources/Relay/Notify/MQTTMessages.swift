import ICYReader

/// What is published of a station.
enum MQTTMessages {
    /// How the JSON of a title of this station begins.
    static func eventStart(_ station: String) -> [UInt8] {
        Array(#"{"type":"title","station":"\#(station)","#.utf8)
    }

    /// The title as text, as long as a state of Home Assistant may be: 255 code points. What is
    /// longer is cut between two characters and ends with "…".
    static func state(_ display: String) -> [UInt8] {
        let most = Limits.mqttStateCharacters
        guard display.unicodeScalars.dropFirst(most).first != nil else {
            return Array(display.utf8)
        }
        var kept = ""
        var count = 1
        for character in display {
            let scalars = character.unicodeScalars
            // A character may have any number of code points.
            let size = scalars.prefix(most + 1).count
            guard count + size <= most else {
                if kept.isEmpty { kept.unicodeScalars += scalars.prefix(most - count) }
                break
            }
            kept.append(character)
            count += size
        }
        return Array((kept + "…").utf8)
    }

    static func configurationStart(_ station: String, _ topics: MQTTTopics) -> [UInt8] {
        Array(#"{"unique_id":"\#(topics.uniqueID(station))","#.utf8)
    }

    /// What Home Assistant is told of a station (MQTT discovery): a sensor whose state is the
    /// title, with all of the event as attributes.
    static func configuration(_ station: String, _ topics: MQTTTopics) -> [UInt8] {
        var device = JSONObject()
        device.add("identifiers", [topics.client])
        device.add("name", topics.prefix)
        device.add("model", "Relay")
        device.add("sw_version", Version.number)
        var origin = JSONObject()
        origin.add("name", "icy-relay")
        origin.add("sw_version", Version.number)
        var object = JSONObject()
        object.add("unique_id", topics.uniqueID(station))
        object.add("name", station)
        object.add("icon", "mdi:radio")
        object.add("state_topic", topics.state(station))
        object.add("json_attributes_topic", topics.event(station))
        object.add("availability_topic", topics.status)
        object.add("device", device)
        object.add("origin", origin)
        return object.bytes
    }
}
