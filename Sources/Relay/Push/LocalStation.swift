/// What one loop knows of one station, and the station's clients on that loop.
final class LocalStation {
    let id: StationID
    /// The settings that it was made with: name and figures stay with its id.
    let entry: StationEntry
    var status: StatusPublication? {
        didSet {
            forget()
            let isConnected = status?.status.state.isConnected ?? false
            connectedSince = isConnected ? connectedSince ?? .now : nil
        }
    }
    /// Since when its stream has been received without a break.
    private var connectedSince: WallClock?
    /// The newest block.
    var block: BlockPublication?
    var fanOut = FanOut()
    private(set) var history: History
    /// Clients on this loop.
    var clientCount: Int32 = 0
    /// Whether it is connected only while it has listeners.
    var isOnDemand = false
    /// The station's entry in the station list, once it was requested, until it changes.
    private var listedJSON: [UInt8]?
    /// The same for AzuraCast's clients.
    private var madeNowPlaying: AzuraCast.NowPlaying?

    init(_ entry: StationEntry) {
        id = entry.id
        self.entry = entry
        history = History(floor: entry.floor)
    }

    var name: String { entry.choice.name }
    var figures: StationFigures { entry.figures }

    /// The newest title; nil before the first one.
    var title: Title? { history.newest }

    /// - Returns: how many titles were dropped because newer ones use up the station's bytes.
    @discardableResult
    func append(_ title: Title) -> Int {
        forget()
        return history.append(title)
    }

    private func forget() {
        listedJSON = nil
        madeNowPlaying = nil
    }

    /// Notes that titles up to this number may be missing on this loop.
    func raiseFloor(to number: Int) { history.raiseFloor(to: number) }

    /// How many titles are kept.
    var historyCount: Int { history.count }

    /// The station's JSON snapshot: its state, its title, and the newest titles.
    ///
    /// - Parameter limit: how many titles it may have beside the current one; nil: all.
    func snapshot(limit: Int? = nil) -> [UInt8] {
        var bytes = Array(#"{"station":"#.utf8)
        if let status { bytes += status.status.json.bytes } else { bytes += "null".utf8 }
        bytes += #","now_playing":"#.utf8
        if let title { title.appendJSON(to: &bytes) } else { bytes += "null".utf8 }
        bytes += #","song_history":["#.utf8
        let titles = history.newestFirst
        for (index, title) in titles.prefix(limit ?? titles.count).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            title.appendJSON(to: &bytes)
        }
        bytes += "]}\n".utf8
        return bytes
    }

    /// The station's entry in the station list, as JSON.
    var listed: [UInt8] {
        if let listedJSON { return listedJSON }
        var object = status?.status.json ?? JSONObject()
        // No state has been published on this loop yet.
        if status == nil { object.add("station", name) }
        object.add("path", "/\(name)")
        // Relative to the list, which may be below a path of a proxy.
        object.add("href", name)
        object.add("now_playing", title?.json)
        let bytes = object.bytes
        listedJSON = bytes
        return bytes
    }

    // MARK: Interfaces of other servers

    var view: StationView {
        StationView(
            id: id, name: name, status: status?.status, connectedSince: connectedSince,
            titles: history.newestFirst)
    }

    /// AzuraCast's data, as of the last change.
    var nowPlaying: AzuraCast.NowPlaying {
        if let madeNowPlaying { return madeNowPlaying }
        let made = AzuraCast.nowPlaying(view, at: .now)
        madeNowPlaying = made
        return made
    }

    /// The message in one of `MessageFormat.ofStations`; nil if there is none.
    func message(_ format: MessageFormat, _ triggers: [Centrifugo.Trigger] = []) -> [UInt8]? {
        switch format {
        case .azuraCastSocket: FrameEncoder.text(Centrifugo.push(nowPlaying, of: name, triggers))
        case .azuraCastEvents, .plainAzuraCastEvents:
            EventStream.message(
                id: nil, Centrifugo.push(nowPlaying, of: name, triggers), format)
        case .zenoEvents, .plainZenoEvents:
            title.map { EventStream.message(id: nil, Zeno.event($0, of: name), format) }
        default: nil
        }
    }
}
