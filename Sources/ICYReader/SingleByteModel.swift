/// How likely bytes are text in a charset with one byte for each character.
struct SingleByteModel: Sendable {
    private enum Kind: Sendable { case undefined, other, letter }

    /// What is known of a byte whatever the language.
    private struct Mark: Sendable {
        var kind = Kind.other
        /// nil: a letter without case.
        var isUpper: Bool?
        /// Nats for a sign beyond ASCII.
        var cost: Double = 0
        /// Whether it stands between letters of one word, as an apostrophe does.
        var isJoining = false
    }

    private struct Language: Sendable {
        let share: Double
        let costs: LetterCosts
        /// The column of each byte.
        let columns: [Int]
    }

    let charset: Charset
    private let isLatin: Bool
    private let marks: [Mark]
    private let languages: [Language]

    init(_ charset: Charset, isLatin: Bool = false, _ languages: [(Double, LetterCosts)]) {
        self.charset = charset
        self.isLatin = isLatin
        let scalars = SingleByteTable.of(charset)?.scalars ?? []
        marks = scalars.enumerated().map { Self.mark($0, $1) }
        let total = languages.reduce(0) { $0 + $1.0 }
        self.languages = languages.map { share, costs in
            let columns = scalars.enumerated().map { byte, scalar in
                guard let scalar, Self.isLetter(scalar) else { return 0 }
                return byte < 0x80
                    ? costs.column(ascii: UInt8(byte).asciiLowercased)
                    : costs.column(Self.folded(scalar))
            }
            return Language(share: share / total, costs: costs, columns: columns)
        }
    }

    private static func isLetter(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark:
            scalar != "ª" && scalar != "º" && scalar != "ˆ"
        default: false
        }
    }

    /// `İ` stays: its lower case has two scalars.
    private static func folded(_ scalar: UnicodeScalar) -> UnicodeScalar {
        let mapping = scalar.properties.lowercaseMapping.unicodeScalars
        guard mapping.count == 1, let first = mapping.first else { return scalar }
        return first
    }

    private static func mark(_ byte: Int, _ scalar: UnicodeScalar?) -> Mark {
        guard let scalar else { return Mark(kind: .undefined) }
        if isLetter(scalar) {
            let properties = scalar.properties
            let isUpper = properties.lowercaseMapping != String(scalar)
            let isCased = isUpper || properties.uppercaseMapping != String(scalar)
            return Mark(kind: .letter, isUpper: isCased ? isUpper : nil)
        }
        guard byte >= 0x80 else { return Mark(isJoining: scalar == "'") }
        let cost: Double
        switch scalar {
        case "’": cost = 5
        case "‘", "“", "”", "„", "«", "»", "–", "—", "…": cost = 6
        case "¡", "¿", "´", "°", "&", "·", "•", "®", "™", "©", "\u{A0}": cost = 7
        default: cost = 11
        }
        return Mark(cost: cost, isJoining: "’‘´·".unicodeScalars.contains(scalar))
    }

    /// The natural logarithm of the probability of these bytes beyond what all charsets share; nil
    /// if a byte has no character.
    func likelihood(_ raw: ArraySlice<UInt8>) -> Double? {
        guard marks.isEmpty == false, raw.allSatisfy({ marks[Int($0)].kind != .undefined }) else {
            return nil
        }
        var common = signCost(raw) + caseCost(raw)
        if isLatin == false { common += foreignWordCost(raw) }
        let words = languages.map { wordCosts(raw, $0) }
        let count = words.first?.count ?? 0
        // A word may be in another language of the same charset than the rest.
        let any = (0..<count).map { word in
            zip(languages, words).reduce(0) { $0 + $1.0.share * $1.1[word].exponential }
        }
        var sum: Double = 0
        let scores = zip(languages, words).map { language, words in
            zip(words, any).reduce(language.share.logarithm) { score, word in
                score + (0.8 * word.0.exponential + 0.2 * word.1 + 1e-300).logarithm
            }
        }
        let best = scores.max() ?? 0
        for score in scores { sum += (score - best).exponential }
        return best + sum.logarithm - common
    }

    /// Logarithms of the probability of each word with letters beyond ASCII.
    private func wordCosts(_ raw: ArraySlice<UInt8>, _ language: Language) -> [Double] {
        var words: [Double] = []
        var word: Float = 0
        var isCounted = false
        var previous = UInt8(ascii: " ")
        func count(_ byte: UInt8) {
            guard byte >= 0x80 || previous >= 0x80 else { return }
            let columns = language.columns
            word += language.costs.cost(columns[Int(previous)], columns[Int(byte)])
            isCounted = true
        }
        func end() {
            if isCounted { words.append(-Double(word)) }
            word = 0
            isCounted = false
        }
        for byte in raw {
            count(byte)
            if byte == UInt8(ascii: " ") { end() }
            previous = byte
        }
        count(UInt8(ascii: " "))
        end()
        return words
    }

    private func signCost(_ raw: ArraySlice<UInt8>) -> Double {
        var cost: Double = 0
        for index in raw.indices where raw[index] >= 0x80 {
            let mark = marks[Int(raw[index])]
            guard mark.kind == .other else { continue }
            cost += mark.cost
            guard index + 1 < raw.endIndex else { continue }
            if "\\@^_`{|}~".utf8.contains(raw[index + 1]) { cost += 4 }
            if mark.isJoining == false, index > raw.startIndex,
                marks[Int(raw[index - 1])].kind == .letter,
                marks[Int(raw[index + 1])].kind == .letter
            {
                cost += 5
            }
        }
        return cost
    }

    /// Capitals stand at the beginning of a word, or everywhere.
    private func caseCost(_ raw: ArraySlice<UInt8>) -> Double {
        var cost: Double = 0
        var letters = 0
        var wasUpper: Bool?
        var previous = UInt8(ascii: " ")
        for byte in raw {
            let mark = marks[Int(byte)]
            if mark.kind == .letter {
                if let isUpper = mark.isUpper, byte >= 0x80 || previous >= 0x80 {
                    cost += Self.caseCost(isUpper, after: wasUpper, letters)
                }
                wasUpper = mark.isUpper
                letters += 1
            } else if mark.isJoining == false {
                wasUpper = nil
                letters = 0
            }
            previous = byte
        }
        return cost
    }

    private static func caseCost(_ isUpper: Bool, after wasUpper: Bool?, _ letters: Int) -> Double {
        let upper: Double
        switch wasUpper {
        case nil where letters == 0: upper = 0.65
        case nil: return 0
        case false: upper = 0.003
        case true where letters == 1: upper = 0.25
        case true: upper = 0.93
        }
        return -(isUpper ? upper : 1 - upper).logarithm
    }

    /// Among words of ASCII letters a word of another script is unlikely, and more so a letter of
    /// it within such a word: the last one of `Zoé` is no `й`. In `МакSим` it is the other way
    /// round.
    private func foreignWordCost(_ raw: ArraySlice<UInt8>) -> Double {
        var plainWords = 0
        var seams = 0
        for word in raw.split(separator: UInt8(ascii: " ")) {
            let letters = word.count(where: \.isASCIILetter)
            if word.count > 1, letters == word.count { plainWords += 1 }
            guard letters > word.count(where: isForeignLetter) else { continue }
            seams += zip(word, word.dropFirst()).count { one, other in
                one.isASCIILetter && isForeignLetter(other)
                    || isForeignLetter(one) && other.isASCIILetter
            }
        }
        return 0.8 * Double(min(plainWords, 4)) + 6 * Double(seams)
    }

    private func isForeignLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 && marks[Int(byte)].kind == .letter
    }
}
