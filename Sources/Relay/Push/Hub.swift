/// One loop's server: its clients, its listener, and what it knows of every station.
final class Hub: MessageHandler, TimerHandler {
    let loop: EventLoop
    private let stationNames: [String]
    private let routes: Routes
    private let others: [Wakeup]
    private var boards: [Board]
    private var stations: [Station] = []
    private var listener: Listener?
    private var clients: [Connection] = []
    private var isShuttingDown = false
    private let descriptorLimit: Int
    private var problems = ProblemLog()
    /// How many clients there were when there was no room for more.
    private var fullCount = Int.max

    /// - Parameters:
    ///   - others: the inboxes of all other loops.
    ///   - descriptorLimit: clients get descriptors below this one; the kernel always gives the
    ///     lowest that is free, so the ones above stay for the stations.
    init(
        loop: EventLoop, stationNames: [String], others: [Wakeup],
        descriptorLimit: Int = .max
    ) {
        self.descriptorLimit = descriptorLimit
        self.loop = loop
        self.stationNames = stationNames
        self.others = others
        routes = Routes(stations: stationNames)
        boards = Array(repeating: Board(), count: stationNames.count)
        loop.messageHandler = self
    }

    // MARK: Stations

    /// Takes care of a station for all loops.
    func run(_ station: Station) {
        stations.append(station)
        station.start()
    }

    /// Tells everybody: the other loops first, so that they send while this one does.
    func publish(_ publication: Publication) {
        for other in others { other.send(.publication(publication)) }
        deliver(publication)
    }

    func received(_ message: LoopMessage) {
        switch message {
        case .publication(let publication): deliver(publication)
        case .shutdown: shutdown()
        case .resolved: break  // the loop's own
        }
    }

    private func deliver(_ publication: Publication) {
        switch publication {
        case .title(let title):
            boards[title.stationIndex].history.append(title)
            let fanOut = boards[title.stationIndex].fanOut
            for client in fanOut.clients(.text) { client.sendTitle(title.frame(.text)) }
            for client in fanOut.clients(.json) { client.sendTitle(title.frame(.json)) }
        case .status(let status):
            boards[status.stationIndex].status = status
            let fanOut = boards[status.stationIndex].fanOut
            for client in fanOut.clients(.json) { client.sendStatus(status.jsonFrame) }
        case .ad(let ad):
            let fanOut = boards[ad.stationIndex].fanOut
            for client in fanOut.clients(.json) { client.sendAd(ad.jsonFrame) }
        }
    }

    // MARK: Clients

    func listen(on descriptor: consuming FileDescriptor) throws(SystemError) {
        listener = try Listener(loop: loop, descriptor: descriptor) { [weak self] accepted in
            self?.accept(accepted)
        }
    }

    /// Takes a client that has connected.
    func accept(_ descriptor: consuming FileDescriptor) {
        guard descriptor.rawValue < descriptorLimit else {
            // Without a descriptor no station could come back: titles go before clients.
            fullCount = clients.count
            problems.report(
                "full", as: "no room for more clients; raise the limit of open files (ulimit -n)")
            return
        }
        do throws(SystemError) {
            let client = try Connection(hub: self, descriptor: descriptor)
            client.hubIndex = clients.count
            clients.append(client)
        } catch {
            problems.report(error.description, as: "cannot take a client: \(error)")
        }
    }

    func answer(_ request: Request, to client: Connection) {
        let includingBody = !request.isHead
        func send(_ response: Response) {
            client.respond(response, includingBody: includingBody)
        }
        switch routes.route(request) {
        case .subscribe(let station, let format, let responseHead):
            subscribe(client, station, format, responseHead)
        case .page(let station):
            let origins = boards[station].status?.status.audioOrigins ?? []
            send(WebContent.page(audioOrigins: origins))
        case .stationsPage: send(WebContent.stationsPage)
        case .asset(let asset): send(WebContent.asset(asset))
        case .snapshot(let station): send(WebContent.json(boards[station].snapshot))
        case .stationsList: send(WebContent.json(list))
        case .health: send(.text(200, "ok"))
        case .respond(let response): send(response)
        }
    }

    private var list: JSONObject {
        let stations = zip(stationNames, boards).map { name, board in
            var object = board.status?.status.json ?? JSONObject()
            object.add("path", "/\(name)")
            object.add("now_playing", encoded: board.title?.json)
            return object
        }
        var object = JSONObject()
        object.add("stations", stations)
        return object
    }

    /// A subscriber is told at once what is known: the state, then the title.
    private func subscribe(
        _ client: Connection, _ station: Int, _ format: MessageFormat, _ responseHead: [UInt8]
    ) {
        let board = boards[station]
        var first = responseHead
        if format == .json, let status = board.status { first += status.jsonFrame }
        if let title = board.title { first += title.frame(format) }
        boards[station].fanOut.add(client, format)
        client.upgrade(first, station: station, format)
    }

    func unsubscribe(_ client: Connection, from station: Int, _ format: MessageFormat) {
        boards[station].fanOut.remove(client, format)
    }

    func closed(_ client: Connection) {
        let index = client.hubIndex
        clients.swapAt(index, clients.count - 1)
        clients.removeLast()
        if index < clients.count { clients[index].hubIndex = index }
        // Not at the first one that goes: with clients that come and go, each would cost a line.
        if clients.count < fullCount - fullCount / 10 { problems.clear() }
        if isShuttingDown && clients.isEmpty { loop.stop() }
    }

    // MARK: Ending

    private func shutdown() {
        guard !isShuttingDown else { return }
        isShuttingDown = true
        listener?.close()
        for station in stations { station.stop() }
        for client in clients { client.sendClose(code: CloseCode.goingAway, reason: "shutdown") }
        if clients.isEmpty { return loop.stop() }
        _ = loop.schedule(at: loop.now + Limits.shutdownWait, self)
    }

    /// Some client did not answer its goodbye.
    func timerFired(_ token: Timers.Token, now: ContinuousClock.Instant) { loop.stop() }
}
