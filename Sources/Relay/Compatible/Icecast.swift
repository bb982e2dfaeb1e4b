import ICYReader

/// Icecast's `status-json.xsl`, as version 2.4 writes it.
enum Icecast {
    /// - Parameters:
    ///   - stations: those without a stream are left out, as a mount without a source is.
    ///   - startedAt: when the server was started.
    static func status(_ stations: [StationView], startedAt: WallClock) -> [UInt8] {
        var object = JSONObject()
        object.add("admin", "")
        object.add("host", "")
        object.add("location", "")
        object.add("server_id", Version.userAgent)
        object.add("server_start", startedAt.mailDate)
        object.add("server_start_iso8601", startedAt.iso8601)
        var sources: [JSONObject] = []
        var byteCount = 0
        for station in stations {
            guard let start = station.connectedSince else { continue }
            let source = source(station, start)
            byteCount += source.bytes.count
            guard byteCount <= Limits.compatibleListBytes || sources.isEmpty else { break }
            sources.append(source)
        }
        // One source is an object, and several are an array.
        if sources.count == 1 {
            object.add("source", sources[0])
        } else if !sources.isEmpty {
            object.add("source", sources)
        }
        var root = JSONObject()
        root.add("icestats", object)
        return root.bytes
    }

    /// The title is what the source sent, as in Icecast: only the comments of Ogg have an artist of
    /// their own. Texts stay texts; Icecast makes a number of a title that looks like one.
    private static func source(_ station: StationView, _ start: WallClock) -> JSONObject {
        var object = JSONObject()
        let status = station.status
        let contentType = status?.contentType ?? ""
        let event = station.titles.first?.event
        var title = station.sentTitle
        if isOgg(contentType), let artist = event?[.artist], !artist.isEmpty {
            object.add("artist", artist)
            title = event?[.title] ?? title
        }
        if let bitrate = status?.bitrate { object.add("bitrate", bitrate) }
        object.add("genre", status?.genre ?? "")
        object.add("listener_peak", 0)
        object.add("listeners", 0)
        object.add("listenurl", station.listenURL?.description ?? "")
        object.add("server_description", station.word("description"))
        object.add("server_name", station.shownName)
        object.add("server_type", contentType)
        let url = station.word("url")
        if !url.isEmpty { object.add("server_url", url) }
        object.add("stream_start", start.mailDate)
        object.add("stream_start_iso8601", start.iso8601)
        object.add("title", title)
        object.add("dummy", nil as Int?)
        return object
    }

    private static func isOgg(_ contentType: String) -> Bool {
        let type = contentType.lowercased()
        return ["audio/ogg", "application/ogg", "audio/opus"].contains { type.hasPrefix($0) }
    }
}

extension WallClock {
    /// `Sun, 22 Nov 2026 12:15:02 +0000`.
    fileprivate var mailDate: String { httpDate.dropLast(3) + "+0000" }

    /// `2026-11-22T12:15:02+0000`.
    fileprivate var iso8601: String { rfc3339.prefix(19) + "+0000" }
}
