extension MetadataFields {
    /// The values of a tag as fields: their names, and their texts.
    init(_ tag: StreamTag, decoder: inout TextDecoder, _ budget: inout GuessBudget) {
        let texts = decoder.decode(
            tag.values.map(\.bytes), isRead: { Self.names[tag.values[$0].name] != nil }, &budget)
        let fields = zip(tag.values, texts).map { value, text in
            MetadataField(key: value.name, raw: value.bytes, text: text)
        }
        self.init(fields: fields, flags: tag.flags)
    }

    /// The Vorbis names of the frames, by which their values are read like comments.
    fileprivate static let names = [
        "TIT2": "TITLE", "TT2": "TITLE", "TPE1": "ARTIST", "TP1": "ARTIST", "TALB": "ALBUM",
        "TAL": "ALBUM", "TPE2": "ALBUMARTIST", "TP2": "ALBUMARTIST", "TYER": "DATE",
        "TDRC": "DATE", "TYE": "DATE", "TRCK": "TRACKNUMBER", "TRK": "TRACKNUMBER",
        "TPOS": "DISCNUMBER", "TPA": "DISCNUMBER", "TCON": "GENRE", "TCO": "GENRE",
        "TCOM": "COMPOSER", "TCM": "COMPOSER", "TPUB": "LABEL", "TPB": "LABEL", "TSRC": "ISRC",
        "TRC": "ISRC", "TBPM": "BPM", "TBP": "BPM", "TLAN": "LANGUAGE", "TLA": "LANGUAGE",
        "TCOP": "COPYRIGHT", "TCR": "COPYRIGHT",
    ]
}

extension SongTitle {
    /// The title in an ID3 tag; nil if it has neither a title nor an artist.
    init?(tag fields: MetadataFields) {
        let named = fields.fields.compactMap { field in
            MetadataFields.names[field.key].map {
                MetadataField(key: $0, raw: field.raw, text: field.text)
            }
        }
        guard named.contains(where: { $0.key == "TITLE" || $0.key == "ARTIST" }) else {
            return nil
        }
        self.init(comments: MetadataFields(fields: named, flags: []))
    }
}
