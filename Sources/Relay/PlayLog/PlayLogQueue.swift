/// The titles on their way through the play log, in the order of their numbers: first those that
/// are being written, then those that wait.
struct PlayLogQueue: Sendable {
    typealias Entry = PlayLog.Entry

    /// What comes of a new title.
    struct Outcome {
        /// What has to be delivered at once, in this order.
        var overdue: [Entry] = []
        /// Whether the thread has to be woken.
        var mustWake = false
        /// How many titles of which stations made way.
        var shed: [Int: Int] = [:]
    }

    /// What the thread has to do next.
    struct Work {
        var entries: [Entry] = []
        var mustReopen = false
        var isEnd = false
    }

    private let epoch: String
    /// Of titles that are told without being in the file, for this run alone: the next one may give
    /// their numbers to others.
    let unwrittenEpoch: String
    private(set) var lastNumber: Int
    /// Numbered; with the thread.
    private var leaving: ArraySlice<Entry> = []
    private var waiting: PlayLogWaiting
    private var mustReopen = false
    private var isClosing = false
    private var hasEnded = false
    /// The disk has not answered for so long that titles do not wait for it.
    private var isOverrun = false
    /// Titles that went past the file.
    private(set) var passedCount = 0

    init(
        epoch: String, lastNumber: Int, bounds: PlayLogWaiting.Bounds = PlayLogWaiting.Bounds()
    ) {
        self.epoch = epoch
        unwrittenEpoch = "\(epoch)-\(String(UInt32.random(in: .min ... .max), radix: 36))"
        self.lastNumber = lastNumber
        waiting = PlayLogWaiting(bounds)
    }

    mutating func append(_ entry: Entry) -> Outcome {
        if !hasEnded, !isOverrun, let shed = waiting.append(entry) {
            return Outcome(mustWake: waiting.count == 1, shed: shed)
        }
        isOverrun = true
        // Nobody knows whether those that are being written will be in the file.
        goUnwritten()
        let passed = numbered(waiting.titles + [entry], unwrittenEpoch)
        passedCount += passed.count
        defer {
            leaving = []
            waiting.removeAll()
        }
        return Outcome(overdue: leaving + passed)
    }

    /// Called by the thread: what has come since, or the first of it.
    mutating func take() -> Work {
        isOverrun = false
        let entries = numbered(waiting.takeBatch(), epoch)
        leaving = entries[...]
        hasEnded = isClosing && entries.isEmpty
        defer { mustReopen = false }
        return Work(entries: entries, mustReopen: mustReopen, isEnd: hasEnded)
    }

    /// Of those that are with the thread so many are not in the file: the last ones.
    mutating func goUnwritten(last count: Int = .max) {
        for index in leaving.indices.suffix(count) {
            leaving[index].event.epoch = unwrittenEpoch
        }
    }

    /// Called by the thread after writing: the next one to be delivered. Nil also if all have been,
    /// because the disk took too long.
    mutating func next() -> Entry? { leaving.popFirst() }

    mutating func reopen() { mustReopen = true }

    mutating func close() { isClosing = true }

    private mutating func numbered(_ entries: [Entry], _ epoch: String) -> [Entry] {
        entries.map { entry in
            var entry = entry
            lastNumber += 1
            entry.event.epoch = epoch
            entry.event.number = lastNumber
            return entry
        }
    }
}
