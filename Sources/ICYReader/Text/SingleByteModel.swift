/// How likely bytes are text in a charset with one byte per character.
struct SingleByteModel: Sendable {
    private enum Kind: Sendable { case undefined, other, letter }

    /// What is known about a byte in every language.
    private struct Mark: Sendable {
        var kind = Kind.other
        /// Nil for a letter without case.
        var isUpper: Bool?
        /// The cost in nats of a sign beyond ASCII.
        var cost: Double = 0
        /// Whether it can join letters of one word, as an apostrophe does.
        var isJoining = false
        var place = Place.anywhere

        /// The cost in nats of a sign next to a letter, where it does not belong.
        func cost(after isAfterLetter: Bool, before isBeforeLetter: Bool) -> Double {
            let isMisplaced =
                switch place {
                case .anywhere: false
                case .beforeWord: isAfterLetter
                case .afterWord: isBeforeLetter
                case .alone: isAfterLetter || isBeforeLetter
                }
            return isMisplaced ? 8 : isAfterLetter && isBeforeLetter ? 5 : 0
        }
    }

    /// Where a sign belongs.
    private enum Place: Sendable {
        case anywhere
        /// `¿`
        case beforeWord
        /// `®`
        case afterWord
        /// `¦`, `¶`
        case alone
    }

    struct Language: Sendable {
        let share: Double
        let costs: LetterCosts
        /// Nil for a language that is not written in Latin letters.
        let pairs: LatinPairs?
        /// The column of each byte.
        let columns: [UInt8]
    }

    let charset: Charset
    private let isLatin: Bool
    private let marks: [Mark]
    private let languages: [Language]
    /// The bytes of `«` and `»`, if the charset has them.
    private let opening: UInt8?
    private let closing: UInt8?

    init(
        _ charset: Charset, isLatin: Bool = false, _ languages: [(Double, String, LetterCosts)]
    ) {
        self.charset = charset
        self.isLatin = isLatin
        let scalars = SingleByteTable.of(charset)?.scalars ?? []
        marks = scalars.enumerated().map { Self.mark($0, $1) }
        opening = scalars.firstIndex(of: "«").flatMap { UInt8(exactly: $0) }
        closing = scalars.firstIndex(of: "»").flatMap { UInt8(exactly: $0) }
        let total = languages.reduce(0) { $0 + $1.0 }
        self.languages = languages.map { share, name, costs in
            let columns = scalars.enumerated().map { byte, scalar in
                guard let scalar, Self.isLetter(scalar) else { return UInt8(0) }
                // A language has fewer than 100 letters.
                return UInt8(
                    byte < 0x80
                        ? costs.column(ascii: UInt8(byte).asciiLowercased)
                        : costs.column(Self.folded(scalar)))
            }
            return Language(
                share: share / total, costs: costs, pairs: LatinPairs(name), columns: columns)
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

    /// `İ` is left unchanged: its lower case has two scalars.
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
        let place: Place =
            switch scalar {
            case "¡", "¿": .beforeWord
            case "®", "™", "©", "²", "³", "¹", "ª", "º": .afterWord
            default: cost < 11 ? .anywhere : .alone
            }
        return Mark(
            cost: cost, isJoining: "’‘´·".unicodeScalars.contains(scalar), place: place)
    }

    /// The natural logarithm of the probability of these bytes, beyond what all charsets share; nil
    /// if a byte has no character.
    func likelihood(
        _ raw: ArraySlice<UInt8>, _ words: LegacyWords, _ latin: LatinWords
    ) -> Double? {
        guard marks.isEmpty == false, raw.allSatisfy({ marks[Int($0)].kind != .undefined }) else {
            return nil
        }
        var common = signCost(raw) + caseCost(raw)
        if isLatin == false { common += foreignWordCost(raw) }
        let count = words.ends.count
        // One row per language, one column per word.
        var probabilities: [Double] = []
        probabilities.reserveCapacity(languages.count * count)
        for language in languages { words.append(language, to: &probabilities) }
        // A word may be in a different language of the same charset than the rest.
        var any = [Double](repeating: 0, count: count)
        for (row, language) in languages.enumerated() {
            for word in 0..<count {
                any[word] += language.share * probabilities[row * count + word]
            }
        }
        var scores: [Double] = []
        for (row, language) in languages.enumerated() {
            let pairs = language.pairs?.likelihood(latin) ?? 0
            var score = language.share.logarithm + LatinPairs.weight * pairs
            for word in 0..<count {
                let probability = 0.8 * probabilities[row * count + word] + 0.2 * any[word]
                score += (probability + 1e-300).logarithm
            }
            scores.append(score)
        }
        let best = scores.max() ?? 0
        let sum = scores.reduce(0) { $0 + ($1 - best).exponential }
        return best + sum.logarithm - common
    }

    /// Whether there are as many `«` as `»`: they come in pairs.
    private func hasPairs(_ raw: ArraySlice<UInt8>) -> Bool {
        guard let opening, let closing else { return true }
        return raw.count { $0 == opening } == raw.count { $0 == closing }
    }

    private func signCost(_ raw: ArraySlice<UInt8>) -> Double {
        var cost = hasPairs(raw) ? 0 : 6.0
        for index in raw.indices where raw[index] >= 0x80 {
            let mark = marks[Int(raw[index])]
            guard mark.kind == .other else { continue }
            cost += mark.cost
            guard index + 1 < raw.endIndex else {
                let isAfterLetter = index > raw.startIndex && isLetter(raw[index - 1])
                cost += mark.isJoining ? 0 : mark.cost(after: isAfterLetter, before: false)
                continue
            }
            // No title has a backslash, but it is the second byte of many characters of Shift_JIS.
            if raw[index + 1] == UInt8(ascii: "\\") { cost += 8 }
            if "@^_`{|}~".utf8.contains(raw[index + 1]) { cost += 4 }
            if mark.isJoining == false {
                let isAfterLetter = index > raw.startIndex && isLetter(raw[index - 1])
                cost += mark.cost(after: isAfterLetter, before: isLetter(raw[index + 1]))
            }
        }
        return cost
    }

    /// The cost of unusual case: capitals begin a word, or are all of it.
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
        switch wasUpper {
        case nil where letters == 0: isUpper ? Case.first.upper : Case.first.lower
        case nil: 0
        case false: isUpper ? Case.behindLower.upper : Case.behindLower.lower
        case true where letters == 1: isUpper ? Case.second.upper : Case.second.lower
        case true: isUpper ? Case.behindUpper.upper : Case.behindUpper.lower
        }
    }

    /// The cost in nats of a capital and of a small letter at one position in a word.
    private struct Case {
        let upper: Double
        let lower: Double

        init(shareOfCapitals share: Double) {
            upper = -share.logarithm
            lower = -(1 - share).logarithm
        }

        static let first = Case(shareOfCapitals: 0.65)
        static let second = Case(shareOfCapitals: 0.25)
        static let behindLower = Case(shareOfCapitals: 0.003)
        static let behindUpper = Case(shareOfCapitals: 0.93)
    }

    /// Among words of ASCII letters, a word in another script is unlikely. A letter of another
    /// script inside an ASCII word is even less likely: the last letter of `Zoé` is not `й`. It is
    /// the other way round in `МакSим`, which has more letters of the other script and costs
    /// nothing.
    private func foreignWordCost(_ raw: ArraySlice<UInt8>) -> Double {
        var plainWords = 0
        var hasLatinWord = false
        var seams = 0
        // Words with letters of the script, and those of them that are one letter.
        var (foreignWords, loneLetters) = (0, 0)
        var word = ForeignWord()
        func end() {
            if word.count > 1, word.letters == word.count { plainWords += 1 }
            if word.letters > 1, word.foreign == 0 { hasLatinWord = true }
            if word.foreign > 0 { foreignWords += 1 }
            if word.foreign == 1, word.letters == 0 { loneLetters += 1 }
            if word.letters >= word.foreign { seams += word.seams }
            word = ForeignWord()
        }
        for byte in raw {
            if byte == UInt8(ascii: " ") {
                end()
            } else {
                word.add(isLetter: byte.isASCIILetter, isForeign: isForeignLetter(byte))
            }
        }
        end()
        // A letter that stands alone among Latin words is a Latin one: `a-ha - Å`.
        let isLone = hasLatinWord && foreignWords < 3 && loneLetters == foreignWords
        return 0.8 * Double(min(plainWords, 4)) + 6 * Double(seams) + (isLone ? 6 : 0)
    }

    private struct ForeignWord {
        var count = 0
        /// ASCII letters.
        var letters = 0
        /// Letters beyond ASCII.
        var foreign = 0
        /// Pairs of neighbours, one an ASCII letter and the other a letter beyond ASCII.
        var seams = 0
        var wasLetter = false
        var wasForeign = false

        mutating func add(isLetter: Bool, isForeign: Bool) {
            count += 1
            if isLetter { letters += 1 }
            if isForeign { foreign += 1 }
            if wasLetter && isForeign || wasForeign && isLetter { seams += 1 }
            (wasLetter, wasForeign) = (isLetter, isForeign)
        }
    }

    private func isLetter(_ byte: UInt8) -> Bool { marks[Int(byte)].kind == .letter }

    private func isForeignLetter(_ byte: UInt8) -> Bool { byte >= 0x80 && isLetter(byte) }
}
