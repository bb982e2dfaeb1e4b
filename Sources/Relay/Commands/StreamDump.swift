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

    static func run(
        _ options: Options.Dump, _ url: StreamURL, _ save: SaveFile?
    ) throws(DumpFailure) -> ExitCode {
        do throws(SystemError) {
            let loop = try EventLoop(inbox: try Wakeup())
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
        upstream = Upstream(
            loop: loop, resolver: try Resolver(), trust: TrustStore(), url: url,
            reportsEmptyBlocks: true, delegate: self)
    }

    func upstreamWillConnect(to url: StreamURL) {
        save?.startAgain()
    }

    func upstreamReceived(_ bytes: Span<UInt8>) {
        do throws(DumpFailure) {
            try save?.append(bytes)
        } catch {
            Log.line("dump: \(error.message)")
            end("error", error.code)
        }
    }

    func upstreamHead(_ head: ResponseHead) {
        output.head(head)
        if output.isDone { stop() }
    }

    func upstreamBlock(_ block: MetadataBlock, _ fields: MetadataFields, _ change: TitleChange) {
        output.block(block, fields, change)
        if output.isDone { stop() }
    }

    func upstreamState(_ state: Session.State) {
        switch state {
        case .connecting, .stalled: break
        case .live: isBodyOpen = true
        case .waiting(let problem, _), .failed(let problem, _):
            if problem.kind == .ended, isBodyOpen, let upstream {
                output.end(upstream.end, audioBytes: upstream.audioOffset)
                return stop()
            }
            Log.line(problem.message)
            let code = ExitCode(problem.kind)
            if output.hasHead { end("error", code) } else { stop(code) }
        }
    }

    // MARK: Ending

    private func end(_ reason: String, _ code: ExitCode) {
        output.end(reason, audioBytes: upstream?.audioOffset ?? 0)
        stop(code)
    }

    private func stop(_ code: ExitCode = .success) {
        upstream?.stop()
        exitCode = code
        loop.stop()
    }
}
