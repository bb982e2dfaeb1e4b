/// One loop's server: its clients, its listener, and what it knows of every station.
final class Hub: MessageHandler, TimerHandler {
    let loop: EventLoop
    let shared: ServerShared
    /// What this loop counts.
    let figures: LoopFigures
    private(set) var settings: ServerSettings
    private(set) var routes: Routes
    /// In the order of the settings.
    private(set) var boards: [Board] = []
    private var boardsByID: [Int: Board] = [:]
    /// The highest number of a title that was delivered here.
    private(set) var lastNumber = 0
    private(set) var isShuttingDown = false

    private let index: Int
    private let others: [Wakeup]
    private var listener: Listener?
    private var clients: [Connection] = []
    private var refusedCount = 0
    private let descriptorLimit: Int
    private var problems = ProblemLog()
    /// How many clients there were when there was no room for more.
    private var fullCount = Int.max
    /// Whoever runs stations on this loop.
    weak var stations: StationRunner?

    /// - Parameters:
    ///   - index: which of the loops it is.
    ///   - others: the inboxes of all other loops.
    ///   - descriptorLimit: clients get descriptors below this one; the kernel always gives the
    ///     lowest that is free, so the ones above stay for the stations.
    init(
        loop: EventLoop, index: Int = 0, shared: ServerShared, settings: ServerSettings,
        others: [Wakeup], descriptorLimit: Int = .max
    ) {
        self.loop = loop
        self.index = index
        self.shared = shared
        self.settings = settings
        self.others = others
        self.descriptorLimit = descriptorLimit
        figures = shared.figures[index]
        routes = Routes(stations: [])
        take(settings)
        loop.messageHandler = self
    }

    // MARK: Settings

    /// Boards of new stations, and no more those of removed ones.
    private func take(_ settings: ServerSettings) {
        self.settings = settings
        var gone = boardsByID
        boards = settings.stations.map { entry in
            gone[entry.id] = nil
            if let board = boardsByID[entry.id] { return board }
            let board = Board(entry)
            boardsByID[entry.id] = board
            return board
        }
        for (board, entry) in zip(boards, settings.stations) {
            board.isOnDemand = entry.choice.isOnDemand
        }
        routes = Routes(stations: boards.map(\.name))
        for (id, board) in gone {
            boardsByID[id] = nil
            for format in MessageFormat.allCases {
                for member in board.fanOut.clients(format) {
                    member.connection.stationRemoved(slot: member.slot)
                }
            }
        }
    }

    /// Titles of earlier runs, from the history file.
    func restore(_ restored: RestoredTitles) {
        lastNumber = restored.lastNumber
        for (id, titles) in restored.titles {
            for title in titles { boardsByID[id]?.append(title) }
        }
    }

    // MARK: Publications

    /// Tells everybody of a station's new title, and numbers it.
    func publish(_ draft: TitleDraft) {
        // With a history file, its thread does it: no loop waits for a disk.
        if let log = shared.playLog { return log.append(draft) }
        let (publication, before) = shared.sequencer.next { epoch, number in
            var numbered = draft
            numbered.event.epoch = epoch
            numbered.event.number = number
            let publication = TitlePublication(numbered)
            for other in others { other.send(.publication(.title(publication))) }
            return (publication, loop.inbox.takePublications())
        }
        for earlier in before { deliver(earlier) }
        deliver(.title(publication))
    }

    /// Tells everybody: the other loops first, so that they send while this one does.
    func publish(_ publication: Publication) {
        for other in others { other.send(.publication(publication)) }
        deliver(publication)
    }

    func received(_ message: LoopMessage) {
        switch message {
        case .publication(let publication): deliver(publication)
        case .settings(let settings):
            guard !isShuttingDown else { return }
            take(settings)
            stations?.take(settings)
        case .listening(let station, let loop, let isListening):
            stations?.listening(station: station, loop: loop, isListening: isListening)
        case .shutdown: shutdown()
        case .resolved: break  // the loop's own
        }
    }

    private func deliver(_ publication: Publication) {
        switch publication {
        case .title(let title):
            lastNumber = max(lastNumber, title.event.number)
            shared.lastNumber.set(lastNumber)
            guard let board = boardsByID[title.stationIndex] else { return }
            board.append(title)
            deliver(title, on: board)
        case .status(let status):
            guard let board = boardsByID[status.stationIndex] else { return }
            board.status = status
            for format in [MessageFormat.json, .eventStream] {
                fanOut(.status, board, format, status.message)
            }
        case .ad(let ad):
            guard let board = boardsByID[ad.stationIndex] else { return }
            for format in [MessageFormat.json, .eventStream] {
                fanOut(.ad, board, format, ad.message)
            }
        }
    }

    private func deliver(_ title: TitlePublication, on board: Board) {
        var total = 0
        for format in MessageFormat.allCases {
            let count = fanOut(.title, board, format, title.message)
            figures.deliveries.add(count, at: format.rawValue)
            total += count
        }
        guard total > 0, let receivedAt = title.receivedAt else { return }
        figures.latency.observe(ContinuousClock.now - receivedAt)
    }

    /// Hands one message to all clients of a format. It is made, or asked for, once.
    ///
    /// - Returns: how many there are.
    @discardableResult
    private func fanOut(
        _ kind: Outbox.Kind, _ board: Board, _ format: MessageFormat,
        _ message: (MessageFormat) -> [UInt8]
    ) -> Int {
        let clients = board.fanOut.clients(format)
        guard !clients.isEmpty else { return 0 }
        let bytes = message(format)
        for client in clients { client.connection.send(kind, station: board.id, bytes) }
        return clients.count
    }

    /// What other loops have sent so far is told first: who comes with a cursor may have it from
    /// one of them.
    func catchUp() {
        for publication in loop.inbox.takePublications() { deliver(publication) }
    }

    /// Where a client's cursor has to point to go on from.
    func resume(since text: String, _ boards: [Board]) -> Resumption {
        let resumption = Resumption(
            since: text, on: boards, epoch: shared.sequencer.epoch, last: lastNumber)
        (resumption.isComplete ? figures.resumedComplete : figures.resumedIncomplete).add(1)
        return resumption
    }

    // MARK: Clients

    func listen(on descriptor: consuming FileDescriptor) throws(SystemError) {
        listener = try Listener(loop: loop, descriptor: descriptor) { [weak self] accepted in
            let peer = accepted.peer
            self?.accept(accepted.release(), from: peer)
        }
    }

    /// Takes a client that has connected, or refuses it in words while there is room for that.
    func accept(
        _ descriptor: consuming FileDescriptor, from peer: ClientAddress = .thisMachine
    ) {
        figures.accepted.add(1)
        let (refusal, isCharged) = admit(descriptor.rawValue, peer)
        if let refusal {
            figures.refused(refusal)
            guard refusedCount < Limits.refusedClients else { return figures.closed.add(1) }
        }
        do throws(SystemError) {
            let client = try Connection(
                hub: self, socket: try ClientSocket(descriptor, settings.certificate), peer: peer,
                refusal: refusal.map { Hub.full($0) })
            client.chargedAddress = isCharged ? peer : nil
            client.hubIndex = clients.count
            clients.append(client)
            if refusal != nil { refusedCount += 1 }
        } catch {
            figures.closed.add(1)
            if refusal == nil { shared.admission.leave() }
            if isCharged { shared.admission.release(peer) }
            problems.report(error.description, as: "cannot take a client: \(error)")
        }
    }

    /// Whether there is room. Who comes through a proxy is known by its request only.
    private func admit(
        _ descriptor: Int32, _ peer: ClientAddress
    ) -> (refusal: LoopFigures.Refusal?, isCharged: Bool) {
        guard descriptor < descriptorLimit else {
            // Without a descriptor no station could come back: titles go before clients.
            fullCount = clients.count
            problems.report(
                "full", as: "no room for more clients; raise the limit of open files (ulimit -n)")
            return (.descriptors, false)
        }
        let limits = settings.limits
        guard shared.admission.enter(maximum: limits.maximumClients) else {
            fullCount = clients.count
            problems.report("full", as: "no room for more clients; see --max-clients")
            return (.full, false)
        }
        guard !settings.access.isTrusted(peer) else { return (nil, false) }
        guard shared.admission.charge(peer, maximum: limits.clientsPerAddress) else {
            shared.admission.leave()
            return (.address, false)
        }
        return (nil, true)
    }

    func closed(_ client: Connection) {
        figures.closed.add(1)
        if client.refusal == nil { shared.admission.leave() } else { refusedCount -= 1 }
        if let address = client.chargedAddress { shared.admission.release(address) }
        let index = client.hubIndex
        clients.swapAt(index, clients.count - 1)
        clients.removeLast()
        if index < clients.count { clients[index].hubIndex = index }
        // Not at the first one that goes: with clients that come and go, each would cost a line.
        if clients.count < fullCount - fullCount / 10 { problems.clear() }
        if isShuttingDown && clients.isEmpty { loop.stop() }
    }

    // MARK: Subscribers

    /// A station has a client on this loop.
    func subscribed(to board: Board) {
        board.figures.subscribers.add(1)
        board.clientCount += 1
        if board.clientCount == 1 { tellStation(of: board, isListening: true) }
    }

    func unsubscribed(from board: Board) {
        board.figures.subscribers.add(-1)
        board.clientCount -= 1
        if board.clientCount == 0 { tellStation(of: board, isListening: false) }
    }

    /// The loop that runs an on-demand station has to know who wants it.
    private func tellStation(of board: Board, isListening: Bool) {
        guard board.isOnDemand, !isShuttingDown else { return }
        let message = LoopMessage.listening(
            station: board.id, loop: index, isListening: isListening)
        if stations?.runs(board.id) == true { return received(message) }
        for other in others { other.send(message) }
    }

    // MARK: Ending

    private func shutdown() {
        guard !isShuttingDown else { return }
        isShuttingDown = true
        listener?.close()
        stations?.stop()
        for client in clients { client.sendClose(code: CloseCode.goingAway, reason: "shutdown") }
        if clients.isEmpty { return loop.stop() }
        _ = loop.schedule(at: loop.now + Limits.shutdownWait, self)
    }

    /// Some client did not answer its goodbye.
    func timerFired(_ token: Timers.Token, now: ContinuousClock.Instant) { loop.stop() }
}
