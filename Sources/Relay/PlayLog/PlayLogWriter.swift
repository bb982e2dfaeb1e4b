/// The play log's file as the log's thread uses it. Lines that cannot be written are kept for a
/// while, and the problem is logged once.
///
/// While the disk is full, each call makes only one attempt to write the oldest lines, however many
/// wait.
struct PlayLogWriter: Sendable {
    private var file: PlayLogFile
    private let backlogLimit: Int
    /// Lines for which there was no room, oldest first.
    private var backlog: [PlayLogLine] = []
    private var backlogBytes = 0
    /// How many titles will be missing in the file.
    private var missing = 0
    /// The number of lines lost by each station since the last `takeShed`.
    private var shed: [StationID: Int] = [:]
    private var writeProblems = ProblemLog()
    private var syncProblems = ProblemLog()

    init(_ file: PlayLogFile, backlogLimit: Int = Limits.playLogBacklog) {
        self.file = file
        self.backlogLimit = backlogLimit
    }

    /// Writes the lines after those that could not be written before.
    ///
    /// - Returns: how many lines are new in the file, whether all are there, and how many of the
    ///   given lines are not. Those are the last ones.
    mutating func write(
        _ lines: [PlayLogLine]
    ) -> (count: Int, isComplete: Bool, unwritten: Int) {
        guard !backlog.isEmpty || !lines.isEmpty else { return (0, true, 0) }
        let isBehind = !backlog.isEmpty || missing > 0
        var (count, failure) = append(backlog)
        drop(count)
        var rest = lines[...]
        if failure == nil {
            let (newCount, newFailure) = append(lines)
            rest = rest[newCount...]
            count += newCount
            failure = newFailure
        }
        if let failure {
            report(failure)
            keep(rest)
            return (count, false, rest.count)
        }
        if isBehind {
            let lost = missing == 0 ? "nothing is missing" : "\(missing) titles are missing"
            Log.line("the play log \(file.path) is written again; \(lost) in it")
            missing = 0
        }
        writeProblems.clear()
        return (count, true, 0)
    }

    /// Writes in pieces. This limits what is attempted on a full disk, and the size of the copies.
    private mutating func append(_ lines: [PlayLogLine]) -> (count: Int, failure: SystemError?) {
        var count = 0
        while count < lines.count {
            var (end, bytes) = (count, 0)
            while end < lines.count, bytes < Limits.playLogPieceBytes {
                bytes += lines[end].bytes.count
                end += 1
            }
            let (written, failure) = file.append(Array(lines[count..<end]))
            count += written
            if let failure { return (count, failure) }
        }
        return (count, nil)
    }

    /// Removes the oldest lines of the backlog, which are now in the file.
    private mutating func drop(_ count: Int) {
        guard count > 0 else { return }
        for line in backlog[..<count] { backlogBytes -= line.bytes.count }
        backlog.removeFirst(count)
    }

    private mutating func keep(_ lines: ArraySlice<PlayLogLine>) {
        backlog += lines
        for line in lines { backlogBytes += line.bytes.count }
        guard backlogBytes > backlogLimit else { return }
        // Removes more than necessary, so that the work is done once for many lines.
        let lost = FairShare.shorten(
            &backlog, to: backlogLimit - backlogLimit / 8, station: \.station, size: \.bytes.count)
        backlogBytes = backlog.reduce(0) { $0 + $1.bytes.count }
        missing += lost.values.reduce(0, +)
        for (station, count) in lost {
            if let station { shed[station, default: 0] += count }
        }
    }

    /// How many lines each station has lost since the last call.
    mutating func takeShed() -> [StationID: Int] {
        defer { shed = [:] }
        return shed
    }

    private mutating func report(_ error: SystemError) {
        writeProblems.report(
            error.description,
            as: "cannot write the play log \(file.path) (\(error.reason)): titles go on without "
                + "it; make room on the disk, the next title tries again")
    }

    /// Logs how many titles are missing in the file, now that no further attempt will be made.
    ///
    /// - Parameter passed: titles that bypassed this writer.
    func end(besides passed: Int) {
        let lost = passed + missing + backlog.count
        guard lost > 0 else { return }
        Log.line(
            "the play log \(file.path) ends without \(lost) titles that were told", .warning)
    }

    /// - Returns: whether everything is on the disk.
    mutating func sync() -> Bool {
        do throws(SystemError) {
            try file.sync()
        } catch {
            syncProblems.report(
                error.description,
                as: "the play log \(file.path) may not be on the disk (\(error)): check the disk")
            return false
        }
        syncProblems.clear()
        return true
    }

    mutating func reopen() {
        do throws(PlayLogError) {
            try file.reopen()
        } catch {
            Log.line("\(error); going on with the file that was open")
        }
    }
}
