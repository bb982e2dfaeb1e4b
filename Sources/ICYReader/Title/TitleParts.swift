/// A title cut at its separators.
///
/// A separator is a dash with a blank on both sides: a hyphen, several hyphens, or one of Unicode's
/// dashes. The blank may also be a NO-BREAK SPACE, as web pages write it. The first blank of the
/// title and the last one may be missing. Separators at the edges, and one next to another, have no
/// text between them: an encoder wrote an empty artist or song.
struct TitleParts: Equatable {
    /// The texts between the separators, without empty ones.
    let parts: [String]
    /// The text without empty parts; otherwise as it was, with its own dashes.
    let display: String
    /// The text before the first separator that has text on both sides.
    let artist: String
    /// The text after it, or the only text.
    let song: String

    init(_ text: String) {
        let bytes = text.utf8.span
        let separators = Self.separators(bytes)
        guard separators.isEmpty == false else {
            self.init(artist: "", song: text.trimmingBlanks)
            return
        }
        var ranges: [Range<Int>] = []
        var start = 0
        for separator in separators {
            ranges.append(start..<separator.lowerBound)
            start = separator.upperBound
        }
        ranges.append(start..<bytes.count)
        ranges = ranges.map { Self.withoutBlanks(bytes, $0) }
        let isArtistAlone = ranges.first?.isEmpty == false
        let inner = ranges.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }
        let hasGap = inner.contains { $0.isEmpty }
        ranges.removeAll { $0.isEmpty }
        guard let first = ranges.first, let last = ranges.last else {
            self.init(whole: text.trimmingBlanks)
            return
        }
        let parts = ranges.map { Self.text(bytes, $0) }
        // Where nothing is left out between the parts, the station's own separators stay.
        let texts = ranges.indices.prefix(2).map { index in
            hasGap
                ? parts[index...].joined(separator: " - ")
                : Self.text(bytes, ranges[index].lowerBound..<last.upperBound)
        }
        if texts.count > 1 {
            self.init(parts, texts[0], Self.text(bytes, first), texts[1])
        } else {
            self.init(
                artist: isArtistAlone ? texts[0] : "", song: isArtistAlone ? "" : texts[0])
        }
    }

    private init(_ parts: [String], _ display: String, _ artist: String, _ song: String) {
        self.parts = parts
        self.display = display
        self.artist = artist
        self.song = song
    }

    /// Makes a title of artist and song, either of which may be empty.
    init(artist: String, song: String) {
        let parts = [artist, song].filter { $0.isEmpty == false }
        self.init(parts, parts.joined(separator: " - "), artist, song)
    }

    /// Makes a title that has neither an artist nor a song.
    init(whole text: String) {
        self.init(text.isEmpty ? [] : [text], text, "", "")
    }

    /// The separators with the blanks around them, in order.
    private static func separators(_ bytes: Span<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        // Where the blanks before the index begin; the start of the text counts as a blank.
        var blanks: Int? = 0
        while index < bytes.count {
            let blank = blankLength(bytes, index)
            if blank > 0 {
                blanks = blanks ?? index
                index += blank
                continue
            }
            if let start = blanks {
                var end = afterDashes(bytes, index)
                if end > index, end == bytes.count || blankLength(bytes, end) > 0 {
                    while end < bytes.count, blankLength(bytes, end) > 0 {
                        end += blankLength(bytes, end)
                    }
                    found.append(start..<end)
                    index = end
                    blanks = end
                    continue
                }
            }
            blanks = nil
            index += 1
        }
        return found
    }

    /// The length of the blank at an index: a space, a tab, U+00A0, U+202F, U+3000; 0 for any other
    /// character.
    private static func blankLength(_ bytes: Span<UInt8>, _ index: Int) -> Int {
        switch bytes[index] {
        case 0x20, 0x09: 1
        case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0xA0 ? 2 : 0
        case 0xE2: isCharacter(bytes, index, 0x80, 0xAF...0xAF) ? 3 : 0
        case 0xE3: isCharacter(bytes, index, 0x80, 0x80...0x80) ? 3 : 0
        default: 0
        }
    }

    /// The index after the hyphens, or the one dash, at an index; the same index if there is none.
    private static func afterDashes(_ bytes: Span<UInt8>, _ index: Int) -> Int {
        var end = index
        while end < bytes.count, bytes[end] == UInt8(ascii: "-") { end += 1 }
        if end > index { return end }
        // U+2010 to U+2015, U+2212
        let isDash =
            bytes[index] == 0xE2
            && (isCharacter(bytes, index, 0x80, 0x90...0x95)
                || isCharacter(bytes, index, 0x88, 0x92...0x92))
        return isDash ? index + 3 : index
    }

    private static func isCharacter(
        _ bytes: Span<UInt8>, _ index: Int, _ second: UInt8, _ third: ClosedRange<UInt8>
    ) -> Bool {
        index + 2 < bytes.count && bytes[index + 1] == second && third.contains(bytes[index + 2])
    }

    private static func withoutBlanks(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        while start < range.upperBound {
            let blank = blankLength(bytes, start)
            guard blank > 0 else { break }
            start = min(start + blank, range.upperBound)
        }
        // The blanks before a separator belong to it; only the end of the text may have others.
        return start..<max(start, bytes.withoutBlanks(start..<range.upperBound).upperBound)
    }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        // Separators are whole characters, so a cut there leaves valid UTF-8.
        String(utf8: bytes.extracting(range)) ?? ""
    }
}
