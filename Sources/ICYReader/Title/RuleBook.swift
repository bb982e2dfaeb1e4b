/// The rules of an operator, prepared for comparing: shared by all copies of a reader.
final class RuleBook: Sendable {
    let rules: TitleRules
    /// Characters in lower case, the longest text first.
    private let prefixes: [[String]]
    /// The same, from the last character to the first.
    private let suffixes: [[String]]
    private let adWords: Set<String>
    private let adBeginnings: [[String]]
    private let placeholders: Set<String>
    /// No text that is compared as a whole is longer, in bytes.
    private let longest: Int

    init(_ rules: TitleRules) {
        self.rules = rules
        func characters(_ texts: [String]) -> [[String]] {
            texts.map { Self.folded($0).map { String($0) } }.filter { $0.isEmpty == false }
                .sorted { $0.count > $1.count }
        }
        prefixes = characters(rules.prefixes)
        suffixes = characters(rules.suffixes).map { $0.reversed() }
        let words = rules.adWords.map(\.trimmingBlanks)
        let whole = words.filter { $0.hasSuffix("*") == false }.map(Self.folded)
        adWords = Set(whole)
        adBeginnings = characters(words.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) })
        placeholders = Set(rules.placeholders.map(Self.folded))
        longest = (adWords.map(\.utf8.count) + placeholders.map(\.utf8.count)).max() ?? 0
    }

    /// The text without the prefixes and suffixes.
    func stripped(_ text: String) -> String {
        var text = text
        if prefixes.isEmpty == false { strip(prefixes, of: &text, Self.withoutPrefix) }
        if suffixes.isEmpty == false { strip(suffixes, of: &text, Self.withoutSuffix) }
        return text
    }

    private func strip(
        _ texts: [[String]], of text: inout String, _ rest: (String, [String]) -> String?
    ) {
        var unused = texts
        while let index = unused.firstIndex(where: { rest(text, $0) != nil }),
            let stripped = rest(text, unused.remove(at: index))
        {
            text = stripped
        }
    }

    /// Whether a title is none.
    func drops(_ text: String, stationName: String) -> Bool {
        if rules.dropsStationName, text.utf8.count <= Self.comparableBytes(stationName) {
            let name = Self.folded(stationName)
            if name.isEmpty == false, Self.folded(text) == name { return true }
        }
        return isPlaceholder(text)
    }

    /// Whether a title means an advertisement.
    func isAd(_ text: String) -> Bool {
        if adWords.isEmpty == false, isShort(text), adWords.contains(Self.folded(text)) {
            return true
        }
        return adBeginnings.contains { Self.withoutPrefix(text, $0) != nil }
    }

    /// The title without an artist or a song that is a placeholder.
    func withoutPlaceholders(_ title: TitleParts) -> TitleParts {
        guard placeholders.isEmpty == false, title.artist.isEmpty == false else { return title }
        let isNone = (isPlaceholder(title.artist), isPlaceholder(title.song))
        guard isNone.0 || isNone.1 else { return title }
        return TitleParts(
            artist: isNone.0 ? "" : title.artist, song: isNone.1 ? "" : title.song)
    }

    /// The title cut by the rules.
    func cut(_ text: String) -> TitleParts {
        let parts: [String]
        let joint: String
        if rules.separator.isEmpty {
            let cut = TitleParts(text)
            guard cut.parts.count > 1 else {
                // `Song - `: what comes before the separator is the song.
                return cut.artist.isEmpty ? cut : TitleParts(artist: "", song: cut.artist)
            }
            (parts, joint) = (cut.parts, " - ")
        } else {
            (parts, joint) = (pieces(of: text), rules.separator)
        }
        guard parts.count > 1, let first = parts.first, let last = parts.last else {
            return TitleParts(artist: "", song: parts.first ?? "")
        }
        switch rules.order {
        case .artistTitle:
            return TitleParts(artist: first, song: parts.dropFirst().joined(separator: joint))
        case .titleArtist:
            return TitleParts(artist: last, song: parts.dropLast().joined(separator: joint))
        }
    }

    /// The texts between the separators, without empty ones.
    private func pieces(of text: String) -> [String] {
        let (bytes, separator) = (Array(text.utf8), Array(rules.separator.utf8))
        var pieces: [ArraySlice<UInt8>] = []
        var (start, index) = (0, 0)
        while index + separator.count <= bytes.count {
            if bytes[index] == separator[0], bytes[index...].starts(with: separator) {
                pieces.append(bytes[start..<index])
                index += separator.count
                start = index
            } else {
                index += 1
            }
        }
        pieces.append(bytes[start...])
        // A separator is whole characters, so the pieces are valid UTF-8.
        return pieces.map { String(decoding: $0.trimmingBlanks, as: UTF8.self) }
            .filter { $0.isEmpty == false }
    }

    private func isPlaceholder(_ text: String) -> Bool {
        placeholders.isEmpty == false && isShort(text) && placeholders.contains(Self.folded(text))
    }

    private func isShort(_ text: String) -> Bool {
        text.utf8.count <= Self.comparableBytes(longest)
    }

    // MARK: Comparing

    private static func folded(_ text: String) -> String { text.trimmingBlanks.lowercased() }

    private static func comparableBytes(_ text: String) -> Int { comparableBytes(text.utf8.count) }

    /// The same text may have more bytes: letters and their accents can come separately, and
    /// blanks can come around them.
    private static func comparableBytes(_ count: Int) -> Int { 3 * count + 16 }

    /// The text after a prefix; nil if it begins otherwise.
    private static func withoutPrefix(_ text: String, _ prefix: [String]) -> String? {
        guard let end = end(of: prefix, in: text) else { return nil }
        return String(text[end...]).trimmingBlanks
    }

    /// The text before a suffix; nil if it ends otherwise.
    private static func withoutSuffix(_ text: String, _ suffix: [String]) -> String? {
        let reversed = text.reversed()
        guard let end = end(of: suffix, in: reversed) else { return nil }
        return String(text[..<end.base]).trimmingBlanks
    }

    /// Where the characters of a text end; nil if others come first, or if a word goes on there.
    private static func end<Text: Collection<Character>>(
        of characters: [String], in text: Text
    ) -> Text.Index? {
        var index = text.startIndex
        for character in characters {
            guard index < text.endIndex, text[index].lowercased() == character else { return nil }
            text.formIndex(after: &index)
        }
        guard index < text.endIndex, isOfWord(text[index]),
            let last = characters.last?.first, isOfWord(last)
        else { return index }
        return nil
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber
    }
}
