/// How well bytes fit each charset that can be detected: logarithms of probabilities, in the order
/// of `CharsetDetector.charsets`. Minus infinity for a charset in which some bytes have no
/// character.
struct CharsetEvidence: Sendable, Equatable {
    var logarithms: [Double]

    /// The most likely charset of some bytes, and the probability that they are the text which they
    /// are in it, given the prior; nil if none fits.
    func best(_ prior: [Double], of raw: [UInt8]) -> (charset: Charset, confidence: Double)? {
        let posterior = zip(logarithms, prior).map { $0 + $1 }
        guard let likeliest = posterior.indices.max(by: { posterior[$0] < posterior[$1] }),
            posterior[likeliest].isFinite
        else { return nil }
        let best = Self.commoner(likeliest, posterior, raw)
        let charset = CharsetDetector.charsets[best]
        var (sum, same) = (0.0, 0.0)
        for (index, value) in posterior.enumerated() where value.isFinite {
            let share = (value - posterior[best]).exponential
            sum += share
            // Charsets that have much in common are not rivals where it makes no difference.
            if index == best
                || share > 0.001 && charset.reads(raw, as: CharsetDetector.charsets[index])
            {
                same += share
            }
        }
        return (charset, same / sum)
    }

    /// Where only one or two letters decide and do not decide clearly, the commonest charset: what
    /// they say is mostly chance.
    private static func commoner(_ best: Int, _ posterior: [Double], _ raw: [UInt8]) -> Int {
        guard Alphabet.ofCharsets[best] == .latin,
            let common = CharsetDetector.charsets.firstIndex(of: .windows1252),
            posterior[common] > posterior[best] - 1,
            Set(raw.lazy.filter { $0 >= 0x80 }).count <= 2
        else { return best }
        return common
    }

    /// The logarithm for one charset.
    subscript(charset: Charset) -> Double? {
        CharsetDetector.charsets.firstIndex(of: charset).map { logarithms[$0] }
    }
}

/// Detects the charset of short texts, such as artist and title.
///
/// Each charset has models of the languages written in it: pairs of letters for alphabets, those of
/// ASCII included, and the frequency of characters for Japanese, Chinese and Korean. Text that is
/// likely in one charset is unlikely in the others, and Bayes' rule turns that into a probability.
enum CharsetDetector {
    /// How many bytes of a value are examined. Titles are shorter, and 1 KiB of any text is
    /// decisive.
    static let sampleBytes = 1024

    /// The letters of a word depend on each other, so they prove less than their number suggests.
    /// With this factor, about 90 of 100 values with confidence 0.9 were measured to be right.
    private static let independence = 0.75

    private static let centralEuropean: [(Double, String, LetterCosts)] = [
        (4, "pl", .plCosts), (3, "cs", .csCosts), (3, "hu", .huCosts), (2, "ro", .roCosts),
        (2, "hr", .hrCosts), (1, "sk", .skCosts), (1, "sl", .slCosts), (0.3, "sq", .sqCosts),
    ]

    private static let singleByte: [SingleByteModel] = [
        SingleByteModel(
            .windows1252, isLatin: true,
            [
                (4, "fr", .frCosts), (4, "de", .deCosts), (4, "es", .esCosts),
                (3, "pt", .ptCosts), (2, "it", .itCosts), (2, "sv", .svCosts),
                (1, "da", .daCosts), (1, "no", .noCosts), (1, "fi", .fiCosts),
                (1, "nl", .nlCosts), (1, "en", .enCosts), (0.7, "ca", .caCosts),
                (0.3, "is", .isCosts),
            ]),
        SingleByteModel(.windows1250, isLatin: true, centralEuropean),
        SingleByteModel(.iso88592, isLatin: true, centralEuropean),
        SingleByteModel(
            .windows1251,
            [
                (8, "ru", .ruCosts), (2, "uk", .ukCosts), (2, "bg", .bgCosts),
                (1, "sr", .srCosts), (0.5, "mk", .mkCosts), (0.5, "be", .beCosts),
            ]),
        SingleByteModel(.windows1253, [(1, "el", .elCosts)]),
        SingleByteModel(.windows1254, isLatin: true, [(1, "tr", .trCosts)]),
        SingleByteModel(.windows1255, [(1, "he", .heCosts)]),
        SingleByteModel(
            .windows1256, [(5, "ar", .arCosts), (1, "fa", .faCosts), (0.5, "ur", .urCosts)]),
        SingleByteModel(
            .windows1257, isLatin: true,
            [(1, "lt", .ltCosts), (1, "lv", .lvCosts), (1, "et", .etCosts)]),
        SingleByteModel(.windows874, [(1, "th", .thCosts)]),
        SingleByteModel(.koi8R, [(1, "ru", .ruCosts)]),
        // KOI8-U is KOI8-R with four more letters. Russian is read alike in both.
        SingleByteModel(.koi8U, [(1, "uk", .ukCosts), (0.3, "ru", .ruCosts)]),
    ]

    private static let multiByte: [MultiByteModel] = {
        let japanese = HanCosts.japanese
        return [
            MultiByteModel(.shiftJIS, japanese), MultiByteModel(.eucJP, japanese),
            MultiByteModel(.eucKR, .korean), MultiByteModel(.gbk, .simplified),
            MultiByteModel(.big5, .traditional),
        ]
    }()

    /// All charsets that can be detected, in the order of `CharsetEvidence` and `prior`.
    static let charsets = singleByte.map(\.charset) + multiByte.map(\.charset)

    /// How often stations use each charset when they do not use UTF-8: the prior of an unknown
    /// station. Windows-1252 is what Icecast declares. The other shares come from reports.
    static let prior: [Double] = {
        let shares: [Charset: Double] = [
            .windows1252: 0.45, .windows1251: 0.14, .windows1250: 0.09, .windows1254: 0.08,
            .windows1253: 0.03, .windows874: 0.03, .eucKR: 0.03, .gbk: 0.03, .shiftJIS: 0.025,
            .iso88592: 0.02, .windows1256: 0.02, .windows1255: 0.015, .big5: 0.015,
            .windows1257: 0.012, .koi8R: 0.01, .eucJP: 0.008, .koi8U: 0.003,
        ]
        return charsets.map { (shares[$0] ?? 0.001).logarithm }
    }()

    /// The evidence of bytes that are not UTF-8.
    static func evidence(_ raw: [UInt8]) -> CharsetEvidence {
        let sample = raw.prefix(sampleBytes)
        let words = LegacyWords(sample)
        let latin = LatinWords(sample)
        var single: [Double?] = []
        for model in singleByte {
            // What is the same in a charset before it, of the same languages, is as likely in both.
            let isTwin =
                model.charset == .iso88592
                && model.charset.reads(Array(sample), as: .windows1250)
            let twin = isTwin ? charsets.firstIndex(of: .windows1250).map { single[$0] } : nil
            single.append(twin ?? model.likelihood(sample, words, latin))
        }
        // A value that does not decode as a whole is not in the charset, whatever the sample
        // suggests.
        let whole = raw.count > sample.count ? Array(raw.prefix(Limits.metadataBlockBytes)) : []
        let multi = multiByte.map { model in
            whole.isEmpty || model.charset.isWhole(whole) ? model.likelihood(sample) : nil
        }
        return CharsetEvidence(
            logarithms: (single + multi).map { $0.map { $0 * independence } ?? -.infinity })
    }
}
