import ICYReader

/// One client's side of a WebSocket after the 101: keep-alive, closing handshake, and what to
/// answer. It sends nothing itself; the owner performs the actions, and calls `tick` at `deadline`.
///
/// There is one per subscriber: it holds no storage while nothing is half received or pending.
struct WebSocketSession: Sendable {
    enum Action: Equatable, Sendable {
        /// Bytes for the client, in order.
        case send([UInt8])
        /// A whole message of the client.
        case message([UInt8], isText: Bool)
        /// Flush what is pending, then close the TCP connection. The last action.
        case end
    }

    private enum State {
        case open
        /// A ping was sent and has no pong yet.
        case awaitingPong
        /// Our Close was sent, the client's is to come.
        case closing
        case ended
    }

    /// Shared by all sessions. Pongs are not matched, so a ping needs no payload.
    private static let ping = FrameEncoder.ping([])

    /// A frame or a message that is half received.
    private final class Partial: Sendable {
        let decoder: FrameDecoder

        init(_ decoder: FrameDecoder) { self.decoder = decoder }
    }

    private var state = State.open
    private var partial: Partial?
    private var pending: [Action] = []
    private var nextPending: UInt32 = 0
    private let maximumMessageSize: UInt32

    /// What the client did wrong, if that ended it.
    private(set) var failure: WebSocketError?

    /// When `tick` is due. After `.end`: by when the pending output should be flushed.
    private(set) var deadline: Instant

    /// - Parameter maximumMessageSize: Bytes of one message of the client.
    init(now: Instant, maximumMessageSize: Int = Limits.clientMessageBytes) {
        self.maximumMessageSize = UInt32(maximumMessageSize)
        deadline = now + Limits.pingInterval
    }

    /// False after a Close was sent or received: no data frame may be sent any more (RFC 6455
    /// §5.5.1).
    var isOpen: Bool { state == .open || state == .awaitingPong }

    /// Takes what arrived. After `.end` it is ignored.
    mutating func received(_ input: Span<UInt8>, now: Instant) {
        var offset = 0
        var decoder =
            partial?.decoder ?? FrameDecoder(maximumMessageSize: Int(maximumMessageSize))
        partial = nil
        do throws(WebSocketError) {
            while state != .ended, let event = try decoder.next(input, &offset) {
                handle(event, now: now)
            }
            if state != .ended, !decoder.isIdle { partial = Partial(decoder) }
        } catch {
            // RFC 6455 §7.1.7: fail the connection, with a Close unless there was one.
            failure = error
            if isOpen { send(FrameEncoder.close(code: error.closeCode, reason: error.reason)) }
            end(now: now)
        }
    }

    /// Does what is due by now: the ping, or giving up. Too early a call does nothing.
    mutating func tick(now: Instant) {
        guard now >= deadline else { return }
        switch state {
        case .open:
            send(Self.ping)
            state = .awaitingPong
            deadline = now + Limits.pingInterval
        case .awaitingPong, .closing:
            end(now: now)
        case .ended: break
        }
    }

    /// Starts the closing handshake (RFC 6455 §7.1.2). Without effect once it is under way.
    mutating func close(code: UInt16, reason: String, now: Instant) {
        guard isOpen else { return }
        send(FrameEncoder.close(code: code, reason: reason))
        state = .closing
        deadline = now + Limits.closeHandshakeWait
    }

    /// What the owner has to do next, or nil. To be called until nil after every other call.
    mutating func nextAction() -> Action? {
        guard nextPending < pending.count else { return nil }
        let action = pending[Int(nextPending)]
        nextPending += 1
        if nextPending == pending.count {
            pending = []
            nextPending = 0
        }
        return action
    }

    private mutating func handle(_ event: FrameDecoder.Event, now: Instant) {
        switch event {
        case .text(let payload):
            // RFC 6455 §1.4: what comes after our own Close is discarded.
            if isOpen { pending.append(.message(payload, isText: true)) }
        case .binary(let payload):
            if isOpen { pending.append(.message(payload, isText: false)) }
        case .ping(let payload):
            // RFC 6455 §5.5.2
            if isOpen { send(FrameEncoder.pong(payload)) }
        case .pong:
            // Any pong counts, also one that answers nothing: RFC 6455 §5.5.3 calls that a
            // heartbeat. Other frames do not: who cannot answer a ping (a MUST, §5.5.2) does not
            // speak the protocol, and is told apart from one that left only by the pong.
            if state == .awaitingPong { state = .open }
        case .close(let code, _):
            // RFC 6455 §5.5.1: a Close is answered, typically with the code received; §7.1.1: then
            // the server closes the TCP connection first.
            if isOpen {
                send(code.map { FrameEncoder.close(code: $0) } ?? FrameEncoder.emptyClose())
            }
            end(now: now)
        }
    }

    /// Adds to a send that is still pending: one write instead of many when pings arrive in a row.
    private mutating func send(_ bytes: [UInt8]) {
        let last = pending.count - 1
        guard nextPending <= last, case .send(var joined) = pending[last] else {
            return pending.append(.send(bytes))
        }
        pending[last] = .send([])  // gives up its reference, so that the bytes grow in place
        joined += bytes
        pending[last] = .send(joined)
    }

    private mutating func end(now: Instant) {
        pending.append(.end)
        state = .ended
        deadline = now + Limits.closeHandshakeWait
    }
}
