/// The title a block carries.
public struct SongTitle: Sendable, Equatable {
    /// The whole `StreamTitle` as text, without blanks around it.
    public let streamTitle: String
    /// Its bytes as received.
    public let raw: [UInt8]
    /// The charset it was decoded with.
    public let charset: Charset
    /// What comes before the first ` - `; empty if there is none.
    public let artist: String
    /// What comes after the first ` - `; the whole title if there is none.
    public let song: String
    /// The `StreamUrl` of the same block; empty if there is none.
    public let streamURL: String
    /// What was unusual about the block and the text.
    public let flags: [Flag]

    /// The title in these fields; nil if there is no `StreamTitle`, or it is not text.
    public init?(_ fields: MetadataFields) {
        guard let field = fields["StreamTitle"], field.text.flags.contains(.binary) == false else {
            return nil
        }
        streamTitle = field.text.text.trimmingBlanks
        raw = field.raw
        charset = field.text.charset
        (artist, song) = Self.split(field.text.text)
        streamURL = fields["StreamUrl"]?.text.text.trimmingBlanks ?? ""
        var flags = fields.flags
        flags.insert(contentsOf: field.text.flags)
        self.flags = flags
    }

    /// Whether nothing is left to show: empty, blank, or a separator alone.
    public var isBlank: Bool { streamTitle.isEmpty || streamTitle == "-" }

    /// Works on UTF-8: the separator is ASCII, so a cut there never falls into a character, and a
    /// combining mark behind it does not hide it.
    static func split(_ text: String) -> (artist: String, song: String) {
        let bytes = text.utf8
        var start = bytes.startIndex
        while let blank = bytes[start...].firstIndex(of: UInt8(ascii: " ")) {
            if bytes[blank...].starts(with: " - ".utf8) {
                let end = bytes.index(blank, offsetBy: 3)
                return (
                    String(text[..<blank]).trimmingBlanks, String(text[end...]).trimmingBlanks
                )
            }
            start = bytes.index(after: blank)
        }
        return ("", text.trimmingBlanks)
    }
}

/// What a block does to the title that is shown.
public enum TitleChange: Sendable, Equatable {
    /// A new title.
    case title(SongTitle)
    /// No title any more: the station sent an empty one.
    case clear
    /// Nothing new: an empty block, the same title again, or a block without a title.
    case unchanged
    /// Nothing new either, and no block so far has said whether there is a title.
    case unknown
}

/// Tells new titles from repeated ones. It outlives a connection: the same title after a reconnect
/// is unchanged.
public struct TitleTracker: Sendable {
    private enum Last: Sendable { case nothing, cleared, title(String) }
    private var last = Last.nothing

    /// How often the current title, or the current absence of one, was sent again.
    public private(set) var repeatCount = 0

    /// Starts without knowing a title; a first empty title is a clear.
    public init() {}

    /// Takes the fields of the next block.
    ///
    /// Titles are the same if their text is canonically equivalent; other keys do not count, as
    /// some networks change one in every block.
    public mutating func update(_ fields: MetadataFields) -> TitleChange {
        guard let title = SongTitle(fields) else { return .unchanged }
        return update(title)
    }

    /// Takes the next title; a blank one is a clear.
    mutating func update(_ title: SongTitle) -> TitleChange {
        if title.isBlank {
            if case .cleared = last {
                repeatCount += 1
                return .unchanged
            }
            last = .cleared
            repeatCount = 0
            return .clear
        }
        if case .title(let text) = last, text == title.streamTitle {
            repeatCount += 1
            return .unchanged
        }
        last = .title(title.streamTitle)
        repeatCount = 0
        return .title(title)
    }
}
