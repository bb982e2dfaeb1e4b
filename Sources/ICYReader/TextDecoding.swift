/// Turns the bytes of one station's values into text.
///
/// It is kept for as long as the station is known: what its earlier values were written in tells
/// what the next one is. The order of decisions, for each value alone:
///
/// 1. UTF-8 if valid: other charsets hardly ever form valid multi-byte UTF-8, but for two letters
///    alone, see 3;
/// 2. UTF-8 with a character cut off at the end, or one damaged character;
/// 3. what the user says;
/// 4. what the bytes look like, and what the station wrote before;
/// 5. Windows-1252: ISO-8859-1 is Icecast's default, and no title has C1 controls.
public struct TextDecoder: Sendable {
    /// The charset the user says the station writes; nil to find out.
    public var charset: Charset? { chosen?.charset }
    /// Whether ASCII means itself in `charset`; if not, `charset` comes before UTF-8.
    private var isASCIICompatible: Bool { chosen?.isASCIICompatible ?? true }

    private struct Chosen: Sendable {
        let charset: Charset
        let isASCIICompatible: Bool
        let loaded: LoadedCharset
    }

    @Boxed private var chosen: Chosen?
    @OnDemand private var memory: StationCharset

    /// A charset with less confidence than this is flagged as a guess.
    private static let sure = 0.6

    /// Starts without having seen a value.
    public init(charset: Charset? = nil) {
        chosen = charset.map {
            Chosen(
                charset: $0, isASCIICompatible: Self.isASCIICompatible($0),
                loaded: LoadedCharset($0))
        }
    }

    /// Decodes the bytes of one value.
    public mutating func decode(_ raw: [UInt8]) -> DecodedText { decode(raw, learns: true) }

    /// Decodes the bytes of one value.
    ///
    /// - Parameter learns: whether the next values are decoded by this one too.
    mutating func decode(_ raw: [UInt8], learns: Bool) -> DecodedText {
        if isASCIICompatible == false, isPlainUTF8(raw) == false, let text = overridden(raw),
            text.isASCII == false
        {
            return text
        }
        if let text = String(utf8: raw.span), isTrusted(text, raw) {
            let isASCII = ByteKinds(raw.span).contains(.beyondASCII) == false
            let repaired = isASCII ? nil : DoubleEncoding.repaired(text)
            return DecodedText(
                text, .utf8, confidence: 1, flags: repaired == nil ? [] : [.doubleEncoded],
                repaired: repaired)
        }
        let partial = PartialUTF8(raw)
        if let text = partial.textBeforeCut {
            return DecodedText(text, .utf8, confidence: 1, flags: [.cutCharacter])
        }
        if Self.hasControls(raw) {
            return DecodedText(
                Windows1252.decode(raw), .windows1252, confidence: 0, flags: [.binary])
        }
        let evidence = CharsetDetector.evidence(raw)
        let prior = memory.prior
        if let text = partly(raw, partial, evidence, prior) { return text }
        if let text = overridden(raw) { return text }
        let best = evidence.best(prior) ?? (.windows1252, 0)
        var flags: [Flag] = []
        if best.confidence < Self.sure { flags.append(.charsetGuessed) }
        if memory.isEmpty == false,
            let unknown = evidence.best(CharsetDetector.prior), unknown.charset != best.charset
        {
            flags.append(.charsetRemembered)
        }
        if learns { memory.learn(raw, evidence) }
        guard best.charset != .windows1252, let output = best.charset.convert(raw) else {
            return DecodedText(
                Windows1252.decode(raw), .windows1252, confidence: best.confidence, flags: flags)
        }
        if output.isCut { flags.append(.cutCharacter) }
        if output.replaced > 0 { flags.append(.replacedCharacter) }
        return DecodedText(
            String(decoding: output.text, as: UTF8.self), best.charset,
            confidence: best.confidence, flags: flags)
    }

    /// The value as UTF-8 that is damaged or stands beside another charset, if that is more likely
    /// than any charset alone.
    private func partly(
        _ raw: [UInt8], _ partial: PartialUTF8, _ evidence: CharsetEvidence, _ prior: [Double]
    ) -> DecodedText? {
        guard partial.characters > 0 else { return nil }
        var whole = evidence.logarithms.max() ?? -.infinity
        if let charset {
            // The user's word stands unless much of the value is UTF-8.
            guard partial.characters >= 3 else { return nil }
            whole = evidence[charset] ?? whole
        }
        let damaged = MixedText(damaged: raw, partial)
        let mixed = MixedText(mixed: raw, prior, charset)
        if let damaged, damaged.likelihood > whole,
            damaged.likelihood >= mixed?.likelihood ?? -.infinity
        {
            return DecodedText(damaged.text, .utf8, confidence: 1, flags: [.replacedCharacter])
        }
        guard let mixed, mixed.likelihood > whole else { return nil }
        var flags: [Flag] = [.mixedCharsets]
        if mixed.confidence < Self.sure { flags.append(.charsetGuessed) }
        return DecodedText(mixed.text, mixed.charset, confidence: mixed.confidence, flags: flags)
    }

    /// Whether valid UTF-8 is meant as such. It is, but for two bytes alone that are two letters of
    /// another script in the charset of the user.
    private func isTrusted(_ text: String, _ raw: [UInt8]) -> Bool {
        guard let charset, charset != .utf8, ByteKinds(raw.span).contains(.beyondASCII),
            MixedText.hasMeantWord(text) == false, let reading = charset.decode(raw)
        else { return true }
        return reading.unicodeScalars.contains { scalar in
            scalar.isASCII == false
                && (scalar < "\u{370}" || scalar.properties.isAlphabetic == false)
        }
    }

    /// Takes the headers of a response: they come from the same hand as the titles.
    mutating func learn(_ values: [[UInt8]], hint: Charset?) {
        if memory.isEmpty, let hint { memory.learn(hint: hint) }
        let joined = Array(
            values.filter { String(validating: $0, as: UTF8.self) == nil }
                .joined(separator: [UInt8(ascii: " ")]))
        guard joined.isEmpty == false else { return }
        memory.learn(joined, CharsetDetector.evidence(joined))
    }

    /// Decodes the bytes of one header, without learning from them again.
    ///
    /// Heads are ASCII: what can only be read in UTF-16 is none.
    mutating func decode(header raw: [UInt8]) -> DecodedText {
        if isASCIICompatible == false, raw.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            return DecodedText(String(decoding: raw, as: UTF8.self), .utf8, confidence: 1)
        }
        return decode(raw, learns: false)
    }

    /// The value in the charset of the user, unless it cannot be that.
    private func overridden(_ raw: [UInt8]) -> DecodedText? {
        guard let charset, charset != .utf8, let output = charset.convert(raw) else { return nil }
        let text = String(decoding: output.text, as: UTF8.self)
        var flags: [Flag] = output.isCut ? [.cutCharacter] : []
        if output.replaced > 0 {
            // One damaged character among good ones is the station's; more are another charset.
            let good = text.unicodeScalars.count { $0.value >= 0x80 && $0 != "\u{FFFD}" }
            guard isASCIICompatible, good >= 2 * output.replaced else { return nil }
            flags.append(.replacedCharacter)
        }
        return DecodedText(text, charset, confidence: 1, flags: flags)
    }

    /// Whether the value is UTF-8 beyond doubt where ASCII need not mean itself: text in UTF-16 and
    /// in the charsets with escape sequences has control characters. Only UTF-7 is ASCII itself.
    private func isPlainUTF8(_ raw: [UInt8]) -> Bool {
        charset?.rawValue.hasPrefix("utf-7") != true && Self.hasControls(raw) == false
            && String(validating: raw, as: UTF8.self) != nil
    }

    /// Text in any charset has at most line breaks and tabs among the controls.
    private static func hasControls(_ raw: [UInt8]) -> Bool {
        raw.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    }

    /// Whether all printable ASCII means itself, without escape sequences.
    private static func isASCIICompatible(_ charset: Charset) -> Bool {
        if charset == .utf8 || charset.isSingleByte { return true }
        if charset.rawValue.hasPrefix("iso-2022") { return false }
        let ascii = [UInt8](0x20...0x7E)
        return charset.decode(ascii).map { Array($0.utf8) == ascii } ?? false
    }
}

/// Text made from the bytes of one value, and how.
public struct DecodedText: Sendable, Equatable {
    /// The text. Each run of control characters, with the blanks around it, is one blank.
    public let text: String
    /// The charset chosen for this value.
    public let charset: Charset
    /// How likely the charset is right: 1 for valid UTF-8 and for what the user says; of 100
    /// values with 0.9, about 90 are right.
    public let confidence: Double
    /// What was tolerated or guessed.
    public private(set) var flags: [Flag]
    /// What the text was before it was encoded twice; nil if it was not.
    public let repaired: String?

    /// Decodes the bytes of one value of an unknown station.
    public init(_ raw: [UInt8]) {
        var decoder = TextDecoder()
        self = decoder.decode(raw)
    }

    init(
        _ text: String, _ charset: Charset, confidence: Double, flags: [Flag] = [],
        repaired: String? = nil
    ) {
        let kinds = ByteKinds(text)
        let hasControls = kinds.contains(.control)
        self.text = hasControls ? text.withoutControls : text
        self.charset = charset
        self.confidence = confidence
        self.flags = (hasControls ? [.controlCharacters] : []) + flags
        // The station may have replaced what it could not read.
        if kinds.contains(.beyondASCII), text.unicodeScalars.contains("\u{FFFD}") {
            self.flags.insert(.replacedCharacter)
        }
        self.repaired = repaired
    }

    /// Whether the text is the same in nearly every charset.
    var isASCII: Bool { ByteKinds(text).contains(.beyondASCII) == false }
}
