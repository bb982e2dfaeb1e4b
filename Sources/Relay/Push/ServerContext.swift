/// What the loops of a server share, apart from their inboxes.
final class ServerContext: Sendable {
    let sequencer: Sequencer
    let admission: Admission
    /// One for each loop.
    let figures: [LoopFigures]
    /// The pictures of all stations.
    let pictures: PictureStore
    /// Nil without a play log.
    let playLog: PlayLog?
    let startedAt = WallClock.now
    /// The number of messages that wait for each loop.
    let inboxLengths: @Sendable () -> [Int]
    private let highestNumber = Lock(0)
    let foreignOrigins = ForeignOrigins()
    let crowdedAddresses = CrowdedAddresses()
    let notify = NotifyFigures()
    let reloads = Counter()
    let reloadFailures = Counter()

    init(
        loops: Int, sequencer: Sequencer = Sequencer(), playLog: PlayLog? = nil,
        admission: Admission = Admission(), pictures: PictureStore = PictureStore(),
        inboxLengths: @escaping @Sendable () -> [Int] = { [] }
    ) {
        self.inboxLengths = inboxLengths
        figures = (0..<loops).map { _ in LoopFigures() }
        self.sequencer = sequencer
        self.playLog = playLog
        self.pictures = pictures
        self.admission = admission
    }

    /// The epochs that the ids of this run may have.
    var epochs: [String] {
        [sequencer.epoch] + (playLog.map { [$0.unwrittenEpoch] } ?? [])
    }

    /// The highest number of a title that any loop has delivered.
    var lastNumber: Int { highestNumber.withLock { $0 } }

    func noteNumber(_ number: Int) { highestNumber.withLock { $0 = max($0, number) } }
}
