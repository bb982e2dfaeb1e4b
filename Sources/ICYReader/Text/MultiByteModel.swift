/// How likely bytes are text in a charset of Japanese, Chinese or Korean.
struct MultiByteModel: Sendable {
    let charset: Charset
    private let costs: HanCosts
    /// Keeps the table loaded: every value that is not UTF-8 is converted from this charset.
    private let loaded: LoadedCharset

    init(_ charset: Charset, _ costs: HanCosts) {
        self.charset = charset
        self.costs = costs
        loaded = LoadedCharset(charset)
    }

    private var isKorean: Bool { charset == .eucKR }
    private var isJapanese: Bool { charset == .shiftJIS || charset == .eucJP }

    /// The natural logarithm of the probability of these bytes, beyond what all charsets share; nil
    /// if some bytes have no character, or if all characters are ASCII.
    func likelihood(_ raw: ArraySlice<UInt8>) -> Double? {
        guard let output = CharacterConverter(charset)?.convertWhole(Array(raw)) else {
            return nil
        }
        let scalars = Array(String(decoding: output.text, as: UTF8.self).unicodeScalars)
        // After only ASCII, half a character proves nothing: it is a letter of an alphabet.
        guard scalars.contains(where: { $0.isASCII == false }) else { return nil }
        guard Self.isWithinLatinWord(scalars) == false else { return nil }
        var cost = Self.doubt + (output.isCut ? 7 : 0)
        cost += Self.loneLetterCost(scalars)
        var position = raw.startIndex
        for (index, scalar) in scalars.enumerated() {
            let lead = position < raw.endIndex ? raw[position] : 0
            let trail = position + 1 < raw.endIndex ? raw[position + 1] : 0
            let previous = index > 0 ? scalars[index - 1] : " "
            if scalar.isASCII {
                let next = index + 1 < scalars.count ? scalars[index + 1] : " "
                if previous.isASCII == false {
                    cost += Self.cost(of: scalar, before: next, isKorean)
                }
            } else {
                if previous.isASCII == false { cost += isKorean ? 0.3 : 0.1 }
                if Self.isAlphanumeric(previous) { cost += 3 }
                let isHalfWidth = Self.isHalfWidth(scalar)
                cost +=
                    isHalfWidth && Self.isHalfWidth(previous)
                    ? 5.5 : self.cost(of: scalar, lead, trail)
            }
            position += length(lead)
        }
        return -cost
    }

    /// Whether characters of this script are within a Latin word, or right before or after small
    /// letters: `Zazdro\xB6\xE6`, `D\xE9\x9A\x9D`. A capital may be next to them, as in `K歌`.
    /// Half-width katakana alone is a letter of an alphabet.
    ///
    /// - Parameter isStrict: whether a capital counts as well.
    static func isWithinLatinWord(_ scalars: [UnicodeScalar], isStrict: Bool = false) -> Bool {
        var index = 0
        while index < scalars.count {
            guard isOwn(scalars[index]) else {
                index += 1
                continue
            }
            var end = index
            while end < scalars.count, isOwn(scalars[end]) { end += 1 }
            let before = index > 0 ? scalars[index - 1] : " "
            let after = end < scalars.count ? scalars[end] : " "
            let isNext =
                isStrict
                ? isLatin(before) || isLatin(after)
                : isLatin(before) && isLatin(after) || isSmall(before) || isSmall(after)
            if isNext {
                // In a long text of the script, a Latin word may have no blanks around it.
                if end - index < longRun { return true }
            }
            if end - index == 1, isHalfWidth(scalars[index]) { return true }
            index = end
        }
        return false
    }

    /// So many characters in a row are text of the script, whatever is next to them.
    private static let longRun = 4

    private static func isHalfWidth(_ scalar: UnicodeScalar) -> Bool {
        (0xFF61...0xFF9F).contains(scalar.value)
    }

    private static func isOwn(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.value {
        case 0x3040...0x9FFF, 0xAC00...0xD7A3, 0xFF61...0xFF9F, 0x20000...0x2FFFF: true
        default: false
        }
    }

    private static func isLatin(_ scalar: UnicodeScalar) -> Bool {
        scalar.isASCII && UInt8(scalar.value).isASCIILetter
    }

    private static func isSmall(_ scalar: UnicodeScalar) -> Bool {
        isLatin(scalar) && scalar.value >= 0x61
    }

    private static func isAlphanumeric(_ scalar: UnicodeScalar) -> Bool {
        scalar.isASCII && (UInt8(scalar.value).isASCIILetter || UInt8(scalar.value).isASCIIDigit)
    }

    /// The cost in nats of an ASCII character after one beyond ASCII.
    private static func cost(
        of scalar: UnicodeScalar, before next: UnicodeScalar, _ isKorean: Bool
    ) -> Double {
        if scalar == " " { return isKorean ? 1.2 : next.isASCII ? 0.5 : 2.5 }
        if isAlphanumeric(scalar) { return 3 }
        return "([)]-,.!?/&'".unicodeScalars.contains(scalar) ? 1.5 : 5
    }

    /// The cost in nats of reading bytes in pairs: nearly any two bytes are a character of one of
    /// these charsets.
    private static let doubt = 5.0

    /// The cost in nats of small letters that are words of their own, as in `i` between two words
    /// of Polish.
    private static func loneLetterCost(_ scalars: [UnicodeScalar]) -> Double {
        var cost = 0.0
        for index in scalars.indices where isSmall(scalars[index]) {
            let isAlone =
                index > 0 && scalars[index - 1] == " "
                && index + 1 < scalars.count && scalars[index + 1] == " "
            if isAlone { cost += 5 }
        }
        return cost
    }

    private func length(_ lead: UInt8) -> Int {
        switch charset {
        case .shiftJIS: lead < 0x81 || (0xA0...0xDF).contains(lead) ? 1 : 2
        case .eucJP: lead < 0x80 ? 1 : lead == 0x8F ? 3 : 2
        default: lead <= 0x80 ? 1 : 2
        }
    }

    private func cost(of scalar: UnicodeScalar, _ lead: UInt8, _ trail: UInt8) -> Double {
        if let cost = costs.cost(scalar) { return cost + 0.1 }
        switch scalar.value {
        case 0x3400...0x9FFF, 0xAC00...0xD7A3: return rareCost(lead, trail)
        case 0x3001, 0x3002, 0x300A...0x300F, 0x301C, 0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF1A,
            0xFF1F, 0xFF5E, 0x2018...0x201D, 0x2026, 0x3000, 0x30FB:
            return 6
        case 0x3040...0x30FF: return isJapanese ? 9 : 12
        case 0xFF61...0xFF9F: return 8
        case 0xFF01...0xFF5E: return 7
        case 0xE000...0xF8FF: return 18
        default: return 11
        }
    }

    /// Each of the old standards keeps its common characters in rows of their own.
    private func rareCost(_ lead: UInt8, _ trail: UInt8) -> Double {
        switch charset {
        case .shiftJIS: return lead < 0x98 || lead == 0x98 && trail < 0x73 ? 12 : 14
        case .eucJP: return lead < 0xD0 ? 12 : 14
        case .gbk:
            guard lead >= 0xB0, trail >= 0xA1 else { return 15 }
            return lead < 0xD8 ? 11.5 : 13
        case .big5: return (0xA4...0xC6).contains(lead) ? 11.5 : lead >= 0xC9 ? 13.5 : 16
        default:
            guard lead >= 0xB0, trail >= 0xA1 else { return 15 }
            return lead < 0xC9 ? 12 : 13
        }
    }
}
