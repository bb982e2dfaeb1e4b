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
            client.hubIndex = Int32(clients.count)
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
        if client.isRefused { refusedCount -= 1 } else { shared.admission.leave() }
        if client.isCharged { shared.admission.release(client.address) }
        let index = Int(client.hubIndex)
        clients.swapAt(index, clients.count - 1)
        clients.removeLast()
        if index < clients.count { clients[index].hubIndex = Int32(index) }
        // Not at the first one that goes: with clients that come and go, each would cost a line.
        if clients.count < fullCount - fullCount / 10 { problems.clear() }
        if isShuttingDown && clients.isEmpty { loop.stop() }
    }
}
