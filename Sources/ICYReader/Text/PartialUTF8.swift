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
            let (expected, found) = Self.sequence(bytes, index)
            if found == expected {
                characters += 1
            } else {
                malformed.append(index..<index + max(found, 1))
                isCut = found > 0 && index + found == bytes.count
            }
            index += max(found, 1)
        }
    }

    /// The length that the first byte announces, and how many of these bytes are present; -1 and 0
    /// if no character begins with it.
    private static func sequence(_ bytes: [UInt8], _ start: Int) -> (Int, Int) {
        let expected: Int
        // The second byte excludes overlong forms, surrogates and values above U+10FFFF.
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[start] {
        case 0xC2...0xDF: expected = 2
        case 0xE0...0xEF:
            expected = 3
            if bytes[start] == 0xE0 { second = 0xA0...0xBF }
            if bytes[start] == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            expected = 4
            if bytes[start] == 0xF0 { second = 0x90...0xBF }
            if bytes[start] == 0xF4 { second = 0x80...0x8F }
        default: return (-1, 0)
        }
        var found = 1
        while found < expected, start + found < bytes.count {
            let byte = bytes[start + found]
            guard found == 1 ? second.contains(byte) : byte & 0xC0 == 0x80 else { break }
            found += 1
        }
        return (expected, found)
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
