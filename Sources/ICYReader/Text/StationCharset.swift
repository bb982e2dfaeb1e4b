/// What a station's earlier values say about its charset.
///
/// One number for each charset: how much less likely it is than the best one. Values are forgotten
/// slowly, no value says much alone, and all together never say so much that a title that is
/// clearly something else could not overrule them.
struct StationCharset: StartsEmpty {
    /// Nats that one value can count against a charset.
    private static let valueLimit = 4.0
    /// Nats that all of them can.
    private static let limit = 7.0
    /// What is left of earlier values after each.
    private static let retention = 0.9

    /// In the order of `CharsetDetector.charsets`; empty at first.
    private var logarithms: [Float] = []
    /// A title that is sent again says nothing new.
    private var lastValue: UInt64 = 0
    /// What was decided about its last values: it stays, whatever the station writes later.
    var decisions = CharsetDecision.Memory()

    /// Nothing is known.
    init() {}

    /// Whether nothing is known.
    var isEmpty: Bool { logarithms.isEmpty }

    /// The prior of the next value.
    var prior: [Double] {
        guard isEmpty == false else { return CharsetDetector.prior }
        return zip(CharsetDetector.prior, logarithms).map { $0 + Double($1) }
    }

    /// The charset of a value that nothing else is known of, and how likely that is right.
    var likeliest: (charset: Charset, confidence: Double) {
        let nothing = CharsetEvidence(logarithms: CharsetDetector.charsets.map { _ in 0 })
        return nothing.best(prior) ?? (.windows1252, 0)
    }

    /// Takes what a value was like.
    mutating func learn(_ raw: [UInt8], _ evidence: CharsetEvidence, weight: Double = 1) {
        let value = raw.fingerprint
        guard value != lastValue, let best = evidence.logarithms.max(), best.isFinite else {
            return
        }
        lastValue = value
        add(evidence.logarithms.map { max($0 - best, -Self.valueLimit) * weight })
    }

    /// Takes what a header says: it is often a server's default.
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
