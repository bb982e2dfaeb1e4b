import ICYReader

/// The built-in station: real HTTP and ICY on a loopback port of its own, so that the relay reads
/// it like any other station.
final class DemoStation {
    private let loop: EventLoop
    private let startedAt: Instant
    private var listener: ListeningSocket?
    private var listeners: [ObjectIdentifier: DemoClient] = [:]

    init(loop: EventLoop, descriptor: consuming FileDescriptor) throws(SystemError) {
        self.loop = loop
        startedAt = loop.now
        listener = try ListeningSocket(loop: loop, descriptor: descriptor) { [weak self] accepted in
            self?.accept(accepted.release())
        }
    }

    private func accept(_ descriptor: consuming FileDescriptor) {
        // If the loop cannot watch the connection, it is closed; the listener will connect again.
        guard let listener = try? DemoClient(self, loop, descriptor) else { return }
        listeners[ObjectIdentifier(listener)] = listener
    }

    fileprivate func left(_ listener: DemoClient) {
        listeners[ObjectIdentifier(listener)] = nil
    }

    fileprivate var title: String {
        DemoPlaylist.title(at: Int((loop.now - startedAt).components.seconds))
    }
}

/// One connection to the built-in station.
private final class DemoClient: EventHandler, TimerHandler {
    /// Ten pieces per second, like an encoder. This is the longest time that a title waits.
    private static let interval = Duration.milliseconds(100)
    /// Two seconds of audio at the start, like Icecast's burst, let a player start at once.
    private static let burst = 2 * DemoBroadcast.bytesPerSecond

    private unowned let station: DemoStation
    private let loop: EventLoop
    private var descriptor: FileDescriptor?
    private var parser = RequestParser()
    private var broadcast: DemoBroadcast?
    private var startedAt: Instant
    private var sentAudio = 0
    private var output = OutputBuffer()
    private var timer: Timers.Token?

    init(
        _ station: DemoStation, _ loop: EventLoop, _ descriptor: consuming FileDescriptor
    ) throws(SystemError) {
        self.station = station
        self.loop = loop
        startedAt = loop.now
        let raw = descriptor.rawValue
        self.descriptor = consume descriptor
        try loop.register(raw, for: .readable, self)
    }

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) { flush() }
        guard readiness.contains(.readable), let raw = descriptor?.rawValue else { return }
        switch Socket.receive(raw, into: loop.receiveBuffer) {
        case .wouldBlock: break
        case .count(let count): loop.receiveBuffer.withBytes(count) { received($0) }
        case .end, .failed: close()
        }
    }

    private func received(_ bytes: Span<UInt8>) {
        guard broadcast == nil else { return }
        var offset = 0
        do throws(RequestError) {
            guard let request = try parser.next(bytes, &offset) else { return }
            begin(isInterleaved: request.value("icy-metadata") == "1")
        } catch {
            close()
        }
    }

    private func begin(isInterleaved: Bool) {
        let broadcast = DemoBroadcast(isInterleaved: isInterleaved)
        self.broadcast = broadcast
        output.append(broadcast.head)
        startedAt = loop.now
        sendDue()
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        timer = nil
        sendDue()
    }

    private func sendDue() {
        let (seconds, attoseconds) = (loop.now - startedAt).components
        let milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        let due = DemoClient.burst + milliseconds * DemoBroadcast.bytesPerSecond / 1000
        // The machine has slept: do not send the silence of a whole night at once.
        guard due - sentAudio <= Limits.demoBacklog else { return close() }
        let audio = broadcast?.next(audioBytes: due - sentAudio, title: station.title)
        output.append(audio ?? [])
        sentAudio = due
        flush()
        guard descriptor != nil else { return }
        timer = loop.schedule(at: loop.now + DemoClient.interval, self)
    }

    private func flush() {
        guard let raw = descriptor?.rawValue, (try? output.send(to: raw)) != nil else {
            return close()
        }
        // A player that has paused is dropped, as a real station does; it reconnects by itself.
        if output.count > Limits.demoBacklog { return close() }
        loop.setInterest(raw, output.isEmpty ? .readable : [.readable, .writable])
    }

    private func close() {
        guard let owned = descriptor.take() else { return }
        loop.deregister(owned.rawValue)
        if let timer { loop.cancel(timer) }
        timer = nil
        station.left(self)
    }
}
