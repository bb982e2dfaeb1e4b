extension MetadataFields {
    /// The values of a tag as fields: their names, and their texts.
    init(_ tag: StreamTag, decoder: inout TextDecoder, _ budget: inout GuessBudget) {
        let texts = decoder.decode(
            tag.values.map(\.bytes), isRead: { tag.format.isRead(tag.values[$0].name) }, &budget)
        let fields = zip(tag.values, texts).map { value, text in
            MetadataField(key: value.name, raw: value.bytes, text: text)
        }
        self.init(fields: fields, flags: tag.flags)
    }
}

extension SongTitle {
    /// The title in a tag; nil if it says nothing about the title.
    init?(_ tag: StreamTag, _ fields: MetadataFields, _ known: StationKnowledge? = nil) {
        let named = fields.fields.compactMap { field in
            tag.format.commentName(field.key).map {
                MetadataField(key: $0, raw: field.raw, text: field.text)
            }
        }
        let isTitled = ["TITLE", "ARTIST", "PERFORMER"].contains { name in
            named.contains { $0.key.equalsIgnoringCase(name) }
        }
        guard tag.isHead || isTitled else { return nil }
        self.init(comments: MetadataFields(fields: named, flags: tag.flags), known)
    }
}

extension StreamTag.Format {
    /// The Vorbis name of a value, by which it is read like a comment; nil if it has none.
    fileprivate func commentName(_ name: String) -> String? {
        switch self {
        case .id3: Self.frames[name]
        case .flac: name
        case .matroska: Self.elements[name.uppercased()] ?? name
        }
    }

    /// Whether the program interprets a value, and does not only show it.
    fileprivate func isRead(_ name: String) -> Bool {
        guard let comment = commentName(name) else { return false }
        if case .id3 = self { return true }
        return MetadataField.isRead(comment)
    }

    private static let frames = [
        "TIT2": "TITLE", "TT2": "TITLE", "TPE1": "ARTIST", "TP1": "ARTIST", "TALB": "ALBUM",
        "TAL": "ALBUM", "TPE2": "ALBUMARTIST", "TP2": "ALBUMARTIST", "TYER": "DATE",
        "TDRC": "DATE", "TYE": "DATE", "TRCK": "TRACKNUMBER", "TRK": "TRACKNUMBER",
        "TPOS": "DISCNUMBER", "TPA": "DISCNUMBER", "TCON": "GENRE", "TCO": "GENRE",
        "TCOM": "COMPOSER", "TCM": "COMPOSER", "TPUB": "LABEL", "TPB": "LABEL", "TSRC": "ISRC",
        "TRC": "ISRC", "TBPM": "BPM", "TBP": "BPM", "TLAN": "LANGUAGE", "TLA": "LANGUAGE",
        "TCOP": "COPYRIGHT", "TCR": "COPYRIGHT",
    ]

    /// The official names of Matroska's tags that Vorbis has under another name.
    private static let elements = [
        "LEAD_PERFORMER": "PERFORMER", "DATE_RELEASED": "DATE", "PART_NUMBER": "TRACKNUMBER",
    ]
}
