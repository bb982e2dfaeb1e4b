/// What one loop knows of one station, and who listens to it there.
final class Board {
    let id: Int
    /// The settings that made it: name and figures stay with its number.
    private let entry: StationEntry
    var status: StatusPublication?
    /// The newest block.
    var block: BlockPublication?
    var fanOut = FanOut()
    private(set) var history: History
    /// Clients on this loop.
    var clientCount: Int32 = 0
    /// Connected only while somebody listens.
    var isOnDemand = false

    init(_ entry: StationEntry) {
        id = entry.id
        self.entry = entry
        history = History(floor: entry.floor)
    }

    var name: String { entry.choice.name }
    var figures: StationFigures { entry.figures }

    /// The newest title; nil until the station has said anything.
    var title: TitleRecord? { history.newest }

    func append(_ title: TitleRecord) { history.append(title) }

    /// What `GET` tells of the station: its state, its title, and the titles before it.
    var snapshot: JSONObject {
        var object = JSONObject()
        object.add("station", status?.status.json)
        object.add("now_playing", title?.event.json)
        object.add("song_history", history.newestFirst.map(\.event.json))
        return object
    }

    /// What a list of stations tells of it.
    var listed: JSONObject {
        var object = status?.status.json ?? JSONObject()
        // Nothing has been said of it on this loop yet.
        if status == nil { object.add("station", name) }
        object.add("path", "/\(name)")
        object.add("now_playing", title?.event.json)
        return object
    }
}
