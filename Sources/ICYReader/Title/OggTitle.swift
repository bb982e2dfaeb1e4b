extension MetadataFields {
    /// The comments as fields: keys as received, values decoded using what is known of the station.
    /// (The specification requires UTF-8, but stations do not always send it.)
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
    /// The title is `ARTIST - TITLE`, as Icecast shows it, or only one of them if the other is
    /// missing. Several artists are joined with `, `. `PERFORMER` replaces a missing `ARTIST` if
    /// there is a title. A `TITLE` without text means that there is no title, whatever the artist:
    /// Icecast keeps the artist when it receives an empty title. A re-encoded ICY stream may have
    /// its `StreamTitle` as a comment, which is used if there is no `TITLE`. Without an artist, the
    /// title is split like that of an ICY block: an encoder that receives a single text can only
    /// put it into `TITLE`.
    ///
    /// - Returns: nil if the comments do not decide: the title is not text, or there is none and
    ///   the header is incomplete. Complete comments without a title do decide: their title is
    ///   blank.
    init?(comments fields: MetadataFields, _ known: StationKnowledge? = nil) {
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
        var view = TitleView(whole?.text.repaired ?? song)
        if artist.isEmpty == false {
            view.take(
                artist: artists.map { TitleView($0.text.repaired ?? $0.text.text).display }
                    .joined(separator: ", "))
        }
        let isAd = known?.apply(to: &view) ?? false
        let title = view.title
        (display, parts) = (title.display, title.parts)
        (self.artist, self.song) = (title.artist, title.song)
        next = ""
        streamURL = ""
        artworkURL = ""
        attributes = view.attributes + fields.songAttributes
        var flags = fields.flags
        flags.insert(contentsOf: view.flags)
        for field in all { flags.insert(contentsOf: field.text.flags) }
        if titles.count > 1 { flags.insert(.duplicateKey) }
        if artists.count < named { flags.insert(.commentTooLong) }
        if isAd || AdBreak(attributes: attributes) != nil || AdBreak(marker: display) != nil {
            flags.insert(.adMarker)
        }
        self.flags = flags
    }

    /// Takes a picture that came with the title.
    mutating func take(_ picture: StreamPicture?) {
        guard let picture else { return }
        self.picture = picture
        attributes.append(TitleAttribute(key: "PICTURE", value: picture.summary))
    }

    /// The first artists that fit into one value: a header may have 32 KiB of them, and the display
    /// form should not be longer than one comment.
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
    /// The comments that tell more about the song, as they are; empty ones are left out.
    fileprivate var songAttributes: [TitleAttribute] {
        var room = Limits.titleAttributeBytes
        return fields.filter { field in
            Self.songKeys.contains(field.key.uppercased())
                && field.text.flags.contains(.binary) == false
        }.prefix(Limits.titleAttributes).compactMap { field in
            let value = (field.text.repaired ?? field.text.text).trimmingBlanks
            room -= field.key.utf8.count + value.utf8.count
            guard room >= 0, value.isEmpty == false else { return nil }
            // The names of comments have no case.
            return TitleAttribute(key: field.key.uppercased(), value: value)
        }
    }

    /// The names of the Vorbis comment recommendation that say something about the song, and those
    /// that programs have added.
    private static let songKeys: Set<String> = [
        "ALBUM", "ALBUMARTIST", "ALBUM ARTIST", "ALBUM_ARTIST", "DATE", "YEAR", "ORIGINALDATE",
        "TRACKNUMBER", "TRACKTOTAL", "TOTALTRACKS", "DISCNUMBER", "GENRE", "COMPOSER", "CONDUCTOR",
        "LYRICIST", "ORGANIZATION", "LABEL", "PUBLISHER", "ISRC", "VERSION", "REMIXER", "MOOD",
        "BPM", "LANGUAGE", "COPYRIGHT",
    ]

    /// The fields with this key that are not blank.
    fileprivate func values(of key: String) -> [MetadataField] {
        fields.filter { field in
            field.key.equalsIgnoringCase(key) && field.text.text.trimmingBlanks.isEmpty == false
        }
    }
}
