/// An escape in a JSON string (RFC 8259 §7).
package enum JSONEscape: Equatable, Sendable {
    /// A character.
    case scalar(Unicode.Scalar)
    /// `\u` and the digits of half of a surrogate pair, without the other half next to it.
    case loneSurrogate
    /// `\u` without four hexadecimal digits.
    case withoutDigits
    /// A backslash before a character that means nothing there, or at the end.
    case unknown

    /// Reads what follows a backslash.
    ///
    /// - Parameter index: that of the byte after the backslash; afterwards, that of the byte after
    ///   the escape. It does not move if the escape is `unknown`.
    package init(_ bytes: [UInt8], _ index: inout Int) {
        guard index < bytes.count else {
            self = .unknown
            return
        }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            self = .scalar(UnicodeScalar(byte))
        case UInt8(ascii: "b"): self = .scalar("\u{8}")
        case UInt8(ascii: "f"): self = .scalar("\u{C}")
        case UInt8(ascii: "n"): self = .scalar("\n")
        case UInt8(ascii: "r"): self = .scalar("\r")
        case UInt8(ascii: "t"): self = .scalar("\t")
        case UInt8(ascii: "u"): self = JSONEscape(digitsOf: bytes, &index)
        default:
            index -= 1
            self = .unknown
        }
    }

    private init(digitsOf bytes: [UInt8], _ index: inout Int) {
        guard let first = Self.codeUnit(bytes, index) else {
            self = .withoutDigits
            return
        }
        index += 4
        if let scalar = UnicodeScalar(first) {
            self = .scalar(scalar)
        } else if UTF16.isLeadSurrogate(first), bytes[index...].starts(with: "\\u".utf8),
            let second = Self.codeUnit(bytes, index + 2), UTF16.isTrailSurrogate(second)
        {
            index += 6
            self = .scalar(UTF16.decode(UTF16.EncodedScalar([first, second])))
        } else {
            self = .loneSurrogate
        }
    }

    private static func codeUnit(_ bytes: [UInt8], _ index: Int) -> UInt16? {
        guard index + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for digit in bytes[index..<index + 4] {
            guard let value = digit.hexadecimalValue else { return nil }
            unit = unit << 4 | UInt16(value)
        }
        return unit
    }
}
