import ICYReader
import Testing

@testable import Relay

/// An upstream over TCP, the station at its other end, and everything that the upstream reports.
final class UpstreamProbe: UpstreamDelegate {
    let clock = TestClock()
    let loop: EventLoop
    private var events: [String] = []
    private var titles: [String] = []
    /// Bytes that arrived, including those that were dropped.
    private(set) var received = 0
    /// Bytes that were dropped, for each call.
    private(set) var dropped: [Int] = []
    private var upstream: Upstream?
    private let station: FakeStation
    private(set) var socket: TestSocket?

    /// - Parameter leastDropped: nil means that every byte is received.
    init(leastDropped: Int? = Limits.leastDropped) throws {
        loop = try EventLoop.stepped(by: clock)
        station = try FakeStation()
        upstream = Upstream(
            try Network(loop: loop, resolver: try Resolver(threads: 0)), url: try station.url(),
            leastDropped: leastDropped, delegate: self)
        upstream?.start()
        socket = try station.accept(on: loop)
        // Otherwise a last small piece would wait for an acknowledgement.
        socket.map { Socket.sendWithoutDelay($0.descriptor) }
        _ = takeEvents()
    }

    deinit { upstream?.stop() }

    /// What was reported since the last call.
    func takeEvents() -> [String] {
        defer { (events, titles) = ([], []) }
        return events
    }

    /// The titles of the blocks that were reported since the last call.
    func takeTitles() -> [String] {
        defer { (events, titles) = ([], []) }
        return titles
    }

    // MARK: The station

    /// Sends everything, and lets the upstream read what it wants.
    func send(_ bytes: [UInt8], segment: Int = 64 * 1024) throws {
        let socket = try #require(socket)
        var rest = bytes[...]
        loop.turn(until: {
            rest = rest.dropFirst(socket.send(Array(rest.prefix(segment))))
            loop.runOnce(timeout: .zero)
            return rest.isEmpty
        })
        settle()
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Shuts down the sending side, however much the upstream still has to read.
    func end() throws {
        try #require(socket).shutdownWriting()
        loop.turn(until: { hasEnded })
    }

    func reset() throws {
        try #require(socket).reset()
        loop.turn(until: { hasEnded })
    }

    private var hasEnded: Bool {
        events.contains { $0.hasPrefix("waiting") || $0.hasPrefix("failed") }
    }

    /// Runs the loop until nothing more arrives: a turn reads one interval at most.
    private func settle() {
        var before = -1
        while received + events.count > before {
            before = received + events.count
            // What was sent over the loopback interface is there at once.
            loop.settle(3)
        }
    }

    func advance(by duration: Duration) {
        clock.advance(by: duration)
        loop.settle()
    }

    // MARK: What the upstream reports

    func upstreamReceived(_ bytes: Span<UInt8>, behind audio: Int) {
        received += bytes.count + audio
        if audio > 0 { dropped.append(audio) }
    }

    func upstreamHead(_ head: ResponseHead) { events.append("head \(head.status)") }

    func upstreamBlock(_ block: MetadataBlock, _ reading: MetadataReading) {
        titles.append(reading.title?.streamTitle ?? "")
        events.append(
            "block \(block.index) at \(block.wireOffset), \(block.audioOffset): "
                + "\(reading.title?.streamTitle ?? "no title") \(block.bytes.count)")
    }

    func upstreamFraming(_ event: FramingEvent) { events.append("\(event)") }

    func upstreamComments(_ comments: OggComments, _ reading: MetadataReading) {
        events.append("comments \(reading.title?.streamTitle ?? "")")
    }

    func upstreamTag(_ tag: StreamTag, _ reading: MetadataReading) {
        events.append("tag \(reading.title?.streamTitle ?? "")")
    }

    func upstreamHeldReading(_ reading: MetadataReading, audioOffset: Int, _ raw: [UInt8]) {
        events.append("held \(reading.title?.streamTitle ?? "")")
    }

    func upstreamState(_ state: StreamSession.State) {
        switch state {
        case .connecting: events.append("connecting")
        case .live: events.append("live")
        case .stalled: events.append("stalled")
        case .waiting(let problem, _): events.append("waiting \(problem.reason.rawValue)")
        case .failed(let problem, _): events.append("failed \(problem.reason.rawValue)")
        }
    }

    func upstreamNoTitle(_ problem: StreamSession.Problem?) {
        events.append("no title \(problem?.reason.rawValue ?? "any more")")
    }
}
