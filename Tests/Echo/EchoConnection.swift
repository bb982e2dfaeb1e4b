import ICYReader

@testable import Relay

/// One client of the echo endpoint. It uses the same parser, handshake and session as `Connection`,
/// but it sends every message back. The loop keeps it until it closes.
final class EchoConnection: EventHandler, TimerHandler {
    private enum Phase {
        case request
        case webSocket
        /// Nothing follows what is already in the output.
        case flushing
        /// Everything is sent. Further input is dropped until the client closes.
        case lingering
    }

    /// Autobahn's largest message is 16 MiB.
    private static let maximumMessageSize = 32 * 1024 * 1024

    private unowned let loop: EventLoop
    private var descriptor: FileDescriptor?
    private var phase = Phase.request
    private var parser = RequestParser()
    private var session: WebSocketSession
    private var timer: Timers.Token?
    /// Whole pieces, in order; `sentCount` bytes of the first one have been sent.
    private var output: [[UInt8]] = []
    private var sentCount = 0

    init(loop: EventLoop, descriptor: consuming FileDescriptor) throws(SystemError) {
        self.loop = loop
        session = WebSocketSession(
            now: loop.now, maximumMessageSize: EchoConnection.maximumMessageSize)
        let raw = descriptor.rawValue
        self.descriptor = consume descriptor
        Socket.sendWithoutDelay(raw)
        try loop.register(raw, for: .readable, self)
        wake(at: loop.now + Limits.requestWait)
    }

    // MARK: From the loop

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) { flush() }
        // Pending output goes first: nothing is read from a client that does not read.
        guard readiness.contains(.readable), output.isEmpty, let raw = descriptor?.rawValue else {
            return
        }
        let buffer = loop.receiveBuffer
        switch Socket.receive(raw, into: buffer) {
        case .wouldBlock: break
        case .count(let count): buffer.withBytes(count) { received($0) }
        case .end, .failed: close()
        }
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        timer = nil
        guard phase == .webSocket else { return close() }
        session.tick(now: now)
        performSession()
    }

    // MARK: Receiving

    private func received(_ bytes: Span<UInt8>) {
        switch phase {
        case .request: receivedRequest(bytes)
        case .webSocket:
            session.received(bytes, now: loop.now)
            performSession()
        case .flushing, .lingering: break
        }
    }

    private func receivedRequest(_ bytes: Span<UInt8>) {
        var offset = 0
        let request: Request
        do throws(RequestError) {
            guard let complete = try parser.next(bytes, &offset) else { return }
            request = complete
        } catch {
            return refuse(Response(error))
        }
        do throws(HandshakeError) {
            output.append(try Handshake.respond(to: request, speaking: []).responseHead)
        } catch {
            return refuse(error.response)
        }
        phase = .webSocket
        session.received(bytes.extracting(offset..<bytes.count), now: loop.now)
        performSession()
    }

    private func refuse(_ response: Response) {
        output.append(response.bytes(includingBody: true))
        finish()
    }

    private func performSession() {
        while let action = session.nextAction() {
            switch action {
            case .send(let bytes): output.append(bytes)
            case .message(let payload, let isText):
                output.append(isText ? FrameEncoder.text(payload) : FrameEncoder.binary(payload))
            case .end: return finish()
            }
        }
        wake(at: session.deadline)
        flush()
    }

    // MARK: Sending

    private func flush() {
        guard let raw = descriptor?.rawValue else { return }
        var done = 0
        sending: while done < output.count {
            switch Socket.send(raw, output[done], from: sentCount) {
            case .count(let count): sentCount += count
            case .failed: return close()
            case .wouldBlock, .end: break sending
            }
            guard sentCount == output[done].count else { continue }
            sentCount = 0
            done += 1
        }
        output.removeFirst(done)
        guard output.isEmpty else { return loop.setInterest(raw, .writable) }
        loop.setInterest(raw, .readable)
        if phase == .flushing { linger(raw) }
    }

    // MARK: Ending

    private func finish() {
        phase = .flushing
        wake(at: loop.now + Limits.stuckWait)
        flush()
    }

    private func linger(_ raw: Int32) {
        phase = .lingering
        wake(at: loop.now + Limits.lingerWait)
        Socket.shutdownWriting(raw)
    }

    private func close() {
        guard let owned = descriptor.take() else { return }
        if let timer { loop.cancel(timer) }
        timer = nil
        loop.deregister(owned.rawValue)
    }

    private func wake(at deadline: Instant) {
        if let timer { loop.cancel(timer) }
        timer = loop.schedule(at: deadline, self)
    }
}
