/// Decodes the bytes of one station's values to text.
///
/// It is kept while the station is known: the charset of earlier values predicts that of the next
/// one. Each value alone is decided in this order:
///
/// 1. UTF-8 if valid: text in other charsets is hardly ever valid multi-byte UTF-8, except for two
///    letters alone, see 3;
/// 2. UTF-8 with a character cut off at the end, or with one damaged character;
/// 3. the configured charset;
/// 4. the charset that the bytes suggest, given those of the station's earlier values;
/// 5. Windows-1252: ISO-8859-1 is Icecast's default, and no title has C1 controls.
public struct TextDecoder: Sendable {
    /// The charset configured for the station; nil to detect it.
    public var charset: Charset? { chosen?.charset }
    /// Whether `charset` includes ASCII unchanged; if not, it is tried before UTF-8.
    private var isASCIICompatible: Bool { chosen?.isASCIICompatible ?? true }

    private struct Chosen: Sendable {
        let charset: Charset
        let isASCIICompatible: Bool
        let loaded: LoadedCharset
    }

    @OnDemand private var chosen: Chosen?
    /// Empty for a station that sends UTF-8.
    @OnDemand private var memory: StationCharset

    /// A charset with less confidence than this is flagged as a guess.
    static let sure = 0.6

    /// Starts with no value seen.
    public init(charset: Charset? = nil) {
        chosen = charset.map {
            Chosen(
                charset: $0, isASCIICompatible: $0.isASCIICompatible,
                loaded: LoadedCharset($0))
        }
    }

    /// Decodes the bytes of one value.
    public mutating func decode(_ raw: [UInt8]) -> DecodedText {
        var budget = GuessBudget()
        return decode(raw, &budget)
    }

    /// Decodes the values of one block or comment header.
    ///
    /// - Parameter isRead: whether the program interprets the value at an index, and does not only
    ///   show it. If the budget is too small for all guesses, these values come first. The values
    ///   beyond the budget are decoded in the charset found for the others.
    mutating func decode(
        _ values: [[UInt8]], isRead: (Int) -> Bool, _ budget: inout GuessBudget
    ) -> [DecodedText] {
        var order = Array(values.indices)
        if values.count > 1, budget.covers(values.filter(\.isForeign)) == false {
            order = order.filter(isRead) + order.filter { isRead($0) == false }
        }
        var texts = [DecodedText?](repeating: nil, count: values.count)
        for index in order { texts[index] = decode(values[index], &budget) }
        return texts.compactMap(\.self)
    }

    /// Decodes the bytes of one value.
    ///
    /// - Parameter learns: whether this value affects how the next ones are decoded.
    mutating func decode(
        _ raw: [UInt8], learns: Bool = true, _ budget: inout GuessBudget
    ) -> DecodedText {
        if isASCIICompatible == false, isPlainUTF8(raw) == false, let text = overridden(raw),
            text.isASCII == false
        {
            budget.cost.addText(raw.count, isASCII: false)
            return text
        }
        let isASCII = ByteKinds(raw.span).contains(.beyondASCII) == false
        budget.cost.addText(raw.count, isASCII: isASCII)
        if let text = String(utf8: raw.span), isTrusted(text, raw) {
            let repaired = isASCII ? nil : repaired(text, raw, learns, &budget)
            return DecodedText(
                text, .utf8, confidence: 1, flags: repaired == nil ? [] : [.doubleEncoded],
                repaired: repaired)
        }
        let partial = PartialUTF8(raw)
        if let text = partial.textBeforeCut {
            return DecodedText(text, .utf8, confidence: 1, flags: [.cutCharacter])
        }
        if raw.hasTextControls {
            return DecodedText(
                Windows1252.decode(raw), .windows1252, confidence: 0, flags: [.binary])
        }
        // The configured charset applies unless much of the value is UTF-8.
        let isMixed = charset.map { partial.isMixed(with: $0) } ?? false
        if partial.characters < MixedText.charactersOfDoubt, isMixed == false,
            let text = overridden(raw)
        {
            return text
        }
        if learns, _memory.isEmpty == false, let decision = memory.decisions.recall(raw),
            let text = text(raw, partial, decision)
        {
            return text
        }
        guard budget.take(raw) else { return overridden(raw) ?? remembered(raw) }
        return guess(raw, partial, learns, &budget)
    }

    private mutating func guess(
        _ raw: [UInt8], _ partial: PartialUTF8, _ learns: Bool, _ budget: inout GuessBudget
    ) -> DecodedText {
        let evidence = CharsetDetector.evidence(raw)
        let prior = memory.prior
        // The words that are not UTF-8 are examined a second time.
        if partial.characters > 0 { budget.cost.addGuess(raw.count) }
        if let (decision, text) = MixedText.reading(raw, partial, evidence, prior, charset) {
            if learns { memory.decisions.keep(decision, for: raw) }
            return text
        }
        if let text = overridden(raw) {
            if learns { memory.decisions.keep(CharsetDecision(.whole), for: raw) }
            return text
        }
        let best = evidence.best(prior, of: raw) ?? (.windows1252, 0)
        let unknown = memory.isEmpty ? nil : evidence.best(CharsetDetector.prior, of: raw)
        let decision = CharsetDecision(
            .whole, best.charset, confidence: best.confidence,
            isGuessed: best.confidence < Self.sure,
            isRemembered: unknown.map { $0.charset != best.charset } ?? false)
        if learns {
            memory.learn(raw, evidence)
            memory.decisions.keep(decision, for: raw)
        }
        return whole(raw, best.charset, best.confidence, decision.flags)
    }

    /// Decodes a value that is all in one charset.
    private func whole(
        _ raw: [UInt8], _ charset: Charset, _ confidence: Double, _ flags: [Flag]
    ) -> DecodedText {
        guard charset != .windows1252, let output = charset.convert(raw) else {
            return DecodedText(
                Windows1252.decode(raw), .windows1252, confidence: confidence, flags: flags)
        }
        var flags = flags
        if output.isCut { flags.append(.cutCharacter) }
        if output.replaced > 0 { flags.append(.replacedCharacter) }
        return DecodedText(
            String(decoding: output.text, as: UTF8.self), charset, confidence: confidence,
            flags: flags)
    }

    /// Decodes a value beyond the guess budget: in the charset of the station, if the value can be
    /// in it.
    private func remembered(_ raw: [UInt8]) -> DecodedText {
        let (charset, confidence) = memory.likeliest
        if charset != .windows1252, let output = charset.convert(raw), output.replaced == 0 {
            return DecodedText(
                String(decoding: output.text, as: UTF8.self), charset, confidence: confidence,
                flags: [.charsetGuessed, .charsetRemembered]
                    + (output.isCut ? [.cutCharacter] : []))
        }
        return whole(raw, .windows1252, 0, [.charsetGuessed])
    }

    /// Decodes a value by an earlier decision; nil if the decision does not fit.
    private func text(
        _ raw: [UInt8], _ partial: PartialUTF8, _ decision: CharsetDecision
    ) -> DecodedText? {
        switch decision.reading {
        case .whole:
            guard let charset = decision.detected else { return overridden(raw) }
            return whole(raw, charset, decision.confidence, decision.flags)
        case .damaged: return MixedText(damaged: raw, partial)?.decoded([.replacedCharacter])
        case .mixed, .interspersed:
            guard let charset = decision.detected ?? charset,
                let text =
                    decision.reading == .mixed
                    ? MixedText.text(raw, charset) : MixedText.text(raw, partial, charset)
            else { return nil }
            return DecodedText(
                text, charset, confidence: decision.confidence,
                flags: [.mixedCharsets] + decision.flags)
        case .encodedTwice, .encodedOnce: return nil
        }
    }

    /// The original of valid UTF-8 that was encoded twice; nil if it was not.
    private mutating func repaired(
        _ text: String, _ raw: [UInt8], _ learns: Bool, _ budget: inout GuessBudget
    ) -> String? {
        if let text = DoubleEncoding.repaired(text) { return text }
        guard let bytes = DoubleEncoding.legacyBytes(text) else { return nil }
        return legacy(bytes, text, raw, learns, &budget) ?? DoubleEncoding.withoutControls(text)
    }

    /// The text that these bytes were before they were mistaken for Windows-1252; nil if they were
    /// not.
    private mutating func legacy(
        _ bytes: [UInt8], _ text: String, _ raw: [UInt8], _ learns: Bool,
        _ budget: inout GuessBudget
    ) -> String? {
        // The operator knows the alphabet; that the text was encoded twice shows by itself.
        if let charset, charset != .windows1252, Alphabet(charset) == .latin {
            return charset.decode(bytes).flatMap { $0 == text ? nil : $0 }
        }
        if learns, _memory.isEmpty == false, let decision = memory.decisions.recall(raw) {
            return decision.detected.flatMap { $0.decode(bytes) }
        }
        guard budget.take(bytes) else { return nil }
        let charset = DoubleEncoding.charset(bytes, of: text)
        let decision = CharsetDecision(charset == nil ? .encodedOnce : .encodedTwice, charset)
        if learns { memory.decisions.keep(decision, for: raw) }
        return charset.flatMap { $0.decode(bytes) }
    }

    /// Whether valid UTF-8 is meant as UTF-8. It is, except for two bytes alone that are two
    /// letters of another script in the configured charset.
    private func isTrusted(_ text: String, _ raw: [UInt8]) -> Bool {
        guard let charset, charset != .utf8, ByteKinds(raw.span).contains(.beyondASCII),
            MixedText.hasMeantWord(text) == false, let reading = charset.decode(raw)
        else { return true }
        return reading.unicodeScalars.contains { scalar in
            scalar.isASCII == false
                && (scalar < "\u{370}" || scalar.properties.isAlphabetic == false)
        }
    }

    /// Learns from the headers of a response: the operator who wrote them writes the titles too.
    mutating func learn(_ values: [[UInt8]], hint: Charset?, _ budget: inout GuessBudget) {
        if memory.isEmpty, let hint { memory.learn(hint: hint) }
        let foreign = values.filter { String(validating: $0, as: UTF8.self) == nil }
        let joined = Array(foreign.joined(separator: [UInt8(ascii: " ")]))
        guard joined.isEmpty == false else { return }
        budget.cost.addGuess(joined.count)
        memory.learn(joined, CharsetDetector.evidence(joined))
    }

    /// Decodes the bytes of one header, without learning from them again.
    ///
    /// Heads are ASCII: plain ASCII is not read in a charset that does not include it, such as
    /// UTF-16.
    mutating func decode(header raw: [UInt8], _ budget: inout GuessBudget) -> DecodedText {
        if isASCIICompatible == false, raw.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            return DecodedText(String(decoding: raw, as: UTF8.self), .utf8, confidence: 1)
        }
        return decode(raw, learns: false, &budget)
    }

    /// Decodes a value in the configured charset; nil if the value cannot be in it.
    private func overridden(_ raw: [UInt8]) -> DecodedText? {
        guard let charset, charset != .utf8, let output = charset.convert(raw) else { return nil }
        let text = String(decoding: output.text, as: UTF8.self)
        var flags: [Flag] = output.isCut ? [.cutCharacter] : []
        if output.replaced > 0 {
            // With one damaged character for every two good ones or more, the station damaged the
            // text. With more damage, it is in another charset.
            let good = text.unicodeScalars.count { $0.value >= 0x80 && $0 != "\u{FFFD}" }
            guard isASCIICompatible, good >= 2 * output.replaced else { return nil }
            flags.append(.replacedCharacter)
        }
        return DecodedText(text, charset, confidence: 1, flags: flags)
    }

    /// Whether a value is UTF-8 beyond doubt although the configured charset does not include
    /// ASCII. Text in UTF-16 and in charsets with escape sequences has control characters. Only
    /// UTF-7 is itself plain ASCII.
    private func isPlainUTF8(_ raw: [UInt8]) -> Bool {
        charset?.rawValue.hasPrefix("utf-7") != true && raw.hasTextControls == false
            && String(validating: raw, as: UTF8.self) != nil
    }
}
