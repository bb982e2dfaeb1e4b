/// One pair of name and value in a structured title or a query string.
public struct TitleAttribute: Sendable, Equatable {
    /// The name as received; in JSON and XML, the names from the outermost in, joined with dots.
    public let key: String
    /// The value without quotes and escapes.
    public let value: String

    /// Makes an attribute; readers do this.
    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    /// The name of a nested value. If all names together are too long, the outer ones are left out:
    /// the innermost describes the value.
    static func key(_ outer: String, _ name: String) -> String {
        let name = name.cut(to: Limits.titleNameCharacters)
        guard outer.isEmpty == false else { return name }
        let size = outer.utf8.count + 1 + name.utf8.count
        return size <= Limits.titleKeyBytes ? "\(outer).\(name)" : "….\(name)"
    }
}

extension [TitleAttribute] {
    /// The value of the first attribute with this name that is not blank; empty if there is none.
    func value(of key: String) -> String {
        lazy.filter { $0.key.equalsIgnoringCase(key) }
            .map(\.value.trimmingBlanks).first { $0.isEmpty == false } ?? ""
    }
}

/// A title that is data: JSON, XML, a list like `text="..." song_spot="M"`, or a list between
/// tildes.
struct StructuredTitle {
    let flag: Flag
    let attributes: [TitleAttribute]
    /// The artist and the song; empty if the data does not contain them.
    let artist: String
    let song: String

    /// Reads a title; nil if it is not data.
    init?(_ text: String) {
        switch text.utf8.first {
        case nil: return nil
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if let attributes = JSONTitle.attributes(text) {
                self.init(.jsonTitle, attributes)
                return
            }
        case UInt8(ascii: "<"):
            if WebReply.isPage(text) == false, let attributes = XMLTitle.attributes(text) {
                self.init(.xmlTitle, attributes)
                return
            }
        default: break
        }
        if let list = AttributeList(text) {
            self.init(.attributeTitle, list.attributes, list.artist, list.song)
        } else if let list = TildeList(text) {
            self.init(.tildeTitle, [], list.artist, list.song)
        } else {
            return nil
        }
    }

    private init(
        _ flag: Flag, _ attributes: [TitleAttribute], _ artist: String, _ song: String
    ) {
        self.flag = flag
        self.attributes = attributes
        self.artist = artist
        self.song = song
    }

    private init(_ flag: Flag, _ attributes: [TitleAttribute]) {
        let artist = Self.value(attributes, of: "artist")
        var song = Self.value(
            attributes, of: "title", "song", "track", "name", "now_playing", "nowplaying",
            "streamtitle", "now")
        if artist.isEmpty, song.isEmpty, attributes.contains(where: { $0.key == "t" }) {
            let short = (Self.value(attributes, of: "a"), Self.value(attributes, of: "t"))
            self.init(flag, attributes, short.0, short.1)
            return
        }
        if artist.isEmpty, song.isEmpty {
            // The data has no name that is known here, but the value may show what it is.
            let titles = attributes.filter { TitleParts($0.value).parts.count == 2 }
            song = titles.count == 1 ? titles[0].value : ""
        }
        self.init(flag, attributes, artist, song)
    }

    /// The value of the first key that equals one of the words, or else contains one, as
    /// `DB_DALET_ARTIST_NAME` does.
    private static func value(_ attributes: [TitleAttribute], of words: String...) -> String {
        let named = attributes.map { attribute in
            let parts = attribute.key.lowercased().split { $0 == "." }
            return (name: parts.last.map(String.init) ?? "", value: attribute.value)
        }
        for word in words {
            if let found = named.first(where: { $0.name == word && $0.value.isEmpty == false }) {
                return found.value
            }
        }
        for word in words where word != "name" && word != "now" {
            let found = named.first { pair in
                pair.value.isEmpty == false
                    && pair.name.split { $0 == "_" || $0 == "-" }.contains { $0 == word }
                    && others.allSatisfy { pair.name.containsText($0) == false }
            }
            if let found { return found.value }
        }
        return ""
    }

    /// Words in a key for an artist or a title which mean that its value is something else.
    private static let others = ["id", "url", "img", "image", "picture", "album", "code"]
}
