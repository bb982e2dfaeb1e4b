/// The play log's file as its thread uses it: what cannot be written is kept for a while, and said
/// once.
///
/// While the disk is full each call costs one attempt to write the oldest lines, however many wait.
struct PlayLogWriter: Sendable {
    private var file: PlayLogFile
    private let backlogLimit: Int
    /// Lines that found no room, the oldest first.
    private var backlog: [PlayLogLine] = []
    private var backlogBytes = 0
    /// Titles that will be missing in the file.
    private var missing = 0
    /// The same by station, since somebody asked.
    private var shed: [Int: Int] = [:]
    private var writeProblems = ProblemLog()
    private var syncProblems = ProblemLog()

    init(_ file: PlayLogFile, backlogLimit: Int = Limits.playLogBacklog) {
        self.file = file
        self.backlogLimit = backlogLimit
    }

    /// Writes the lines, behind those that could not be written before.
    ///
    /// - Returns: how many lines are new in the file, whether all are there, and how many of the
    ///   given ones are not: the last ones.
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

    /// In pieces: what is tried on a full disk is little, and so are the copies.
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

    /// The oldest of the backlog are in the file.
    private mutating func drop(_ count: Int) {
        guard count > 0 else { return }
        for line in backlog[..<count] { backlogBytes -= line.bytes.count }
        backlog.removeFirst(count)
    }

    private mutating func keep(_ lines: ArraySlice<PlayLogLine>) {
        backlog += lines
        for line in lines { backlogBytes += line.bytes.count }
        guard backlogBytes > backlogLimit else { return }
        // More than has to go, so that the work is done once for many lines.
        let lost = FairShare.shorten(
            &backlog, to: backlogLimit - backlogLimit / 8, station: \.station, size: \.bytes.count)
        backlogBytes = backlog.reduce(0) { $0 + $1.bytes.count }
        missing += lost.values.reduce(0, +)
        shed.merge(lost, uniquingKeysWith: +)
    }

    /// How many lines of which stations have been lost since the last call.
    mutating func takeShed() -> [Int: Int] {
        defer { shed = [:] }
        return shed
    }

    private mutating func report(_ error: SystemError) {
        writeProblems.report(
            error.description,
            as: "cannot write the play log \(file.path) (\(error.reason)): titles go on without "
                + "it; make room on the disk, the next title tries again")
    }

    /// Says what is missing in the file now that nothing more is tried.
    ///
    /// - Parameter passed: titles that have not come here at all.
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
