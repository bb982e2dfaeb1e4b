import ICYReader

/// `Relay dump URL`: one connection, until it ends.
final class StreamDump: UpstreamDelegate {
    private let loop: EventLoop
    private let output: DumpOutput
    private let save: SaveFile?
    private var upstream: Upstream?
    private var signals: SignalWatch?
    private var exitCode = ExitCode.success
    private var isBodyOpen = false
    private let isReadTogether =
        StandardStream.isTerminal(StandardStream.output)
        && StandardStream.isTerminal(StandardStream.error)
    private var isEnded = false
    private var hasConnected = false
    /// Bytes received before they are known to belong to a stream.
    private var unsaved: [UInt8] = []
    /// Whether the head indicates a stream, which is what `--save` keeps.
    private var hasStream = false

    static func run(
        _ options: Options.Dump, _ url: StreamURL, _ save: SaveFile?
    ) throws(DumpFailure) -> ExitCode {
        do throws(SystemError) {
            let loop = try EventLoop()
            let dump = try StreamDump(options, url, save, loop)
            dump.upstream?.start()
            loop.run()
            return dump.exitCode
        } catch {
            throw DumpFailure(message: "cannot start: \(error)", code: .unavailable)
        }
    }

    private init(
        _ options: Options.Dump, _ url: StreamURL, _ save: SaveFile?, _ loop: EventLoop
    ) throws(SystemError) {
        self.loop = loop
        self.save = save
        output = DumpOutput(options)
        let signals = try SignalWatch(loop: loop) { [unowned self] _ in
            end("interrupted", .success)
        }
        self.signals = signals
        output.signals = signals.rawDescriptor
        save?.signals = signals.rawDescriptor
        upstream = Upstream(
            try Network(loop: loop, resolver: try Resolver()), url: url, charset: options.charset,
            settings: StreamSettings(userAgent: Version.userAgent, rules: options.rules),
            reportsEmptyBlocks: true, leastDropped: nil,
            delegate: self)
    }

    func upstreamWillConnect(to url: StreamURL, isNewAttempt: Bool) {
        // A response that led to another address is not part of the stream.
        unsaved = []
        hasStream = false
        isBodyOpen = false
        if hasConnected { output.next(url) }
        hasConnected = true
    }

    func upstreamReceived(_ bytes: Span<UInt8>, behind audio: Int) {
        guard save != nil else { return }
        if isBodyOpen {
            keepUnsaved()
            return keep(bytes)
        }
        // Held back until a stream is known. An error response must not replace an earlier capture.
        // A playlist, or a head without a body, must not come before the stream that follows.
        for index in bytes.indices { unsaved.append(bytes[index]) }
    }

    private func keep(_ bytes: Span<UInt8>) {
        do throws(DumpFailure) {
            try save?.append(bytes)
        } catch {
            if error.code == .success { return end("interrupted", .success) }
            Log.line("dump: \(error.message)")
            if isEnded { exitCode = error.code } else { end("error", error.code) }
        }
    }

    func upstreamHead(_ head: ResponseHead) {
        output.head(head)
        if output.isDone { return stop() }
        guard head.isSuccess else { return }
        hasStream = true
    }

    private func keepUnsaved() {
        guard hasStream, !unsaved.isEmpty else { return }
        let bytes = unsaved
        unsaved = []
        keep(bytes.span)
    }

    func upstreamBlock(_ block: MetadataBlock, _ reading: MetadataReading) {
        output.block(block, reading)
        if output.isDone { stop() }
    }

    func upstreamFraming(_ event: FramingEvent) {
        output.framing(event)
    }

    func upstreamComments(_ comments: OggComments, _ reading: MetadataReading) {
        output.comments(comments, reading)
        if output.isDone { stop() }
    }

    func upstreamTag(_ tag: StreamTag, _ reading: MetadataReading) {
        output.tag(tag, reading)
        if output.isDone { stop() }
    }

    /// The block or the comments were printed when they came.
    func upstreamHeldReading(_ reading: MetadataReading, audioOffset: Int, _ raw: [UInt8]) {}

    func upstreamState(_ state: StreamSession.State) {
        switch state {
        case .connecting, .stalled: break
        case .live: isBodyOpen = true
        case .waiting(let problem, _), .failed(let problem, _):
            if [.ended, .closedEarly, .connectionBroken].contains(problem.reason), let upstream {
                if isBodyOpen {
                    // Not an error of ours, but a reset may be why a title is missing.
                    Log.line(problem.message)
                    output.end(upstream.end, audioBytes: upstream.audioOffset)
                    return stop()
                }
                if case .notInterleaved = upstream.end, hasStream {
                    Log.line(problem.message)
                    return end("no_metadata", .notAStream)
                }
            }
            logProblem(problem)
            let code = ExitCode(problem.reason)
            if output.hasHead { end("error", code) } else { stop(code) }
        }
    }

    func upstreamNoTitle(_ problem: StreamSession.Problem?) {
        guard let problem, !problem.reason.isClear else { return }
        logProblem(problem)
    }

    /// Reports a problem in the log and among the blocks, but only once if both go to one terminal.
    private func logProblem(_ problem: StreamSession.Problem) {
        if !output.problem(problem) || !isReadTogether { Log.line(problem.message) }
    }

    // MARK: Ending

    private func end(_ reason: String, _ code: ExitCode) {
        output.end(reason, audioBytes: upstream?.audioOffset ?? 0)
        stop(code)
    }

    private func stop(_ code: ExitCode = .success) {
        guard !isEnded else { return }
        isEnded = true
        exitCode = code
        // A stream without titles is kept too.
        keepUnsaved()
        upstream?.stop()
        loop.stop()
    }
}
