import ICYReader

/// Keeps the newest title of each station at a broker, as retained messages.
///
/// A clean session: the broker keeps nothing of the connection, and after each new one everything
/// is sent again.
struct MQTT: LinkMachine {
    private enum Phase {
        case idle, connecting
        /// CONNECT was sent.
        case greeting
        case up
        /// Until the next attempt.
        case waiting
        case over
    }

    private(set) var settings: MQTTSettings
    private let figures: MQTTFigures
    private var phase = Phase.idle
    private var content: MQTTContent
    private var reader = MQTTReader()
    private var backOff: BackOff
    private var actions: [LinkAction] = []

    /// What the broker has not acknowledged yet, by the id of its packet.
    private var inFlight: [UInt16: (message: MQTTContent.Message, byteCount: Int)] = [:]
    private var inFlightBytes = 0
    private var lastID: UInt16 = 0
    /// What the broker allows.
    private var properties = MQTTProperties()
    private var encoder: MQTTEncoder { MQTTEncoder(version: settings.version) }

    private var upSince: Instant?
    private var phaseEnd: Instant?
    private var pingAt: Instant?
    /// When an answer must have come at the latest; nil while none is awaited.
    private var answerBy: Instant?
    private var isPingOpen = false
    /// Whether what earlier runs left was looked for, and when the search ends.
    private var hasSearched = false
    private var isSearching = false
    private var searchEnd: Instant?
    private var end: Instant?
    /// The id of the message that says `offline`.
    private var lastWordID: UInt16?
    private var lastProblem = ""
    /// Whether the log says that there is a connection.
    private var hasToldConnection = false
    private var hasToldRefusal = false

    init(
        _ settings: MQTTSettings, stations: [String], figures: MQTTFigures, seed: UInt64,
        now: Instant
    ) {
        self.settings = settings
        self.figures = figures
        backOff = BackOff(seed: seed)
        content = MQTTContent(settings.topics)
        content.adopt(stations)
        connect(now)
    }

    var url: StreamURL { settings.address.url }

    var isOver: Bool {
        if case .over = phase { return true }
        return false
    }

    var deadline: Instant? {
        if isOver { return nil }
        return [phaseEnd, pingAt, answerBy, searchEnd, end].compactMap { $0 }.min()
    }

    mutating func nextAction() -> LinkAction? {
        figures.waiting.set(content.waitingCount + inFlight.count)
        guard !actions.isEmpty else { return nil }
        return actions.removeFirst()
    }

    // MARK: Content

    mutating func adopt(_ stations: [String], now: Instant) {
        content.adopt(stations)
        pump(now)
    }

    mutating func publish(_ title: Title, of station: String, now: Instant) {
        content.publish(title, of: station)
        pump(now)
    }

    /// Connects again with other settings, if they are others. The topics stay as they are.
    mutating func use(_ new: MQTTSettings, now: Instant) {
        let new = new.with(settings.topics)
        guard new != settings, !isOver else { return }
        // Without a DISCONNECT the broker says `offline`: this Relay may go to another one, or may
        // not be let in again. The next connection says `online`.
        close()
        settings = new
        backOff.reset()
        connect(now)
    }

    /// Sends as much as may be on its way at once.
    private mutating func pump(_ now: Instant) {
        guard case .up = phase, end == nil else { return }
        let window = min(Limits.mqttInFlight, properties.receiveMaximum)
        while inFlight.count < window, inFlightBytes < Limits.mqttInFlightBytes,
            let message = content.next()
        {
            send(message, now)
        }
    }

    private mutating func send(_ message: MQTTContent.Message, _ now: Instant) {
        let id = nextID()
        let packet = encoder.publish(message.topic, message.payload, id: id)
        guard packet.count <= min(properties.maximumPacketBytes, Limits.notifyMessageBytes) else {
            figures.refused.add(1)
            return tellOnce("\(message.topic) has \(packet.count) bytes, too many for the broker")
        }
        inFlight[id] = (message, packet.count)
        inFlightBytes += packet.count
        say(packet, now, awaitsAnswer: true)
    }

    private mutating func nextID() -> UInt16 {
        repeat { lastID = lastID == .max ? 1 : lastID + 1 } while inFlight[lastID] != nil
        return lastID
    }

    private mutating func say(_ packet: [UInt8], _ now: Instant, awaitsAnswer: Bool) {
        actions.append(.send(packet))
        let interval = properties.keepAlive.map { Duration.seconds($0) } ?? Limits.mqttKeepAlive
        pingAt = interval == .zero ? nil : now + interval * 3 / 4
        if awaitsAnswer, answerBy == nil { answerBy = now + Limits.mqttAnswerWait }
    }

    // MARK: The connection

    private mutating func connect(_ now: Instant) {
        phase = .connecting
        phaseEnd = now + Limits.mqttConnectWait
        actions.append(.connect)
    }

    mutating func connected(now: Instant) {
        guard case .connecting = phase else { return }
        phase = .greeting
        phaseEnd = now + Limits.mqttAnswerWait
        properties = MQTTProperties()
        actions.append(.send(encoder.connect(settings)))
    }

    mutating func received(_ bytes: Span<UInt8>, now: Instant) {
        var offset = 0
        do throws(MQTTError) {
            while isConnected, let packet = try reader.next(bytes, &offset) {
                try received(packet, now)
            }
        } catch {
            fail("the broker does not speak MQTT (\(error.reason))", now)
        }
    }

    private var isConnected: Bool {
        switch phase {
        case .greeting, .up: true
        case .idle, .connecting, .waiting, .over: false
        }
    }

    private mutating func received(_ packet: MQTTPacket, _ now: Instant) throws(MQTTError) {
        var fields = MQTTFields(packet.body)
        if case .greeting = phase {
            guard packet.type == MQTTPacket.connectAcknowledgement else {
                throw MQTTError(reason: "a packet of type \(packet.type) before CONNACK")
            }
            return try greeted(&fields, now)
        }
        switch packet.type {
        case MQTTPacket.publishAcknowledgement:
            let id = UInt16(try fields.number())
            let code = settings.version == .v5 && !fields.isEmpty ? try fields.byte() : 0
            acknowledged(id, code, now)
        case MQTTPacket.publish: try found(packet, &fields)
        case MQTTPacket.subscribeAcknowledgement: searchEnd = now + Limits.mqttSearchTime
        case MQTTPacket.unsubscribeAcknowledgement: break
        case MQTTPacket.pingResponse: isPingOpen = false
        case MQTTPacket.disconnect where settings.version == .v5:
            let code = fields.isEmpty ? 0 : try fields.byte()
            return fail(MQTTReason.words(code), now)
        default: throw MQTTError(reason: "a packet of type \(packet.type)")
        }
        let isAwaited = isPingOpen || !inFlight.isEmpty
        answerBy = isAwaited ? now + Limits.mqttAnswerWait : nil
        pump(now)
    }

    private mutating func greeted(
        _ fields: inout MQTTFields, _ now: Instant
    ) throws(MQTTError) {
        _ = try fields.byte()
        let code = try fields.byte()
        if settings.version == .v5, !fields.isEmpty { properties = try fields.properties() }
        guard code == 0 else {
            let words =
                settings.version == .v5 ? MQTTReason.words(code) : MQTTReason.refusal311(code)
            let said = properties.reason.isEmpty ? "" : " (it says \"\(properties.reason)\")"
            return fail(words + said, isSlow: true, now)
        }
        guard properties.allowsRetained else { return fail(MQTTReason.noRetain, isSlow: true, now) }
        guard properties.allowsAcknowledged else {
            return fail(MQTTReason.noAcknowledgement, isSlow: true, now)
        }
        phase = .up
        (phaseEnd, upSince, hasToldRefusal) = (nil, now, false)
        figures.isConnected.set(1)
        if !hasToldConnection { actions.append(.log("mqtt: connected to \(settings.address)")) }
        hasToldConnection = true
        content.markAll()
        search(now)
        pump(now)
    }

    private mutating func acknowledged(_ id: UInt16, _ code: UInt8, _ now: Instant) {
        guard let (message, byteCount) = inFlight.removeValue(forKey: id) else { return }
        inFlightBytes -= byteCount
        if code < 0x80 {
            figures.published.add(1)
        } else {
            figures.refused.add(1)
            tellOnce("\(message.topic) is refused: \(MQTTReason.words(code))")
        }
        if id == lastWordID { sayGoodbye() }
    }

    /// Says what of the messages does not get through, once a connection.
    private mutating func tellOnce(_ text: String) {
        guard !hasToldRefusal else { return }
        hasToldRefusal = true
        actions.append(.log("mqtt: \(text)", .warning))
    }

    // MARK: What earlier runs left

    /// Asks for the retained messages of this Relay, once in its life: a broker may close the
    /// connection of a client that is not allowed to ask.
    private mutating func search(_ now: Instant) {
        guard !hasSearched else { return }
        (hasSearched, isSearching) = (true, true)
        say(
            encoder.subscribe(settings.topics.filters, id: nextID()), now, awaitsAnswer: false)
    }

    private mutating func endSearch() {
        (isSearching, searchEnd) = (false, nil)
        content.endSearch()
    }

    private mutating func found(
        _ packet: MQTTPacket, _ fields: inout MQTTFields
    ) throws(MQTTError) {
        // QoS 0 was asked for.
        guard packet.flags & 0b0110 == 0 else { throw MQTTError(reason: "a wrong QoS") }
        // Only what is retained; the others are what was just published.
        guard isSearching, packet.flags & 1 == 1 else { return }
        // What is longer than is kept here is not of this Relay.
        let isCut = packet.body.count == Limits.mqttPacketBytes
        guard let counted = isCut ? try? fields.counted() : try fields.counted() else { return }
        let topic = String(decoding: counted, as: UTF8.self)
        if settings.version == .v5, (try? fields.properties()) == nil { return }
        if let name = settings.topics.station(of: topic, fields.remainder) {
            content.clearLeftover(name)
        }
    }

    // MARK: Trouble

    mutating func ended(now: Instant) {
        fail("\(settings.address) closed the connection\(doubt(now))", isConnected: false, now)
    }

    mutating func failed(_ reason: String, now: Instant) {
        fail(reason + doubt(now), isConnected: false, now)
    }

    /// Why a connection may have ended.
    private func doubt(_ now: Instant) -> String {
        switch phase {
        case .greeting: return "; is it a broker, and with TLS or without?"
        // A broker ends the connection of a client when another one of its name comes. Once may be
        // by chance.
        case .up:
            guard let upSince, now - upSince < Limits.mqttStable, !lastProblem.isEmpty else {
                return ""
            }
            return "; has another client the same --mqtt-prefix?"
        default: return ""
        }
    }

    mutating func tick(now: Instant) {
        if let end, now >= end { return stop() }
        if let phaseEnd, now >= phaseEnd { return endPhase(now) }
        if let answerBy, now >= answerBy {
            return fail("\(settings.address) does not answer any more", now)
        }
        if let searchEnd, now >= searchEnd {
            endSearch()
            let packet = encoder.unsubscribe(settings.topics.filters, id: nextID())
            say(packet, now, awaitsAnswer: false)
        }
        if let pingAt, now >= pingAt {
            isPingOpen = true
            say(MQTTEncoder.ping, now, awaitsAnswer: true)
        }
    }

    private mutating func endPhase(_ now: Instant) {
        switch phase {
        case .connecting: fail("\(settings.address) does not answer", now)
        case .greeting:
            fail("\(settings.address) says nothing\(doubt(now))", now)
        case .waiting: connect(now)
        case .idle, .up, .over: phaseEnd = nil
        }
    }

    private mutating func fail(
        _ reason: String, isSlow: Bool = false, isConnected: Bool = true, _ now: Instant
    ) {
        guard !isOver else { return }
        if let upSince, now - upSince >= Limits.mqttStable {
            backOff.reset()
            lastProblem = ""
        }
        if isConnected { actions.append(.close) }
        forgetConnection()
        figures.failures.add(1)
        if reason != lastProblem {
            lastProblem = reason
            hasToldConnection = false
            actions.append(.log("mqtt: \(reason); it is tried again", .warning))
        }
        if end != nil { return stop() }
        phase = .waiting
        phaseEnd = now + (isSlow ? backOff.nextSlow() : backOff.next())
    }

    private mutating func forgetConnection() {
        for id in inFlight.keys.sorted() {
            if let message = inFlight[id]?.message { content.lost(message) }
        }
        (inFlight, inFlightBytes) = ([:], 0)
        reader = MQTTReader()
        endSearch()
        isPingOpen = false
        (phaseEnd, pingAt, answerBy, upSince) = (nil, nil, nil, nil)
        phase = .idle
        figures.isConnected.set(0)
    }

    // MARK: Ending

    private mutating func close() {
        switch phase {
        case .connecting, .greeting, .up: actions.append(.close)
        case .idle, .waiting, .over: break
        }
        forgetConnection()
    }

    mutating func finish(by end: Instant, now: Instant) {
        guard !isOver else { return }
        self.end = end
        guard case .up = phase else { return stop() }
        let offline = Array(MQTTEncoder.offline.utf8)
        send(.init(topic: settings.topics.status, payload: offline, gone: nil), now)
        lastWordID = lastID
    }

    /// A client that takes its leave has no last will: `offline` was published before.
    private mutating func sayGoodbye() {
        actions.append(.send(MQTTEncoder.disconnect))
        stop()
    }

    private mutating func stop() {
        close()
        phase = .over
    }
}
