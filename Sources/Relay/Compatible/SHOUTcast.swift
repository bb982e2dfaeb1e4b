import ICYReader

/// What SHOUTcast's server says of a stream to everybody: `7.html` as version 1 wrote it, and the
/// statistics of version 2 as JSON.
enum SHOUTcast {
    /// Listeners, whether there is a source, the most listeners, how many may be, how many
    /// different ones, the bit rate, and the title. Clients split at the first six commas; the
    /// title may have more.
    static func sevenHTML(_ station: StationView) -> String {
        let state = station.connectedSince == nil ? 0 : 1
        return "<HTML><meta http-equiv=\"Pragma\" content=\"no-cache\"></head><body>"
            + "0,\(state),0,0,0,\(station.status?.bitrate ?? 0),\(escaped(station.sentTitle))"
            + "</body></html>"
    }

    /// A text between tags or in an attribute of HTML.
    static func escaped(_ text: String) -> String {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    static func stats(_ station: StationView, at now: WallClock) -> [UInt8] {
        let status = station.status
        var object = JSONObject()
        object.add("currentlisteners", 0)
        object.add("peaklisteners", 0)
        object.add("maxlisteners", 0)
        object.add("uniquelisteners", 0)
        object.add("averagetime", 0)
        object.add("servergenre", status?.genre ?? "")
        object.add("serverurl", station.word("url"))
        object.add("servertitle", station.shownName)
        object.add("songtitle", station.sentTitle)
        object.add("nexttitle", station.titles.first?.event[.next] ?? "")
        object.add("streamhits", 0)
        object.add("streamstatus", station.connectedSince == nil ? 0 : 1)
        object.add("backupstatus", 0)
        object.add("streamlisted", 0)
        if let start = station.connectedSince {
            object.add("streamuptime", max(0, now.seconds - start.seconds))
        }
        object.add("streampath", "/\(station.name)")
        // A text, unlike all other numbers.
        object.add("bitrate", String(status?.bitrate ?? 0))
        object.add("content", status?.contentType ?? "")
        object.add("version", Version.userAgent)
        return object.bytes
    }
}
