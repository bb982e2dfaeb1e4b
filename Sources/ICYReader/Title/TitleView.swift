/// A title in its display form: what an encoder did to the text is undone.
struct TitleView {
    /// The text, the parts, the artist and the song.
    private(set) var title = TitleParts(artist: "", song: "")
    private(set) var attributes: [TitleAttribute] = []
    private(set) var flags: [Flag] = []
    /// Whether artist and song were found at a separator, and did not come separately.
    private var isCut = true
    /// The text before an artist or a song that is none was left out; nil if it is `display`.
    private var whole: String?

    var display: String { title.display }
    var parts: [String] { title.parts }

    /// Decodes bytes that were URL-encoded and are not UTF-8; nil if they are not text.
    typealias Decode = ([UInt8]) -> String?

    /// - Parameter text: the decoded value, including the whitespace around it.
    init(_ text: String) { self.init(text) { _ in nil } }

    /// - Parameters:
    ///   - text: the decoded value, including the whitespace around it.
    ///   - decode: decodes what the text has in another charset.
    init(_ text: String, decode: Decode) {
        var text = visible(text)
        // Quotes that are escaped would not be seen.
        if ["&quot;", "&#34;", "&#x22;"].contains(where: text.containsText) {
            text = cleaned(text, decode)
        }
        if flags.isEmpty == false, text.trimmingBlanks.isEmpty { flags.insert(.separatorOnly) }
        if show(structure: text, decode) == false {
            let plain = cleaned(text, decode)
            // A list may be escaped as a whole.
            if plain == text || show(structure: plain, decode) == false { show(plain) }
        }
    }

    /// - Returns: false if the text is not data.
    private mutating func show(structure text: String, _ decode: Decode) -> Bool {
        let text = text.trimmingBlanks
        guard let structure = StructuredTitle(text) else {
            guard WebReply.isReply(text) || JSONTitle.isEmpty(text) else { return false }
            flags.insert(.webReply)
            return true
        }
        flags.insert(structure.flag)
        attributes = structure.attributes
        let artist = value(structure.artist, decode)
        let song = value(structure.song, decode)
        if artist.isEmpty && song.isEmpty {
            if structure.flag == .jsonTitle || structure.flag == .xmlTitle {
                let isAboutSong = attributes.contains { attribute in
                    let name = attribute.key.lowercased().split { $0 == "." }.last ?? ""
                    return name.split { $0 == "_" || $0 == "-" }.contains {
                        $0 == "artist" || $0 == "title" || $0 == "song"
                    }
                }
                if isAboutSong == false { flags.insert(.webReply) }
            }
        } else if artist.isEmpty || artist == song {
            show(song)
        } else {
            // The song may repeat the artist.
            let parts = TitleParts(song)
            let isRepeated = parts.artist.equalsIgnoringCase(artist)
            isCut = false
            title = halves(TitleParts(artist: artist, song: isRepeated ? parts.song : song))
        }
        return true
    }

    /// A value of a structured title without escapes; empty if it is not what it should be.
    private mutating func value(_ text: String, _ decode: Decode) -> String {
        let value = cleaned(text, decode).trimmingBlanks
        if AddressTitle.isAddress(value) {
            flags.insert(.addressOnly)
            return ""
        }
        return Placeholder.isValue(value) ? "" : value
    }

    private mutating func show(_ text: String) {
        let parts = TitleParts(text)
        if Self.isSeparator(text) || Placeholder.isSigns(parts.display) {
            if parts.display.isEmpty == false || text.trimmingBlanks.isEmpty == false {
                flags.insert(.separatorOnly)
            }
            title = TitleParts(whole: parts.display)
        } else if parts.parts.isEmpty == false, parts.parts.allSatisfy(AddressTitle.isAddress) {
            flags.insert(.addressOnly)
        } else if parts.parts.allSatisfy(Placeholder.isWholeValue), parts.parts.isEmpty == false {
            flags.insert(.placeholder)
        } else if Placeholder.isVariable(parts.display)
            || Placeholder.isWhole(text.trimmingBlanks, parts)
        {
            flags.insert(.placeholder)
            title = parts
        } else {
            title = halves(parts)
        }
    }

    /// Takes the artist that came separately; the song may repeat it.
    mutating func take(artist: String) {
        let isRepeated = title.artist.equalsIgnoringCase(artist)
        title = TitleParts(artist: artist, song: isRepeated ? title.song : title.display)
        isCut = false
        whole = nil
    }

    /// Applies what the operator knows.
    ///
    /// - Parameter stationName: the name in the head of the stream.
    /// - Returns: whether the title means an advertisement.
    mutating func apply(_ book: RuleBook, stationName: String) -> Bool {
        guard flags.contains(.separatorOnly) == false else { return false }
        let before = title
        defer { if title != before { flags.insert(.operatorRule) } }
        if isCut {
            let text = whole ?? display
            let stripped = book.stripped(text)
            if stripped != text {
                whole = nil
                title = TitleParts(whole: "")
                show(stripped)
            }
        } else if title.artist.isEmpty == false || title.song.isEmpty == false {
            title = TitleParts(
                artist: book.stripped(title.artist), song: book.stripped(title.song))
        }
        let text = whole ?? display
        guard text.isEmpty == false else { return false }
        if book.drops(text, stationName: stationName) {
            title = TitleParts(whole: "")
            return false
        }
        if book.isAd(text) {
            flags.insert(.operatorRule)
            return true
        }
        if isCut, book.rules.cutsTitles { title = halves(book.cut(text)) }
        title = book.withoutPlaceholders(title)
        return false
    }

    /// The title without an artist or a song that only says that there is none.
    private mutating func halves(_ parts: TitleParts) -> TitleParts {
        guard parts.artist.isEmpty == false else { return parts }
        let isUnknown = (Placeholder.isArtist(parts.artist), Placeholder.isSong(parts.song))
        guard isUnknown.0 || isUnknown.1 else { return parts }
        flags.insert(.placeholder)
        whole = parts.display
        // Where both are empty there is nothing better to show than what was sent.
        if isUnknown == (true, true) { return TitleParts(whole: parts.display) }
        return isUnknown.0
            ? TitleParts(artist: "", song: parts.song)
            : TitleParts(artist: parts.artist, song: "")
    }

    /// The text without characters that have no width. A joiner has a meaning within a word.
    private mutating func visible(_ text: String) -> String {
        guard ByteKinds(text).contains(.beyondASCII) else { return text }
        // A byte order mark that was taken for Windows-1252.
        var scalars = Array(text.unicodeScalars)[...]
        while scalars.starts(with: "ï»¿".unicodeScalars) {
            flags.insert(.byteOrderMark)
            scalars = scalars.dropFirst(3)
        }
        var result = String.UnicodeScalarView()
        var isChanged = false
        for (index, scalar) in zip(scalars.indices, scalars) {
            switch scalar {
            case "\u{FEFF}": flags.insert(.byteOrderMark)
            case "\u{200B}", "\u{2060}", "\u{180E}": flags.insert(.zeroWidth)
            case "\u{200C}"..."\u{200F}":
                let neighbours = [
                    index > scalars.startIndex ? scalars[index - 1] : " ",
                    index + 1 < scalars.endIndex ? scalars[index + 1] : " ",
                ]
                if neighbours.allSatisfy({ $0.isASCII == false }) {
                    result.append(scalar)
                    continue
                }
                flags.insert(.zeroWidth)
            default:
                result.append(scalar)
                continue
            }
            isChanged = true
        }
        isChanged = isChanged || scalars.startIndex > 0
        return isChanged ? String(result) : text
    }

    /// How often escapes are undone: systems that pass a title on may escape it once each.
    private static let escapeDepth = 3

    private mutating func cleaned(_ text: String, _ decode: Decode) -> String {
        var text = text
        for _ in 0..<Self.escapeDepth {
            let kinds = ByteKinds(text)
            if kinds.isDisjoint(with: [.urlEncoding, .ampersand, .backslash]) { break }
            let before = text
            if let decoded = URLEncodedTitle.title(text.trimmingBlanks, decode) {
                text = decoded
                flags.insert(.urlEncoded)
            }
            if let decoded = HTMLEntities.decode(text) {
                text = decoded
                flags.insert(.htmlEntities)
            }
            if let plain = withoutEscapes(text) { text = plain }
            if text == before { break }
            if let repaired = DoubleEncoding.repaired(text) {
                text = repaired
                flags.insert(.doubleEncoded)
            }
            text = visible(text)
        }
        return text
    }

    /// The text with `\'`, `\"`, `\/` and `\u00f6` unescaped; nil if it has none. Any other
    /// backslash is literal.
    private mutating func withoutEscapes(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return nil }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var found: [Flag] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let next = bytes[index + 1]
            var after = index + 1
            if next.isQuote || next == UInt8(ascii: "/") {
                found.append(next.isQuote ? .escapedQuotes : .jsonEscapes)
                result.append(next)
                index += 2
            } else if next == UInt8(ascii: "u"),
                case .scalar(let scalar) = JSONEscape(bytes, &after)
            {
                found.append(.jsonEscapes)
                let isControl = scalar.properties.generalCategory == .control
                result.append(utf8: isControl ? " " : scalar)
                index = after
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        flags.insert(contentsOf: found)
        return found.isEmpty ? nil : String(decoding: result, as: UTF8.self)
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
}
