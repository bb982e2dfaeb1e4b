import ICYReader
import Testing

@testable import Relay

/// A hub whose clients are socket pairs and whose clock the test moves.
final class TestHub {
    let clock: TestClock
    let loop: EventLoop
    let hub: Hub
    let inbox: ServerInbox
    /// Kept alive for the hub.
    var stations: StationRunner?
    private var titleCount = 0

    init(
        _ stations: [String] = ["jazz"], others: [ServerInbox] = [], clock: TestClock = TestClock(),
        shared: ServerContext = ServerContext(loops: 2), index: Int = 0,
        limits: ClientLimits = ClientLimits(), access: AccessPolicy = AccessPolicy(),
        descriptorLimit: Int = .max, compatible: Set<CompatibleAPI> = []
    ) throws {
        self.clock = clock
        loop = try EventLoop.stepped(by: clock)
        inbox = try ServerInbox()
        hub = try Hub(
            loop: loop, index: index, shared: shared,
            settings: try LiveSettings(
                named: stations, limits: limits, access: access, compatible: compatible),
            inbox: inbox, others: others, descriptorLimit: { _ in descriptorLimit })
    }

    /// Lets time pass, and does what is due.
    func advance(by duration: Duration) {
        clock.advance(by: duration)
        loop.settle()
    }

    // MARK: Clients

    /// - Parameter prepare: is called with the server's end before it is accepted.
    func connect(
        _ pair: SocketPair = SocketPair(), prepare: (TestSocket) -> Void = { _ in }
    ) -> TestSocket {
        prepare(pair.near)
        hub.registry.accept(pair.near.release())
        return pair.far
    }

    /// Sends a request and returns everything that comes back at once.
    func request(_ client: TestSocket, _ text: String) -> String {
        client.send(text.replacing("\n", with: "\r\n"))
        loop.settle()
        return String(decoding: client.takeAll(), as: UTF8.self)
    }

    func get(_ path: String, accept: String = "*/*", method: String = "GET") -> String {
        request(connect(), "\(method) \(path) HTTP/1.1\nHost: h\nAccept: \(accept)\n\n")
    }

    static func upgrade(_ path: String, _ format: MessageFormat) -> String {
        let name = [MessageFormat.json: "icy.json.v1", .raw: "icy.raw.v1"][format]
        let subprotocol = name.map { "Sec-WebSocket-Protocol: \($0)\r\n" } ?? ""
        return "GET \(path) HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + subprotocol + "\r\n"
    }

    /// A subscriber that has read the response head; frames may have arrived with it.
    func subscribe(
        _ path: String = "/", _ format: MessageFormat = .text, _ pair: SocketPair = SocketPair(),
        prepare: (TestSocket) -> Void = { _ in }, sourceLocation: SourceLocation = #_sourceLocation
    ) -> TestSocket {
        let client = connect(pair, prepare: prepare)
        client.send(TestHub.upgrade(path, format))
        loop.settle()
        let head = client.takeHead()
        #expect(head.hasPrefix("HTTP/1.1 101 "), sourceLocation: sourceLocation)
        return client
    }

    /// Closes the client, and waits until the hub has noticed. That may take a moment: if a test
    /// that runs at the same time starts a process, the process has a copy of every descriptor
    /// until it executes its own program.
    func leave(_ client: TestSocket) {
        let count = hub.registry.clients.count
        client.close()
        loop.turn(until: { hub.registry.clients.count < count })
    }

    // MARK: Publications

    /// The next title, with a number.
    func title(_ text: String, station: String = "jazz") -> Title {
        titleCount += 1
        return Title(
            .sample(text, station: station, audioOffset: 0),
            id: TitleID(epoch: "e", number: titleCount))
    }

    /// Publishes a title that has no number yet, as a station does.
    func publishUnnumbered(_ text: String, station: Int = 0) {
        hub.publish(
            .sample(text, audioOffset: 0), raw: [], of: StationID(station), receivedAt: loop.now)
    }

    @discardableResult
    func publish(title text: String, station: Int = 0) -> Title {
        let title = title(text)
        hub.publish(.title(title, of: StationID(station), receivedAt: nil))
        return title
    }

    @discardableResult
    func publish(
        state: StationStatus.State, station: Int = 0, audioOrigins: [String] = []
    ) throws -> StationStatus {
        let url = try StreamURL("http://s/jazz")
        var status = StationStatus(station: "jazz", listenURL: url, state: state)
        status.audioOrigins = audioOrigins
        hub.publish(.status(StatusPublication(station: StationID(station), status: status)))
        return status
    }
}

extension LiveSettings {
    /// Stations that no runner runs.
    convenience init(
        named names: [String], limits: ClientLimits = ClientLimits(),
        access: AccessPolicy = AccessPolicy(), compatible: Set<CompatibleAPI> = []
    ) throws {
        let url = try StreamURL("http://127.0.0.1/")
        self.init(
            stations: names.enumerated().map { id, name in
                StationEntry(
                    id: StationID(id), choice: Options.StationChoice(name: name, url: url))
            }, limits: limits, access: access, compatible: compatible)
    }
}

/// A server's frame, as in RFC 6455 §5.2; read here independently of the code under test.
struct ServerFrame: Equatable, CustomStringConvertible {
    let opcode: UInt8
    let payload: [UInt8]

    init(_ opcode: UInt8, _ payload: [UInt8]) {
        self.opcode = opcode
        self.payload = payload
    }

    static func text(_ text: String) -> ServerFrame { ServerFrame(1, Array(text.utf8)) }

    static func close(_ code: UInt16, _ reason: String = "") -> ServerFrame {
        ServerFrame(8, [UInt8(code / 256), UInt8(code % 256)] + Array(reason.utf8))
    }

    static let ping = ServerFrame(9, [])

    static func pong(_ payload: [UInt8] = []) -> ServerFrame { ServerFrame(10, payload) }

    var text: String { String(decoding: payload, as: UTF8.self) }

    var description: String { "\(opcode): \(payload.count > 200 ? "\(payload.count) B" : text)" }
}

/// A frame of a client: final and masked.
func clientFrame(_ opcode: UInt8, _ payload: [UInt8] = []) -> [UInt8] {
    let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
    var frame: [UInt8] = [0x80 | opcode]
    if payload.count <= 125 {
        frame.append(0x80 | UInt8(payload.count))
    } else {
        frame += [0x80 | 126, UInt8(payload.count / 256), UInt8(payload.count % 256)]
    }
    return frame + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
}

extension TestSocket {
    /// Removes the response head from what was received.
    func takeHead() -> String {
        receive()
        let end = Array("\r\n\r\n".utf8)
        guard let first = received.indices.first(where: { received[$0...].starts(with: end) })
        else { return "" }
        return String(decoding: take(first + 4), as: UTF8.self)
    }

    /// The whole frames that have arrived; a piece of another one is left.
    func takeFrames() -> [ServerFrame] {
        receive()
        var frames: [ServerFrame] = []
        while received.count >= 2 {
            var start = 2
            var length = Int(received[1])
            if length == 126 {
                guard received.count >= 4 else { break }
                length = Int(received[2]) * 256 + Int(received[3])
                start = 4
            }
            guard length < 127 || start == 4, received.count >= start + length else { break }
            let frame = take(start + length)
            #expect(frame[0] & 0xF0 == 0x80, "final, no reserved bits")
            frames.append(ServerFrame(frame[0] & 0x0F, Array(frame[start...])))
        }
        return frames
    }
}
