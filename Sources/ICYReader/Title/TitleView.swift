/// A title in its display form: what an encoder did to the text is undone.
struct TitleView {
    private(set) var display: String
    private(set) var parts: [String]
    private(set) var attributes: [TitleAttribute] = []
    private(set) var flags: [Flag] = []

    /// - Parameter text: the decoded value, including the whitespace around it.
    init(_ text: String) {
        display = ""
        parts = []
        var text = text
        while text.utf8.first == 0xEF, text.unicodeScalars.first == "\u{FEFF}" {
            text.unicodeScalars.removeFirst()
            flags.insert(.byteOrderMark)
        }
        if let structure = StructuredTitle(text.trimmingBlanks) {
            flags.insert(structure.flag)
            attributes = structure.attributes
            show(structure, else: text)
        } else {
            text = cleaned(text)
            display = text.trimmingBlanks
            parts = Self.split(text)
        }
        if Self.isSeparator(display) { flags.insert(.separatorOnly) }
        if Self.isPlaceholder(display) { flags.insert(.placeholder) }
    }

    private mutating func show(_ structure: StructuredTitle, else text: String) {
        let artist = cleaned(structure.artist).trimmingBlanks
        let song = cleaned(structure.song).trimmingBlanks
        let saysNothing = artist.isEmpty && song.isEmpty
        if saysNothing, structure.isAboutSong == false {
            // The data has no name that is known here: there is nothing better to show.
            display = text.trimmingBlanks
            parts = [display]
        } else if artist.isEmpty || artist == song {
            display = song
            parts = Self.split(song)
        } else {
            display = song.isEmpty ? artist : "\(artist) - \(song)"
            parts = [artist, song]
        }
    }

    private mutating func cleaned(_ text: String) -> String {
        let kinds = ByteKinds(text)
        if kinds.isDisjoint(with: [.urlEncoding, .ampersand, .backslash]) { return text }
        var text = text
        if let decoded = URLEncodedTitle.title(text.trimmingBlanks) {
            text = decoded
            flags.insert(.urlEncoded)
        }
        if let decoded = HTMLEntities.decode(text) {
            text = decoded
            flags.insert(.htmlEntities)
        }
        if let plain = Self.withoutEscapes(text) {
            text = plain
            flags.insert(.escapedQuotes)
        }
        return text
    }

    /// The text with `\'` and `\"` unescaped; nil if it has none. Any other backslash is literal.
    private static func withoutEscapes(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return nil }
        var result: [UInt8] = []
        var hasEscapes = false
        for byte in text.utf8 {
            if byte.isQuote, result.last == UInt8(ascii: "\\") {
                result.removeLast()
                hasEscapes = true
            }
            result.append(byte)
        }
        return hasEscapes ? String(decoding: result, as: UTF8.self) : nil
    }

    /// The parts between ` - `, including an empty first or last one.
    ///
    /// This works on UTF-8: the separator is ASCII, so a cut there never splits a character, and a
    /// combining mark after it does not hide it. Other dashes are part of names.
    static func split(_ text: String) -> [String] {
        let bytes = text.utf8.span
        var parts: [String] = []
        var start = 0
        // The space before the first separator and the one after the last may be missing.
        if bytes.count >= 2, bytes[0] == UInt8(ascii: "-"), bytes[1] == 0x20 {
            parts.append("")
            start = 2
        }
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == 0x20, bytes[index + 1] == UInt8(ascii: "-"),
                index + 2 == bytes.count || bytes[index + 2] == 0x20
            {
                parts.append(trimmed(bytes, start..<index))
                start = min(index + 3, bytes.count)
                index = start
            } else {
                index += 1
            }
        }
        guard parts.isEmpty == false else { return [text.trimmingBlanks] }
        parts.append(trimmed(bytes, start..<bytes.count))
        return parts
    }

    private static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        // Cutting at ASCII keeps the rest valid UTF-8.
        String(utf8: bytes.extracting(bytes.withoutBlanks(range))) ?? ""
    }

    /// Whether the text is only dashes and spaces, including zero-width spaces.
    static func isSeparator(_ text: String) -> Bool {
        text.isEmpty == false
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case " ", "\t", "\u{A0}", "\u{200B}", "\u{3000}", "\u{FEFF}", "-",
                    "\u{2010}"..."\u{2015}", "\u{2212}":
                    true
                default: false
                }
            }
    }

    /// Whether the text is what servers and encoders send when no title was set.
    private static func isPlaceholder(_ text: String) -> Bool {
        let count = text.utf8.count
        guard count <= longestPlaceholder else { return false }
        guard ByteKinds(text).contains(.beyondASCII) == false else {
            return placeholders.contains(text.lowercased())
        }
        return placeholders.contains { $0.utf8.count == count && $0.equalsIgnoringCase(text) }
    }

    private static let longestPlaceholder = 40

    private static let placeholders = [
        "this is my server name", "unspecified name", "no name", "no title", "unknown",
        "unknown - unknown", "unknown artist - unknown title", "unknown artist - unknown",
        "unknown artist", "untitled", "artist - title", "unnamed server", "airtime!",
        "airtime - offline", "default stream", "station offline", "stream offline",
    ]
}
