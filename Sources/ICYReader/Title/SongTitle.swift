/// The title a block carries: as received, as text, as people read it, and in parts.
public struct SongTitle: Sendable, Equatable {
    /// The whole `StreamTitle` as text, without blanks around it.
    public let streamTitle: String
    /// Its bytes as received.
    public let raw: [UInt8]
    /// The charset it was decoded with.
    public let charset: Charset
    /// How sure that is: 1 is certain.
    public let confidence: Double
    /// The title as people read it: entities, URL-encoding, escapes and double encoding are taken
    /// back, and of a structured title artist and song are shown. Where nothing was to be cleaned
    /// it is `streamTitle`.
    public let display: String
    /// What comes before the first ` - ` of `display`, or what a structured title names as the
    /// artist; empty if there is none.
    public let artist: String
    /// What comes after the first ` - ` of `display`, or what a structured title names as the song;
    /// the whole title if there is no separator.
    public let song: String
    /// All parts of `display` between ` - `. More than two can be split in more than one way.
    public let parts: [String]
    /// What comes next, as the `StreamNext` of the same block says; empty if there is none.
    public let next: String
    /// The `StreamUrl` of the same block; empty if there is none.
    public let streamURL: String
    /// What a structured title says, then what a query string in `StreamUrl` says.
    public let attributes: [TitleAttribute]
    /// What was unusual about the block and the text, and what was done for `display`.
    public let flags: [Flag]

    /// The title in these fields; nil if there is no `StreamTitle`, or it is not text.
    public init?(_ fields: MetadataFields) {
        var budget = GuessBudget()
        self.init(fields, &budget)
    }

    /// The same; texts in a query string count as values of the block.
    init?(_ fields: MetadataFields, _ budget: inout GuessBudget) {
        guard let field = fields["StreamTitle"], field.text.flags.contains(.binary) == false else {
            return nil
        }
        streamTitle = field.text.text.trimmingBlanks
        raw = field.raw
        charset = field.text.charset
        confidence = field.text.confidence
        let view = TitleView(field.text.repaired ?? field.text.text)
        display = view.display
        parts = view.parts
        artist = view.parts.count > 1 ? view.parts[0] : ""
        song =
            view.parts.count == 2
            ? view.parts[1]
            : view.parts.dropFirst(view.parts.count > 1 ? 1 : 0).joined(separator: " - ")
        // Most blocks have the title alone.
        let others = fields.fields.count > 1
        next =
            others ? fields["StreamNext"].map { TitleView($0.text.text).display } ?? "" : ""
        streamURL = others ? fields["StreamUrl"]?.text.text.trimmingBlanks ?? "" : ""
        let query =
            streamURL.utf8.contains(UInt8(ascii: "="))
            ? URLEncodedTitle.query(streamURL, &budget)
            : nil
        attributes = view.attributes + (query ?? [])
        var flags = fields.flags
        flags.insert(contentsOf: field.text.flags)
        flags.insert(contentsOf: view.flags)
        if query != nil { flags.insert(.queryString) }
        if AdBreak(marker: display) != nil { flags.insert(.adMarker) }
        self.flags = flags
    }

    /// Whether nothing is left to show: empty, blank, or a separator alone.
    public var isBlank: Bool { isBlank(comparable) }

    /// The same for who has `comparable` already.
    func isBlank(_ comparable: String) -> Bool {
        comparable.isEmpty || flags.contains(.separatorOnly)
    }

    /// What two titles are compared by: the display form with one blank for each run of blanks.
    /// Strings are equal if they are canonically equivalent, so that is NFC.
    var comparable: String {
        // Hardly any title has blanks at its ends, or runs of them.
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
