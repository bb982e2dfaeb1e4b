/// What was decided about one value of a station that is in no single charset beyond doubt.
///
/// The decision is kept instead of the text: it is smaller, and reading the value again by it is
/// cheap. The value is known by a fingerprint of 64 bits; two values of one station are taken for
/// each other once in 2^64, or where the station means them to be, and then only its own text is
/// wrong.
struct CharsetDecision: Sendable {
    enum Reading: UInt8, Sendable {
        /// All in one charset.
        case whole
        /// UTF-8 with one damaged piece.
        case damaged
        /// Words in UTF-8 beside words in the charset.
        case mixed
        /// Valid UTF-8 made of text in the charset that was taken for Windows-1252.
        case encodedTwice
        /// Valid UTF-8 that means what it says.
        case encodedOnce
    }

    let reading: Reading
    /// An index into `CharsetDetector.charsets`; nil for the charset of the user.
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

    /// The charset; nil for that of the user.
    var detected: Charset? { charset.map { CharsetDetector.charsets[Int($0)] } }

    /// What the charset is flagged with.
    var flags: [Flag] {
        (isGuessed ? [.charsetGuessed] : []) + (isRemembered ? [.charsetRemembered] : [])
    }

    /// The last decisions of a station, the latest first.
    struct Memory: Sendable {
        private var decisions: [CharsetDecision] = []

        /// What was decided about this value; nil if that is not known any more.
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
