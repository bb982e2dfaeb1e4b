import ICYReader

/// What a broker should have of the stations, and what of it still has to be sent.
///
/// A retained message is a state: of each station only the newest title waits. After a connection
/// was lost, all of it is sent again.
struct MQTTContent {
    /// One retained message.
    struct Message: Equatable {
        let topic: String
        /// Empty: the topic is cleared.
        let payload: [UInt8]
        /// The station that is gone, if the message clears one of its topics.
        let gone: String?
    }

    private struct Station {
        var title: Title?
        /// What has to be sent.
        var isConfigurationDue = false
        var isEventDue = false
        var isStateDue = false
        /// Whether its name is in `due`.
        var isQueued = false
    }

    let topics: MQTTTopics
    private var stations: [String: Station] = [:]
    /// Stations of which something has to be sent, in this order.
    private var due: ArraySlice<String> = []
    /// Topics to clear, with their stations.
    private var clears: ArraySlice<(station: String, topic: String)> = []
    private var isStatusDue = false
    /// Stations of earlier runs that were found: each has several topics.
    private var leftovers: Set<String> = []

    init(_ topics: MQTTTopics) { self.topics = topics }

    /// How many stations and topics wait.
    var waitingCount: Int { due.count + clears.count + (isStatusDue ? 1 : 0) }

    // MARK: Changes

    mutating func adopt(_ names: [String]) {
        let wanted = Set(names)
        for name in stations.keys.filter({ !wanted.contains($0) }).sorted() {
            stations[name] = nil
            clear(name)
        }
        // A name that has returned is not cleared any more.
        clears.removeAll { wanted.contains($0.station) }
        for name in names where stations[name] == nil {
            stations[name] = Station()
            mark(name) { $0.isConfigurationDue = true }
        }
    }

    mutating func publish(_ title: Title, of name: String) {
        guard stations[name] != nil else { return }
        mark(name) { station in
            station.title = title
            (station.isEventDue, station.isStateDue) = (true, true)
        }
    }

    /// The broker may have nothing of it any more, or something older.
    mutating func markAll() {
        isStatusDue = true
        for name in stations.keys.sorted() {
            mark(name) {
                $0.isConfigurationDue = true
                ($0.isEventDue, $0.isStateDue) = ($0.title != nil, $0.title != nil)
            }
        }
    }

    private mutating func mark(_ name: String, _ change: (inout Station) -> Void) {
        guard var station = stations[name] else { return }
        change(&station)
        if topics.discovery == nil { station.isConfigurationDue = false }
        let isDue = station.isConfigurationDue || station.isEventDue || station.isStateDue
        if isDue, !station.isQueued {
            station.isQueued = true
            due.append(name)
        }
        stations[name] = station
    }

    private mutating func clear(_ name: String) {
        clears += topics.all(name).map { (name, $0) }
    }

    /// Clears what an earlier run left of a station that is not there any more.
    mutating func clearLeftover(_ name: String) {
        guard stations[name] == nil, leftovers.count < Limits.mqttLeftovers,
            leftovers.insert(name).inserted
        else { return }
        clear(name)
    }

    /// No more are looked for.
    mutating func endSearch() { leftovers = [] }

    /// The broker may not have got this message.
    mutating func lost(_ message: Message) {
        guard let gone = message.gone, stations[gone] == nil else { return }
        clears.append((gone, message.topic))
    }

    // MARK: Sending

    /// The next message to send; nil if there is none.
    mutating func next() -> Message? {
        if isStatusDue {
            isStatusDue = false
            return Message(
                topic: topics.status, payload: Array(MQTTEncoder.online.utf8), gone: nil)
        }
        if let clear = clears.popFirst() {
            return Message(topic: clear.topic, payload: [], gone: clear.station)
        }
        while let name = due.first {
            if let message = next(of: name) { return message }
            due.removeFirst()
            stations[name]?.isQueued = false
        }
        // The storage of a thousand stations is not kept.
        due = []
        return nil
    }

    private mutating func next(of name: String) -> Message? {
        guard var station = stations[name] else { return nil }
        defer { stations[name] = station }
        if station.isConfigurationDue, let topic = topics.configuration(name) {
            station.isConfigurationDue = false
            return Message(
                topic: topic, payload: MQTTMessages.configuration(name, topics), gone: nil)
        }
        guard let title = station.title else { return nil }
        if station.isEventDue {
            station.isEventDue = false
            var payload: [UInt8] = []
            title.appendJSON(to: &payload)
            return Message(topic: topics.event(name), payload: payload, gone: nil)
        }
        guard station.isStateDue else { return nil }
        station.isStateDue = false
        return Message(
            topic: topics.state(name), payload: MQTTMessages.state(title.event.display), gone: nil)
    }
}
