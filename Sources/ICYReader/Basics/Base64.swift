/// Encodes bytes with 64 characters of ASCII (RFC 4648 section 4).
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The encoded text, padded to a multiple of four characters.
    package static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            // 24 bits in four digits; the last bits may be missing.
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            let digits = [18, 12, 6, 0].map { alphabet[bits >> $0 & 0x3F] }
            text += digits.prefix(group.count + 1)
            text += Array(repeating: UInt8(ascii: "="), count: 3 - group.count)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of an encoded text, with or without its padding; nil if a character is not one of
    /// the 64, or if the text ends within a byte.
    package static func bytes(of text: String) -> [UInt8]? {
        let digits = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }.reversed()
        let padding = text.utf8.count - digits.count
        guard digits.count % 4 != 1, padding == 0 || text.utf8.count % 4 == 0, padding < 3
        else { return nil }
        var decoder = Base64Decoder()
        var bytes: [UInt8] = []
        for digit in digits {
            guard alphabet.contains(digit) else { return nil }
            if let byte = decoder.add(digit) { bytes.append(byte) }
        }
        return bytes
    }
}

/// Decodes base64 (RFC 4648 section 4) as its characters arrive. Blanks and line ends between them
/// are passed over; padding, or a character of another alphabet, ends it.
struct Base64Decoder: Sendable, Equatable {
    private var bits: UInt32 = 0
    /// How many digits `bits` has: 0 to 3.
    private var digits = 0
    /// Whether nothing more is decoded.
    private(set) var isOver = false

    /// Decodes the next character.
    ///
    /// - Returns: a byte, if one is complete with it.
    mutating func add(_ character: UInt8) -> UInt8? {
        guard isOver == false else { return nil }
        let digit: UInt8
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): digit = 62
        case UInt8(ascii: "/"): digit = 63
        case UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\n"): return nil
        default:
            isOver = true
            return nil
        }
        // After n digits, all but 6n mod 8 of the bits have been returned.
        bits = bits << 6 | UInt32(digit)
        digits += 1
        switch digits {
        case 1: return nil
        case 2: return UInt8(truncatingIfNeeded: bits >> 4)
        case 3: return UInt8(truncatingIfNeeded: bits >> 2)
        default:
            digits = 0
            return UInt8(truncatingIfNeeded: bits)
        }
    }
}
