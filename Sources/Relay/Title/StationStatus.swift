import ICYReader

/// What is known of a station besides its title. It never changes once made.
struct StationStatus: Sendable, Equatable {
    enum State: String, Sendable, CaseIterable {
        case connecting, live, stalled, waiting, failed
        /// On demand, and nobody listens.
        case idle
    }

    let station: String
    var name = ""
    var genre = ""
    var contentType = ""
    /// Where the audio can be heard.
    var listenURL: StreamURL
    private var trouble = Trouble.none
    private var otherOrigins: [String] = []
    private var kilobits: Int32?
    var state: State

    /// Of most stations there is nothing to say.
    private indirect enum Trouble: Sendable, Equatable {
        case none
        case some(StreamSession.Problem?, retryAt: WallClock?)
    }

    init(station: String, listenURL: StreamURL, state: State = .connecting) {
        self.station = station
        self.listenURL = listenURL
        self.state = state
    }

    /// The bit rate in kbit/s.
    var bitrate: Int? {
        get { kilobits.map { Int($0) } }
        set { kilobits = newValue.map { Int32(clamping: $0) } }
    }

    /// Why there is no title; nil while there is one, or one may be expected.
    var problem: StreamSession.Problem? {
        guard case .some(let problem, _) = trouble else { return nil }
        return problem
    }

    /// When the next attempt is due.
    var retryAt: WallClock? {
        guard case .some(_, let retryAt) = trouble else { return nil }
        return retryAt
    }

    mutating func say(_ problem: StreamSession.Problem?, retryAt: WallClock? = nil) {
        trouble = problem == nil ? .none : .some(problem, retryAt: retryAt)
    }

    /// Where a page may load the audio from: the stream's origin, and those it redirected to.
    var audioOrigins: [String] {
        get { otherOrigins.isEmpty ? [listenURL.origin] : otherOrigins }
        set { otherOrigins = newValue == [listenURL.origin] ? [] : newValue }
    }

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
        object.add("listen_url", listenURL.description)
        return object
    }
}

extension StationStatus {
    /// What the head of a stream says of the station, each word cut to `Limits.wordCharacters`.
    ///
    /// - Returns: whether one had to be cut.
    mutating func take(_ head: ResponseHead) -> Bool {
        let words = [head.name, head.genre, head.contentType]
        let kept = words.map { $0.cut(to: Limits.wordCharacters) }
        (name, genre, contentType) = (kept[0], kept[1], kept[2])
        bitrate = head.bitrate
        return kept != words
    }

    /// Where a browser can hear it.
    ///
    /// - Parameters:
    ///   - named: what it plays: the address in a playlist rather than the playlist's own.
    ///   - given: what the operator wrote. It takes the place of one that is too long to be told:
    ///     half an address leads nowhere.
    ///   - origins: of all addresses on the way, in order. A browser checks each redirect against
    ///     the page's policy.
    mutating func play(_ named: StreamURL, given: StreamURL, by origins: [String]) {
        listenURL = named.description.utf8.count <= Limits.listenURLBytes ? named : given
        guard origins.count > Limits.audioOrigins else { return audioOrigins = origins }
        // A browser begins at the address it is given, and ends at the last one. Before that came
        // playlists and addresses without a stream, which it never sees.
        let first = listenURL.origin
        audioOrigins = [first] + origins.filter { $0 != first }.suffix(Limits.audioOrigins - 1)
    }
}

extension NoTitleReason {
    /// Whether it is said of a body that is audio.
    var isOfAudio: Bool {
        switch self {
        case .metaintMissing, .metaintStripped, .metaintZero, .metaintInvalid: true
        default: false
        }
    }
}
