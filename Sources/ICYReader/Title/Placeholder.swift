/// Texts that say that there is no title, no artist or no song.
enum Placeholder {
    /// Whether the whole text is what servers and encoders send when no title was set.
    static func isWhole(_ text: String, _ parts: TitleParts) -> Bool {
        guard text.utf8.count <= longest else { return false }
        let folded = text.lowercased()
        if defaults.contains(folded) { return true }
        // `[unknown]`; in brackets, these words do not name a song.
        let inner = unbracketed(text)
        if inner != folded, unknown.contains(inner) || unknownSongs.contains(inner) { return true }
        guard parts.parts.count == 2 else { return false }
        return isOffline(parts) || isNumberTwice(parts)
    }

    /// Whether the text says that there is no artist.
    static func isArtist(_ text: String) -> Bool {
        guard text.utf8.count <= longest else { return false }
        return unknown.contains(unbracketed(text)) || isValue(text) || isVariable(text)
    }

    /// Whether the text says that there is no song.
    static func isSong(_ text: String) -> Bool {
        guard text.utf8.count <= longest else { return false }
        let folded = unbracketed(text)
        return unknown.contains(folded) || unknownSongs.contains(folded) || isValue(text)
            || isVariable(text)
    }

    /// The values by which programs say that there is none, as they print them.
    static func isValue(_ text: String) -> Bool {
        ["null", "undefined", "(null)", "nil", "NULL", "[object Object]"].contains(text)
    }

    /// The same for a whole title, in which also words count that a song may have as its name.
    static func isWholeValue(_ text: String) -> Bool {
        isValue(text)
            || ["none", "n/a", "nan", "null", "undefined", "false"].contains(text.lowercased())
    }

    /// Whether a text is only signs, of which no title consists.
    static func isSigns(_ text: String) -> Bool {
        text.isEmpty == false && text.utf8.allSatisfy { "_.:;,|/\\~*#+=- ?".utf8.contains($0) }
    }

    /// A variable of a template that was not filled: `%artist%`, `$title$`, `{song}`, `<artist>`,
    /// `${artist}`, `[title]`, `%a`.
    static func isVariable(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, "%$<{[#@".utf8.contains(first) else { return false }
        let signs = "%$<>{}[]#@ ".utf8
        let name = bytes[...].trimming { signs.contains($0) }
        let word = String(decoding: name, as: UTF8.self).lowercased()
        guard first != UInt8(ascii: "#"), first != UInt8(ascii: "@") || bytes.last == first else {
            return bytes.last == first && variables.contains(word)
        }
        // `%a` and `%t`, and `%s` of C.
        if name.count == 1 { return first == UInt8(ascii: "%") && "atsn".utf8.contains(bytes[1]) }
        return variables.contains(word)
    }

    private static let variables: Set<String> = [
        "artist", "title", "song", "track", "name", "album", "artiste", "titre", "interpret",
        "titel", "artista", "titulo", "titolo", "artist_name", "song_title", "track_title",
        "songtitle", "artistname", "track.artist", "track.title", "song.artist", "song.title",
        "metadata", "nowplaying", "now_playing", "combo", "streamtitle",
    ]

    /// `LibreTime - offline`: the name of a program, and that it sends nothing.
    private static func isOffline(_ parts: TitleParts) -> Bool {
        ["offline", "off air", "off-air"].contains(parts.song.lowercased())
            && programs.contains(parts.artist.lowercased().filter { $0 != "!" })
    }

    private static let programs: Set<String> = [
        "airtime", "airtime pro", "libretime", "azuracast", "centova cast", "centovacast",
        "sonicpanel", "mediacp", "icecast", "shoutcast", "liquidsoap", "rivendell", "radiodj",
        "mixxx", "butt", "sam broadcaster", "radioboss", "station", "stream", "radio",
    ]

    /// `9999999 - 9999999`
    private static func isNumberTwice(_ parts: TitleParts) -> Bool {
        let digits = Array(parts.artist.utf8)
        return parts.artist == parts.song && digits.count >= 4
            && digits.allSatisfy(\.isASCIIDigit)
            && (digits.count >= 6 || digits.allSatisfy { $0 == digits[0] })
    }

    /// The text in lower case without one pair of brackets around it.
    private static func unbracketed(_ text: String) -> String {
        let folded = text.lowercased()
        guard let first = folded.utf8.first, let last = folded.utf8.last,
            ["<>", "()", "[]"].contains(where: { $0.utf8.first == first && $0.utf8.last == last })
        else { return folded }
        return String(folded.dropFirst().dropLast())
    }

    /// No default text is longer.
    private static let longest = 48

    private static let unknown: Set<String> = [
        "unknown", "unknown artist", "artist unknown", "unknown performer", "no artist",
        "unbekannt", "unbekannter interpret", "unbekannter künstler", "artiste inconnu",
        "artista desconocido", "artista desconhecido", "artista sconosciuto",
        "onbekende artiest", "okänd artist", "ukendt kunstner", "ukjent artist",
        "nieznany wykonawca", "nieznany artysta", "neznámý interpret", "неизвестный исполнитель",
        "неизвестный артист", "невідомий виконавець", "bilinmeyen sanatçı", "未知艺术家",
        "未知艺人", "未知歌手",
    ]

    private static let unknownSongs: Set<String> = [
        "unknown title", "unknown track", "unknown song", "title unknown", "no title",
        "unbekannter titel", "titre inconnu", "título desconocido", "título desconhecido",
        "titolo sconosciuto", "onbekende titel", "okänd titel", "nieznany tytuł",
        "neznámý název", "неизвестный трек", "неизвестная песня", "без названия",
        "невідома назва", "未知曲目", "未知歌曲",
    ]

    private static let defaults: Set<String> = [
        "this is my server name", "unspecified name", "no name", "no title", "unknown",
        "unknown artist", "untitled", "artist - title", "unnamed server", "airtime!",
        "default stream", "station offline", "stream offline", "radio offline",
        "my station name", "my station", "title", "artist", "no metadata", "no metadata available",
        "no track info", "no track information", "no info", "metadata not available",
    ]
}

/// An address in place of a title.
enum AddressTitle {
    /// Whether the text is one address: with a scheme, beginning with `www.`, or a name of the
    /// domains that stations and shops use.
    static func isAddress(_ text: String) -> Bool {
        let text = text.lowercased()
        guard text.utf8.contains(where: { $0.isBlank }) == false, text.utf8.count > 4 else {
            return false
        }
        if let mark = text.utf8Range(of: "://") {
            let scheme = text[..<mark.lowerBound].utf8
            return scheme.isEmpty == false
                && scheme.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "+") }
        }
        let host = text.prefix { $0 != "/" && $0 != "?" && $0 != ":" }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let areNames = labels.allSatisfy { label in
            label.isEmpty == false
                && label.utf8.allSatisfy {
                    $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 >= 0x80
                }
        }
        guard areNames, labels.count > 1 else { return false }
        if labels.first == "www" { return labels.count > 2 }
        // `will.i.am` is a name; nobody is called `name.com`.
        return ["com", "net", "org", "info", "fm", "radio", "online"].contains(labels.last)
    }
}
