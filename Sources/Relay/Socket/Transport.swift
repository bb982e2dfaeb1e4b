import ICYReader

/// Owner of a transport. Every call comes on the transport's loop.
protocol TransportDelegate: AnyObject {
    func transportConnected()
    /// The bytes are only there during the call.
    func transportReceived(_ bytes: Span<UInt8>)
    /// The peer has sent everything. The transport is closed.
    func transportEnded()
    /// The transport is closed.
    func transportFailed(_ failure: Session.TransportFailure)
}

/// One byte connection to a stream's server: name, TCP, and TLS for `https`. It is used once; a new
/// attempt takes a new one.
final class Transport: EventHandler {
    private enum State {
        case idle
        case lookingUp(UInt64)
        case connecting(Connector)
        case handshaking
        case open
        case closed
    }

    private let loop: EventLoop
    private let resolver: Resolver
    private let url: StreamURL
    private let trust: TrustStore
    private weak var delegate: (any TransportDelegate)?

    private var state = State.idle
    private var descriptor: FileDescriptor?
    private var secure: (client: TLSClient, context: TLSContext)?
    private var output = OutputBuffer()

    init(
        loop: EventLoop, resolver: Resolver, url: StreamURL, trust: TrustStore,
        delegate: any TransportDelegate
    ) {
        self.loop = loop
        self.resolver = resolver
        self.url = url
        self.delegate = delegate
        self.trust = trust
    }

    private var place: String {
        url.host.contains(":") ? "[\(url.host)]:\(url.port)" : "\(url.host):\(url.port)"
    }

    // MARK: Opening

    func open() {
        let request = loop.lookUp(host: url.host, port: url.port, with: resolver) {
            [weak self] result in self?.lookedUp(result)
        }
        state = .lookingUp(request)
    }

    private func lookedUp(_ result: Result<[Address], Address.LookupFailure>) {
        switch result {
        case .failure(.unknownHost): fail(.unknownHost(url.host))
        case .failure(.temporary(let reason)):
            fail(.lookupFailed(host: url.host, reason: reason))
        case .success(let addresses):
            let connector = Connector(loop: loop, addresses: addresses) { [weak self] result in
                self?.connected(result)
            }
            state = .connecting(connector)
            connector.start()
        }
    }

    private func connected(_ result: Result<Int32, SystemError>) {
        switch result {
        case .failure(let error): fail(Transport.failure(error, place))
        case .success(let raw):
            descriptor = FileDescriptor(owning: raw)
            Socket.sendWithoutDelay(raw)
            do throws(SystemError) {
                try loop.register(raw, for: .readable, self)
            } catch {
                descriptor = nil
                return fail(.unreachable(place, reason: error.description))
            }
            if url.scheme == .https { return startTLS() }
            state = .open
            delegate?.transportConnected()
        }
    }

    private func startTLS() {
        do throws(TLSFailure) {
            let context = try trust.context()
            let client = try TLSClient(context: context, host: url.serverName)
            secure = (client, context)
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
            // The alert tells the server why. Whether it arrives changes nothing.
            if let raw = descriptor?.rawValue { _ = Socket.send(raw, client.takeOutput()) }
            throw error
        }
        write(client.takeOutput())
        guard isDone, case .handshaking = state else { return }
        state = .open
        delegate?.transportConnected()
    }

    // MARK: Sending

    /// Sends now what the socket takes, and the rest when it takes more.
    func send(_ bytes: [UInt8]) {
        guard case .open = state else { return }
        guard let (client, _) = secure else { return write(bytes) }
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
    }

    private func flush() {
        guard let raw = descriptor?.rawValue else { return }
        do throws(SystemError) {
            try output.send(to: raw)
        } catch {
            return fail(Transport.failure(error, place))
        }
        loop.setInterest(raw, output.isEmpty ? .readable : [.readable, .writable])
    }

    // MARK: Receiving

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) { flush() }
        guard readiness.contains(.readable), let raw = descriptor?.rawValue else { return }
        let buffer = loop.receiveBuffer
        switch Socket.receive(raw, into: buffer) {
        case .wouldBlock: break
        case .count(let count): buffer.withBytes(count) { received($0) }
        case .end: end()
        case .failed(let error): fail(Transport.failure(error, place))
        }
    }

    private func received(_ bytes: Span<UInt8>) {
        guard let (client, context) = secure else {
            delegate?.transportReceived(bytes)
            return
        }
        client.receive(bytes)
        do throws(TLSFailure) {
            if case .handshaking = state { try advanceHandshake(client) }
            // The delegate may close the transport between two records.
            while case .open = state {
                guard let count = try client.read() else { return end() }
                guard count > 0 else { break }
                context.plaintext.withBytes(count) { delegate?.transportReceived($0) }
            }
            write(client.takeOutput())
        } catch {
            fail(.tls(error.reason))
        }
    }

    // MARK: Closing

    /// Gives the connection up; the delegate hears nothing more.
    func close() {
        switch state {
        case .lookingUp(let request): loop.cancelLookup(request)
        case .connecting(let connector): connector.cancel()
        default: break
        }
        state = .closed
        guard let owned = descriptor.take() else { return }
        loop.deregister(owned.rawValue)
    }

    private func end() {
        guard case .open = state else {
            return fail(.reset(place, reason: "closed during the TLS handshake"))
        }
        close()
        delegate?.transportEnded()
    }

    private func fail(_ failure: Session.TransportFailure) {
        if case .closed = state { return }
        close()
        delegate?.transportFailed(failure)
    }

    private static func failure(
        _ error: SystemError, _ place: String
    ) -> Session.TransportFailure {
        switch error.cause {
        case .refused: .refused(place)
        case .timedOut: .timedOut(place)
        case .connectionLost: .reset(place, reason: error.reason)
        default: .unreachable(place, reason: error.reason)
        }
    }
}
