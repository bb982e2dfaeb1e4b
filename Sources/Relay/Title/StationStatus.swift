import ICYReader

/// What is known of a station apart from its title.
struct StationStatus: Sendable, Equatable {
    enum State: String, Sendable, CaseIterable {
        case connecting, live, stalled, waiting, failed
        /// On demand, without listeners.
        case idle
    }

    let station: String
    var name = ""
    var genre = ""
    var contentType = ""
    /// What else the head says of the station.
    var about = About.nothing
    /// The address of the audio.
    var listenURL: StreamURL
    private var trouble = Trouble.none
    private var otherOrigins: [String] = []
    private var kilobits: Int32?
    var state: State

    /// Indirect, since most stations say nothing of it.
    indirect enum About: Sendable, Equatable {
        case nothing
        /// The name of each member of JSON, and its text.
        case told([Told])

        struct Told: Sendable, Equatable {
            let name: String
            let text: String
        }
    }

    /// Indirect, since most stations have no problem to store.
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

    /// Why there is no title; nil while there is one, or while one can be expected.
    var problem: StreamSession.Problem? {
        guard case .some(let problem, _) = trouble else { return nil }
        return problem
    }

    /// When the next attempt is due.
    var retryAt: WallClock? {
        guard case .some(_, let retryAt) = trouble else { return nil }
        return retryAt
    }

    mutating func setReason(_ problem: StreamSession.Problem?, retryAt: WallClock? = nil) {
        trouble = problem == nil ? .none : .some(problem, retryAt: retryAt)
    }

    /// The origins from which a page may load the audio: that of the stream, and those of its
    /// redirects.
    var audioOrigins: [String] {
        get { otherOrigins.isEmpty ? [listenURL.origin] : otherOrigins }
        set { otherOrigins = newValue == [listenURL.origin] ? [] : newValue }
    }

    var isOnline: Bool { state == .live }

    /// What the log says of a station that is live.
    ///
    /// - Parameters:
    ///   - url: the operator's address in use.
    ///   - index: its place among the operator's addresses.
    func words(at url: StreamURL, _ index: Int) -> String {
        let title = name.isEmpty ? url.shown : "\"\(name)\""
        let bitrate = bitrate.map { ", \($0) kbit/s" } ?? ""
        return "live, \(title)\(bitrate)\(index > 0 ? ", from its address \(index + 1)" : "")"
    }

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
        // Everybody may read this, and would be let in by it.
        object.add("listen_url", listenURL.hasSecret ? "" : listenURL.description)
        if case .told(let members) = about {
            for member in members { object.add(member.name, member.text) }
        }
        return object
    }
}

extension StationStatus {
    /// Copies what the head of a stream contains about the station, each word cut to
    /// `Limits.wordCharacters`.
    ///
    /// - Returns: whether a word was cut.
    mutating func setWords(of head: ResponseHead) -> Bool {
        let words = [head.name, head.genre, head.contentType]
        let kept = words.map { $0.cut(to: Limits.wordCharacters) }
        (name, genre, contentType) = (kept[0], kept[1], kept[2])
        bitrate = head.bitrate
        let isCut = setAbout(head)
        return kept != words || isCut
    }

    /// Copies what few stations say: addresses of the web without user and password, and words.
    ///
    /// - Returns: whether a word was cut.
    private mutating func setAbout(_ head: ResponseHead) -> Bool {
        let words = [
            ("description", head.stationDescription), ("country", head.country),
            ("language", head.language),
        ]
        let kept = words.map { ($0.0, $0.1.cut(to: Limits.wordCharacters)) }
        let addresses = [
            ("url", WebAddress.checked(head.url) ?? ""),
            ("logo", WebAddress.checked(head.logo, relativeTo: head.url) ?? ""),
        ]
        let told = (addresses + kept).filter { $0.1.isEmpty == false }
            .map { About.Told(name: $0.0, text: $0.1) }
        about = told.isEmpty ? .nothing : .told(told)
        return zip(words, kept).contains { $0.1 != $1.1 }
    }

    /// Sets where a browser can play the station.
    ///
    /// - Parameters:
    ///   - named: the address that is played: the one in a playlist rather than the playlist's own.
    ///   - given: the address that the operator configured. It replaces `named` if that is too long
    ///     to publish: half an address leads nowhere.
    ///   - origins: the origins of all addresses on the way, in order. A browser checks each
    ///     redirect against the page's policy.
    mutating func play(_ named: StreamURL, given: StreamURL, by origins: [String]) {
        listenURL = named.description.utf8.count <= Limits.listenURLBytes ? named : given
        guard origins.count > Limits.audioOrigins else { return audioOrigins = origins }
        // A browser starts at `listenURL` and ends at the last address. The playlists and the
        // addresses without a stream before that are never requested by the browser.
        let first = listenURL.origin
        audioOrigins = [first] + origins.filter { $0 != first }.suffix(Limits.audioOrigins - 1)
    }
}

extension NoTitleReason {
    /// Whether the reason applies to a body that is audio.
    var isOfAudio: Bool {
        switch self {
        case .metaintMissing, .metaintStripped, .metaintZero, .metaintInvalid: true
        default: false
        }
    }
}
