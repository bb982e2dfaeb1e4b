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
