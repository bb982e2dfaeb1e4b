import ICYReader

/// One loop's server: its clients, and what the loop knows of every station.
final class Hub: TimerHandler {
    let loop: EventLoop
    let shared: ServerContext
    /// What this loop counts.
    let figures: LoopFigures
    private(set) var settings: LiveSettings
    private var answerer: Answerer
    /// In the order of the settings.
    private(set) var localStations: [LocalStation] = []
    private var localStationsByID: [StationID: LocalStation] = [:]
    /// The highest number of a title that was delivered on this loop.
    private(set) var lastNumber = 0
    private(set) var isShuttingDown = false
    private var goodbye: Timers.Token?
    /// Tells others of title changes; nil on all loops but the first.
    private var notifier: Notifier?
    /// Whether the last words to others are still on their way.
    private var isNotifying = false

    let answers = AnswerCache()
    /// The clients of this loop.
    private(set) lazy var registry = ClientRegistry(self)
    private let index: Int
    /// Messages from other loops and from helper threads.
    private let inbox: ServerInbox
    /// The inboxes of the other loops, in their order.
    private let others: [ServerInbox]
    private let makeDescriptorLimit: (_ stations: Int) -> Int
    /// Publications of stations that are not in this loop's settings yet.
    private var early = ServerMessages()
    /// Stations with an id below this one are known, or were.
    private var nextID = StationID(0)
    /// Runs the stations of this loop.
    weak var stations: StationRunner?

    /// - Parameters:
    ///   - index: the index of this loop.
    ///   - others: the inboxes of all other loops.
    ///   - descriptorLimit: for a number of stations, the descriptor below which clients must stay.
    ///     The kernel always assigns the lowest free descriptor, so those above stay free for the
    ///     stations.
    init(
        loop: EventLoop, index: Int = 0, shared: ServerContext, settings: LiveSettings,
        inbox: ServerInbox, others: [ServerInbox],
        descriptorLimit: @escaping (Int) -> Int = { _ in .max }
    ) throws(SystemError) {
        self.loop = loop
        self.index = index
        self.shared = shared
        self.settings = settings
        self.inbox = inbox
        self.others = others
        makeDescriptorLimit = descriptorLimit
        figures = shared.figures[index]
        answerer = Answerer(routes: Routes(stations: []), access: settings.access)
        adopt(settings)
        _ = try InboxReader(inbox, on: loop) { [weak self] in self?.received($0) }
        loop.turnEnded = { [figures, index] start, end in
            figures.turns.observe(from: start, to: end)
            guard end.nanoseconds - start.nanoseconds > Limits.slowTurn else { return }
            Log.debug("loop \(index): a turn took \(end - start)")
        }
    }

    // MARK: Settings

    /// Applies new settings: adds the state of new stations, and drops that of removed ones.
    private func adopt(_ settings: LiveSettings) {
        self.settings = settings
        registry.limit(descriptors: makeDescriptorLimit(settings.stations.count))
        var gone = localStationsByID
        localStations = settings.stations.map { entry in
            gone[entry.id] = nil
            if let localStation = localStationsByID[entry.id] { return localStation }
            let localStation = LocalStation(entry)
            localStationsByID[entry.id] = localStation
            return localStation
        }
        for (localStation, entry) in zip(localStations, settings.stations) {
            localStation.isOnDemand = entry.choice.isOnDemand
        }
        answerer = Answerer(
            routes: Routes(
                stations: localStations.map(\.name),
                compatible: CompatiblePaths(
                    settings.compatible, stations: localStations.map(\.id))),
            access: settings.access)
        answers.forgetLists()
        for (id, localStation) in gone {
            localStationsByID[id] = nil
            answers.forget(station: id)
            for format in MessageFormat.allCases {
                for member in localStation.fanOut.clients(format) {
                    member.connection.stationRemoved(slot: member.slot)
                }
            }
            // A client may have wanted it on demand after other loops had already released it.
            shared.admission.letGo(station: id)
            shared.pictures.remove(id)
        }
        notifier?.adopt(settings.notify, settings.stations)
        nextID = max(nextID, settings.stations.map(\.id.next).max() ?? nextID)
        for message in early.drain() { received(message) }
    }

    /// Adds the titles of earlier runs, from the play log.
    func restore(_ restored: RestoredTitles) {
        lastNumber = restored.lastNumber
        shared.noteNumber(lastNumber)
        for (id, titles) in restored.titles {
            for title in titles { localStationsByID[id]?.append(title) }
        }
    }

    /// Has others told of title changes from now on. They may know nothing of the newest ones.
    func notify(by notifier: Notifier) {
        notifier.adopt(settings.notify, settings.stations)
        for localStation in localStations {
            if let title = localStation.title { notifier.known(title, of: localStation.name) }
        }
        self.notifier = notifier
    }

    // MARK: Publications

    /// Numbers a new title and publishes it to all loops.
    ///
    /// - Parameter raw: the bytes that contained it, for the play log.
    func publish(
        _ event: TitleEvent, raw: [UInt8], of station: StationID, receivedAt: Instant
    ) {
        if let entry = localStationsByID[station]?.entry {
            shared.pictures.put(event.picture, of: entry)
        }
        let event = event.withoutPicture
        // With a play log, the log's thread does it: no loop waits for a disk.
        if let log = shared.playLog {
            let entry = PlayLogEntry(
                event: event, raw: raw, station: station, receivedAt: receivedAt)
            for (bound, counts) in log.append(entry) { count(bound, counts) }
            return
        }
        let (publication, before, sleeping) = shared.sequencer.next { id in
            let publication = Publication.title(
                Title(event, id: id), of: station, receivedAt: receivedAt)
            let sleeping = ServerInbox.append(.publication(publication), to: others)
            return (publication, inbox.withQueue { $0.takePublications() }, sleeping)
        }
        spread(publication, after: before, waking: sleeping)
    }

    func publish(_ publication: Publication) {
        let sleeping = ServerInbox.append(.publication(publication), to: others)
        spread(publication, after: [], waking: sleeping)
    }

    /// Delivers a publication here and wakes the other loops. If those have clients of the station,
    /// they are woken first, so that they send at the same time. If not, waking them can wait.
    private func spread(
        _ publication: Publication, after earlier: [Publication], waking sleeping: [ServerInbox]
    ) {
        let localStation = localStationsByID[publication.station]
        let isWanted =
            localStation.map { $0.figures.subscribers.value > Int($0.clientCount) } ?? true
        if isWanted { for inbox in sleeping { inbox.ring() } }
        for other in earlier { deliver(other) }
        deliver(publication)
        if !isWanted { for inbox in sleeping { inbox.ring() } }
    }

    func received(_ message: ServerMessage) {
        switch message {
        case .publication(let publication): deliver(publication)
        case .settings(let settings):
            guard !isShuttingDown else { return }
            adopt(settings)
            stations?.adopt(settings.stations)
        case .client(let client): registry.accept(client)
        case .audience(let station, let loop, let isPresent):
            // This loop sent the message to itself, and its clients may have left since.
            let isPresent =
                loop == index ? localStationsByID[station].map { $0.clientCount > 0 } : isPresent
            stations?.audience(
                station: station, loop: loop, isPresent: isPresent ?? false)
        case .shed(let counts): count(.inbox, counts)
        case .report: report()
        case .shutdown: shutdown()
        }
    }

    func deliver(_ publication: Publication) {
        guard publication.station < nextID else {
            // Another loop has the new settings already, and this one is about to receive them.
            return early.append(.publication(publication))
        }
        switch publication {
        case .title(let title, let station, let receivedAt):
            lastNumber = max(lastNumber, title.number)
            shared.noteNumber(lastNumber)
            guard let localStation = localStationsByID[station] else { return }
            send(title, to: localStation, receivedAt)
            let dropped = localStation.append(title.kept)
            if dropped > 0, stations?.runs(localStation.id) ?? true {
                localStation.figures.shed(.history, dropped, station: localStation.name)
            }
            changed(localStation)
            sendCompatible(localStation)
            notifier?.published(title.kept, of: localStation.name)
        case .status(let status):
            guard let localStation = localStationsByID[status.station] else { return }
            let old = localStation.status?.status
            localStation.status = status
            changed(localStation)
            for format in MessageFormat.allCases {
                fanOut(.status, localStation, format, status.message)
            }
            sendCompatible(localStation, after: old, status.status)
        case .ad(let ad):
            guard let localStation = localStationsByID[ad.station] else { return }
            for format in MessageFormat.allCases { fanOut(.ad, localStation, format, ad.message) }
        case .block(let block):
            guard let localStation = localStationsByID[block.station] else { return }
            localStation.block = block
            fanOut(.block, localStation, .raw) { _ in block.message }
        case .gap(let gap): localStationsByID[gap.station]?.raiseFloor(to: gap.number)
        }
    }

    /// Drops the cached answers that a change of a station makes outdated.
    private func changed(_ localStation: LocalStation) {
        answers.forget(station: localStation.id)
        if localStations.count <= Limits.listedAtOnce { answers.forgetLists() }
    }

    /// Counts what a bound has shed for stations.
    private func count(_ bound: Bound, _ counts: [StationID: Int]) {
        for (id, count) in counts {
            guard let localStation = localStationsByID[id] else { continue }
            localStation.figures.shed(bound, count, station: localStation.name)
        }
    }

    private func send(
        _ title: Title, to localStation: LocalStation, _ receivedAt: Instant?
    ) {
        var total = 0
        for format in MessageFormat.allCases {
            let count = fanOut(.title, localStation, format, title.message)
            figures.deliveries.add(count, at: format.rawValue)
            total += count
        }
        guard total > 0, let receivedAt else { return }
        figures.latency.observe(from: receivedAt, to: .now)
    }

    /// Sends one message to all clients of a format. The message is made or requested once.
    ///
    /// - Returns: the number of clients that receive it.
    @discardableResult
    func fanOut(
        _ kind: Outbox.Kind, _ localStation: LocalStation, _ format: MessageFormat,
        _ message: (MessageFormat) -> [UInt8]?
    ) -> Int {
        let clients = localStation.fanOut.clients(format)
        guard !clients.isEmpty, let bytes = message(format) else { return 0 }
        let station = localStation.id
        var (count, sentBytes) = (0, 0)
        for client in clients
        where client.connection.send(kind, station: station, bytes, sentBytes: &sentBytes) {
            count += 1
        }
        figures.sentBytes.add(sentBytes)
        return count
    }

    // MARK: Subscribers

    /// Counts a new client of a station on this loop.
    func subscribed(to localStation: LocalStation, _ format: MessageFormat) {
        localStation.figures.subscribers.add(1)
        if format == .raw { localStation.figures.rawSubscribers.add(1) }
        localStation.clientCount += 1
        if localStation.clientCount == 1 { tellStation(of: localStation, isPresent: true) }
    }

    func unsubscribed(from localStation: LocalStation, _ format: MessageFormat) {
        localStation.figures.subscribers.add(-1)
        if format == .raw { localStation.figures.rawSubscribers.add(-1) }
        localStation.clientCount -= 1
        if localStation.clientCount == 0 { tellStation(of: localStation, isPresent: false) }
    }

    /// Notifies the loop that runs a station which loops have clients of it: the station may be on
    /// demand, now or later.
    private func tellStation(of localStation: LocalStation, isPresent: Bool) {
        guard !isShuttingDown else { return }
        let message = ServerMessage.audience(
            station: localStation.id, loop: index, isPresent: isPresent)
        guard stations?.runs(localStation.id) == true else {
            return ServerInbox.send(message, to: others)
        }
        // A station that starts publishes its state. That must wait for a later turn, since the
        // client that wakes the station is still being subscribed.
        if isPresent { inbox.send(message) } else { received(message) }
    }

    /// The inbox of the loop that reads a station and should have its clients; `station` is the
    /// station's index. Nil if that is this
    /// loop, or if there are so many clients that all loops share them.
    func home(ofStation station: Int) -> ServerInbox? {
        let localStation = localStations[station]
        guard let home = stations?.loop(of: localStation.id), home != index,
            localStation.figures.subscribers.value < Limits.clientsTogether
        else { return nil }
        return others[home < index ? home : home - 1]
    }

    // MARK: Requests

    /// The answer to a client's request.
    ///
    /// - Parameter isCounted: whether the request was already counted.
    func answer(_ request: Request, of client: Connection, isCounted: Bool = false) -> Answer {
        if !isCounted { figures.requests.add(1) }
        let noRoom = client.noRoom ?? registry.charge(client, request)
        let decision = answerer.decide(request, from: client.sender, noRoom: noRoom) {
            content(of: $0, for: client.address)
        }
        if let refusal = decision.refusal { figures.refused(refusal) }
        if let origin = decision.foreignOrigin { shared.foreignOrigins.log(origin) }
        return decision.answer
    }

    /// The answer to the first message of a client of AzuraCast's WebSocket.
    func answer(message: [UInt8]) -> Answer {
        // A reload may have turned it off.
        guard settings.compatible.contains(.azuracast) else {
            return .close(head: [], code: CloseCode.goingAway, reason: "not served any more")
        }
        return answerer.decide(message: message)
    }

    /// The answer to a subscriber whose stations cannot be connected because too many are.
    func refusal(of request: Request, from sender: AccessPolicy.Sender) -> Answer {
        answerer.decide(request, from: sender, noRoom: .stations) { _ in nil }.answer
    }

    /// The stations that a new subscriber requests, and the known state it is sent: the states,
    /// then the current titles, or those that it missed.
    ///
    /// - Returns: nil if on-demand stations may not be connected because too many are.
    func open(_ subscribing: Answer.Subscribing) -> (
        localStations: [LocalStation], catchUp: CatchUp
    )? {
        // Publications that other loops have already sent come first: the client may have its id
        // from one of them.
        for publication in inbox.withQueue({ $0.takePublications() }) { deliver(publication) }
        let localStations = subscribing.stations.map { self.localStations[$0] }
        let onDemand = localStations.filter(\.isOnDemand).map(\.id)
        guard
            onDemand.isEmpty
                || shared.admission.connect(
                    stations: onDemand, maximum: settings.limits.maximumStations)
        else {
            figures.refused(.stations)
            return nil
        }
        let catchUp = CatchUp(
            localStations, subscribing.format, since: subscribing.since, epochs: shared.epochs,
            last: lastNumber, figures: figures,
            recovering: Set(subscribing.recovering.map { self.localStations[$0].id }))
        return (localStations, catchUp)
    }

    // MARK: For the operator

    /// Logs one line with the load of this loop (SIGUSR1).
    private func report() {
        let phases = Dictionary(grouping: registry.clients, by: \.phaseName)
            .map { "\($0.value.count) \($0.key)" }.sorted().joined(separator: ", ")
        let live = localStations.count { $0.status?.status.isOnline == true }
        let waiting = inbox.withQueue(\.count)
        let shown = phases.isEmpty ? "" : " (\(phases))"
        Log.line(
            "loop \(index): \(registry.clients.count) clients\(shown), "
                + "\(registry.parked.count) wait for a turn; \(localStations.count) stations, "
                + "\(live) live; \(loop.timerCount) timers; \(waiting) messages in the inbox; "
                + "turn \(loop.turn); last number \(lastNumber)")
    }

    // MARK: Ending

    private func shutdown() {
        guard !isShuttingDown else { return }
        isShuttingDown = true
        stations?.stop()
        if let notifier {
            isNotifying = true
            notifier.finish { [weak self] in
                guard let self else { return }
                isNotifying = false
                if registry.clients.isEmpty { end() }
            }
        }
        registry.shutDown()
        if loop.isStopping { return }
        goodbye = loop.schedule(at: loop.now + Limits.shutdownWait, self)
    }

    /// The last client has left, or the last word was said.
    func end() {
        if !isNotifying { loop.stop() }
    }

    /// A client did not answer its Close in time.
    func timerFired(_ token: Timers.Token, now: Instant) { loop.stop() }
}
