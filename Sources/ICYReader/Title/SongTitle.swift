/// The title in a block: as received, as text, in its display form, and in parts.
public struct SongTitle: Sendable, Equatable {
    /// The whole `StreamTitle` as text, without spaces and tabs around it.
    public let streamTitle: String
    /// Its bytes as received.
    public let raw: [UInt8]
    /// The charset it was decoded with.
    public let charset: Charset
    /// How certain the charset is: 1 is certain.
    public let confidence: Double
    /// The title for display: entities, URL-encoding, escapes and double encoding are undone, a
    /// structured title is shown as artist and song, and separators at the edges are left out. If
    /// nothing had to be cleaned, it is `streamTitle`. Empty if the title is not one.
    public let display: String
    /// The text before the first separator of `display`, or the artist of a structured title; empty
    /// if there is none. A separator is a dash between blanks.
    public internal(set) var artist: String
    /// The text after the first separator of `display`, or the song of a structured title; the
    /// whole title if there is no separator.
    public internal(set) var song: String
    /// All parts of `display` between separators. More than two parts can be split in more than one
    /// way.
    public let parts: [String]
    /// The `StreamNext` of the same block, which announces the next title; empty if there is none.
    public let next: String
    /// The `StreamUrl` of the same block; empty if there is none.
    public let streamURL: String
    /// The address of the song's picture; empty if there is none: the `StreamUrl`, if it is that of
    /// an image, by http or https, without user and password.
    public package(set) var artworkURL: String
    /// The picture in the tags of the stream; nil if there is none.
    public package(set) var picture: StreamPicture?
    /// The attributes of a structured title, then those of a query string in `StreamUrl`.
    public internal(set) var attributes: [TitleAttribute]
    /// What was unusual about the block and the text, and what was changed for `display`.
    public let flags: [Flag]

    /// The title in these fields; nil if there is no `StreamTitle`, or it is not text.
    public init?(_ fields: MetadataFields) {
        var decoder = TextDecoder()
        var budget = GuessBudget()
        self.init(fields, &decoder, &budget)
    }

    /// The same, with what is known of the station's charset, and with a budget that the texts of a
    /// query string share with the values of the block.
    init?(
        _ fields: MetadataFields, _ decoder: inout TextDecoder, _ budget: inout GuessBudget,
        _ known: StationKnowledge? = nil
    ) {
        guard let field = fields["StreamTitle"], field.text.flags.contains(.binary) == false else {
            return nil
        }
        let isUnset = fields.flags.contains(.truncated) && Self.isUnset(field.raw)
        streamTitle = isUnset ? "" : field.text.text.trimmingBlanks
        raw = field.raw
        charset = field.text.charset
        confidence = field.text.confidence
        var flags = fields.flags
        flags.insert(contentsOf: field.text.flags)
        var view: TitleView
        if isUnset {
            view = TitleView("")
            flags.insert(.placeholder)
        } else {
            let shown = Self.shown(field, &flags, &decoder, &budget)
            view = TitleView(shown) { bytes in
                let text = decoder.decode(bytes, learns: false, &budget)
                return text.flags.contains(.binary) || text.flags.contains(.replacedCharacter)
                    ? nil : text.repaired ?? text.text
            }
        }
        let isAd = known?.apply(to: &view) ?? false
        display = view.display
        parts = view.parts
        artist = view.title.artist
        song = view.title.song
        // Most blocks have only the title.
        let others = fields.fields.count > 1
        next =
            others ? fields["StreamNext"].map { TitleView($0.text.text).display } ?? "" : ""
        streamURL = others ? fields["StreamUrl"]?.text.text.trimmingBlanks ?? "" : ""
        artworkURL = WebAddress.image(streamURL, relativeTo: "") ?? ""
        let query =
            streamURL.utf8.contains(UInt8(ascii: "="))
            ? URLEncodedTitle.query(streamURL, &budget)
            : nil
        attributes = view.attributes + (query ?? [])
        flags.insert(contentsOf: view.flags)
        if query != nil { flags.insert(.queryString) }
        if isAd || AdBreak(attributes: attributes) != nil || AdBreak(marker: display) != nil {
            flags.insert(.adMarker)
        }
        self.flags = flags
    }

    /// The text from which the display form is made.
    private static func shown(
        _ field: MetadataField, _ flags: inout [Flag], _ decoder: inout TextDecoder,
        _ budget: inout GuessBudget
    ) -> String {
        let text = field.text.repaired ?? field.text.text
        // What the control characters meant is no longer in the text.
        guard field.text.flags.contains(.controlCharacters), field.text.charset != .utf16LE else {
            return text
        }
        var bytes = field.raw
        if let payload = WebReply.payload(bytes) {
            bytes = payload
            flags.insert(.webReply)
        }
        if TitleParts(text).parts.count < 2 { bytes = separatedAtTabs(bytes) }
        guard bytes != field.raw else { return text }
        let decoded = decoder.decode(bytes, learns: false, &budget)
        return decoded.repaired ?? decoded.text
    }

    /// The bytes with a separator in place of each TAB between texts.
    private static func separatedAtTabs(_ raw: [UInt8]) -> [UInt8] {
        let parts = raw.split(separator: 0x09).map { $0.trimming(\.isBlank) }
            .filter { $0.isEmpty == false }
        return parts.count < 2 ? raw : Array(parts.joined(separator: Array(" - ".utf8)))
    }

    /// Whether the value is what Icecast 2.4 sends after metadata without a title: `(null)`, cut to
    /// the room for an empty text.
    private static func isUnset(_ raw: [UInt8]) -> Bool {
        raw.count >= 2 && "(null)".utf8.starts(with: raw)
    }

    /// Whether the server has no title, as opposed to an empty one.
    var isUnset: Bool { flags.contains(.truncated) && Self.isUnset(raw) }

    /// Takes a `StreamUrl` that is relative to the station's page for the address of a picture.
    mutating func takeArtwork(relativeTo base: String) {
        guard artworkURL.isEmpty, streamURL.isEmpty == false else { return }
        artworkURL = WebAddress.image(streamURL, relativeTo: base) ?? ""
    }

    /// Takes the first of three parts for the album, as MPD sends it: `Album - Artist - Title`.
    mutating func takeAlbum() {
        guard parts.count == 3, attributes.isEmpty else { return }
        (artist, song) = (parts[1], parts[2])
        attributes = [TitleAttribute(key: "album", value: parts[0])]
    }

    /// Whether there is nothing to show: empty, blank, or only a separator.
    public var isBlank: Bool { isBlank(comparable) }

    /// The same for a caller that already has `comparable`.
    func isBlank(_ comparable: String) -> Bool {
        comparable.isEmpty || flags.contains(.separatorOnly)
    }

    /// The form by which two titles are compared: the display form with each run of whitespace
    /// collapsed to one space. Swift compares strings by canonical equivalence, so normalisation to
    /// NFC is not needed.
    var comparable: String {
        // Hardly any title has whitespace at its ends, or runs of it.
        let bytes = display.utf8.span
        guard let last = bytes.indices.last else { return display }
        var blanks = bytes[0] == 0x20 || bytes[0] == 0x09 || bytes[last] == 0x20 ? 1 : 0
        for index in 1..<bytes.count {
            let (before, byte) = (bytes[index - 1], bytes[index])
            blanks |= byte == 0x20 && before == 0x20 || byte == 0x09 ? 1 : 0
            // A no-break space.
            blanks |= byte == 0xA0 && before == 0xC2 ? 1 : 0
        }
        if blanks == 0 { return display }
        return display.unicodeScalars.split { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }
            .map { String($0) }.joined(separator: " ")
    }
}
