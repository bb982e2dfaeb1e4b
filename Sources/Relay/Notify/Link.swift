import ICYReader

/// Performs the actions of a protocol on a real connection. All decisions are the machine's; this
/// only moves bytes and keeps its time.
final class Link<Machine: LinkMachine>: TransportDelegate, TimerHandler {
    private(set) var machine: Machine
    private let network: Network
    private var transport: Transport?
    private var timer: (token: Timers.Token, deadline: Instant)?
    /// Counts the connections that were not made: each begins with another address of the host.
    private var turn: UInt16 = 0
    private var finished: (() -> Void)?

    init(_ machine: Machine, _ network: Network) {
        self.machine = machine
        self.network = network
        perform()
    }

    deinit { transport?.close() }

    private var loop: EventLoop { network.loop }

    /// Changes the machine, and does what it then wants.
    func update(_ change: (_ machine: inout Machine, _ now: Instant) -> Void) {
        change(&machine, loop.now)
        perform()
    }

    /// - Parameter done: called once, when the machine is over; perhaps before this returns.
    func finish(within time: Duration, _ done: @escaping () -> Void) {
        finished = done
        update { $0.finish(by: $1 + time, now: $1) }
    }

    /// Ends at once, without another word.
    func stop() {
        closeTransport()
        if let timer { loop.cancel(timer.token) }
        timer = nil
    }

    // MARK: Transport events

    func transportLeavesOut(addresses count: Int) {}

    func transportFound(_ addresses: [Address]) {}

    func transportConnected() {
        turn = 0
        update { $0.connected(now: $1) }
    }

    func transportReceived(_ bytes: Span<UInt8>, behind audio: Int) -> Demand {
        machine.received(bytes, now: loop.now)
        perform()
        return Demand()
    }

    func transportEnded() {
        transport = nil
        update { $0.ended(now: $1) }
    }

    func transportShed(_ bound: Bound) {}

    func transportFailed(_ failure: StreamSession.TransportFailure) {
        transport = nil
        turn &+= 1
        update { $0.failed(failure.words, now: $1) }
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        guard timer?.token == token else { return }
        timer = nil
        if let deadline = machine.deadline, now >= deadline { machine.tick(now: now) }
        perform()
    }

    // MARK: Actions of the machine

    private func perform() {
        while let action = machine.nextAction() {
            switch action {
            case .connect:
                let transport = Transport(
                    network, url: machine.url, turn: turn, outputLimit: Limits.notifyOutputBytes,
                    delegate: self)
                self.transport = transport
                transport.open()
            case .send(let bytes): transport?.send(bytes)
            case .close: closeTransport()
            case .log(let text, let level): Log.line(text, level)
            }
        }
        keepTime()
        if machine.isOver, let finished = finished.take() { finished() }
    }

    private func closeTransport() {
        transport?.close()
        transport = nil
    }

    /// A deadline that moves to a later time is noticed when the timer fires.
    private func keepTime() {
        guard let deadline = machine.deadline else {
            if let timer { loop.cancel(timer.token) }
            timer = nil
            return
        }
        if let timer {
            guard deadline < timer.deadline else { return }
            loop.cancel(timer.token)
        }
        timer = (loop.schedule(at: deadline, self), deadline)
    }
}

extension StreamSession.TransportFailure {
    /// What is the matter, and what to do about it.
    fileprivate var words: String {
        switch self {
        case .unknownHost(let name): "there is no host \(name); check the address"
        case .lookupFailed(let host, let reason): "\(host) cannot be looked up now (\(reason))"
        case .refused(let place): "\(place) refuses the connection; is it running?"
        case .unreachable(let place, let reason): "\(place) cannot be reached (\(reason))"
        case .internalAddress(let host): "\(host) is internal"
        case .timedOut(let place): "\(place) does not answer"
        case .tls(let reason):
            reason.hasPrefix("certificate refused")
                ? "\(reason); SSL_CERT_FILE names other authorities to trust"
                : "TLS failed (\(reason))"
        case .reset(let place, let reason): "\(place) broke the connection (\(reason))"
        }
    }
}
