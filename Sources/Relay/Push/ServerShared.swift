/// What the loops of a server share, besides their inboxes.
final class ServerShared: Sendable {
    let sequencer: Sequencer
    let admission: Admission
    /// One for each loop.
    let figures: [LoopFigures]
    /// nil: no history file.
    let playLog: PlayLog?
    let startedAt = WallClock.now
    /// About the last title's number.
    let lastNumber = Counter()
    let reloads = Counter()
    let reloadFailures = Counter()

    init(
        loops: Int, sequencer: Sequencer = Sequencer(), playLog: PlayLog? = nil,
        admission: Admission = Admission()
    ) {
        figures = (0..<loops).map { _ in LoopFigures() }
        self.sequencer = sequencer
        self.playLog = playLog
        self.admission = admission
    }
}
