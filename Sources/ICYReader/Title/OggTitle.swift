extension MetadataFields {
    /// The comments as fields: keys as received, values decoded with what is known of the station.
    /// (They are UTF-8 by the specification, and not always in the field.)
    public init(_ comments: OggComments, decoder: inout TextDecoder) {
        var budget = GuessBudget()
        self.init(comments, decoder: &decoder, &budget)
    }

    /// The same within a budget.
    init(_ comments: OggComments, decoder: inout TextDecoder, _ budget: inout GuessBudget) {
        let texts = decoder.decode(
            comments.fields.map(\.value),
            isRead: { MetadataField.isRead(comments.fields[$0].name) }, &budget)
        let fields = zip(comments.fields, texts).map { field, text in
            MetadataField(key: field.name, raw: field.value, text: text)
        }
        self.init(fields: fields, flags: comments.flags)
    }
}

extension SongTitle {
    /// The title in the comments of an Ogg stream.
    ///
    /// `ARTIST - TITLE`, as Icecast shows it; one of them alone if the other is not there; several
    /// artists with `, ` between them. `PERFORMER` stands in for a missing `ARTIST` beside a title.
    /// A `TITLE` without text says that there is no title, whatever the artist: Icecast keeps the
    /// artist when it is told an empty title. A re-encoded ICY stream may have its `StreamTitle`
    /// as a comment, which counts if there is no `TITLE`. Without an artist the title is split as
    /// that of an ICY block: an encoder that is told one text has only `TITLE` to put it in.
    ///
    /// - Returns: nil if there is no statement: the title is not text, or there is none and the
    ///   header is incomplete. Whole comments without a title are one: they have a blank title.
    init?(comments fields: MetadataFields) {
        let titles = fields.values(of: "TITLE")
        let isCleared = titles.isEmpty && fields["TITLE"] != nil
        var whole = titles.first
        var artists: [MetadataField] = []
        if isCleared == false {
            whole = whole ?? fields.values(of: "StreamTitle").first
            artists = fields.values(of: "ARTIST")
            if artists.isEmpty, whole != nil { artists = fields.values(of: "PERFORMER") }
        }
        let named = artists.count
        artists = Self.withinValue(artists)
        let all = artists + [whole].compactMap(\.self)
        guard isCleared || all.isEmpty == false || fields.flags.contains(.oggIncomplete) == false,
            all.contains(where: { $0.text.flags.contains(.binary) }) == false
        else { return nil }
        let song = whole?.text.text.trimmingBlanks ?? ""
        let artist = artists.map(\.text.text.trimmingBlanks).joined(separator: ", ")
        let isBoth = artist.isEmpty == false && song.isEmpty == false
        streamTitle = artist + (isBoth ? " - " : "") + song
        let rawArtist = artists.map(\.raw).joined(separator: Array(", ".utf8))
        raw = rawArtist + (isBoth ? Array(" - ".utf8) : []) + (whole?.raw ?? [])
        charset = (whole ?? artists.first)?.text.charset ?? .utf8
        confidence = all.map(\.text.confidence).min() ?? 1
        let view = TitleView(whole?.text.repaired ?? song)
        if artist.isEmpty {
            display = view.display
            parts = view.parts
            self.artist = parts.count > 1 ? parts[0] : ""
            self.song = parts.dropFirst(parts.count > 1 ? 1 : 0).joined(separator: " - ")
        } else {
            let shown = artists.map { TitleView($0.text.repaired ?? $0.text.text).display }
                .joined(separator: ", ")
            display = shown + (isBoth ? " - " : "") + view.display
            parts = [shown, view.display].filter { $0.isEmpty == false }
            (self.artist, self.song) = (shown, view.display)
        }
        next = ""
        streamURL = ""
        attributes = view.attributes
        var flags = fields.flags
        flags.insert(contentsOf: view.flags)
        for field in all { flags.insert(contentsOf: field.text.flags) }
        if titles.count > 1 { flags.insert(.duplicateKey) }
        if artists.count < named { flags.insert(.commentTooLong) }
        self.flags = flags
    }

    /// The first artists that have room in one value: a header may have 32 KiB of them, and what
    /// is shown should be no longer than what one comment can say.
    private static func withinValue(_ artists: [MetadataField]) -> [MetadataField] {
        var size = 0
        return Array(
            artists.prefix { artist in
                size += artist.raw.count
                return size <= Limits.oggValueBytes
            })
    }
}

extension MetadataFields {
    /// The fields with this key that are not blank.
    fileprivate func values(of key: String) -> [MetadataField] {
        fields.filter { field in
            field.key.equalsIgnoringCase(key) && field.text.text.trimmingBlanks.isEmpty == false
        }
    }
}
