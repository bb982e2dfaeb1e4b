/// The titles on their way through the play log, in the order of their numbers: first those that
/// are being written, then those that wait.
struct PlayLogQueue: Sendable {
    typealias Entry = PlayLogEntry

    /// A title with its id.
    struct Numbered: Sendable {
        var id: TitleID
        let entry: Entry
    }

    /// The result of appending a title.
    struct Outcome {
        /// The titles to deliver at once, in this order.
        var overdue: [Numbered] = []
        /// Whether the thread must be woken.
        var mustWake = false
        /// How many titles each station lost to make room.
        var shed: [StationID: Int] = [:]
    }

    /// The thread's next work.
    struct Work {
        var titles: [Numbered] = []
        var mustReopen = false
        var isEnd = false
    }

    private let epoch: String
    /// The epoch of titles that are delivered without being in the file. It is unique to this run,
    /// since the next run may give their numbers to other titles.
    let unwrittenEpoch: String
    private(set) var lastNumber: Int
    /// Already numbered; the thread is writing them.
    private var leaving: ArraySlice<Numbered> = []
    private var waiting: PlayLogWaiting
    private var mustReopen = false
    private var isClosing = false
    private var hasEnded = false
    /// The disk has not answered for so long that titles no longer wait for it.
    private var isOverrun = false
    /// Titles that bypassed the file.
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
        // It is unknown whether the titles being written will be in the file.
        goUnwritten()
        let passed = numbered(waiting.titles + [entry], unwrittenEpoch)
        passedCount += passed.count
        defer {
            leaving = []
            waiting.removeAll()
        }
        return Outcome(overdue: leaving + passed)
    }

    /// Called by the thread. Returns what has arrived since the last call, or its first batch.
    mutating func take() -> Work {
        isOverrun = false
        let titles = numbered(waiting.takeBatch(), epoch)
        leaving = titles[...]
        hasEnded = isClosing && titles.isEmpty
        defer { mustReopen = false }
        return Work(titles: titles, mustReopen: mustReopen, isEnd: hasEnded)
    }

    /// Marks the last `count` of the titles that the thread is writing as not in the file.
    mutating func goUnwritten(last count: Int = .max) {
        for index in leaving.indices.suffix(count) {
            leaving[index].id.epoch = unwrittenEpoch
        }
    }

    /// Called by the thread after writing. Returns the next title to deliver. Nil also if all have
    /// already been delivered because the disk took too long.
    mutating func next() -> Numbered? { leaving.popFirst() }

    mutating func reopen() { mustReopen = true }

    mutating func close() { isClosing = true }

    private mutating func numbered(_ entries: [Entry], _ epoch: String) -> [Numbered] {
        entries.map { entry in
            lastNumber += 1
            return Numbered(id: TitleID(epoch: epoch, number: lastNumber), entry: entry)
        }
    }
}
