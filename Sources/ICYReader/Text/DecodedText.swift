/// Text decoded from the bytes of one value, and how it was decoded.
public struct DecodedText: Sendable, Equatable {
    /// The text. Each run of control characters, with the blanks around it, is one blank.
    public let text: String
    /// The charset chosen for this value.
    public let charset: Charset
    /// The probability that the charset is right: 1 for valid UTF-8 and for the configured charset.
    /// Of 100 values with 0.9, about 90 are right.
    public let confidence: Double
    /// What was tolerated or guessed.
    public private(set) var flags: [Flag]
    /// The text before it was encoded twice; nil if it was not.
    public let repaired: String?

    /// Decodes the bytes of one value of an unknown station.
    public init(_ raw: [UInt8]) {
        var budget = GuessBudget()
        self.init(raw, &budget)
    }

    /// The same for one of several values that share a budget.
    init(_ raw: [UInt8], _ budget: inout GuessBudget) {
        var decoder = TextDecoder()
        self = decoder.decode(raw, learns: false, &budget)
    }

    init(
        _ text: String, _ charset: Charset, confidence: Double, flags: [Flag] = [],
        repaired: String? = nil
    ) {
        let kinds = ByteKinds(text)
        let hasControls =
            kinds.contains(.control)
            || kinds.contains(.beyondASCII)
                && text.unicodeScalars.contains { (0x80...0x9F).contains($0.value) }
        self.text = hasControls ? text.withoutControls : text
        self.charset = charset
        self.confidence = confidence
        self.flags = (hasControls ? [.controlCharacters] : []) + flags
        // The station itself may have replaced what it could not read.
        if kinds.contains(.beyondASCII), text.unicodeScalars.contains("\u{FFFD}") {
            self.flags.insert(.replacedCharacter)
        }
        self.repaired = hasControls ? repaired?.withoutControls : repaired
    }

    /// Whether the text is the same in nearly every charset.
    var isASCII: Bool { ByteKinds(text).contains(.beyondASCII) == false }
}
