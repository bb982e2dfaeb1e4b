/// What one loop knows of one station, and the station's clients on that loop.
final class LocalStation {
    let id: StationID
    /// The settings that it was made with: name and figures stay with its id.
    let entry: StationEntry
    var status: StatusPublication? { didSet { listedJSON = nil } }
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
        listedJSON = nil
        return history.append(title)
    }

    /// Notes that titles up to this number may be missing on this loop.
    func raiseFloor(to number: Int) { history.raiseFloor(to: number) }

    /// The station's JSON snapshot: its state, its title, and the titles before it.
    var snapshot: [UInt8] {
        var bytes = Array(#"{"station":"#.utf8)
        if let status { bytes += status.status.json.bytes } else { bytes += "null".utf8 }
        bytes += #","now_playing":"#.utf8
        if let title { title.appendJSON(to: &bytes) } else { bytes += "null".utf8 }
        bytes += #","song_history":["#.utf8
        for (index, title) in history.newestFirst.enumerated() {
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
}
