/// Tells which parts of some bytes are UTF-8.
struct PartialUTF8 {
    /// The number of whole multi-byte characters.
    private(set) var characters = 0
    /// The bytes that belong to no character. Each range is a maximal subpart of one, or a single
    /// byte (Unicode 15, section 3.9).
    private(set) var malformed: [Range<Int>] = []
    /// Whether the last malformed range is the beginning of a character that is cut off at the end.
    private(set) var isCut = false
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index] >= 0x80 else {
                index += 1
                continue
            }
            var validator = UTF8Validator()
            var found = 0
            while index + found < bytes.count, validator.accept(bytes[index + found]) {
                found += 1
                if validator.isComplete { break }
            }
            if found > 0, validator.isComplete {
                characters += 1
            } else {
                malformed.append(index..<index + max(found, 1))
                isCut = found > 0 && index + found == bytes.count
            }
            index += max(found, 1)
        }
    }

    /// The text, if it is all UTF-8 except for a character cut off at the end.
    ///
    /// At least one whole multi-byte character must come before it: `Caf\xE9` is Windows-1252.
    var textBeforeCut: String? {
        guard isCut, malformed.count == 1, characters > 0 else { return nil }
        return String(validating: bytes[..<malformed[0].lowerBound], as: UTF8.self)
    }

    /// Whether there is one malformed range, and whole multi-byte characters on both sides of it: a
    /// word in UTF-8 that was damaged. Text in another charset begins and ends between words.
    var isDamage: Bool {
        guard malformed.count == 1, let range = malformed.first, range.lowerBound > 0,
            range.upperBound < bytes.count
        else { return false }
        return bytes[range.lowerBound - 1] >= 0x80 && bytes[range.upperBound] >= 0x80
    }

    /// Whether the value is both UTF-8 and a configured charset: most bytes beyond ASCII are UTF-8,
    /// and its characters are some that the charset has, too. Otherwise, they are rather an
    /// accident.
    func isMixed(with charset: Charset) -> Bool {
        let others = malformed.reduce(0) { $0 + $1.count }
        guard others > 0, 2 * others < bytes.count(where: { $0 >= 0x80 }),
            let table = SingleByteTable.of(charset) ?? SingleByteTable(charset)
        else { return false }
        let known = Set(table.scalars.compactMap(\.self))
        var start = 0
        for range in malformed + [bytes.count..<bytes.count] {
            let text = String(decoding: bytes[start..<range.lowerBound], as: UTF8.self)
            guard text.unicodeScalars.allSatisfy({ $0.isASCII || known.contains($0) }) else {
                return false
            }
            start = range.upperBound
        }
        return true
    }

    /// The bytes with a letter in place of each whole multi-byte character that is one of an
    /// alphabet, and a blank in place of any other.
    var withoutCharacters: [UInt8] {
        var result: [UInt8] = []
        var start = 0
        func keep(_ end: Int) {
            for scalar in String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars {
                let isLetter = scalar.value < 0x250 && scalar.properties.isAlphabetic
                result.append(scalar.isASCII ? UInt8(scalar.value) : isLetter ? 0x65 : 0x20)
            }
        }
        for range in malformed {
            keep(range.lowerBound)
            result += bytes[range]
            start = range.upperBound
        }
        keep(bytes.count)
        return result
    }

    /// The text with U+FFFD for each malformed range, and nothing for a character that is cut off.
    var output: CharacterConverter.Output {
        var output = CharacterConverter.Output()
        var start = 0
        for range in malformed {
            output.text += bytes[start..<range.lowerBound]
            start = range.upperBound
            if isCut, start == bytes.count {
                output.isCut = true
            } else {
                output.text += [0xEF, 0xBF, 0xBD]
                output.replaced += 1
            }
        }
        output.text += bytes[start...]
        return output
    }
}
