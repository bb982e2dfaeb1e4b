import ICYReader

/// What a new subscriber must still be sent of what was known before it subscribed: the states of
/// its stations, then their current titles, or all titles that it missed.
///
/// It is made in pieces, as the client's socket accepts them. A client that does not read holds one
/// piece, however many stations and titles it requested. Titles that are published meanwhile are
/// included, so they are not sent separately.
final class CatchUp {
    private enum Stage { case states, titles, done }

    private let format: MessageFormat
    private let figures: LoopFigures
    private var localStations: [LocalStation]
    private var stage = Stage.states
    /// The next station whose state is sent.
    private var stateIndex = 0
    /// The number of the last title that was sent or that the client already had.
    private var cursor: Int
    /// Whether all titles above the cursor follow, except those that are too much, and not only the
    /// newest ones.
    private let isResuming: Bool
    /// Whether the client passed an id to resume from: it is then sent how complete the result is.
    private let hasAsked: Bool
    private var isComplete = true
    private var count = 0
    /// For each station, the position and the number of its next title; the number is `.max` if
    /// there is none.
    private var places: [Int] = []
    private var numbers: [Int] = []
    /// For each station, the number up to which its titles are left out, because all that the
    /// client missed is too much.
    private var leftOut: [Int] = []
    /// Titles above this number are sent in the next round, after all stations have been checked
    /// again. Otherwise a title published meanwhile could be skipped for a later one of another
    /// station.
    private var roundEnd = 0
    /// The stations whose current data a client of another server's interface still gets.
    private var recovering: Set<StationID>
    /// Whether a client of AzuraCast's interface has the reply to its request.
    private var hasReply = false
    private let epoch: String

    /// - Parameters:
    ///   - since: the id of the last title that the client has, unchecked; nil if it gave none.
    ///   - epochs: the epochs of the current numbers.
    ///   - last: the highest number so far.
    ///   - recovering: the stations whose current data is wanted, in one of
    ///     `MessageFormat.ofStations`.
    init(
        _ localStations: [LocalStation], _ format: MessageFormat, since: String?, epochs: [String],
        last: Int,
        figures: LoopFigures, recovering: Set<StationID> = []
    ) {
        self.localStations = localStations
        self.format = format
        self.figures = figures
        self.recovering = recovering
        epoch = epochs.first ?? ""
        hasAsked = since != nil && format != .raw
        let cursor = since.flatMap { TitleID($0) }
        if let cursor, format != .raw, epochs.contains(cursor.epoch), cursor.number <= last {
            self.cursor = cursor.number
            isResuming = true
        } else {
            // An id of another run, or none: it is unknown what was missed, so only the newest
            // titles are sent.
            self.cursor = 0
            isResuming = false
            isComplete = false
        }
    }

    var isDone: Bool { stage == .done }

    /// Whether a publication of a station that is made now will be sent from here.
    func includes(_ kind: Outbox.Kind, station: StationID) -> Bool {
        if MessageFormat.ofStations.contains(format) { return recovering.contains(station) }
        return switch (stage, kind) {
        case (.done, _), (_, .ad): false
        case (_, .title): true
        case (.states, .status), (.states, .block):
            localStations[stateIndex...].contains { $0.id == station }
        case (.titles, .status), (.titles, .block): false
        }
    }

    /// Removes a station that is no longer served.
    func drop(station: StationID) {
        recovering.remove(station)
        guard let index = localStations.firstIndex(where: { $0.id == station }) else { return }
        localStations.remove(at: index)
        if !numbers.isEmpty {
            places.remove(at: index)
            numbers.remove(at: index)
        }
        if !leftOut.isEmpty { leftOut.remove(at: index) }
        if index < stateIndex { stateIndex -= 1 }
    }

    /// The next messages: those that begin within `limit` bytes. Empty at the end.
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
        if MessageFormat.ofStations.contains(format) { return addData(to: &bytes) }
        guard stateIndex < localStations.count else {
            stage = format == .raw ? .done : .titles
            leaveOut(&bytes)
            return
        }
        let localStation = localStations[stateIndex]
        stateIndex += 1
        if let status = localStation.status { bytes += status.message(format) ?? [] }
        if format == .raw { bytes += localStation.block?.message ?? [] }
    }

    // MARK: Interfaces of other servers

    /// The reply to AzuraCast's clients, then the data of one station after the other.
    private func addData(to bytes: inout [UInt8]) {
        if format.isAzuraCast, !hasReply {
            hasReply = true
            return addReply(to: &bytes)
        }
        guard stateIndex < localStations.count else {
            stage = .done
            return
        }
        let localStation = localStations[stateIndex]
        stateIndex += 1
        guard recovering.remove(localStation.id) != nil else { return }
        bytes += localStation.message(format) ?? []
    }

    /// All stations in one message, with the data for which there is room: of one at least.
    private func addReply(to bytes: inout [UInt8]) {
        var room = Limits.connectReplyBytes
        let channels = localStations.map { localStation in
            let data = localStation.nowPlaying
            let recovers = recovering.contains(localStation.id)
            let includesData = recovers && room > 0
            if includesData {
                recovering.remove(localStation.id)
                room -= data.json.bytes.count
            }
            return Centrifugo.Channel(
                station: localStation.name, epoch: data.position?.epoch ?? epoch, data: data,
                recovers: recovers, includesData: includesData)
        }
        let isSocket = format == .azuraCastSocket
        let reply = Centrifugo.connected(
            channels,
            client: Hexadecimal.text((0..<16).map { _ in UInt8.random(in: .min ... .max) }),
            ping: isSocket ? Limits.pingInterval : Limits.eventStreamInterval, at: .now)
        bytes += isSocket ? FrameEncoder.text(reply) : EventStream.message(id: nil, reply, format)
    }

    // MARK: Titles

    /// Merges the titles of all stations by their numbers, so that the number of the last title
    /// sent is the client's position.
    private func addTitles(to bytes: inout [UInt8], _ limit: Int) {
        while bytes.count < limit {
            guard let index = nextStation() else { return end(&bytes) }
            guard let title = localStations[index].history[places[index]],
                title.number == numbers[index], isResuming || isNewest(title, localStations[index])
            else {
                // Titles were added or dropped since the position was found.
                find(index)
                continue
            }
            cursor = title.number
            count += 1
            bytes += title.message(format) ?? []
            find(index, from: places[index] + 1)
        }
    }

    private func isNewest(_ title: Title, _ localStation: LocalStation) -> Bool {
        title === localStation.history.newest
    }

    /// The station whose next title has the lowest number; nil if there is no next title.
    private func nextStation() -> Int? {
        if let index = lowest() { return index }
        // Titles that were published since the last check.
        roundEnd = localStations.reduce(0) { max($0, $1.history.newest?.number ?? 0) }
        places = Array(repeating: 0, count: localStations.count)
        numbers = Array(repeating: .max, count: localStations.count)
        for index in localStations.indices { find(index) }
        return lowest()
    }

    /// Decides which titles are left out, so that the others have `Limits.resumedBytes` together:
    /// the oldest of the stations with most of them. The newest title of a station is always sent.
    private func leaveOut(_ bytes: inout [UInt8]) {
        leftOut = Array(repeating: 0, count: localStations.count)
        let histories = localStations.map(\.history)
        guard isResuming,
            histories.reduce(0, { $0 + $1.byteCount }) > Limits.resumedBytes
        else { return }
        let missed = histories.map { $0.byteCount(above: cursor) }
        let share = FairShare.share(of: missed, of: Limits.resumedBytes)
        for index in histories.indices where missed[index] > share {
            let last = histories[index].lastNumber(outside: share)
            guard last > cursor else { continue }
            leftOut[index] = last
            isComplete = false
        }
        // The client may not be there any more when the last title is sent: then the id of one that
        // it has received hides what was left out.
        if !isComplete { addResumed(to: &bytes) }
    }

    /// With a hundred stations this is called hundreds of times, so it only reads numbers.
    private func lowest() -> Int? {
        var (lowest, found) = (Int.max, -1)
        for index in numbers.indices where numbers[index] < lowest {
            (lowest, found) = (numbers[index], index)
        }
        return found < 0 ? nil : found
    }

    /// Finds the next title of a station.
    ///
    /// - Parameter start: the position of the title if nothing was dropped meanwhile; nil to search
    ///   for it.
    private func find(_ index: Int, from start: Int? = nil) {
        let history = localStations[index].history
        if isResuming, history.floor > cursor { isComplete = false }
        let place: Int
        if isResuming {
            place = start ?? history.place(above: max(cursor, leftOut[index]))
        } else {
            place = history.count - 1
        }
        places[index] = place
        let number = place >= 0 && place < history.count ? history[place]?.number : nil
        numbers[index] = number.flatMap { $0 > cursor && $0 <= roundEnd ? $0 : nil } ?? .max
    }

    private func end(_ bytes: inout [UInt8]) {
        stage = .done
        guard hasAsked else { return }
        if isComplete { figures.resumedComplete.add(1) } else { figures.resumedIncomplete.add(1) }
        addResumed(to: &bytes)
    }

    private func addResumed(to bytes: inout [UInt8]) {
        guard hasAsked else { return }
        var object = JSONObject()
        object.add("type", "resumed")
        object.add("complete", isComplete)
        object.add("replayed", count)
        switch format {
        case .json: bytes += FrameEncoder.text(object.bytes)
        case .eventStream, .plainEventStream:
            bytes += EventStream.message(id: nil, object.bytes, format)
        default: break
        }
    }
}
