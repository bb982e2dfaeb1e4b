/// Keeps one stream open: what to connect to, what to send, what went wrong, when to try again.
///
/// No I/O happens inside, time and randomness come from outside. After every input, drain
/// `nextAction`, perform the actions in order, and call `tick` at `deadline`.
///
/// After the action `close` the transport drops its connection and reports nothing more of it.
///
/// It cannot be copied: there is one for a stream, and a look at it costs no copy of it either.
public struct Session: ~Copyable, Sendable {
    /// Points in time, as the caller's clock gives them.
    public typealias Instant = ICYReader.Instant

    enum Phase: Sendable { case idle, connecting, head, body, waiting }

    /// The address given.
    public var url: StreamURL { route.url }
    /// The address in use, after redirects and playlists; the next attempt starts from `url` again.
    public var currentURL: StreamURL { route.current }
    /// The address that the user or a playlist names, before any redirect.
    public var namedURL: StreamURL { route.named }
    /// What a listener of the station should know.
    public internal(set) var state: State = .connecting

    // The smallest stand together: there are ten thousand of these.

    var titleWatch = TitleWatch()
    var phase = Phase.idle
    /// Whether the current or last connection has proved itself: its audio still came in
    /// `Limits.stableConnection` after it came up. The back-off then begins anew with the next
    /// trouble, which an owner may report like a first one. False again when the next one is tried.
    public internal(set) var isStable = false
    /// Whether blocks of length 0 become actions too.
    public var reportsEmptyBlocks = true

    /// Whether the first byte of the next input has been read already, and only what follows from
    /// it is left.
    var isAhead = false
    var hasBeenLive = false
    var hasSeenMetadata = false
    var framingLosses: UInt8 = 0
    /// The next action that is handed out.
    var nextIndex: UInt32 = 0
    /// In the body when the last byte came, in every other phase when it ends; of no meaning before
    /// the start.
    var mark = Instant(nanoseconds: 0)
    /// What reading has cost since the start.
    var cost = WorkCost()
    /// Of no meaning before the first connection.
    var connectedAt = Instant(nanoseconds: 0)
    var actions: [Action] = []
    var reader = StreamReader()
    var metadata: MetadataReader
    var backOff: BackOff
    var route: Route
    let userAgent: String

    /// Prepares a session; `start` begins it.
    ///
    /// - Parameters:
    ///   - seed: for the back-off; give every station another one.
    ///   - charset: what the user says the station writes; nil to find out.
    public init(url: StreamURL, userAgent: String, seed: UInt64, charset: Charset? = nil) {
        // MPD has the charset in the address, too.
        let charset = charset ?? url.charsetName.flatMap { Charset(named: $0) }
        route = Route(url: url)
        self.userAgent = userAgent
        backOff = BackOff(seed: seed)
        metadata = MetadataReader(charset: charset)
    }

    /// Begins with the first attempt.
    public mutating func start(now: Instant) {
        precondition(phase == .idle, "a session starts once")
        connect(now)
    }

    /// The transport is up, TLS included.
    public mutating func connected(now: Instant) {
        guard phase == .connecting else { return }
        reader = StreamReader()
        reader.opening.isNamedPlaylist = currentURL.namesPlaylist
        metadata.beginBody()
        isAhead = false
        connectedAt = now
        phase = .head
        mark = now + Limits.headTimeout
        actions.append(.send(StreamRequest(url: currentURL, userAgent: userAgent).bytes))
    }

    /// What reading has cost since the start, in steps of about a microsecond: reckoned from the
    /// bytes, not measured. Where audio is cut, a quarter of a step is added; and as long as it is
    /// open what the body is, cuts may make a difference of six steps for each KiB.
    public var work: Int { cost.nanoseconds / WorkCost.step }

    /// Bytes came in; all of them are consumed.
    ///
    /// - Parameter now: when they came in, also if that is a while ago.
    public mutating func received(_ input: Span<UInt8>, now: Instant) {
        _ = receive(input, now, costLimit: .max)
    }

    /// Bytes came in; as many are consumed as the limit allows, and more than nothing is done.
    ///
    /// Give the rest again, before anything else that comes from the transport: the same happens as
    /// if all had been taken at once. A rest may be of one byte where only events are left that no
    /// byte follows.
    ///
    /// - Parameters:
    ///   - now: when they came in, also if that is a while ago.
    ///   - workLimit: stops behind the event with which `work` has grown by so much.
    /// - Returns: how many bytes were consumed; all of them if nothing is left to do.
    public mutating func received(_ input: Span<UInt8>, now: Instant, workLimit: Int) -> Int {
        let (limit, isVast) = workLimit.multipliedReportingOverflow(by: WorkCost.step)
        return receive(input, now, costLimit: isVast ? .max : limit)
    }

    private mutating func receive(
        _ input: Span<UInt8>, _ now: Instant, costLimit: Int
    ) -> Int {
        guard input.isEmpty == false else { return 0 }
        bytesArrived(now)
        // Nearly all that a transport hands over that drops audio, and it says nothing new.
        if input.count == 1, isSettled, isAhead == false, reader.countEmptyBlock(input[0]) {
            cost.addEmptyBlock()
            return 1
        }
        var offset = isAhead ? 1 : 0
        isAhead = false
        let before = cost.nanoseconds
        var pages = reader.oggPageCount
        do throws(ICYError) {
            var start = offset
            while isReceiving, let event = try reader.next(input, &offset) {
                cost.addReading(event, offset - start)
                start = offset
                pages = payPages(since: pages)
                if state == .connecting { checkBody(now) }
                if isReceiving { handle(event, now) }
                guard cost.nanoseconds - before >= costLimit, isReceiving else { continue }
                if offset < input.count { return offset }
                guard reader.hasMoreEvents else { break }
                isAhead = true
                return input.count - 1
            }
            cost.addReading(offset - start)
        } catch {
            fail(Problem(error, url: currentURL), now)
        }
        _ = payPages(since: pages)
        if isReceiving, state == .connecting || reader.isBodyComplete { checkBody(now) }
        return input.count
    }

    /// Adds the cost of pages of an Ogg body. Any other body costs a comparison.
    private mutating func payPages(since known: Int) -> Int {
        let count = reader.oggPageCount
        if count > known { cost.addPages(count - known) }
        return count
    }

    /// Whether an empty block, where one is expected, changes nothing.
    private var isSettled: Bool {
        state == .live && reportsEmptyBlocks == false && titleWatch.isSettled
    }

    /// Audio bytes that the transport may drop unseen, see `StreamReader.skippable`.
    public var skippable: Int { isReceiving && isAhead == false ? reader.skippable : 0 }

    /// The fewest bytes that must come before anything can happen but that time passes: what the
    /// transport may wait for, see `StreamReader.awaited`. At least 1.
    ///
    /// Before the stream is live, and when it stalls, every byte is news. Where more are awaited,
    /// look at what has come before a `tick` at `deadline`: else it would be taken for a stall.
    public var awaited: Int { state == .live && isAhead == false ? reader.awaited : 1 }

    /// `skippable` and `awaited`. Asked in place: a session is large, and a look at one that is
    /// part of an object costs a copy of it.
    public mutating func outlook() -> (skippable: Int, awaited: Int) { (skippable, awaited) }

    /// Whether the stream is live and there is nothing to do, asked in place.
    public mutating func isSteady() -> Bool { Int(nextIndex) == actions.count && state == .live }

    /// Audio bytes came in and were dropped unseen.
    ///
    /// - Parameters:
    ///   - count: at most `skippable`; more traps.
    ///   - now: when they came in, also if that is a while ago.
    public mutating func skip(_ count: Int, now: Instant) {
        precondition(count >= 0 && count <= skippable, "only audio bytes can be skipped")
        guard count > 0 else { return }
        bytesArrived(now)
        reader.skip(count)
        audioArrived(now)
    }

    /// The peer ended the connection in an orderly way.
    public mutating func closed(now: Instant) {
        guard hasConnection else { return }
        let wasBody = phase == .body
        if wasBody { endBody(now) }
        // A document may have led on: then the next connection is under way already.
        guard wasBody == false || phase == .body else { return }
        // Some servers refuse with less than a head.
        if phase == .head, let head = reader.endHead() { return handle(head, now) }
        fail(.ended(currentURL, inHead: wasBody == false), now)
    }

    /// The connection could not be opened, or broke.
    public mutating func failed(_ failure: TransportFailure, now: Instant) {
        guard hasConnection else { return }
        // Some servers reset the connection behind a document.
        if phase == .body, reader.isGatheringDocument { return endBody(now) }
        fail(Problem(failure, url: currentURL), now)
    }

    /// Time passed.
    public mutating func tick(now: Instant) {
        guard phase != .idle, now >= mark else { return }
        switch phase {
        case .idle: break
        case .connecting: fail(.connectTimeout(currentURL), now)
        case .head: fail(.headTimeout(currentURL), now)
        case .waiting: connect(now)
        case .body:
            if let documentDue, now >= documentDue {
                endBody(now)
            } else if now >= mark + Limits.stallTimeout {
                fail(.stall(currentURL), now)
            } else if state == .live, now >= mark + Limits.stallNotice {
                change(.stalled)
            } else if state == .live {
                report(titleWatch.timePassed(now, reader, at: currentURL))
            }
        }
    }

    /// When `tick` wants to be called. Bytes move it later without notice: a timer that fires too
    /// early costs nothing but a look at it.
    public var deadline: Instant? {
        guard phase == .body else { return phase == .idle ? nil : mark }
        if let documentDue { return documentDue }
        guard state == .live else { return mark + Limits.stallTimeout }
        return min(mark + Limits.stallNotice, titleWatch.due ?? mark + Limits.stallNotice)
    }

    /// The next thing to do; nil if there is none. Costs nothing then.
    public mutating func nextAction() -> Action? {
        guard Int(nextIndex) < actions.count else { return nil }
        let action = actions[Int(nextIndex)]
        nextIndex += 1
        if Int(nextIndex) == actions.count {
            // Nothing is kept for the next one: that may be minutes away.
            actions = []
            nextIndex = 0
        }
        return action
    }
}
