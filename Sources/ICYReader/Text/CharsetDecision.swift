/// The decision about one value whose charset is not beyond doubt.
///
/// The decision is kept instead of the text: it is smaller, and decoding the value again with it is
/// cheap. A value is identified by a 64-bit fingerprint. Two values of one station collide with
/// probability 2^-64, or if the station constructs them that way, and then only its own text is
/// wrong.
struct CharsetDecision: Sendable {
    enum Reading: UInt8, Sendable {
        /// All in one charset.
        case whole
        /// UTF-8 with one damaged piece.
        case damaged
        /// Some words in UTF-8, others in the charset.
        case mixed
        /// UTF-8 with bytes in the charset between its characters.
        case interspersed
        /// Text in the charset that was mistaken for Windows-1252 and encoded as UTF-8.
        case encodedTwice
        /// UTF-8 that was encoded only once.
        case encodedOnce
    }

    let reading: Reading
    /// An index into `CharsetDetector.charsets`; nil for the configured charset.
    let charset: UInt8?
    let isGuessed: Bool
    let isRemembered: Bool
    let confidence: Double
    private(set) var value: UInt64 = 0

    init(
        _ reading: Reading, _ charset: Charset? = nil, confidence: Double = 1,
        isGuessed: Bool = false, isRemembered: Bool = false
    ) {
        self.reading = reading
        let index = charset.flatMap { CharsetDetector.charsets.firstIndex(of: $0) }
        self.charset = index.map { UInt8($0) }
        self.confidence = confidence
        self.isGuessed = isGuessed
        self.isRemembered = isRemembered
    }

    /// The charset; nil for the configured one.
    var detected: Charset? { charset.map { CharsetDetector.charsets[Int($0)] } }

    /// The flags for the charset.
    var flags: [Flag] {
        (isGuessed ? [.charsetGuessed] : []) + (isRemembered ? [.charsetRemembered] : [])
    }

    /// The last decisions of a station, the most recently used first.
    struct Memory: Sendable {
        private var decisions: [CharsetDecision] = []

        /// The decision about this value; nil if it is no longer kept.
        mutating func recall(_ raw: [UInt8]) -> CharsetDecision? {
            guard decisions.isEmpty == false else { return nil }
            let value = raw.fingerprint
            guard let index = decisions.firstIndex(where: { $0.value == value }) else { return nil }
            let decision = decisions[index]
            if index > 0 { decisions.insert(decisions.remove(at: index), at: 0) }
            return decision
        }

        mutating func keep(_ decision: CharsetDecision, for raw: [UInt8]) {
            if decisions.count == Limits.decisionsRemembered { decisions.removeLast() }
            var decision = decision
            decision.value = raw.fingerprint
            decisions.insert(decision, at: 0)
        }
    }
}

extension [UInt8] {
    /// FNV-1a.
    var fingerprint: UInt64 {
        reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
