import ICYReader

/// One loop's server: its clients, its listener, and what it knows of every station.
final class Hub: TimerHandler {
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
    private var goodbye: Timers.Token?

    let answers = AnswerCache()
    /// Whether a refused page was said since the settings came.
    var hasSaidOrigin = false
    let index: Int
    /// What other loops and helper threads tell this one.
    let inbox: ServerInbox
    /// The inboxes of the others, in their order.
    let others: [ServerInbox]
    var listener: Listener?
    var clients: [Connection] = []
    var refusedCount = 0
    /// This loop's share of those that may be refused in words at once.
    let refusedLimit: Int
    var descriptorLimit = Int.max
    var budget = TurnBudget()
    /// Clients whose request waits for a later turn, the first of them first.
    var parked: [Connection] = []
    /// Clients that have gone, and are still on boards.
    var leaving: [Connection] = []
    private let makeDescriptorLimit: (_ stations: Int) -> Int
    /// Of stations whose settings this loop has not got yet.
    private var early = ServerMessages()
    /// Stations below this number have been here, or are.
    private var nextID = 0
    var problems = ProblemLog()
    /// How many clients there were when there was no room for more.
    var fullCount = Int.max
    /// Whoever runs stations on this loop.
    weak var stations: StationRunner?

    /// - Parameters:
    ///   - index: which of the loops it is.
    ///   - others: the inboxes of all other loops.
    ///   - descriptorLimit: with so many stations, clients get descriptors below this one; the
    ///     kernel always gives the lowest that is free, so the ones above stay for the stations.
    init(
        loop: EventLoop, index: Int = 0, shared: ServerShared, settings: ServerSettings,
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
        refusedLimit = max(1, Limits.refusedClients / shared.figures.count)
        routes = Routes(stations: [])
        take(settings)
        _ = try InboxReader(inbox, on: loop) { [weak self] in self?.received($0) }
    }

    // MARK: Settings

    /// Boards of new stations, and no more those of removed ones.
    private func take(_ settings: ServerSettings) {
        self.settings = settings
        hasSaidOrigin = false
        descriptorLimit = makeDescriptorLimit(settings.stations.count)
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
        answers.forget(.list)
        for (id, board) in gone {
            boardsByID[id] = nil
            answers.forget(.snapshot(id))
            for format in MessageFormat.allCases {
                for member in board.fanOut.clients(format) {
                    member.connection.stationRemoved(slot: member.slot)
                }
            }
            // A client may have wanted it on demand while other loops had let it go already.
            shared.admission.letGo(station: id)
        }
        nextID = max(nextID, (settings.stations.map(\.id).max() ?? -1) + 1)
        for message in early.drain() { received(message) }
    }

    /// Titles of earlier runs, from the history file.
    func restore(_ restored: RestoredTitles) {
        lastNumber = restored.lastNumber
        shared.noteNumber(lastNumber)
        for (id, titles) in restored.titles {
            for title in titles { boardsByID[id]?.append(title) }
        }
    }

    // MARK: Publications

    /// Tells everybody of a station's new title, and numbers it.
    func publish(_ draft: TitleDraft) {
        // With a history file, its thread does it: no loop waits for a disk.
        if let log = shared.playLog {
            for (bound, counts) in log.append(draft) { count(bound, counts) }
            return
        }
        let (publication, before, sleeping) = shared.sequencer.next { epoch, number in
            let publication = TitlePublication(draft, epoch: epoch, number: number)
            let sleeping = ServerInbox.append(.publication(.title(publication)), to: others)
            return (publication, inbox.withQueue { $0.takePublications() }, sleeping)
        }
        deliver(.title(publication), after: before, waking: sleeping)
    }

    func publish(_ publication: Publication) {
        let sleeping = ServerInbox.append(.publication(publication), to: others)
        deliver(publication, after: [], waking: sleeping)
    }

    /// Tells everybody: where other loops have clients of the station, they are woken first, so
    /// that they send while this one does. Where they have none, that can wait.
    private func deliver(
        _ publication: Publication, after earlier: [Publication], waking sleeping: [ServerInbox]
    ) {
        let board = boardsByID[publication.stationIndex]
        let isWanted = board.map { $0.figures.subscribers.value > Int($0.clientCount) } ?? true
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
            take(settings)
            stations?.take(settings.stations)
        case .client(let client): take(client)
        case .listening(let station, let loop, let isListening):
            stations?.listening(station: station, loop: loop, isListening: isListening)
        case .shed(let counts): count(.inbox, counts)
        case .shutdown: shutdown()
        }
    }

    func deliver(_ publication: Publication) {
        guard publication.stationIndex < nextID else {
            // Another loop has the new settings, and this one is about to get them.
            return early.append(.publication(publication))
        }
        switch publication {
        case .title(let title):
            lastNumber = max(lastNumber, title.number)
            shared.noteNumber(lastNumber)
            guard let board = boardsByID[title.stationIndex] else { return }
            deliver(title, on: board)
            let dropped = board.append(title.record)
            if dropped > 0, stations?.runs(board.id) ?? true {
                board.figures.shed(.history, dropped, station: board.name)
            }
            changed(board)
        case .status(let status):
            guard let board = boardsByID[status.stationIndex] else { return }
            board.status = status
            changed(board)
            for format in MessageFormat.allCases {
                fanOut(.status, board, format, status.message)
            }
        case .ad(let ad):
            guard let board = boardsByID[ad.stationIndex] else { return }
            for format in MessageFormat.allCases { fanOut(.ad, board, format, ad.message) }
        case .block(let block):
            guard let board = boardsByID[block.stationIndex] else { return }
            board.block = block
            fanOut(.block, board, .raw) { _ in block.message }
        case .gap(let gap): boardsByID[gap.stationIndex]?.raiseFloor(to: gap.number)
        }
    }

    /// What answers say of a station does not hold any more.
    private func changed(_ board: Board) {
        answers.forget(.snapshot(board.id))
        if boards.count <= Limits.listedAtOnce { answers.forget(.list) }
    }

    /// Counts what a bound has shed of stations.
    private func count(_ bound: Bound, _ counts: [Int: Int]) {
        for (id, count) in counts {
            guard let board = boardsByID[id] else { continue }
            board.figures.shed(bound, count, station: board.name)
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
        figures.latency.observe(Instant.now - receivedAt)
    }

    /// Hands one message to all clients of a format. It is made, or asked for, once.
    ///
    /// - Returns: how many there are.
    @discardableResult
    private func fanOut(
        _ kind: Outbox.Kind, _ board: Board, _ format: MessageFormat,
        _ message: (MessageFormat) -> [UInt8]?
    ) -> Int {
        let clients = board.fanOut.clients(format)
        guard !clients.isEmpty, let bytes = message(format) else { return 0 }
        let station = board.id
        var (count, sentBytes) = (0, 0)
        for client in clients
        where client.connection.send(kind, station: station, bytes, sentBytes: &sentBytes) {
            count += 1
        }
        figures.sentBytes.add(sentBytes)
        return count
    }

    // MARK: Subscribers

    /// A station has a client on this loop.
    func subscribed(to board: Board, _ format: MessageFormat) {
        board.figures.subscribers.add(1)
        if format == .raw { board.figures.rawSubscribers.add(1) }
        board.clientCount += 1
        if board.clientCount == 1 { tellStation(of: board, isListening: true) }
    }

    func unsubscribed(from board: Board, _ format: MessageFormat) {
        board.figures.subscribers.add(-1)
        if format == .raw { board.figures.rawSubscribers.add(-1) }
        board.clientCount -= 1
        if board.clientCount == 0 { tellStation(of: board, isListening: false) }
    }

    /// Who wanted these stations has gone before it was their client. It was counted as one, where
    /// they are on demand.
    func gaveUp(_ boards: some Sequence<Board>) {
        for board in boards where board.isOnDemand && board.clientCount == 0 {
            tellStation(of: board, isListening: false)
        }
    }

    /// The loop that runs a station has to know who wants it: it may be on demand, now or later.
    private func tellStation(of board: Board, isListening: Bool) {
        guard !isShuttingDown else { return }
        let message = ServerMessage.listening(
            station: board.id, loop: index, isListening: isListening)
        if stations?.runs(board.id) == true { return received(message) }
        ServerInbox.send(message, to: others)
    }

    // MARK: Ending

    private func shutdown() {
        guard !isShuttingDown else { return }
        isShuttingDown = true
        listener?.close()
        stations?.stop()
        for client in clients { client.sendClose(code: CloseCode.goingAway, reason: "shutdown") }
        if clients.isEmpty { return loop.stop() }
        goodbye = loop.schedule(at: loop.now + Limits.shutdownWait, self)
    }

    /// Some client did not answer its goodbye; or clients wait for their turn.
    func timerFired(_ token: Timers.Token, now: Instant) {
        if token == goodbye { loop.stop() } else { answerParked() }
    }
}
