/// What an operator knows about the titles of a station and no reader can find out.
///
/// `SongTitle.streamTitle` and the bytes stay as sent. The rules change what is made of them: the
/// display form, artist and song, whether it is an advertisement, and whether it is a title at
/// all. A title that they changed has the flag `operatorRule`.
///
/// They are applied in the order of the members below, to the title as it would be shown without
/// them. Texts are compared without regard to case, and without the blanks around them.
public struct TitleRules: Sendable, Equatable {
    /// What a station writes first.
    public enum Order: String, Sendable, CaseIterable {
        /// The artist, as nearly all stations do.
        case artistTitle = "artist-title"
        /// The title.
        case titleArtist = "title-artist"
    }

    /// Texts left out at the start: the longest one that is there, then the others, each at most
    /// once. One that ends with a letter or a digit does not end within a word. Where artist and
    /// song come separately, they are left out of both.
    public var prefixes: [String]
    /// The same at the end.
    public var suffixes: [String]
    /// Whether a title that is the station's name, as its head has it, is none.
    public var dropsStationName: Bool
    /// Titles that mean an advertisement. With `*` at the end, all titles that begin like that.
    public var adWords: [String]
    /// Titles that are none. An artist or a song that is one of them is left out.
    public var placeholders: [String]
    /// The text between artist and song, with its blanks; empty: a dash between blanks. A title
    /// without it has no artist.
    public var separator: String
    /// What comes first in a title. The artist is what comes before the first separator, or after
    /// the last one. It does not apply where artist and song come separately.
    public var order: Order

    /// Makes rules; each one left out changes nothing.
    ///
    /// The caller bounds them, as by `Limits.ruleTexts` and `Limits.ruleBytes`: each text is
    /// compared with each title.
    public init(
        prefixes: [String] = [], suffixes: [String] = [], dropsStationName: Bool = false,
        adWords: [String] = [], placeholders: [String] = [], separator: String = "",
        order: Order = .artistTitle
    ) {
        self.prefixes = prefixes
        self.suffixes = suffixes
        self.dropsStationName = dropsStationName
        self.adWords = adWords
        self.placeholders = placeholders
        self.separator = separator
        self.order = order
    }

    /// Whether the rules change no title.
    public var isEmpty: Bool { self == TitleRules() }

    /// Whether the rules say where a title is cut.
    package var cutsTitles: Bool { separator.isEmpty == false || order == .titleArtist }
}
