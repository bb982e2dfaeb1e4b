import ICYReader

/// `Relay watch URL`: one line per title.
enum Watch {
    static func run(_ options: Options.Watch) -> ExitCode {
        do throws(SystemError) {
            let loop = try EventLoop()
            let watcher = try Watcher(options, loop, try Resolver())
            watcher.start()
            loop.run()
            return watcher.exitCode
        } catch {
            Log.line("cannot start: \(error)")
            return .unavailable
        }
    }
}

private final class Watcher: UpstreamDelegate {
    private(set) var exitCode = ExitCode.success
    private let options: Options.Watch
    private let loop: EventLoop
    private let isTerminal = StandardStream.isTerminal(StandardStream.output)
    private var upstream: Upstream?
    private var signals: SignalWatch?
    private var hasBeenLive = false
    private var problems = ProblemLog()
    private var noTitleLog = NoTitleLog()
    private var name = ""
    private let epoch = TitleID.newEpoch
    private var titleCount = 0

    init(_ options: Options.Watch, _ loop: EventLoop, _ resolver: Resolver) throws(SystemError) {
        self.options = options
        self.loop = loop
        signals = try SignalWatch(loop: loop) { [unowned self] _ in end(.success) }
        upstream = Upstream(
            try Network(loop: loop, resolver: resolver), url: options.url, charset: options.charset,
            delegate: self)
    }

    func start() { upstream?.start() }

    func upstreamHead(_ head: ResponseHead) {
        // A redirect or an error does not have the station's name.
        if head.isSuccess { name = head.name.cut(to: Limits.wordCharacters) }
    }

    func upstreamBlock(_ block: MetadataBlock, _ reading: MetadataReading) {
        printTitle(in: reading, audioOffset: block.audioOffset)
    }

    func upstreamComments(_ comments: OggComments, _ reading: MetadataReading) {
        printTitle(in: reading, audioOffset: comments.audioOffset)
    }

    func upstreamTag(_ tag: StreamTag, _ reading: MetadataReading) {
        printTitle(in: reading, audioOffset: tag.audioOffset)
    }

    func upstreamHeldReading(_ reading: MetadataReading, audioOffset: Int, _ raw: [UInt8]) {
        printTitle(in: reading, audioOffset: audioOffset)
    }

    private func printTitle(in reading: MetadataReading, audioOffset: Int) {
        if let ad = reading.ad { printAd(ad, audioOffset: audioOffset) }
        guard
            let event = TitleEvent(
                reading, audioOffset: audioOffset, station: options.url.host, at: .now)
        else { return }
        titleCount += 1
        if options.isJSON {
            printLine(Title(event, id: TitleID(epoch: epoch, number: titleCount)).json.text)
        } else {
            let title = event.display.isEmpty ? "(no title)" : Terminal.visible(event.display)
            printLine("\(event.at.localTime)  \(title)")
        }
        showStatus("waiting for the next title")
    }

    private func printAd(_ ad: AdBreak, audioOffset: Int) {
        let event = AdEvent(station: options.url.host, ad: ad, at: .now, audioOffset: audioOffset)
        guard !options.isJSON else { return printLine(event.json.text) }
        // The station may send any number.
        let seconds = ad.durationMilliseconds.map { $0 / 1000 + ($0 % 1000 < 500 ? 0 : 1) }
        let length = seconds.map { ", \($0) s" } ?? ""
        printLine("\(event.at.localTime)  (ad: \(Terminal.visible(event.ad.kind))\(length))")
    }

    func upstreamState(_ state: StreamSession.State) {
        switch state {
        case .connecting: showStatus("connecting to \(options.url)")
        case .live:
            hasBeenLive = true
            showStatus("waiting for a title")
        case .stalled: showStatus(NoTitleReason.stalled.words)
        case .waiting(let problem, let retryAt), .failed(let problem, let retryAt):
            clearStatus()
            if upstream?.isStable == true { problems.clear() }
            problems.report(problem.message)
            // Before the first success, a mistake is more likely than an outage.
            guard hasBeenLive else { return end(ExitCode(problem.reason)) }
            let wait = max(1, Int((retryAt - loop.now).components.seconds))
            showStatus("trying again in \(wait) s")
        }
    }

    func upstreamNoTitle(_ problem: StreamSession.Problem?) {
        // For an empty title, "(no title)" has just been printed.
        if let problem, !problem.reason.isClear { clearStatus() }
        noTitleLog.report(problem)
    }

    private func end(_ code: ExitCode) {
        clearStatus()
        upstream?.stop()
        exitCode = code
        loop.stop()
    }

    // MARK: The terminal

    private func printLine(_ line: String) {
        clearStatus()
        write(line + "\n")
    }

    private func showStatus(_ status: String) {
        guard isTerminal else { return }
        let station = name.isEmpty ? "" : "\(Terminal.visible(name)): "
        write("\r\u{1B}[K\u{1B}[2m\(station)\(status)\u{1B}[0m")
    }

    private func clearStatus() {
        if isTerminal { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        do throws(SystemError) {
            try StandardStream.write(
                text, to: StandardStream.output, unless: signals?.rawDescriptor)
        } catch {
            // The output is closed (`watch | head`), or the program is asked to end.
            upstream?.stop()
            loop.stop()
        }
    }
}
