import ICYReader

/// The server's side of one client's WebSocket after the 101: keep-alive, the closing handshake,
/// and the answers to frames. It sends nothing itself: the owner performs the actions, and calls
/// `tick` at `deadline`.
///
/// There is one per subscriber, so it holds no storage unless something is half received or
/// pending.
struct WebSocketSession: Sendable {
    enum Action: Equatable, Sendable {
        /// Bytes for the client, in order.
        case send([UInt8])
        /// A complete message of the client.
        case message([UInt8], isText: Bool)
        /// Flush pending output, then close the TCP connection. This is the last action.
        case end
    }

    private enum State {
        case open
        /// A ping was sent, and its pong has not arrived.
        case awaitingPong
        /// Our Close was sent, and the client's has not arrived.
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
    private var pending = Backlog<Action>()
    private let maximumMessageSize: UInt32

    /// What the client did wrong, if that ended the session.
    private(set) var failure: WebSocketError?

    /// When `tick` is due. After `.end`: the deadline for flushing the pending output.
    private(set) var deadline: Instant

    /// - Parameter maximumMessageSize: The most bytes of one message of the client.
    init(now: Instant, maximumMessageSize: Int = Limits.clientMessageBytes) {
        self.maximumMessageSize = UInt32(maximumMessageSize)
        deadline = now + Limits.pingInterval
    }

    /// False after a Close was sent or received: then no data frame may be sent (RFC 6455 §5.5.1).
    var isOpen: Bool { state == .open || state == .awaitingPong }

    /// Processes received bytes. After `.end` they are ignored.
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

    /// Does what is due: sends the ping, or gives up. A call before the deadline does nothing.
    ///
    /// - Parameter frame: is sent with the ping.
    mutating func tick(now: Instant, with frame: [UInt8] = []) {
        guard now >= deadline else { return }
        switch state {
        case .open:
            send(frame + Self.ping)
            state = .awaitingPong
            deadline = now + Limits.pingInterval
        case .awaitingPong, .closing:
            end(now: now)
        case .ended: break
        }
    }

    /// Starts the closing handshake (RFC 6455 §7.1.2). Has no effect if it has already started.
    mutating func close(code: UInt16, reason: String, now: Instant) {
        guard isOpen else { return }
        send(FrameEncoder.close(code: code, reason: reason))
        state = .closing
        deadline = now + Limits.closeHandshakeWait
    }

    /// What the owner must do next, or nil. After every other call, call this until it returns nil.
    mutating func nextAction() -> Action? { pending.popFirst() }

    private mutating func handle(_ event: FrameDecoder.Event, now: Instant) {
        switch event {
        case .text(let payload):
            // RFC 6455 §1.4: data after our own Close is discarded.
            if isOpen { pending.append(.message(payload, isText: true)) }
        case .binary(let payload):
            if isOpen { pending.append(.message(payload, isText: false)) }
        case .ping(let payload):
            // RFC 6455 §5.5.2
            if isOpen { send(FrameEncoder.pong(payload)) }
        case .pong:
            // Any pong counts, even an unsolicited one: RFC 6455 §5.5.3 calls that a heartbeat.
            // Other frames do not: a client that cannot answer a ping (a MUST, §5.5.2) does not
            // speak the protocol, and only the pong tells it apart from a client that has left.
            if state == .awaitingPong { state = .open }
        case .close(let code, _):
            // RFC 6455 §5.5.1: a Close is answered, typically with the received code; §7.1.1: then
            // the server closes the TCP connection first.
            if isOpen {
                send(code.map { FrameEncoder.close(code: $0) } ?? FrameEncoder.emptyClose())
            }
            end(now: now)
        }
    }

    /// Appends to a send that is still pending: one write instead of many if pings arrive in a row.
    private mutating func send(_ bytes: [UInt8]) {
        guard case .send(var joined)? = pending.last else {
            return pending.append(.send(bytes))
        }
        pending.replaceLast(by: .send([]))  // gives up its reference: the bytes grow in place
        joined += bytes
        pending.replaceLast(by: .send(joined))
    }

    private mutating func end(now: Instant) {
        pending.append(.end)
        state = .ended
        deadline = now + Limits.closeHandshakeWait
    }
}
