/// The play log's file as its thread uses it: what cannot be written is kept for a while, and said
/// once.
struct PlayLogWriter: Sendable {
    private var file: PlayLogFile
    private let backlogLimit: Int
    /// Lines that found no room, the oldest first.
    private var backlog: [PlayLogLine] = []
    /// Titles that will be missing in the file.
    private var missing = 0
    private var writeProblems = ProblemLog()
    private var syncProblems = ProblemLog()

    init(_ file: PlayLogFile, backlogLimit: Int = Limits.playLogBacklog) {
        self.file = file
        self.backlogLimit = backlogLimit
    }

    /// Writes the lines, behind those that could not be written before.
    ///
    /// - Returns: how many lines are new in the file, and whether all are there.
    mutating func write(_ lines: [PlayLogLine]) -> (count: Int, isComplete: Bool) {
        let isBehind = !backlog.isEmpty || missing > 0
        let all = backlog + lines
        guard !all.isEmpty else { return (0, true) }
        let (count, failure) = file.append(all)
        if let failure {
            report(failure)
            backlog = Array(all[count...])
            if backlog.reduce(0, { $0 + $1.bytes.count }) > backlogLimit {
                missing += backlog.count
                backlog = []
            }
            return (count, false)
        }
        if isBehind {
            let lost = missing == 0 ? "nothing is missing" : "\(missing) titles are missing"
            Log.line("the play log \(file.path) is written again; \(lost) in it")
        }
        writeProblems.clear()
        backlog = []
        missing = 0
        return (all.count, true)
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
