/// How clients come and go.
extension Hub {
    func listen(on descriptor: consuming FileDescriptor) throws(SystemError) {
        listener = try Listener(
            loop: loop, descriptor: descriptor,
            refusal: { [weak self] in
                self?.settings.certificate == nil
                    ? Hub.full(.descriptors).bytes(includingBody: true) : []
            },
            accepted: { [weak self] accepted in
                let peer = accepted.peer
                self?.accept(accepted.release(), from: peer)
            })
    }

    /// Takes a client that has connected, or refuses it in words while there is room for that.
    func accept(
        _ descriptor: consuming FileDescriptor, from peer: ClientAddress = .thisMachine
    ) {
        figures.accepted.add(1)
        let (refusal, isCharged) = admit(descriptor.rawValue, peer)
        if let refusal {
            figures.refused(refusal)
            guard refusedCount < refusedLimit else { return figures.closed.add(1) }
        }
        do throws(SystemError) {
            let client = try Connection(
                hub: self, socket: try ClientSocket(descriptor, settings.certificate),
                address: peer, isCharged: isCharged, refusal: refusal.map { Hub.full($0) })
            add(client)
            if refusal != nil { refusedCount += 1 }
        } catch {
            leave(peer, isCharged: isCharged, isRefused: refusal != nil)
            problems.report(error.description, as: "cannot take a client: \(error)")
        }
    }

    /// Whether a client's TLS handshake may go on in this turn.
    func mayShakeHands() -> Bool { budget.takeHandshake(in: loop.turn) }

    private func add(_ client: Connection) {
        client.hubIndex = Int32(clients.count)
        clients.append(client)
    }

    private func remove(_ client: Connection) {
        let index = Int(client.hubIndex)
        clients.swapAt(index, clients.count - 1)
        clients.removeLast()
        if index < clients.count { clients[index].hubIndex = Int32(index) }
    }

    // MARK: Between loops

    /// Gives a client to the loop that reads its station: a title then goes from socket to socket
    /// without a second thread's waking up. A large audience is spread over all loops instead, and
    /// a loop that does not keep up with those that are on their way gets no more.
    ///
    /// - Returns: whether it has gone.
    func handOver(_ client: Connection, _ request: Request, _ stations: [Int]) -> Bool {
        guard stations.count == 1, !isShuttingDown, let home = home(of: boards[stations[0]]),
            boards[stations[0]].figures.subscribers.value < Limits.clientsTogether,
            home.withQueue(\.clientCount) < Limits.handedOverClients,
            let descriptor = client.leave()
        else { return false }
        remove(client)
        home.send(
            .client(
                ClientHandover(
                    descriptor, address: client.address, isCharged: client.isCharged,
                    request: request)))
        return true
    }

    /// The inbox of the loop that reads a station; nil where that is this one.
    func home(of board: Board) -> ServerInbox? {
        guard let home = stations?.loop(of: board.id), home != index else { return nil }
        return others[home < index ? home : home - 1]
    }

    /// Takes a client over from another loop.
    func take(_ handed: ClientHandover) {
        guard let descriptor = handed.takeDescriptor() else { return }
        do throws(SystemError) {
            let client = try Connection(
                hub: self, socket: try ClientSocket(descriptor, nil), address: handed.address,
                isCharged: handed.isCharged)
            add(client)
            if isShuttingDown { return client.close() }
            answer(handed.request, to: client, isHandedOver: true)
        } catch {
            leave(handed.address, isCharged: handed.isCharged, isRefused: false)
            problems.report(error.description, as: "cannot take a client: \(error)")
        }
    }

    /// Whether there is room. Who comes through a proxy is known by its request only.
    private func admit(
        _ descriptor: Int32, _ peer: ClientAddress
    ) -> (refusal: LoopFigures.Refusal?, isCharged: Bool) {
        guard descriptor < descriptorLimit else {
            // Without a descriptor no station could come back: titles go before clients.
            fullCount = admittedCount
            problems.report(
                "full", as: "no room for more clients; raise the limit of open files (ulimit -n)")
            return (.descriptors, false)
        }
        let limits = settings.limits
        guard shared.admission.enter(maximum: limits.maximumClients) else {
            fullCount = admittedCount
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

    /// Clients that are not just about to be told that there is no room.
    private var admittedCount: Int { clients.count - refusedCount }

    /// A connection has gone: there is room for another.
    private func leave(_ address: ClientAddress, isCharged: Bool, isRefused: Bool) {
        figures.closed.add(1)
        if !isRefused { shared.admission.leave() }
        if isCharged { shared.admission.release(address) }
    }

    func closed(_ client: Connection) {
        leave(client.address, isCharged: client.isCharged, isRefused: client.isRefused)
        if client.isRefused { refusedCount -= 1 }
        remove(client)
        // Not at the first one that goes: with clients that come and go, each would cost a line.
        if admittedCount < fullCount - fullCount / 10 { problems.clear() }
        if isShuttingDown && clients.isEmpty { loop.stop() }
    }
}
