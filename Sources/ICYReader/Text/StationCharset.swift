/// What a station's earlier values say about its charset.
///
/// It holds one number per charset: how much less likely it is than the best one. Values are
/// forgotten slowly, and no single value counts for much. Even all of them together cannot outweigh
/// a title that is clearly in another charset.
struct StationCharset: StartsEmpty {
    /// The most nats that one value can count against a charset.
    private static let valueLimit = 4.0
    /// The most nats that all values together can count against it.
    private static let limit = 7.0
    /// The share of the earlier values that remains after each new one.
    private static let retention = 0.9

    /// In the order of `CharsetDetector.charsets`; empty at first.
    private var logarithms: [Float] = []
    /// The fingerprint of the last value: a title that is sent again adds no evidence.
    private var lastValue: UInt64 = 0
    /// The alphabet of the last values.
    private var alphabet = StationAlphabet()
    /// The decisions about the last values. They stay, whatever the station sends later.
    var decisions = CharsetDecision.Memory()

    /// Starts with nothing known.
    init() {}

    /// Whether nothing is known.
    var isEmpty: Bool { logarithms.isEmpty }

    /// The prior for the next value.
    var prior: [Double] {
        guard isEmpty == false else { return CharsetDetector.prior }
        var prior = zip(CharsetDetector.prior, logarithms).map { $0 + Double($1) }
        if let certain = alphabet.certain {
            for (index, alphabet) in Alphabet.ofCharsets.enumerated() where alphabet != certain {
                prior[index] = -.infinity
            }
        }
        return prior
    }

    /// The likeliest charset of a value about which nothing else is known, and the probability that
    /// it is right.
    var likeliest: (charset: Charset, confidence: Double) {
        let nothing = CharsetEvidence(logarithms: CharsetDetector.charsets.map { _ in 0 })
        return nothing.best(prior, of: []) ?? (.windows1252, 0)
    }

    /// Learns from the evidence of one value.
    mutating func learn(_ raw: [UInt8], _ evidence: CharsetEvidence, weight: Double = 1) {
        let value = raw.fingerprint
        guard value != lastValue, let best = evidence.logarithms.max(), best.isFinite else {
            return
        }
        lastValue = value
        if let alone = evidence.best(CharsetDetector.prior, of: raw) { alphabet.learn(alone) }
        add(evidence.logarithms.map { max($0 - best, -Self.valueLimit) * weight })
    }

    /// Learns from the charset in a header, with little weight: it is often a server's default.
    mutating func learn(hint: Charset) {
        guard CharsetDetector.charsets.contains(hint) else { return }
        add(CharsetDetector.charsets.map { $0 == hint ? 0 : -1 })
    }

    private mutating func add(_ values: [Double]) {
        if isEmpty { logarithms = values.map { _ in 0 } }
        let sums = zip(logarithms, values).map { Double($0) * Self.retention + $1 }
        let best = sums.max() ?? 0
        logarithms = sums.map { Float(max($0 - best, -Self.limit)) }
    }
}
