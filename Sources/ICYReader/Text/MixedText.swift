/// A value that is only partly UTF-8: damaged, or composed of two charsets.
struct MixedText {
    let text: String
    /// The charset of the words that are not UTF-8; UTF-8 itself for damaged text.
    let charset: Charset
    let confidence: Double
    /// The logarithm of the probability that the value is this text.
    let likelihood: Double

    /// The cost in nats of a value in two charsets, and of damaged UTF-8.
    private static let mixture = 4.0
    private static let damage = 10.0
    /// The extra cost in nats of damage if only one character suggests UTF-8.
    private static let doubt = 4.0

    /// The words of a value, which blanks separate.
    private static func words(_ raw: [UInt8]) -> [ArraySlice<UInt8>] {
        raw.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    }

    /// Reads a value with words in UTF-8 and words in another charset; nil if either is missing.
    init?(mixed raw: [UInt8], _ prior: [Double], _ override: Charset?) {
        let words = Self.words(raw)
        let texts = words.map { String(validating: $0, as: UTF8.self) }
        let foreign = zip(words, texts).filter { $0.1 == nil }.map(\.0)
        let own = texts.compactMap { $0 }
        let ownCost = own.reduce(0) { $0 + Self.cost($1) }
        guard foreign.isEmpty == false, own.contains(where: Self.isMeant(word:)) else { return nil }
        let joined = Array(foreign.joined(separator: [UInt8(ascii: " ")]))
        let evidence = CharsetDetector.evidence(joined)
        guard let best = evidence.best(prior) else { return nil }
        charset = override ?? best.charset
        confidence = override == nil ? best.confidence : 1
        guard let text = Self.text(raw, charset) else { return nil }
        self.text = text
        likelihood = (evidence[charset] ?? -Self.damage) - ownCost - Self.mixture
    }

    /// The text of a value, each word in UTF-8 or else in the charset; nil if a word is in neither.
    static func text(_ raw: [UInt8], _ charset: Charset) -> String? {
        let hasTable = SingleByteTable.of(charset) != nil
        // One for all words: there may be thousands.
        let converter = hasTable ? nil : CharacterConverter(charset)
        var parts: [String] = []
        for word in words(raw) {
            let foreign = {
                hasTable ? charset.decode(Array(word)) : converter?.convert(Array(word)).exact
            }
            guard let part = String(validating: word, as: UTF8.self) ?? foreign() else {
                return nil
            }
            parts.append(part)
        }
        return parts.joined(separator: " ")
    }

    /// Whether a word is in UTF-8 by more than chance.
    ///
    /// Two bytes alone are not enough: `Её` in Windows-1251 is one character in UTF-8, but not a
    /// word. The exceptions are accented letters that are words, such as `à`, and characters of
    /// three bytes or more, such as a dash, which do not occur by chance.
    private static func isMeant(word: String) -> Bool {
        let scalars = word.unicodeScalars
        guard scalars.count == 1, let scalar = scalars.first else { return cost(word) > 0 }
        return ("\u{A0}"..."ÿ").contains(scalar) || scalar >= "\u{800}"
    }

    /// Whether text is UTF-8 by more than chance.
    static func hasMeantWord(_ text: String) -> Bool {
        text.split(separator: " ").contains { isMeant(word: String($0)) }
    }

    /// Reads UTF-8 with one malformed piece, which becomes U+FFFD; nil if there are more, or if
    /// there is no whole multi-byte character.
    init?(damaged raw: [UInt8], _ partial: PartialUTF8) {
        guard partial.malformed.count == 1, partial.characters > 0 else { return nil }
        text = String(decoding: partial.output.text, as: UTF8.self)
        charset = .utf8
        confidence = 1
        likelihood = -Self.cost(text) - Self.damage - (partial.characters == 1 ? Self.doubt : 0)
    }

    /// The cost in nats of the characters beyond ASCII in UTF-8 text.
    private static func cost(_ text: String) -> Double {
        text.unicodeScalars.reduce(0) { cost, scalar in
            switch scalar.value {
            case ..<0x80: cost
            case 0xFFFD: cost
            case 0xA0...0x17F, 0x218...0x21B: cost + 4.5
            case 0x386...0x3CE, 0x400...0x45F, 0x490...0x491, 0x5D0...0x5EA, 0x621...0x6D2,
                0xE01...0xE4E:
                cost + 3
            case 0x2010...0x203A, 0x20AC, 0x2122: cost + 5
            case 0x3000...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF5E: cost + 6
            default: cost + 12
            }
        }
    }

    /// The text with flags.
    func decoded(_ flags: [Flag]) -> DecodedText {
        DecodedText(text, charset, confidence: confidence, flags: flags)
    }
}
