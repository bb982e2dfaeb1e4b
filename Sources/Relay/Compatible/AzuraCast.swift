import ICYReader

/// AzuraCast's "now playing" data, as its API of 2024 has it: the same members in the same order,
/// of the same types. Its clients fail on a member that is missing or is another type.
enum AzuraCast {
    /// A station's data and the time for which it holds. Each loop keeps it until something in it
    /// changes.
    final class NowPlaying {
        let json: JSONObject
        let at: WallClock
        /// The epoch and the number of the newest title; nil before the first one.
        let position: TitleID?

        init(_ json: JSONObject, at: WallClock, position: TitleID?) {
            self.json = json
            self.at = at
            self.position = position
        }
    }

    static func nowPlaying(_ station: StationView, at now: WallClock) -> NowPlaying {
        var object = JSONObject()
        object.add("station", self.station(station))
        object.add("listeners", listeners)
        object.add("live", live)
        object.add("now_playing", currentSong(station.titles.first, at: now))
        object.add("playing_next", nextSong(station.titles.first))
        // A clear is not a song.
        let songs = station.titles.dropFirst().lazy.filter { !$0.event.display.isEmpty }
        object.add("song_history", songs.prefix(Limits.compatibleHistory).map { played($0) })
        object.add("is_online", station.isOnline)
        object.add("cache", "station")
        return NowPlaying(object, at: now, position: station.titles.first?.id)
    }

    /// The text file: artist and title, or the name of the station while there is none.
    static func text(_ station: StationView) -> String {
        let event = station.titles.first?.event
        let words = [event?[.artist] ?? "", event?[.title] ?? ""].filter { !$0.isEmpty }
        return words.isEmpty ? station.shownName : words.joined(separator: " - ")
    }

    /// Why a change of state is pushed; nil if nothing in the data has changed.
    static func triggers(from old: StationStatus?, to new: StationStatus) -> [Centrifugo.Trigger]? {
        guard let old, old.isOnline == new.isOnline else {
            return [new.isOnline ? .stationOnline : .stationOffline]
        }
        let isSame =
            old.name == new.name && old.bitrate == new.bitrate && old.about == new.about
            && old.contentType == new.contentType && old.listenURL == new.listenURL
        return isSame ? nil : []
    }

    // MARK: Parts

    private static func station(_ station: StationView) -> JSONObject {
        let listenURL = station.listenURL?.description
        var object = JSONObject()
        object.add("id", station.number)
        object.add("name", station.shownName)
        object.add("shortcode", station.name)
        object.add("description", station.word("description"))
        // AzuraCast's words for a stream that comes from elsewhere.
        object.add("frontend", "remote")
        object.add("backend", "none")
        object.add("timezone", "UTC")
        object.add("listen_url", orNull: listenURL)
        let url = station.word("url")
        object.add("url", orNull: url.isEmpty ? nil : url)
        // Addresses of this server: under which name it is reached is not known here.
        object.add("public_player_url", "")
        object.add("playlist_pls_url", "")
        object.add("playlist_m3u_url", "")
        object.add("is_public", true)
        object.add("mounts", listenURL.map { [mount(station, $0)] } ?? [])
        object.add("remotes", [JSONObject]())
        object.add("hls_enabled", false)
        object.add("hls_is_default", false)
        object.add("hls_url", orNull: nil)
        object.add("hls_listeners", 0)
        return object
    }

    private static func mount(_ station: StationView, _ url: String) -> JSONObject {
        var object = JSONObject()
        object.add("id", station.number)
        object.add("name", station.mount)
        object.add("url", url)
        object.add("bitrate", station.status?.bitrate)
        object.add("format", format(station.status?.contentType ?? ""))
        object.add("listeners", listeners)
        object.add("path", station.mount)
        object.add("is_default", true)
        return object
    }

    /// AzuraCast's word for a content type; empty if it has none.
    private static func format(_ contentType: String) -> String {
        switch contentType.prefix(while: { $0 != ";" }).lowercased().trimmingBlanks {
        case "audio/mpeg", "audio/mp3": "mp3"
        case "audio/aac", "audio/aacp": "aac"
        case "audio/ogg", "application/ogg": "ogg"
        case "audio/opus": "opus"
        case "audio/flac", "audio/x-flac": "flac"
        default: ""
        }
    }

    /// Relay does not count a station's listeners.
    private static var listeners: JSONObject {
        var object = JSONObject()
        for name in ["total", "unique", "current"] { object.add(name, 0) }
        return object
    }

    private static var live: JSONObject {
        var object = JSONObject()
        object.add("is_live", false)
        object.add("streamer_name", "")
        object.add("broadcast_start", orNull: nil)
        object.add("art", orNull: nil)
        return object
    }

    private static func played(_ title: Title?) -> JSONObject {
        var object = JSONObject()
        let isTitle = title?.event.display.isEmpty == false
        object.add("sh_id", isTitle ? title?.number ?? 0 : 0)
        object.add("played_at", title?.event.at.seconds ?? 0)
        object.add("duration", 0)
        object.add("playlist", "")
        object.add("streamer", "")
        object.add("is_request", false)
        object.add("song", song(title?.event))
        return object
    }

    /// Never null, as in AzuraCast, where a station that is off the air plays a song without
    /// number. Players read its texts without asking.
    private static func currentSong(_ title: Title?, at now: WallClock) -> JSONObject {
        var object = played(title)
        object.add("elapsed", title.map { max(0, now.seconds - $0.event.at.seconds) } ?? 0)
        object.add("remaining", 0)
        return object
    }

    private static func nextSong(_ title: Title?) -> JSONObject? {
        guard let event = title?.event else { return nil }
        let text = event[.next]
        guard !text.isEmpty else { return nil }
        let separator = " - ".utf8
        let bytes = text.utf8
        // Text searching of the standard library would link all of its regular expressions.
        let place = bytes.indices.first { bytes[$0...].starts(with: separator) }
        var object = JSONObject()
        object.add("cued_at", event.at.seconds)
        object.add("played_at", orNull: nil)
        object.add("duration", 0)
        object.add("playlist", "")
        object.add("is_request", false)
        object.add(
            "song",
            song(
                text: text, artist: place.map { String(text[..<$0]) } ?? "",
                title: place.map { String(Substring(bytes[$0...].dropFirst(separator.count))) }
                    ?? text))
        return object
    }

    private static func song(_ event: TitleEvent?) -> JSONObject {
        guard let event else { return song(text: "", artist: "", title: "") }
        let art = event[.artworkURL]
        return song(
            text: event.display, artist: event[.artist], title: event[.title],
            // A path of this server would be looked for on the player's own.
            art: ArtworkPath.isLocal(art) ? "" : art, attributes: event.attributes)
    }

    private static func song(
        text: String, artist: String, title: String, art: String = "",
        attributes: [TitleAttribute] = []
    ) -> JSONObject {
        func attribute(_ name: String) -> String {
            attributes.first { $0.key.lowercased() == name }?.value ?? ""
        }
        var object = JSONObject()
        object.add("id", TextHash.text(text))
        object.add("art", art)
        object.add("custom_fields", [String]())
        object.add("text", text)
        object.add("artist", artist)
        object.add("title", title)
        object.add("album", attribute("album"))
        object.add("genre", attribute("genre"))
        object.add("isrc", attribute("isrc"))
        object.add("lyrics", "")
        return object
    }
}

extension JSONObject {
    /// Adds a text, or `null`.
    fileprivate mutating func add(_ name: String, orNull text: String?) {
        if let text { add(name, text) } else { add(name, nil as Int?) }
    }
}
