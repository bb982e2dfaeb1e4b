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

/// A title that is data: JSON, XML, or a list like `text="..." song_spot="M"`.
struct StructuredTitle {
    let flag: Flag
    let attributes: [TitleAttribute]
    /// The artist and the song; empty if the data does not contain them.
    let artist: String
    let song: String
    /// Whether the data has a field for the artist or the song, filled or not.
    let isAboutSong: Bool

    /// Reads a title; nil if it is not data.
    init?(_ text: String) {
        guard Self.mayBe(text) else { return nil }
        if let attributes = JSONTitle.attributes(text) {
            self.init(.jsonTitle, attributes)
        } else if let attributes = XMLTitle.attributes(text) {
            self.init(.xmlTitle, attributes)
        } else if let list = AttributeList(text) {
            self.init(list)
        } else {
            return nil
        }
    }

    /// A quick check, because nearly no title is data: JSON and XML show in the first byte, a list
    /// in its `="`.
    private static func mayBe(_ text: String) -> Bool {
        switch text.utf8.first {
        case nil: false
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<"): true
        default: ByteKinds(text).isSuperset(of: [.quotationMark, .equals])
        }
    }

    private init(_ flag: Flag, _ attributes: [TitleAttribute]) {
        self.flag = flag
        self.attributes = attributes
        artist = Self.value(attributes, of: "artist")
        song = Self.value(attributes, of: "title", "song", "track", "name")
        isAboutSong = attributes.contains { attribute in
            let name = attribute.key.lowercased().split { $0 == "." }.last ?? ""
            return name.split { $0 == "_" || $0 == "-" }.contains {
                $0 == "artist" || $0 == "title"
            }
        }
    }

    private init(_ list: AttributeList) {
        flag = .attributeTitle
        attributes = list.attributes
        let artist = list["artist"]
        self.artist = list.artist.isEmpty ? artist : list.artist
        let text = list["text"]
        song = text.isEmpty ? list["title"] : text
        isAboutSong = true
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
        for word in words where word != "name" {
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

/// A list like `Taio Cruz - text="Dynamite" song_spot="M" ...` (iHeart) or
/// `title="...",artist="...",url="..."` (Bauer, SCA).
struct AttributeList {
    /// The text before the list, without the separator.
    let artist: String
    let attributes: [TitleAttribute]

    subscript(key: String) -> String {
        attributes.first { $0.key.equalsIgnoringCase(key) }?.value ?? ""
    }

    /// Reads a title; nil if it is not such a list.
    ///
    /// After other text, only a list with `text` or `song_spot` is accepted: `Band - mix="x"` is
    /// not.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let start = Self.listStart(bytes) else { return nil }
        var attributes: [TitleAttribute] = []
        var index = start
        var isNested = false
        while let key = Self.key(bytes, index), attributes.count < Limits.titleAttributes {
            index = key.valueStart
            // `url="song_spot="F" ..."`: a list within a value.
            let opensList = Self.key(bytes, index) != nil
            if opensList { isNested = true }
            let end = opensList ? index : Self.valueEnd(bytes, index, isNested)
            attributes.append(
                TitleAttribute(
                    key: String(decoding: bytes[key.name], as: UTF8.self),
                    value: String(decoding: bytes[index..<end], as: UTF8.self)))
            index = opensList ? end : Self.behindValue(bytes, end, isNested)
        }
        // Otherwise this is text that only begins like a list.
        guard index >= bytes.count else { return nil }
        self.attributes = attributes
        let before = String(decoding: bytes[..<start], as: UTF8.self).trimmingBlanks
        artist =
            before == "-" || before.hasSuffix(" -")
            ? String(before.dropLast()).trimmingBlanks : before
        let marks = before.isEmpty ? ["text", "title", "song_spot"] : ["text", "song_spot"]
        guard
            marks.contains(where: { mark in
                attributes.contains { $0.key.equalsIgnoringCase(mark) }
            })
        else { return nil }
    }

    /// The index after the quote at `end` and the separators that follow; in a list within a value,
    /// another quote may be among them.
    private static func behindValue(_ bytes: [UInt8], _ end: Int, _ isNested: Bool) -> Int {
        var index = min(end + 1, bytes.count)
        while index < bytes.count {
            let byte = bytes[index]
            guard
                byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",")
                    || isNested && byte == UInt8(ascii: "\"")
            else { break }
            index += 1
        }
        return index
    }

    /// The first key followed by `="`, at the start or after a space.
    private static func listStart(_ bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            if key(bytes, index) != nil { return index }
            guard let blank = bytes[index...].firstIndex(of: UInt8(ascii: " ")) else { return nil }
            index = blank + 1
        }
        return nil
    }

    private static func key(
        _ bytes: [UInt8], _ start: Int
    ) -> (name: Range<Int>, valueStart: Int)? {
        guard start < bytes.count else { return nil }
        let name = bytes[start...].prefix(while: \.isKeyByte)
        guard name.isEmpty == false, name.endIndex + 1 < bytes.count,
            bytes[name.endIndex] == UInt8(ascii: "="),
            bytes[name.endIndex + 1] == UInt8(ascii: "\"")
        else { return nil }
        return (start..<name.endIndex, name.endIndex + 2)
    }

    /// A value ends at the first quote that is followed by the end, or by a separator and a key.
    private static func valueEnd(_ bytes: [UInt8], _ start: Int, _ isNested: Bool) -> Int {
        var index = start
        while let quote = bytes[index...].firstIndex(of: UInt8(ascii: "\"")) {
            let next = behindValue(bytes, quote, isNested)
            if next == bytes.count || next > quote + 1 && key(bytes, next) != nil { return quote }
            // The other quotes of this run are followed by the same bytes.
            index = next
        }
        return bytes.count
    }
}
