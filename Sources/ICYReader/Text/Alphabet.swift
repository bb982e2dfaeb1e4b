/// The alphabet or script of the languages that a charset is for.
enum Alphabet: Sendable {
    case latin, cyrillic, greek, hebrew, arabic, thai, japanese, korean, chinese

    /// That of a charset; nil for one that is not known, or is for several.
    init?(_ charset: Charset) {
        switch charset {
        case .windows1250, .windows1252, .windows1254, .windows1257, .iso88592: self = .latin
        case .windows1251, .koi8R, .koi8U: self = .cyrillic
        case .windows1253: self = .greek
        case .windows1255: self = .hebrew
        case .windows1256: self = .arabic
        case .windows874: self = .thai
        case .shiftJIS, .eucJP: self = .japanese
        case .eucKR: self = .korean
        case .gbk, .big5: self = .chinese
        default:
            guard let alphabet = Self.others[charset.rawValue] else { return nil }
            self = alphabet
        }
    }

    /// Charsets that cannot be detected.
    private static let others: [String: Alphabet] = [
        "iso-8859-3": .latin, "iso-8859-4": .latin, "iso-8859-10": .latin,
        "iso-8859-13": .latin, "iso-8859-15": .latin, "iso-8859-16": .latin, "ibm852": .latin,
        "macintosh": .latin, "windows-1258": .latin, "iso-8859-5": .cyrillic,
        "ibm866": .cyrillic, "x-mac-cyrillic": .cyrillic, "iso-8859-7": .greek,
        "iso-8859-8": .hebrew, "iso-8859-6": .arabic, "gb18030": .chinese,
        "iso-2022-jp": .japanese,
    ]

    /// That of each charset, in the order of `CharsetDetector.charsets`.
    static let ofCharsets = CharsetDetector.charsets.map { Alphabet($0) }
}

/// The alphabet of a station, once it is certain.
///
/// After two titles that are sure, no title is read in another alphabet: few letters in another one
/// are rather a foreign name in the station's charset. Only a station that has changed sends one
/// title after the other that is sure to be in another.
struct StationAlphabet: Sendable {
    /// A title with this confidence is sure.
    private static let sure = 0.9
    /// How many titles that are sure decide.
    private static let enough: UInt8 = 2
    /// How many in a row decide against them.
    private static let changed: UInt8 = 5

    /// The alphabet of the titles that were sure; nil before the first.
    private var known: Alphabet?
    private var titles: UInt8 = 0
    /// Another alphabet that the last titles would be in, and how many.
    private var rival: Alphabet?
    private var rivals: UInt8 = 0

    /// The only alphabet that titles are read in; nil if it is not certain.
    var certain: Alphabet? { titles >= Self.enough ? known : nil }

    /// Learns from a title.
    ///
    /// - Parameter alone: what the title alone would be read as.
    mutating func learn(_ alone: (charset: Charset, confidence: Double)) {
        guard alone.confidence >= Self.sure, let alphabet = Alphabet(alone.charset) else { return }
        if alphabet == known {
            titles = min(titles + 1, Self.enough)
            (rival, rivals) = (nil, 0)
            return
        }
        guard certain != nil else {
            (known, titles) = (alphabet, 1)
            return
        }
        rivals = rival == alphabet ? rivals + 1 : 1
        rival = alphabet
        if rivals >= Self.changed {
            (known, titles) = (alphabet, Self.enough)
            (rival, rivals) = (nil, 0)
        }
    }
}
