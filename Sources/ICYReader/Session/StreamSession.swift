/// Keeps one stream open: what to connect to, what to send, what went wrong, when to try again.
///
/// There is no I/O inside; time and randomness come from outside. After every input, drain
/// `nextAction`, perform the actions in order, and call `tick` at `deadline`.
///
/// After the action `close`, the transport drops its connection and reports nothing more of it.
///
/// A session cannot be copied: there is one per stream, and inspecting it must not copy it either.
public struct StreamSession: ~Copyable, Sendable {
    /// Points in time, on the caller's clock.
    public typealias Instant = ICYReader.Instant

    private enum Phase: Sendable { case idle, connecting, head, body, waiting }

    /// The state that a listener of the station should know.
    public private(set) var state: State = .connecting

    private var titleWatch = TitleWatch()
    private var resumption = TitleResumption()
    private var phase = Phase.idle
    /// Whether the current or last connection has proved itself: audio still arrived
    /// `Limits.stableConnection` after it came up. The back-off then restarts with the next
    /// problem, which an owner may report like a first one. False again for the next connection.
    public private(set) var isStable = false
    /// Whether blocks of length 0 become actions too.
    public var reportsEmptyBlocks = true
    /// Whether tags are looked for until a block has a title. No audio is dropped meanwhile.
    public var readsTags = true

    /// Whether the first byte of the next input is already read, and only its events are left.
    private var isAhead = false
    private var hasBeenLive = false
    private var hasSeenMetadata = false
    private var framingLosses: UInt8 = 0
    /// In the body: when the last byte arrived. In any other phase: when the phase times out.
    /// Meaningless before the start.
    private var mark = Instant(nanoseconds: 0)
    /// The cost of reading since the start.
    private(set) var cost = WorkCost()
    /// Meaningless before the first connection.
    private var connectedAt = Instant(nanoseconds: 0)
    private var actions = Backlog<Action>()
    private(set) var reader = StreamReader()
    private var metadata: MetadataReader
    private var backOff: BackOff
    private(set) var route: Route
    @OnDemand private(set) var addresses: AddressList
    private let settings: StreamSettings

    /// Prepares a session; `start` begins it.
    ///
    /// - Parameters:
    ///   - url: the address, and the first one if the settings have others.
    ///   - seed: for the back-off; use a different one for each station.
    ///   - charset: the charset the user gave for the station; nil to detect it.
    public init(
        url: StreamURL, settings: StreamSettings, seed: UInt64, charset: Charset? = nil
    ) {
        // MPD also has the charset in the address.
        let charset = charset ?? url.charsetName.flatMap { Charset(named: $0) }
        route = Route(url: url)
        self.settings = settings
        backOff = BackOff(seed: seed)
        metadata = MetadataReader(charset: charset, rules: settings.rules)
        if settings.fallbacks.isEmpty == false {
            addresses = AddressList([url] + settings.fallbacks)
        }
    }

    private init(after other: borrowing StreamSession, seed: UInt64) {
        let list = other.addresses.restarted
        route = Route(url: list.current ?? other.url)
        settings = other.settings
        backOff = BackOff(seed: seed)
        metadata = other.metadata
        resumption = other.resumption
        (reportsEmptyBlocks, readsTags) = (other.reportsEmptyBlocks, other.readsTags)
        addresses = list
    }

    /// A session that begins with the first address and knows what this one knows: the charset,
    /// and which titles are not new. See the action `askFirst`.
    public func successor(seed: UInt64) -> StreamSession { StreamSession(after: self, seed: seed) }

    /// Begins the first attempt.
    public mutating func start(now: Instant) {
        precondition(phase == .idle, "a session starts once")
        connect(now)
    }

    /// Handles an established transport, TLS included.
    ///
    /// - Parameter pictures: where pictures in the stream are kept; nil if they are not.
    public mutating func connected(now: Instant, pictures: PictureRoom? = nil) {
        guard phase == .connecting else { return }
        reader = StreamReader(isNamedPlaylist: currentURL.namesPlaylist, pictures: pictures)
        if readsTags { reader.searchTags() }
        metadata.beginBody()
        resumption.beginConnection(now)
        isAhead = false
        connectedAt = now
        phase = .head
        mark = now + Limits.headTimeout
        let request = StreamRequest(
            url: currentURL, userAgent: settings.userAgent, cookies: route.cookies,
            headers: route.isOwn ? settings.headers : [])
        actions.append(.send(request.bytes))
    }

    /// Handles received bytes, and consumes as many as the limit allows. It always makes progress.
    ///
    /// Pass the rest again before any other input from the transport: the result is the same as if
    /// everything had been consumed at once. The rest may be one byte if only events are left that
    /// need no further byte.
    ///
    /// - Parameters:
    ///   - now: when the bytes arrived, even if that is a while ago.
    ///   - workLimit: stops after the event with which `work` has grown by this much.
    /// - Returns: how many bytes were consumed; all of them if nothing is left to do.
    public mutating func received(_ input: Span<UInt8>, now: Instant, workLimit: Int) -> Int {
        let (limit, isVast) = workLimit.multipliedReportingOverflow(by: WorkCost.step)
        return read(input, now, costLimit: isVast ? .max : limit)
    }

    private mutating func read(_ input: Span<UInt8>, _ now: Instant, costLimit: Int) -> Int {
        guard input.isEmpty == false else { return 0 }
        bytesArrived(now)
        // Nearly all input from a transport that drops audio is such a byte.
        if input.count == 1, isSettled, isAhead == false, reader.countEmptyBlock(input[0]) {
            cost.addEmptyBlock()
            return 1
        }
        var offset = isAhead ? 1 : 0
        isAhead = false
        let before = cost.nanoseconds
        var pages = reader.pageCount
        do throws(ICYError) {
            var start = offset
            while isReceiving, let event = try reader.next(input, &offset) {
                cost.addReading(event, offset - start)
                start = offset
                pages = payPages(since: pages)
                if state == .connecting { checkBody(now) }
                if isReceiving { handleEvent(event, now) }
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

    /// Adds the cost of pages of an Ogg body. For most other bodies this is one comparison.
    private mutating func payPages(since known: Int) -> Int {
        let count = reader.pageCount
        if count > known { cost.addPages(count - known) }
        return count
    }

    /// Whether an empty block, where one is expected, changes nothing.
    private var isSettled: Bool {
        state == .live && reportsEmptyBlocks == false && titleWatch.isSettled
    }

    /// Audio bytes that the transport may drop unseen, see `StreamReader.skippable`.
    public var skippable: Int { isReceiving && isAhead == false ? reader.skippable : 0 }

    /// The fewest bytes that must arrive before anything can happen except by time: what the
    /// transport may wait for, see `StreamReader.awaited`. At least 1.
    ///
    /// Otherwise every byte matters. If more than one is awaited, check for new bytes before a
    /// `tick` at `deadline`; otherwise it reports a stall.
    public var awaited: Int { state == .live && isAhead == false ? reader.awaited : 1 }

    /// `skippable` and `awaited`, read in place: reading the properties copies the session.
    public mutating func outlook() -> (skippable: Int, awaited: Int) { (skippable, awaited) }

    /// Whether the stream is live and nothing is to do, read in place.
    public mutating func isSteady() -> Bool { actions.isEmpty && state == .live }

    /// Handles audio bytes that arrived and were dropped unseen.
    ///
    /// - Parameters:
    ///   - count: at most `skippable`; more traps.
    ///   - now: when they arrived, even if that is a while ago.
    public mutating func skip(_ count: Int, now: Instant) {
        precondition(count >= 0 && count <= skippable, "only audio bytes can be skipped")
        guard count > 0 else { return }
        bytesArrived(now)
        reader.skip(count)
        audioArrived(now)
    }

    /// Handles an orderly close.
    public mutating func closed(now: Instant) {
        guard hasConnection else { return }
        let wasBody = phase == .body
        if wasBody { endBody(now) }
        // A document may have led on to the next connection.
        guard wasBody == false || phase == .body else { return }
        // Some servers refuse with less than a complete head.
        if phase == .head, let head = reader.endHead() { return handleHead(head, now) }
        fail(.ended(currentURL, inHead: wasBody == false), now)
    }

    /// Handles a connection that could not be opened, or broke.
    public mutating func failed(_ failure: TransportFailure, now: Instant) {
        guard hasConnection else { return }
        // Some servers reset the connection after a document.
        if phase == .body, reader.isGatheringDocument { return endBody(now) }
        fail(Problem(failure, url: currentURL), now)
    }

    /// Handles the passing of time.
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
            } else if now >= mark + settings.silentAfter {
                fail(.stall(currentURL, after: settings.silentAfter), now)
            } else if state == .live, now >= mark + Limits.stallNotice {
                change(.stalled)
            } else if state == .live {
                report(titleWatch.timePassed(now, reader, at: currentURL))
                if addresses.takeDue(now, returnAfter: settings.returnAfter) {
                    actions.append(.askFirst)
                }
                guard let held = resumption.takeDue(now) else { break }
                actions.append(held.action)
                watchForTitle(in: held.reading)
            }
        }
    }

    /// When to call `tick`. Bytes move it later without notice: a timer that fires too early costs
    /// only a check.
    public var deadline: Instant? {
        guard phase == .body else { return phase == .idle ? nil : mark }
        if let documentDue { return documentDue }
        guard state == .live else { return mark + settings.silentAfter }
        let stall = mark + min(Limits.stallNotice, settings.silentAfter)
        return min(
            stall, titleWatch.due ?? stall, resumption.due ?? stall, addresses.due ?? stall)
    }

    /// The next action to perform; nil if there is none.
    public mutating func nextAction() -> Action? { actions.popFirst() }

    private var isReceiving: Bool { phase == .head || phase == .body }
    private var hasConnection: Bool { phase == .connecting || isReceiving }

    private mutating func change(_ new: State) {
        guard state != new else { return }
        state = new
        actions.append(.state(new))
    }

    private mutating func connect(_ now: Instant) {
        route = Route(url: addresses.current ?? url)
        if phase == .idle { actions.append(.state(.connecting)) } else { change(.connecting) }
        open(now)
    }

    private mutating func open(_ now: Instant) {
        isStable = false
        titleWatch = TitleWatch()
        phase = .connecting
        mark = now + Limits.connectTimeout
        actions.append(.connect(currentURL))
    }

    private mutating func bytesArrived(_ now: Instant) {
        guard phase == .body else { return }
        // Bytes that a transport delivers late may have arrived before the last ones.
        mark = max(mark, now)
        guard state == .stalled else { return }
        change(.live)
        // The stall replaced this report, and is over.
        report(titleWatch.standing)
    }

    /// When the body, which may be a document, counts as complete.
    private var documentDue: Instant? {
        guard phase == .body, reader.isSniffing, let headTime = reader.headTime else {
            return nil
        }
        let whole = headTime + Limits.documentTotal
        return reader.isGatheringDocument ? min(mark + Limits.documentTimeout, whole) : whole
    }

    private mutating func audioArrived(_ now: Instant) {
        guard isStable == false else { return }
        // A head alone is not a stream.
        route.arrived()
        guard now >= connectedAt + Limits.stableConnection else { return }
        isStable = true
        backOff.reset()
        addresses.hasWorked()
    }

    private mutating func handleEvent(_ event: StreamReader.Event, _ now: Instant) {
        switch event {
        case .head(let head): handleHead(head, now)
        case .audio, .heldAudio:
            // A second head has withdrawn the blocks.
            if reader.isPlain { return checkBody(now) }
            audioArrived(now)
            // Everyone interested in the head has received it.
            if state == .live { reader.forgetOpening() }
        case .block(let block): handleBlock(block, now)
        case .comments(let tags):
            let reading = metadata.read(tags, &cost)
            tell(reading, audioOffset: tags.audioOffset, tags.raw, now) { .comments(tags, $0) }
        case .tag(let tag):
            let reading = metadata.read(tag, &cost)
            tell(reading, audioOffset: tag.audioOffset, tag.raw, now) { .tag(tag, $0) }
        case .framing(let event): handleFraming(event, now)
        case .document(let kind, let document): handleDocument(document, kind, now)
        }
    }

    private mutating func handleHead(_ received: ResponseHead, _ now: Instant) {
        cost.addHead(received)
        let head = metadata.read(received, &cost)
        actions.append(.head(head))
        if head.isRedirect, let location = head.location {
            route.take(cookies: head)
            redirect(to: location, now)
        } else if head.isSuccess == false, reader.refusal == nil {
            fail(.status(head, currentURL), now) { $0.refused(head) }
        } else {
            phase = .body
            mark = now
            reader.headTime = now
            checkBody(now)
        }
    }

    /// Goes live as soon as the body is known to have blocks, and gives up if it has none.
    private mutating func checkBody(_ now: Instant) {
        guard phase == .body else { return }
        if reader.refusal != nil {
            if reader.isRefusalComplete { endBody(now) }
            return
        }
        switch reader.framing {
        case .head, .detecting, .sniffing: break
        case .interleaved, .searching, .ogg, .tagged: beLive(now)
        case .plain:
            guard let head = reader.head else { break }
            return fail(.noTitles(head, currentURL, reader.bodyKind ?? .audio), now)
        }
        if reader.isBodyComplete {
            endBody(now)
            if isReceiving { fail(.ended(currentURL, inHead: false), now) }
        }
    }

    /// Handles the end of the body: what was held back is a document, or nothing that plays.
    private mutating func endBody(_ now: Instant) {
        if let refusal = reader.refusal, let head = reader.head {
            fail(.status(head, currentURL, saying: refusal), now) { $0.refused(head) }
        } else if let event = reader.endBody() {
            handleEvent(event, now)
        } else if case .plain = reader.framing, let head = reader.head {
            fail(.noTitles(head, currentURL, reader.bodyKind ?? .audio), now)
        }
    }

    private mutating func beLive(_ now: Instant) {
        guard state == .connecting else { return }
        hasBeenLive = true
        change(.live)
        addresses.isLive(now, returnAfter: settings.returnAfter)
        titleWatch.begin(reader, now)
        // At startup, ten thousand streams may wait for their first byte of audio.
        if case .interleaved = reader.framing { reader.forgetHead() }
    }

    private mutating func redirect(to location: String, _ now: Instant) {
        var problem = Problem.redirects(currentURL)
        do throws(ICYError) {
            _ = try currentURL.resolve(location)
        } catch {
            problem = Problem(error, url: currentURL)
        }
        fail(problem, now) { $0.redirected(to: location) }
    }

    private mutating func handleDocument(_ document: [UInt8], _ kind: BodyKind, _ now: Instant) {
        cost.addDocument(document.count)
        let finding = DocumentFinding(document, kind, at: currentURL, head: reader.head)
        guard let finding else { return }
        fail(finding.problem, now) { finding.next(&$0) }
    }

    /// Gives up the address in use, and continues with the next one of this attempt, if any. A
    /// stream that has already played begins again from the given address.
    private mutating func fail(
        _ problem: Problem, _ now: Instant,
        next: (inout Route) -> Route.Step = { $0.failed() }
    ) {
        if state == .live || state == .stalled, route.isSettled { return drop(problem, now) }
        // The failure of a guess is not reported.
        if route.isGuess == false { route.namedProblem = problem }
        switch next(&route) {
        case .go:
            actions.append(.close)
            change(.connecting)
            open(now)
        case .stop(.playlistDepth), .stop(.playlistLoop):
            drop(Problem(.playlistLoop, url.shown), now)
        case .stop: drop(route.namedProblem ?? problem, now)
        }
    }

    private mutating func handleBlock(_ block: MetadataBlock, _ now: Instant) {
        let reading = metadata.read(block, &cost)
        guard block.isEmpty == false else {
            if reportsEmptyBlocks { actions.append(.block(block, reading)) }
            return watchForTitle(in: reading)
        }
        tell(reading, audioOffset: block.audioOffset, block.bytes, now) { .block(block, $0) }
        // A block that has a title wins over the tags.
        if reading.title?.isBlank == false { reader.stopTagSearch() }
    }

    /// Reports what a block, comments or a tag say, with the effect that they have now.
    private mutating func tell(
        _ reading: MetadataReading, audioOffset: Int, _ raw: [UInt8], _ now: Instant,
        action: (MetadataReading) -> Action
    ) {
        let (told, isHeld) = resumption.judge(reading, audioOffset: audioOffset, raw, now)
        actions.append(action(told))
        if isHeld == false { watchForTitle(in: told) }
    }

    /// The reader finds lost blocks by itself, until its search ends in vain.
    private mutating func handleFraming(_ event: FramingEvent, _ now: Instant) {
        actions.append(.framing(event))
        switch event {
        case .lost, .reanchored: break
        case .searchedInVain, .lie: loseFraming(event, now)
        }
    }

    private mutating func watchForTitle(in reading: MetadataReading) {
        report(titleWatch.saw(reading, in: reader, at: currentURL))
        if reading.fields.fields.isEmpty == false { hasSeenMetadata = true }
    }

    private mutating func report(_ verdict: TitleWatch.Verdict?) {
        guard let verdict else { return }
        cost.addReport(verdict.problem)
        actions.append(.noTitle(verdict.problem))
    }

    /// The blocks are lost, or never existed. Only a new connection restarts the counting.
    private mutating func loseFraming(_ event: FramingEvent, _ now: Instant) {
        if now >= connectedAt + Limits.framingTrust { framingLosses = 0 }
        framingLosses = min(framingLosses, .max - 1) + 1
        if case .lie = event, hasSeenMetadata == false {
            drop(.emptyPromise(currentURL), now, isLasting: true)
        } else {
            drop(.framingLost(currentURL), now, exponent: Int(framingLosses) - 1)
        }
    }

    /// Closes, and waits: not at all before the next of several addresses, else briefly, or longer
    /// for problems that seldom pass.
    private mutating func drop(
        _ problem: Problem, _ now: Instant, isLasting: Bool? = nil, exponent: Int? = nil
    ) {
        actions.append(.close)
        phase = .waiting
        // The address is not to blame for lost framing.
        if exponent == nil, addresses.fail() {
            mark = now
            return change(.waiting(problem, retryAt: now))
        }
        let isSlow = isLasting ?? (problem.reason.isLasting && hasBeenLive == false)
        var delay = isSlow ? backOff.nextSlow() : backOff.next(atLeast: exponent ?? 0)
        if let asked = reader.head?.retryAfter { delay = max(delay, asked) }
        mark = now + delay
        change(isSlow ? .failed(problem, retryAt: mark) : .waiting(problem, retryAt: mark))
    }
}
