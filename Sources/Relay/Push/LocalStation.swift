/// What one loop knows of one station, and who listens to it there.
final class LocalStation {
    let id: Int
    /// The settings that made it: name and figures stay with its number.
    private let entry: StationEntry
    var status: StatusPublication? { didSet { listedJSON = nil } }
    /// The newest block.
    var block: BlockPublication?
    var fanOut = FanOut()
    private(set) var history: History
    /// Clients on this loop.
    var clientCount: Int32 = 0
    /// Connected only while somebody listens.
    var isOnDemand = false
    /// What a list says of the station, once somebody has asked for a list, until it changes.
    private var listedJSON: [UInt8]?

    init(_ entry: StationEntry) {
        id = entry.id
        self.entry = entry
        history = History(floor: entry.floor)
    }

    var name: String { entry.choice.name }
    var figures: StationFigures { entry.figures }

    /// The newest title; nil until the station has said anything.
    var title: TitleRecord? { history.newest }

    /// - Returns: how many titles were dropped because the newer ones fill the station's room.
    @discardableResult
    func append(_ title: TitleRecord) -> Int {
        listedJSON = nil
        return history.append(title)
    }

    /// Titles up to this number may be missing on this loop.
    func raiseFloor(to number: Int) { history.raiseFloor(to: number) }

    /// What `GET` says of the station: its state, its title, and the titles before it.
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

    /// What a list of stations says of it, as JSON.
    var listed: [UInt8] {
        if let listedJSON { return listedJSON }
        var object = status?.status.json ?? JSONObject()
        // Nothing has been said of it on this loop yet.
        if status == nil { object.add("station", name) }
        object.add("path", "/\(name)")
        object.add("now_playing", title?.event.json)
        let bytes = object.bytes
        listedJSON = bytes
        return bytes
    }
}
