import ICYReader

/// What requests get.
extension Hub {
    /// - Parameters:
    ///   - isHandedOver: another loop has counted it already.
    ///   - isAlone: nothing came behind it, so that another loop may have it.
    func answer(
        _ request: Request, to client: Connection, isAlone: Bool = false,
        isHandedOver: Bool = false
    ) {
        if !isHandedOver { figures.requests.add(1) }
        let route = routes.route(request)
        let includingBody = !request.isHead
        func send(_ response: Response) { client.respond(response, includingBody: includingBody) }
        if let refusal = refusal(of: client, request, route) {
            return send(passing(refusal, request, isEventStream: route.isEventStream))
        }
        let origin: String?
        switch settings.access.judge(request, isPublic: route.isPublic) {
        case .allowed(let allowed): origin = allowed
        case .denied(let response, let reason):
            figures.refused(reason)
            if reason == .origin { sayOrigin(request) }
            return send(response)
        }
        switch route {
        case .subscribe(let stations, _, _)
        where mustWait(client, request, stations.count):
            return
        case .eventStream(let stations)
        where includingBody && mustWait(client, request, stations.count):
            return
        case .subscribe(let stations, let format, let responseHead):
            if isAlone, handOver(client, request, stations) { return }
            subscribe(client, request, stations, format, responseHead)
        case .eventStream(let stations):
            var headers = [("Vary", "Accept, Origin")]
            if let origin { headers.append(("Access-Control-Allow-Origin", origin)) }
            let head = EventStream.head(headers, date: WallClock.now.httpDate)
            guard includingBody else { return client.respond(head: head) }
            if isAlone, handOver(client, request, stations) { return }
            subscribe(client, request, stations, .eventStream, head)
        case .options: send(settings.access.options(request))
        default: send(content(of: route, for: client.address).allowing(origin: origin))
        }
    }

    /// Whoever sets up a page sees 403 in its console at most. The first one is said, no more: what
    /// stands there is for strangers to choose.
    private func sayOrigin(_ request: Request) {
        guard !hasSaidOrigin, let origin = request.value("origin") else { return }
        hasSaidOrigin = true
        let shown = origin.cut(to: Limits.quotedCharacters)
        Log.line(
            "a page of \(shown) was refused; if it is yours, start with --allow-origin \(shown)",
            .warning)
    }

    private func content(of route: Routes.Route, for client: ClientAddress) -> Response {
        switch route {
        case .page(let station):
            let origins = boards[station].status?.status.audioOrigins ?? []
            return WebContent.page(audioOrigins: origins)
        case .debugPage: return WebContent.debugPage
        case .stationsPage: return WebContent.stationsPage
        case .asset(let asset): return WebContent.asset(asset)
        case .snapshot, .stationsList, .metrics:
            guard let answer = shared(route) else {
                figures.refused(.answers)
                figures.shed(.answers, of: client)
                return Hub.full(.answers)
            }
            return answer
        case .live: return .text(200, "ok")
        case .ready: return readiness
        case .respond(let response): return response
        case .subscribe, .eventStream, .options: preconditionFailure("answered elsewhere")
        }
    }

    /// For a client that came when there was no room, and for one of an address behind a proxy that
    /// has too many. Whoever watches over the server is answered all the same.
    private func refusal(
        of client: Connection, _ request: Request, _ route: Routes.Route
    ) -> Response? {
        if let refusal = client.reading?.refusal {
            switch route {
            case .live, .ready, .metrics: return nil
            default: return refusal
            }
        }
        guard !client.isCharged, settings.access.isTrusted(client.address) else { return nil }
        let address = ForwardedAddress.client(
            peer: client.address, forwardedFor: request.values("x-forwarded-for"),
            trusted: settings.access.trustedProxies)
        // The proxy asks for itself.
        guard address != client.address else { return nil }
        guard shared.admission.charge(address, maximum: settings.limits.clientsPerAddress) else {
            figures.refused(.address)
            return Hub.full(.address)
        }
        client.address = address
        client.isCharged = true
        return nil
    }

    /// A refusal that passes, as the client understands it.
    private func passing(
        _ refusal: Response, _ request: Request, isEventStream: Bool
    ) -> Response {
        guard isEventStream,
            case .allowed(let origin) = settings.access.judge(request, isPublic: false)
        else { return refusal }
        return EventStream.later(refusal).allowing(origin: origin)
    }

    /// What is told to whom there is no room for.
    static func full(_ reason: LoopFigures.Refusal) -> Response {
        let text =
            switch reason {
            case .address: "Too many connections from your address. Try again later."
            case .stations: "Too many stations are open. Try again later."
            case .answers: "Too many answers wait to be read. Try again later."
            default: "No room for more clients. Try again later."
            }
        return .text(503, text, headers: [("Retry-After", String(Limits.retryAfter))])
    }

    /// An answer that all who ask share until something in it changes.
    ///
    /// - Returns: nil where clients hold too many unread answers.
    private func shared(_ route: Routes.Route) -> Response? {
        let isMany = boards.count > Limits.listedAtOnce
        switch route {
        case .snapshot(let station):
            let board = boards[station]
            return answers.answer(.snapshot(board.id), until: .change, now: loop.now) {
                WebContent.json(board.snapshot)
            }
        case .stationsList(nil):
            return answers.answer(.list, until: isMany ? .moment : .change, now: loop.now) {
                WebContent.json(Hub.list(boards))
            }
        case .stationsList(let chosen?):
            return answers.single { WebContent.json(Hub.list(chosen.map { boards[$0] })) }
        default:
            return answers.answer(.metrics, until: isMany ? .moment : .request, now: loop.now) {
                Response(
                    status: 200, headers: [("Content-Type", MetricsText.contentType)],
                    body: ServerMetrics.text(shared, settings))
            }
        }
    }

    private static func list(_ boards: [Board]) -> [UInt8] {
        var bytes = Array(#"{"stations":["#.utf8)
        for (index, board) in boards.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += board.listed
        }
        bytes += "]}\n".utf8
        return bytes
    }

    /// Ready to be sent clients: not about to end, and with a station that is live, unless all wait
    /// for their first client.
    private var readiness: Response {
        let fixed = boards.filter { !$0.isOnDemand }
        let live = boards.count { $0.status?.status.isOnline == true }
        let isReady =
            !isShuttingDown
            && (fixed.isEmpty || fixed.contains { $0.status?.status.isOnline == true })
        var object = JSONObject()
        object.add("ready", isReady)
        object.add("stations", boards.count)
        object.add("live", live)
        object.add("shutting_down", isShuttingDown)
        return WebContent.json(object, status: isReady ? 200 : 503)
    }

    // MARK: Subscribing

    /// What other loops have sent so far is told first: who comes with a cursor may have it from
    /// one of them.
    func catchUp() {
        for publication in inbox.withQueue({ $0.takePublications() }) { deliver(publication) }
    }

    /// Whether a client that wants several stations has to wait for a later turn, and does so now.
    private func mustWait(_ client: Connection, _ request: Request, _ count: Int) -> Bool {
        guard count > 1 else { return false }
        let isFirst = parked.isEmpty || parked.first === client
        if isFirst, budget.takeSubscriptions(count, in: loop.turn) { return false }
        guard !isShuttingDown else { return false }
        client.park(request)
        awaitNextTurn()
        if parked.first !== client { parked.append(client) }
        return true
    }

    /// Whether a client that has gone, or is about to, may be taken off its boards in this turn. If
    /// not, that happens later: it gets nothing more in any case.
    func mayLeaveBoards(_ client: Connection, count: Int) -> Bool {
        if count == 1 || budget.takeUnsubscriptions(count, in: loop.turn) { return true }
        awaitNextTurn()
        leaving.append(client)
        return false
    }

    /// Call it before a client is added: the first one sets the timer for all.
    private func awaitNextTurn() {
        if parked.isEmpty && leaving.isEmpty { _ = loop.schedule(at: loop.nextTurn, self) }
    }

    /// Does what is left for clients that wait, as much as the turn allows.
    func answerParked() {
        while let client = leaving.last,
            budget.takeUnsubscriptions(1 + client.moreSubscriptions.count, in: loop.turn)
        {
            leaving.removeLast()
            client.leaveBoards()
        }
        while let client = parked.first {
            client.unpark { request in
                answer(request, to: client, isAlone: false, isHandedOver: true)
            }
            // The turn is over for this one too.
            if client.isParked { break }
            parked.removeFirst()
        }
        if !parked.isEmpty || !leaving.isEmpty { _ = loop.schedule(at: loop.nextTurn, self) }
    }

    /// A subscriber gets at once what is known: the states, then the titles, or what it missed.
    private func subscribe(
        _ client: Connection, _ request: Request, _ stations: [Int], _ format: MessageFormat,
        _ responseHead: [UInt8]
    ) {
        catchUp()
        let boards = stations.map { self.boards[$0] }
        guard open(boards) else {
            figures.refused(.stations)
            return client.respond(
                passing(
                    Hub.full(.stations), request, isEventStream: format == .eventStream))
        }
        let catchUp = CatchUp(
            boards, format, since: cursor(request, format), epochs: shared.epochs,
            last: lastNumber, figures: figures)
        client.subscribe(
            to: boards, format,
            head: format == .eventStream ? responseHead + EventStream.retry : responseHead,
            catchUp)
    }

    /// What a client says it heard last. A browser's own word, of the events that it has really
    /// got, comes before the URL, which stays the same when it comes back.
    private func cursor(_ request: Request, _ format: MessageFormat) -> String? {
        if format == .eventStream, let last = request.value("last-event-id") { return last }
        return request.queryValues("since").first ?? request.queryValues("last_event_id").first
    }

    /// Whether on-demand stations that are not connected yet may be.
    private func open(_ boards: [Board]) -> Bool {
        let onDemand = boards.filter(\.isOnDemand).map(\.id)
        return onDemand.isEmpty
            || shared.admission.connect(
                stations: onDemand, maximum: settings.limits.maximumStations)
    }
}
