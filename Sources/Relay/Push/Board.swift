/// What one loop knows of one station, and who listens to it there.
struct Board {
    var status: StatusPublication?
    var history = History()
    var fanOut = FanOut()

    /// The newest title; nil until the station has said anything.
    var title: TitlePublication? { history.newest }

    /// What `GET` tells of the station: its state, its title, and the titles before it.
    var snapshot: JSONObject {
        var object = JSONObject()
        object.add("station", status?.status.json)
        object.add("now_playing", encoded: title?.json)
        object.add("song_history", encoded: history.newestFirst.map(\.json))
        return object
    }
}
