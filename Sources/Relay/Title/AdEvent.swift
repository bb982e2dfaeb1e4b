import ICYReader

/// An advertisement that a station announced, as clients receive it. The current song stays
/// unchanged.
struct AdEvent: Sendable, Equatable {
    let station: String
    let ad: AdBreak
    /// When the last byte of the block arrived.
    let at: WallClock
    /// How many bytes of audio preceded the block on its connection.
    let audioOffset: Int

    /// Cuts words of the station that are longer than `Limits.wordCharacters`.
    init(station: String, ad: AdBreak, at: WallClock, audioOffset: Int) {
        self.station = station
        self.ad = AdBreak(
            kind: ad.kind.cut(to: Limits.wordCharacters),
            durationMilliseconds: ad.durationMilliseconds,
            id: ad.id.cut(to: Limits.wordCharacters))
        self.at = at
        self.audioOffset = audioOffset
    }

    var json: JSONObject {
        var object = JSONObject()
        object.add("type", "ad")
        object.add("station", station)
        object.add(ad)
        object.add("played_at", at.seconds)
        object.add("at", rfc3339: at)
        object.add("audio_offset", audioOffset)
        return object
    }
}

extension AdBreak {
    var json: JSONObject {
        var object = JSONObject()
        object.add(self)
        return object
    }
}

extension JSONObject {
    fileprivate mutating func add(_ ad: AdBreak) {
        add("kind", ad.kind)
        add("duration_ms", ad.durationMilliseconds)
        add("ad_id", ad.id)
    }
}
