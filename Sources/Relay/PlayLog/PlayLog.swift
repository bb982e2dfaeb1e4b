/// Numbers the titles of all stations, keeps them in a file, and hands them on: each one is in the
/// file before any client hears of it, and on the disk right after.
///
/// All that happens on a thread of its own, so that a slow disk never holds up a loop. Titles go
/// before the log: where they cannot be written, they are told all the same.
final class PlayLog: Sendable {
    typealias Entry = TitleDraft

    private struct Figures: Sendable {
        var lines = 0
        var failures = 0
    }

    /// Of titles that are told without being in the file: after a restart nobody knows them.
    let unwrittenEpoch: String
    private let restored: Lock<PlayLogContents>
    private let queue: Lock<PlayLogQueue>
    private let counts = Lock(Figures())
    /// Lines that a full disk has cost stations, until a loop counts them.
    private let lostLines = Lock<[Int: Int]>([:])
    private let bell: Doorbell
    private let thread = Lock<Thread?>(nil)
    private let deliver: @Sendable (Entry) -> Void

    /// Opens the file, repairs and restores it, or begins it; and starts the thread.
    ///
    /// - Parameter deliver: called for one title after the other, in the order of their numbers:
    ///   on the log's thread, or, while the disk does not answer, on the one that calls `append`.
    ///   Other threads wait meanwhile: it should only put the title into inboxes, and must not call
    ///   the log.
    init(
        path: String, bounds: PlayLogWaiting.Bounds = PlayLogWaiting.Bounds(),
        deliver: @escaping @Sendable (Entry) -> Void
    ) throws(PlayLogError) {
        let file = try PlayLogFile(path: path)
        let contents = file.contents
        restored = Lock(contents)
        self.deliver = deliver
        let queue = PlayLogQueue(
            epoch: contents.epoch, lastNumber: contents.lastNumber, bounds: bounds)
        unwrittenEpoch = queue.unwrittenEpoch
        self.queue = Lock(queue)
        // The thread alone has the file: it closes it when another one takes its place.
        let writer = Lock<PlayLogWriter?>(PlayLogWriter(file))
        do throws(SystemError) {
            bell = try Doorbell()
            let started = try Thread("play-log") { [self] in run(writer) }
            thread.withLock { $0 = started }
        } catch {
            throw PlayLogError("cannot start the play log (\(error))")
        }
        if file.wasTorn { Log.line("the play log \(path) ended within a line, which was cut off") }
        if contents.unreadableLines > 0 {
            Log.line(
                "the play log \(path) has lines that cannot be read (\(contents.unreadableLines)); "
                    + "they stay in it")
        }
    }

    /// What the file held at the start.
    var contents: PlayLogContents { restored.withLock { $0 } }

    /// The titles of earlier runs have been handed on: they need not be kept here too.
    func forgetTitles() { restored.withLock { $0.titles = [:] } }

    /// Numbers, writes and delivers a title. Never waits for the disk.
    ///
    /// - Returns: what was shed because of it, or on the log's thread since the last call: by
    ///   bound, how much of which stations.
    @discardableResult
    func append(_ entry: Entry) -> [Bound: [Int: Int]] {
        let outcome = queue.withLock { queue in
            let outcome = queue.append(entry)
            for entry in outcome.overdue { deliver(entry) }
            return outcome
        }
        if outcome.mustWake { bell.ring() }
        let lost = lostLines.withLock { lines in
            defer { lines = [:] }
            return lines
        }
        // Nearly always.
        if outcome.shed.isEmpty, lost.isEmpty { return [:] }
        return [.playLogQueue: outcome.shed, .playLogBacklog: lost].filter { !$1.isEmpty }
    }

    /// Goes on in the file that has the name now; soon, on the thread.
    func reopen() {
        queue.withLock { $0.reopen() }
        bell.ring()
    }

    /// Returns when all that came before is delivered and on the disk, and the thread has ended.
    /// What comes later is delivered without being written.
    func close() {
        queue.withLock { $0.close() }
        bell.ring()
        thread.withLock { thread in
            defer { thread = nil }
            return thread
        }?.join()
    }

    /// Lines written; and titles that clients were told without their line being in the file, with
    /// the times that the file could not be brought to the disk.
    var figures: (lines: Int, failures: Int) {
        let passed = queue.withLock(\.passedCount)
        let figures = counts.withLock { $0 }
        return (figures.lines, figures.failures + passed)
    }

    // MARK: The thread

    private func run(_ handedOver: Lock<PlayLogWriter?>) {
        guard var writer = handedOver.withLock({ $0.take() }) else { return }
        while true {
            let work = queue.withLock { $0.take() }
            if work.mustReopen { writer.reopen() }
            if !work.entries.isEmpty || work.isEnd {
                handle(work.entries, &writer)
            } else {
                bell.wait()
            }
            if work.isEnd { return writer.end(besides: queue.withLock(\.passedCount)) }
        }
    }

    private func handle(_ entries: [Entry], _ writer: inout PlayLogWriter) {
        let (count, _, unwritten) = writer.write(
            entries.map { PlayLogLine($0.event, raw: $0.raw, of: $0.stationIndex) })
        let lost = writer.takeShed()
        if !lost.isEmpty { lostLines.withLock { $0.merge(lost, uniquingKeysWith: +) } }
        counts.withLock { counts in
            counts.lines += count
            counts.failures += unwritten
        }
        if unwritten > 0 { queue.withLock { $0.goUnwritten(last: unwritten) } }
        // One at a time: whoever adds a title waits for one delivery, not for all.
        while queue.withLock({ queue in
            guard let entry = queue.next() else { return false }
            deliver(entry)
            return true
        }) {}
        if !writer.sync() { counts.withLock { $0.failures += 1 } }
    }
}
