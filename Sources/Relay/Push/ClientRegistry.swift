import ICYReader

/// The clients of one loop: those admitted, those waiting for a turn, and those that have left.
final class ClientRegistry: TimerHandler {
    private unowned let hub: Hub
    private let loop: EventLoop
    private let admission: Admission
    private let figures: LoopFigures
    private var listener: ListeningSocket?
    private(set) var clients: [Connection] = []
    /// Clients that were refused and have not been closed yet.
    private var refusedCount = 0
    /// This loop's share of the clients that may wait for a refusal in words at the same time.
    let refusedLimit: Int
    /// Clients get descriptors below this one.
    private var descriptorLimit = Int.max
    private var budget = TurnBudget()
    /// Clients whose request waits for a later turn, in order of arrival.
    private(set) var parked: [Connection] = []
    /// Clients that have left, but are still subscribed to stations.
    private(set) var leaving: [Connection] = []
    private var problems = ProblemLog()
    /// How many clients were admitted when there was no room for more.
    private var fullCount = Int.max

    init(_ hub: Hub) {
        self.hub = hub
        loop = hub.loop
        admission = hub.shared.admission
        figures = hub.figures
        refusedLimit = max(1, Limits.refusedClients / hub.shared.figures.count)
    }

    // MARK: Arrival

    func listen(on descriptor: consuming FileDescriptor) throws(SystemError) {
        listener = try ListeningSocket(
            loop: loop, descriptor: descriptor,
            refusal: { [weak self] in
                self?.hub.settings.certificate == nil ? ListeningSocket.refusal() : []
            },
            accepted: { [weak self] accepted in
                let peer = accepted.peer
                self?.accept(accepted.release(), from: peer)
            })
    }

    /// - Parameter descriptors: clients get descriptors below this one. The kernel always assigns
    ///   the lowest free descriptor, so those above stay free for the stations.
    func limit(descriptors: Int) { descriptorLimit = descriptors }

    /// Accepts a client that has connected, or refuses it in words while few others are being
    /// refused.
    func accept(
        _ descriptor: consuming FileDescriptor, from peer: ClientAddress = .thisMachine
    ) {
        figures.accepted.add(1)
        let (noRoom, isCharged) = admit(descriptor.rawValue, peer)
        if let noRoom {
            figures.refused(noRoom)
            guard refusedCount < refusedLimit else { return figures.closed.add(1) }
        }
        do throws(SystemError) {
            let socket = try ClientSocket(descriptor, hub.settings.certificate)
            add(
                try Connection(
                    hub: hub, socket: socket,
                    from: AccessPolicy.Sender(
                        address: peer, isProxied: hub.settings.access.isTrusted(peer)),
                    isCharged: isCharged, noRoom: noRoom))
            if noRoom != nil { refusedCount += 1 }
        } catch {
            release(peer, isCharged: isCharged, isRefused: noRoom != nil)
            problems.report(error.description, as: "cannot take a client: \(error)")
        }
    }

    /// Checks whether there is room. The address of a proxy's client is known only from its
    /// request.
    private func admit(
        _ descriptor: Int32, _ peer: ClientAddress
    ) -> (noRoom: LoopFigures.Refusal?, isCharged: Bool) {
        guard descriptor < descriptorLimit else {
            // Without a free descriptor no station could reconnect: titles take precedence over
            // clients.
            fullCount = admittedCount
            problems.report(
                "full", as: "no room for more clients; raise the limit of open files (ulimit -n)")
            return (.descriptors, false)
        }
        let limits = hub.settings.limits
        guard admission.enter(maximum: limits.maximumClients) else {
            fullCount = admittedCount
            problems.report("full", as: "no room for more clients; see --max-clients")
            return (.full, false)
        }
        guard !hub.settings.access.isTrusted(peer) else { return (nil, false) }
        guard charge(peer) else {
            admission.leave()
            return (.address, false)
        }
        return (nil, true)
    }

    /// Counts a connection of an address, unless it has too many. An address with many of them is
    /// logged.
    private func charge(_ address: ClientAddress) -> Bool {
        let maximum = hub.settings.limits.clientsPerAddress
        guard let count = admission.charge(address, maximum: maximum) else { return false }
        if let maximum, count >= (maximum + 1) / 2, count > 1 {
            hub.shared.crowdedAddresses.log(address, maximum: maximum)
        }
        return true
    }

    private func add(_ client: Connection) {
        client.registryIndex = Int32(clients.count)
        clients.append(client)
    }

    /// Whether the TLS handshake of a client may continue in this turn.
    func mayShakeHands() -> Bool { budget.takeHandshake(in: loop.turn) }

    /// Counts a client of a trusted proxy under the address given by the proxy.
    ///
    /// - Returns: why there is no room for it; nil if there is.
    func charge(_ client: Connection, _ request: Request) -> LoopFigures.Refusal? {
        let access = hub.settings.access
        guard !client.isCharged, access.isTrusted(client.address) else { return nil }
        let address = ForwardedAddress.client(
            peer: client.address, forwardedFor: request.values("x-forwarded-for"),
            trusted: access.trustedProxies)
        // The request is the proxy's own.
        guard address != client.address else { return nil }
        guard charge(address) else {
            figures.refused(.address)
            return .address
        }
        client.charge(address)
        return nil
    }

    /// Counts a client of a trusted proxy no more under the address of its last request: the next
    /// one may be another client's.
    func uncharge(_ address: ClientAddress) { admission.release(address) }

    /// Whether there is room for connections that wait for another request.
    var hasRoomToWait: Bool {
        guard !hub.isShuttingDown else { return false }
        let most = min(hub.settings.limits.maximumClients ?? .max, descriptorLimit)
        return Limits.isRoomy(admission.count, of: most)
    }

    // MARK: Between loops

    /// Moves a client to the loop that reads its station: a title then goes from socket to socket
    /// without waking a second thread. A large audience is spread over all loops instead. A loop
    /// with too many clients on their way to it gets no more.
    ///
    /// - Returns: whether the client was moved.
    func handOver(_ client: Connection, _ request: Request, _ stations: [Int]) -> Bool {
        guard stations.count == 1, !hub.isShuttingDown,
            let home = hub.home(ofStation: stations[0]),
            home.withQueue(\.clientCount) < Limits.handedOverClients,
            let descriptor = client.leave()
        else { return false }
        remove(client)
        home.send(
            .client(
                ClientHandover(
                    descriptor, from: client.sender, isCharged: client.isCharged, request: request))
        )
        return true
    }

    /// Accepts a client from another loop.
    func accept(_ handover: ClientHandover) {
        guard let descriptor = handover.takeDescriptor() else { return }
        do throws(SystemError) {
            let client = try Connection(
                hub: hub, socket: try ClientSocket(descriptor, nil), from: handover.sender,
                isCharged: handover.isCharged)
            add(client)
            if hub.isShuttingDown { return client.close() }
            client.begin(with: handover.request)
        } catch {
            release(handover.sender.address, isCharged: handover.isCharged, isRefused: false)
            problems.report(error.description, as: "cannot take a client: \(error)")
        }
    }

    // MARK: Waiting for a turn

    /// Whether a client that requests `count` stations must wait for a later turn. If so, its
    /// request is answered again then.
    func mustWait(_ client: Connection, _ count: Int) -> Bool {
        guard count > 1 else { return false }
        let isFirst = parked.isEmpty || parked.first === client
        if isFirst, budget.takeSubscriptions(count, in: loop.turn) { return false }
        guard !hub.isShuttingDown else { return false }
        awaitNextTurn()
        if parked.first !== client { parked.append(client) }
        return true
    }

    /// Whether a client that has left, or is about to, may be removed from its stations in this
    /// turn. If not, it is removed later; it receives nothing more in any case.
    func mayLeaveStations(_ client: Connection) -> Bool {
        let count = client.stationCount
        if count == 1 || budget.takeUnsubscriptions(count, in: loop.turn) { return true }
        awaitNextTurn()
        leaving.append(client)
        return false
    }

    /// Must be called before a client is added: the first one sets the timer for all.
    private func awaitNextTurn() {
        if parked.isEmpty && leaving.isEmpty { _ = loop.schedule(at: loop.nextTurn, self) }
    }

    /// Continues with the waiting clients as far as the turn allows.
    func timerFired(_ token: Timers.Token, now: Instant) {
        while let client = leaving.last,
            budget.takeUnsubscriptions(client.stationCount, in: loop.turn)
        {
            leaving.removeLast()
            client.leaveStations()
        }
        while let client = parked.first {
            client.resume()
            // No budget was left for this client.
            if client.isParked { break }
            parked.removeFirst()
        }
        if !parked.isEmpty || !leaving.isEmpty { _ = loop.schedule(at: loop.nextTurn, self) }
    }

    // MARK: Departure

    /// Clients except those that are being refused.
    private var admittedCount: Int { clients.count - refusedCount }

    private func remove(_ client: Connection) {
        let index = Int(client.registryIndex)
        clients.swapAt(index, clients.count - 1)
        clients.removeLast()
        if index < clients.count { clients[index].registryIndex = Int32(index) }
    }

    /// Updates the counts after a connection has ended: there is room for another.
    private func release(_ address: ClientAddress, isCharged: Bool, isRefused: Bool) {
        figures.closed.add(1)
        if !isRefused { admission.leave() }
        if isCharged { admission.release(address) }
    }

    func closed(_ client: Connection) {
        let isRefused = client.noRoom != nil
        release(client.address, isCharged: client.isCharged, isRefused: isRefused)
        if isRefused { refusedCount -= 1 }
        remove(client)
        // Not after the first client that leaves: with clients that come and go, each would cost a
        // log line.
        if admittedCount < fullCount - fullCount / 10 { problems.clear() }
        if hub.isShuttingDown && clients.isEmpty { hub.end() }
    }

    /// Accepts no more clients and sends a Close to those that are connected.
    func shutDown() {
        listener?.close()
        for client in clients { client.sendClose(code: CloseCode.goingAway, reason: "shutdown") }
        if clients.isEmpty { hub.end() }
    }
}
