import ICYReader

/// A session with a clock that only the test moves; actions become short texts.
final class Stage {
    var session: StreamSession
    var now = Instant(nanoseconds: 1_000_000_000_000)
    var blocks: [(MetadataBlock, MetadataFields, TitleChange)] = []
    var requests: [String] = []

    init(
        _ url: String = "http://h:8000/live", seed: UInt64 = 1, readsTags: Bool = false,
        settings: StreamSettings = StreamSettings(userAgent: "Test/1")
    ) throws {
        session = StreamSession(url: try StreamURL(url), settings: settings, seed: seed)
        session.readsTags = readsTags
    }

    init(_ session: consuming StreamSession, now: Instant) {
        self.session = session
        self.now = now
    }

    func drain() -> [String] {
        var texts: [String] = []
        while let action = session.nextAction() {
            switch action {
            case .connect(let url): texts.append("connect \(url)")
            case .send(let bytes):
                requests.append(String(decoding: bytes, as: UTF8.self))
                let line = String(decoding: bytes.prefix { $0 != 0x0D }, as: UTF8.self)
                texts.append("send \(line)")
            case .close: texts.append("close")
            case .head(let head): texts.append("head \(head.status)")
            case .block(let block, let reading):
                blocks.append((block, reading.fields, reading.change))
                switch reading.change {
                case .title: texts.append("title \(reading.newTitle?.streamTitle ?? "none")")
                case .clear: texts.append("clear")
                case .unchanged, .unknown: texts.append("block \(block.index)")
                }
            case .comments(let comments, let reading):
                switch reading.change {
                case .title: texts.append("title \(reading.newTitle?.streamTitle ?? "none")")
                case .clear: texts.append("clear")
                case .unchanged, .unknown: texts.append("comments \(comments.index)")
                }
            case .tag(let tag, let reading):
                switch reading.change {
                case .title: texts.append("title \(reading.newTitle?.streamTitle ?? "none")")
                case .clear: texts.append("clear")
                case .unchanged, .unknown: texts.append("tag \(tag.index)")
                }
            case .heldReading(let reading, _, _):
                texts.append("held \(reading.newTitle?.streamTitle ?? "clear")")
            case .noTitle(let problem):
                texts.append("no title \(problem?.reason.rawValue ?? "any more")")
            case .askFirst: texts.append("ask first")
            case .framing(let event): texts.append(Self.name(event))
            case .state(let state): texts.append(Self.name(state))
            }
        }
        return texts
    }

    static func name(_ state: StreamSession.State) -> String {
        switch state {
        case .connecting: "connecting"
        case .live: "live"
        case .stalled: "stalled"
        case .waiting(let problem, _): "waiting \(problem.reason.rawValue)"
        case .failed(let problem, _): "failed \(problem.reason.rawValue)"
        }
    }

    static func name(_ event: FramingEvent) -> String {
        switch event {
        case .lost(let wireOffset, let swallowed): "lost \(wireOffset) \(swallowed)"
        case .reanchored(let wireOffset, _): "reanchored \(wireOffset)"
        case .searchedInVain: "searched in vain"
        case .lie: "lie"
        }
    }

    func start() -> [String] {
        session.start(now: now)
        return drain()
    }

    func connected() -> [String] {
        session.connected(now: now)
        return drain()
    }

    func receive(_ bytes: [UInt8]) -> [String] {
        session.received(bytes.span, now: now)
        return drain()
    }

    func receive(_ string: String) -> [String] { receive(text(string)) }

    func closed() -> [String] {
        session.closed(now: now)
        return drain()
    }

    func failed(_ failure: StreamSession.TransportFailure) -> [String] {
        session.failed(failure, now: now)
        return drain()
    }

    func tick(after duration: Duration) -> [String] {
        now = now + duration
        session.tick(now: now)
        return drain()
    }

    /// Moves the clock to the next attempt.
    func retry() -> [String] {
        now = session.deadline ?? now
        session.tick(now: now)
        return drain()
    }

    var isNewAttempt: Bool { session.isNewAttempt }

    /// The time until the deadline.
    var delay: Duration? { session.deadline.map { $0 - now } }

    var problem: StreamSession.Problem? {
        switch session.state {
        case .waiting(let problem, _), .failed(let problem, _): problem
        case .connecting, .live, .stalled: nil
        }
    }

    /// Takes the session as far as a head.
    func answer(_ head: String) -> [String] {
        _ = start()
        _ = connected()
        return receive(head)
    }
}

let goodHead = "ICY 200 OK\r\nicy-metaint:8\r\n\r\n"
