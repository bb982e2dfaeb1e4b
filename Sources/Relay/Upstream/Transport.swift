import ICYReader

/// One byte connection to a stream's server: name lookup, TCP, and TLS for `https`. It is used
/// once; a new attempt needs a new transport.
final class Transport: EventHandler {
    private enum State {
        case idle
        case lookingUp(UInt64)
        case connecting(Connector)
        case handshaking
        case open
        case closed
    }

    private let network: Network
    private let url: StreamURL
    /// It closes the transport before it is destroyed.
    private unowned let delegate: any TransportDelegate

    private var demand = Demand()
    private var secure: TLSClient?
    private var output = OutputBuffer()
    private var state = State.idle
    private var descriptor: FileDescriptor?
    private var isPaused = false
    private let turn: UInt16
    private let refusesInternal: Bool
    private let outputLimit: Int
    private var lowWater: Int32 = 1

    /// `turn` counts failed attempts: each begins with another address of the host. With
    /// `refusesInternal`, its internal addresses are left out. `outputLimit`: bytes that may wait.
    init(
        _ network: Network, url: StreamURL, turn: UInt16 = 0, refusesInternal: Bool = false,
        outputLimit: Int = Limits.stationOutputBytes, delegate: any TransportDelegate
    ) {
        (self.refusesInternal, self.outputLimit) = (refusesInternal, outputLimit)
        (self.network, self.url, self.turn) = (network, url, turn)
        self.delegate = delegate
    }

    private var loop: EventLoop { network.loop }

    func open() {
        let request = network.lookups.lookUp(host: url.host, port: url.port) {
            [unowned self] result in lookedUp(result)
        }
        state = .lookingUp(request)
    }

    private func lookedUp(_ result: Result<[Address], Address.LookupFailure>) {
        switch result {
        case .failure(.unknownHost): fail(.unknownHost(url.host))
        case .failure(.temporary(let reason)):
            fail(.lookupFailed(host: url.host, reason: reason))
        case .success(let all):
            delegate.transportFound(all)
            // What is checked is what is connected to: no other look-up comes between.
            let addresses = refusesInternal ? all.filter { !$0.client.isInternal } : all
            guard !addresses.isEmpty else { return fail(.internalAddress(url.host)) }
            let order = AddressOrder(addresses, turn: Int(turn))
            let connector = Connector(loop: loop, addresses: order.addresses) {
                [unowned self] result in connected(result)
            }
            state = .connecting(connector)
            if order.leftOut > 0 { delegate.transportLeavesOut(addresses: order.leftOut) }
            connector.start()
        }
    }

    private func connected(_ result: Result<Int32, SystemError>) {
        switch result {
        case .failure(let error): fail(StreamSession.TransportFailure(error, url.place))
        case .success(let raw):
            descriptor = FileDescriptor(owning: raw)
            Socket.sendWithoutDelay(raw)
            do throws(SystemError) {
                try loop.register(raw, for: .readable, self, isStream: true)
            } catch {
                descriptor = nil
                return fail(.unreachable(url.place, reason: error.description))
            }
            if url.scheme == .https { return startTLS() }
            state = .open
            delegate.transportConnected()
        }
    }

    private func startTLS() {
        do throws(TLSFailure) {
            let context = try network.trust.context()
            let client = try TLSClient(context: context, host: url.serverName)
            secure = client
            state = .handshaking
            try advanceHandshake(client)
        } catch {
            fail(.tls(error.reason))
        }
    }

    private func advanceHandshake(_ client: TLSClient) throws(TLSFailure) {
        let isDone: Bool
        do throws(TLSFailure) {
            isDone = try client.handshake()
        } catch {
            // The alert tells the server the reason. It does not matter whether it arrives.
            if let raw = descriptor?.rawValue { _ = Socket.send(raw, client.takeOutput()) }
            throw error
        }
        write(client.takeOutput())
        guard isDone, case .handshaking = state else { return }
        state = .open
        delegate.transportConnected()
    }

    // MARK: Sending

    /// Sends as much as the socket accepts now, and the rest later.
    func send(_ bytes: [UInt8]) {
        guard case .open = state else { return }
        guard let client = secure else { return write(bytes) }
        do throws(TLSFailure) {
            try client.write(bytes)
            write(client.takeOutput())
        } catch {
            fail(.tls(error.reason))
        }
    }

    private func write(_ bytes: [UInt8]) {
        output.append(bytes)
        flush()
        guard output.count > outputLimit else { return }
        delegate.transportShed(.stationTLS)
        fail(.tls("the server does not read the answers that it asks for"))
    }

    private func flush() {
        guard let raw = descriptor?.rawValue else { return }
        do throws(SystemError) { try output.send(to: raw) } catch {
            return fail(StreamSession.TransportFailure(error, url.place))
        }
        if !isPaused { loop.setInterest(raw, interest) }
    }

    private var interest: Readiness { output.isEmpty ? .readable : [.readable, .writable] }

    // MARK: Receiving

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) { flush() }
        if readiness.contains(.readable) { receive() }
    }

    func demand(_ new: Demand) {
        demand = new
        setLowWater()
    }

    /// How long ago the last byte arrived, if `receive` may find bytes because more are awaited.
    var timeSinceLastByte: Duration? {
        guard lowWater > 1, let raw = descriptor?.rawValue else { return nil }
        return Socket.timeSinceLastByte(raw)
    }

    /// Reads nothing until `resume`. The loop does not watch the socket: its end would wake it
    /// again and again.
    func pause() {
        guard !isPaused, let raw = descriptor?.rawValue else { return }
        isPaused = true
        loop.deregister(raw)
    }

    /// Resumes reading, beginning with bytes that are already decrypted.
    func resume() {
        guard isPaused, let raw = descriptor?.rawValue else { return }
        isPaused = false
        do throws(SystemError) {
            try loop.register(raw, for: interest, self, isStream: true)
        } catch {
            isPaused = true
            return fail(.unreachable(url.place, reason: error.description))
        }
        if let client = secure { decrypt(client) }
        setLowWater()
    }

    /// Receives one piece; the other streams have their turn before the next one.
    func receive() {
        guard !isPaused else { return }
        if secure != nil {
            receiveBytes(limit: Limits.tlsBytesPerTurn)
        } else if demand.audio == 0 {
            receiveBytes(limit: demand.isBlock ? demand.awaited : .max)
        } else {
            receiveBlock(behind: demand.audio)
        }
        setLowWater()
    }

    /// Drops audio, and receives the bytes after it.
    private func receiveBlock(behind audio: Int) {
        guard let raw = descriptor?.rawValue else { return }
        switch Socket.discard(raw, limit: min(audio, Limits.droppedBytesPerTurn)) {
        case .wouldBlock: break
        case .count(audio):
            // Only the length byte. It is nearly always followed by audio again, which is dropped
            // the same way. So the kernel's low-water mark need not change with each interval.
            receiveBytes(limit: 1, behind: audio)
            if demand.isBlock, !isPaused { receiveBytes(limit: demand.awaited) }
        case .count(let count): handOver(Span(), behind: count)
        case .end: end()
        case .failed(let error): fail(StreamSession.TransportFailure(error, url.place))
        }
    }

    /// - Parameter audio: how many bytes of audio have been dropped and not yet reported.
    private func receiveBytes(limit: Int, behind audio: Int = 0) {
        guard let raw = descriptor?.rawValue else { return }
        let buffer = loop.receiveBuffer
        let result = Socket.receive(raw, into: buffer, limit: limit)
        if case .count(let count) = result {
            return buffer.withBytes(count) { received($0, behind: audio) }
        }
        if audio > 0 { handOver(Span(), behind: audio) }
        switch result {
        case .wouldBlock, .count: break
        case .end: end()
        case .failed(let error): fail(StreamSession.TransportFailure(error, url.place))
        }
    }

    private func received(_ bytes: Span<UInt8>, behind audio: Int) {
        guard let client = secure else { return handOver(bytes, behind: audio) }
        client.receive(bytes)
        decrypt(client)
    }

    private func decrypt(_ client: TLSClient) {
        do throws(TLSFailure) {
            if case .handshaking = state { try advanceHandshake(client) }
            // The delegate may close or pause the transport between two records.
            while case .open = state, !isPaused {
                guard let count = try client.read() else { return end() }
                guard count > 0 else { break }
                client.plaintext.withBytes(count) { handOver($0) }
            }
            write(client.takeOutput())
        } catch {
            if client.isAbusive { delegate.transportShed(.stationTLS) }
            fail(.tls(error.reason))
        }
    }

    private func handOver(_ bytes: Span<UInt8>, behind audio: Int = 0) {
        demand = delegate.transportReceived(bytes, behind: audio)
    }

    /// Makes the kernel wake the loop when the awaited bytes have arrived, and no sooner.
    private func setLowWater() {
        guard let raw = descriptor?.rawValue else { return }
        // A block is received byte by byte as it arrives: bytes left in the kernel are acknowledged
        // late, and a server that writes in small pieces would wait for that before the last one.
        var count = demand.isBlock ? 1 : demand.awaited
        if let secure { count = secure.ciphertext(until: count) }
        count = min(count, Limits.awaitedBytes)
        guard count != Int(lowWater) else { return }
        lowWater = Int32(count)
        Socket.wait(raw, for: count)
    }

    // MARK: Closing

    /// Gives up the connection. The delegate hears nothing more.
    func close() {
        switch state {
        case .lookingUp(let request): network.lookups.cancel(request)
        case .connecting(let connector): connector.cancel()
        default: break
        }
        state = .closed
        guard let owned = descriptor.take() else { return }
        if !isPaused { loop.deregister(owned.rawValue) }
    }

    private func end() {
        guard case .open = state else {
            return fail(.reset(url.place, reason: "closed during the TLS handshake"))
        }
        close()
        delegate.transportEnded()
    }

    private func fail(_ failure: StreamSession.TransportFailure) {
        if case .closed = state { return }
        close()
        delegate.transportFailed(failure)
    }
}
