/// Validates UTF-8 (RFC 3629 §4) byte by byte. Invalid text is refused at its first wrong byte, and
/// the input may be split inside a character.
package struct UTF8Validator: Equatable, Sendable {
    /// Continuation bytes that the current character still needs.
    private var missing: UInt8 = 0
    /// The range of the next continuation byte. It is narrower than 80...BF after some first bytes,
    /// which excludes overlong forms, surrogates and values above U+10FFFF.
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// Starts before the first byte.
    package init() {}

    /// Whether the text may end here, that is, not inside a character.
    package var isComplete: Bool { missing == 0 }

    /// Consumes the next byte. Returns false if the text cannot continue with it.
    package mutating func accept(_ byte: UInt8) -> Bool {
        guard missing == 0 else {
            guard lowest <= byte && byte <= highest else { return false }
            missing -= 1
            (lowest, highest) = (0x80, 0xBF)
            return true
        }
        switch byte {
        case 0x00...0x7F: break
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, lowest) = (2, 0xA0)
        case 0xED: (missing, highest) = (2, 0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, lowest) = (3, 0x90)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, highest) = (3, 0x8F)
        default: return false
        }
        return true
    }
}
