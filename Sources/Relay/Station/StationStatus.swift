import ICYReader

/// What is known of a station besides its title. It never changes once made.
struct StationStatus: Sendable, Equatable {
    enum State: String, Sendable, CaseIterable {
        case connecting, live, stalled, waiting, failed
        /// On demand, and nobody listens.
        case idle
    }

    let station: String
    var state = State.connecting
    var name = ""
    var genre = ""
    var bitrate: Int?
    var contentType = ""
    /// Why there is no title; nil while there is one, or one may be expected.
    var problem: Session.Problem?
    /// When the next attempt is due.
    var retryAt: WallClock?
    /// Where the audio can be heard: the stream's address without user information.
    var listenURL = ""
    /// Where a page may load that audio from: the stream's origin, and those it redirected to.
    var audioOrigins: [String] = []

    var isOnline: Bool { state == .live }

    var json: JSONObject {
        var object = JSONObject()
        object.add("type", "station")
        object.add("station", station)
        object.add("state", state.rawValue)
        object.add("is_online", isOnline)
        object.add("name", name)
        object.add("genre", genre)
        object.add("bitrate_kbps", bitrate)
        object.add("content_type", contentType)
        object.add("reason", problem?.summary ?? "")
        object.add("reason_code", problem?.reason.rawValue ?? "")
        object.add("advice", problem?.reason.advice ?? "")
        if let retryAt { object.add("retry_at", retryAt.seconds) }
        object.add("listen_url", listenURL)
        return object
    }
}
