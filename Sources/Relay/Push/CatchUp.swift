import ICYReader

/// What a new subscriber has still to be sent of what was known before it came: the states of its
/// stations, then their titles, or all titles that it missed.
///
/// It is made in pieces, as the client's socket takes them: a client that does not read holds one
/// piece, however many stations and titles it asked for. Titles that are published meanwhile are
/// among those that follow, so nothing else sends them.
final class CatchUp {
    private enum Stage { case states, titles, done }

    private let format: MessageFormat
    private let figures: LoopFigures
    private var boards: [Board]
    private var stage = Stage.states
    /// The next board whose state is sent.
    private var stateIndex = 0
    /// The number of the last title that was sent, or that the client has.
    private var cursor: Int
    /// Whether all titles above the cursor follow, and not the newest ones alone.
    private let isResuming: Bool
    /// Whether the client has asked what it missed: it is told how that went.
    private let hasAsked: Bool
    private var isComplete = true
    private var count = 0

    /// - Parameters:
    ///   - since: the id that the client says it had last, any text; nil: it has not said.
    ///   - epochs: what the numbers are called that count now.
    ///   - last: the highest number so far.
    init(
        _ boards: [Board], _ format: MessageFormat, since: String?, epochs: [String], last: Int,
        figures: LoopFigures
    ) {
        self.boards = boards
        self.format = format
        self.figures = figures
        hasAsked = since != nil && format != .raw
        let cursor = since.flatMap { Cursor($0) }
        if let cursor, format != .raw, epochs.contains(cursor.epoch), cursor.number <= last {
            self.cursor = cursor.number
            isResuming = true
        } else {
            // Of another run, or of none: nobody knows what was missed, so the newest are sent.
            self.cursor = 0
            isResuming = false
            isComplete = false
        }
    }

    var isDone: Bool { stage == .done }

    /// Whether what is published now of a station is going to be sent from here.
    func includes(_ kind: Outbox.Kind, station: Int) -> Bool {
        switch (stage, kind) {
        case (.done, _), (_, .ad): false
        case (_, .title): true
        case (.states, .status), (.states, .block):
            boards[stateIndex...].contains { $0.id == station }
        case (.titles, .status), (.titles, .block): false
        }
    }

    /// A station is not served any more.
    func drop(station: Int) {
        guard let index = boards.firstIndex(where: { $0.id == station }) else { return }
        boards.remove(at: index)
        if index < stateIndex { stateIndex -= 1 }
    }

    /// The next messages: those that begin within so many bytes. Empty at the end.
    func next(_ limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            switch stage {
            case .states: addState(to: &bytes)
            case .titles: addTitles(to: &bytes, limit)
            case .done: return bytes
            }
        }
        return bytes
    }

    private func addState(to bytes: inout [UInt8]) {
        guard stateIndex < boards.count else {
            stage = format == .raw ? .done : .titles
            return
        }
        let board = boards[stateIndex]
        stateIndex += 1
        if let status = board.status { bytes += status.message(format) ?? [] }
        if format == .raw { bytes += board.block?.message ?? [] }
    }

    // MARK: Titles

    /// Merges the titles of all boards by their numbers: the last one that was sent is where this
    /// client has got to.
    private func addTitles(to bytes: inout [UInt8], _ limit: Int) {
        if isResuming, boards.contains(where: { $0.history.floor > cursor }) { isComplete = false }
        var places = boards.map { board in
            isResuming
                ? board.history.place(above: cursor)
                : max(board.history.place(above: cursor), board.history.count - 1)
        }
        while bytes.count < limit {
            var next: (title: TitleRecord, index: Int)?
            for (index, board) in boards.enumerated() {
                guard places[index] < board.history.count,
                    let title = board.history[places[index]], title.number > cursor,
                    title.number < next?.title.number ?? .max
                else { continue }
                next = (title, index)
            }
            guard let next else { return end(&bytes) }
            places[next.index] += 1
            cursor = next.title.number
            count += 1
            bytes += next.title.message(format) ?? []
        }
    }

    private func end(_ bytes: inout [UInt8]) {
        stage = .done
        guard hasAsked else { return }
        if isComplete { figures.resumedComplete.add(1) } else { figures.resumedIncomplete.add(1) }
        var object = JSONObject()
        object.add("type", "resumed")
        object.add("complete", isComplete)
        object.add("replayed", count)
        switch format {
        case .text, .raw: break
        case .json: bytes += FrameEncoder.text(object.bytes)
        case .eventStream: bytes += EventStream.message(id: nil, object.bytes)
        }
    }
}
