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
    /// How many nats a value counts for less likely damaged if its other bytes can be in a charset.
    private static let preference = 5.0
    /// The extra cost in nats of damage if only one character suggests UTF-8.
    private static let doubt = 4.0

    /// With this many UTF-8 characters in a value, the configured charset is in doubt.
    static let charactersOfDoubt = 3

    /// Decodes a value as damaged UTF-8, or as UTF-8 mixed with another charset, if that is more
    /// likely than any single charset.
    ///
    /// - Parameter charset: the configured charset.
    static func reading(
        _ raw: [UInt8], _ partial: PartialUTF8, _ evidence: CharsetEvidence, _ prior: [Double],
        _ charset: Charset?
    ) -> (CharsetDecision, DecodedText)? {
        // Three bytes that look like one character of Chinese within a Latin word are an accident.
        guard partial.characters > 0,
            MultiByteModel.isWithinLatinWord(
                Array(String(decoding: raw, as: UTF8.self).unicodeScalars), isStrict: true)
                == false
        else { return nil }
        var whole = evidence.logarithms.max() ?? -.infinity
        if let charset {
            let isMixed = partial.isMixed(with: charset)
            guard partial.characters >= charactersOfDoubt || isMixed else { return nil }
            whole = isMixed ? -.infinity : evidence[charset] ?? whole
        }
        let damaged = MixedText(damaged: raw, partial)
        // Where UTF-8 is most of it, it is UTF-8 at any byte; else, word by word.
        let interspersed = MixedText(interspersed: raw, partial, prior, charset)
        let mixed = interspersed ?? MixedText(mixed: raw, prior, charset)
        let alternative = mixed.map {
            $0.likelihood + (interspersed == nil ? 0 : preference)
        }
        // A configured charset leaves no doubt about the bytes that are in it.
        if let damaged, charset == nil || interspersed == nil, damaged.likelihood > whole,
            damaged.likelihood >= alternative ?? -.infinity
        {
            return (CharsetDecision(.damaged), damaged.decoded([.replacedCharacter]))
        }
        guard let mixed, mixed.likelihood > whole else { return nil }
        let decision = CharsetDecision(
            interspersed == nil ? .mixed : .interspersed,
            charset == nil ? mixed.charset : nil, confidence: mixed.confidence,
            isGuessed: mixed.confidence < TextDecoder.sure)
        return (decision, mixed.decoded([.mixedCharsets] + decision.flags))
    }

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
        guard let best = evidence.best(prior, of: joined) else { return nil }
        charset = override ?? best.charset
        confidence = override == nil ? best.confidence : 1
        guard let text = Self.text(raw, charset) else { return nil }
        self.text = text
        likelihood = (evidence[charset] ?? -Self.damage) - ownCost - Self.mixture
    }

    /// Reads a value in which most bytes beyond ASCII are UTF-8: its characters stay, and the other
    /// bytes are in a charset with one byte per character. Nil if there are no other bytes.
    init?(
        interspersed raw: [UInt8], _ partial: PartialUTF8, _ prior: [Double], _ override: Charset?
    ) {
        let others = partial.malformed.reduce(0) { $0 + $1.count }
        let all = raw.count { $0 >= 0x80 }
        guard others > 0, 2 * others < all, override != nil || partial.isDamage == false else {
            return nil
        }
        let evidence = CharsetDetector.evidence(partial.withoutCharacters)
        let singleByte = zip(CharsetDetector.charsets, prior).map { charset, prior in
            charset.isSingleByte ? prior : -.infinity
        }
        guard let best = evidence.best(singleByte, of: partial.withoutCharacters) else {
            return nil
        }
        charset = override ?? best.charset
        confidence = override == nil ? best.confidence : 1
        guard let text = Self.text(raw, partial, charset) else { return nil }
        self.text = text
        let kept = String(decoding: raw, as: UTF8.self)
        likelihood = (evidence[charset] ?? -Self.damage) - Self.cost(kept) - Self.mixture
    }

    /// The text of a value, all that is UTF-8 in it as such and the rest in the charset; nil if
    /// some byte is in neither.
    static func text(_ raw: [UInt8], _ partial: PartialUTF8, _ charset: Charset) -> String? {
        var text = ""
        var start = 0
        for range in partial.malformed {
            guard let part = charset.decode(Array(raw[range])) else { return nil }
            text += String(decoding: raw[start..<range.lowerBound], as: UTF8.self) + part
            start = range.upperBound
        }
        return text + String(decoding: raw[start...], as: UTF8.self)
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
