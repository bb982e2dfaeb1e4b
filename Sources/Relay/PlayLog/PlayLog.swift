/// Numbers the titles of all stations, writes them to a file and delivers them. A title is in the
/// file before any client receives it, and on the disk right after.
///
/// All of this happens on a separate thread, so a slow disk never blocks a loop. Delivery takes
/// precedence over the log: titles that cannot be written are delivered all the same.
final class PlayLog: Sendable {
    private struct Figures: Sendable {
        var lines = 0
        var failures = 0
    }

    /// The epoch of titles that are delivered without being in the file: after a restart they are
    /// unknown.
    let unwrittenEpoch: String
    private let restored: Lock<PlayLogContents>
    private let queue: Lock<PlayLogQueue>
    private let counts = Lock(Figures())
    /// How many lines each station lost to a full disk, until a loop counts them.
    private let lostLines = Lock<[StationID: Int]>([:])
    private let bell: Doorbell
    private let thread = Lock<Thread?>(nil)
    private let deliver: @Sendable (PlayLogQueue.Numbered) -> Void

    /// Opens the file, repairs and restores it, or creates it. Then starts the thread.
    ///
    /// - Parameter deliver: called for one title at a time, in the order of their numbers: on the
    ///   log's thread or, while the disk does not answer, on the thread that calls `append`. Other
    ///   threads wait for it to return, so it should only put the title into inboxes. It must not
    ///   call the log.
    init(
        path: String, bounds: PlayLogWaiting.Bounds = PlayLogWaiting.Bounds(),
        deliver: @escaping @Sendable (PlayLogQueue.Numbered) -> Void
    ) throws(PlayLogError) {
        let file = try PlayLogFile(path: path)
        let contents = file.contents
        restored = Lock(contents)
        self.deliver = deliver
        let queue = PlayLogQueue(
            epoch: contents.epoch, lastNumber: contents.lastNumber, bounds: bounds)
        unwrittenEpoch = queue.unwrittenEpoch
        self.queue = Lock(queue)
        // Only the thread owns the file: the file is closed when another one replaces it.
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

    /// The contents of the file when it was opened.
    var contents: PlayLogContents { restored.withLock { $0 } }

    /// Releases the titles of earlier runs once they have been passed on.
    func forgetTitles() { restored.withLock { $0.titles = [:] } }

    /// Numbers, writes and delivers a title. Never waits for the disk.
    ///
    /// - Returns: how much each station lost, by bound, because of this title or on the log's
    ///   thread since the last call.
    @discardableResult
    func append(_ entry: PlayLogEntry) -> [Bound: [StationID: Int]] {
        let outcome = queue.withLock { queue in
            let outcome = queue.append(entry)
            for title in outcome.overdue { deliver(title) }
            return outcome
        }
        if outcome.mustWake { bell.ring() }
        let lost = lostLines.withLock { lines in
            defer { lines = [:] }
            return lines
        }
        // Nearly always the case.
        if outcome.shed.isEmpty, lost.isEmpty { return [:] }
        return [.playLogQueue: outcome.shed, .playLogBacklog: lost].filter { !$1.isEmpty }
    }

    /// Makes the thread soon switch to the file that has the log's name now.
    func reopen() {
        queue.withLock { $0.reopen() }
        bell.ring()
    }

    /// Returns once everything appended so far has been delivered and is on the disk, and the
    /// thread has ended. Later titles are delivered without being written.
    func close() {
        queue.withLock { $0.close() }
        bell.ring()
        thread.withLock { thread in
            defer { thread = nil }
            return thread
        }?.join()
    }

    /// The number of lines written, and the number of failures. A failure is a title that clients
    /// received without its line being in the file, or a failed sync to the disk.
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
            if !work.titles.isEmpty || work.isEnd {
                handle(work.titles, &writer)
            } else {
                bell.wait()
            }
            if work.isEnd { return writer.end(besides: queue.withLock(\.passedCount)) }
        }
    }

    private func handle(_ titles: [PlayLogQueue.Numbered], _ writer: inout PlayLogWriter) {
        let (count, _, unwritten) = writer.write(
            titles.map {
                PlayLogLine($0.entry.event, id: $0.id, raw: $0.entry.raw, of: $0.entry.station)
            })
        let lost = writer.takeShed()
        if !lost.isEmpty { lostLines.withLock { $0.merge(lost, uniquingKeysWith: +) } }
        counts.withLock { counts in
            counts.lines += count
            counts.failures += unwritten
        }
        if unwritten > 0 { queue.withLock { $0.goUnwritten(last: unwritten) } }
        // One at a time: a thread that appends a title then waits for one delivery, not for all.
        while queue.withLock({ queue in
            guard let title = queue.next() else { return false }
            deliver(title)
            return true
        }) {}
        if !writer.sync() { counts.withLock { $0.failures += 1 } }
    }
}
