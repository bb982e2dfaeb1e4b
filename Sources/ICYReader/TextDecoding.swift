/// Turns the bytes of one station's values into text.
///
/// It is kept for as long as the station is known: what its earlier values were written in tells
/// what the next one is.
public struct TextDecoder: Sendable {
    /// The charset the user says the station writes; nil to find out.
    public let charset: Charset?

    /// Starts without having seen a value.
    public init(charset: Charset? = nil) { self.charset = charset }

    /// Decodes the bytes of one value.
    public mutating func decode(_ raw: [UInt8]) -> DecodedText { DecodedText(raw) }
}

/// Text made from the bytes of one value, and how.
///
/// Strict UTF-8 comes first: other charsets hardly ever form valid multi-byte UTF-8. Everything
/// else is Windows-1252, because ISO-8859-1 is Icecast's default and no title has C1 controls.
public struct DecodedText: Sendable, Equatable {
    /// The text. Each run of control characters, with the blanks around it, is one blank.
    public let text: String
    /// The charset chosen for this value.
    public let charset: Charset
    /// `controlCharacters`, `cutCharacter`, `binary`.
    public let flags: [Flag]
    /// What the text was before it was encoded twice; nil if it was not.
    public let repaired: String?

    init(
        _ text: String, _ charset: Charset, confidence: Double, flags: [Flag] = [],
        repaired: String? = nil
    ) {
        let hasControls = text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
        self.text = hasControls ? Self.withoutControls(text) : text
        self.charset = charset
        self.flags = (hasControls ? [.controlCharacters] : []) + flags
        self.repaired = repaired
    }

    /// Decodes the bytes of one value.
    public init(_ raw: [UInt8]) {
        let hasControls = raw.contains { $0 < 0x20 || $0 == 0x7F }
        var flags: [Flag] = hasControls ? [.controlCharacters] : []
        if let text = String(validating: raw, as: UTF8.self) {
            self.text = hasControls ? Self.withoutControls(text) : text
            charset = .utf8
        } else if let text = Self.withoutCutCharacter(raw) {
            self.text = hasControls ? Self.withoutControls(text) : text
            charset = .utf8
            flags.append(.cutCharacter)
        } else {
            let text = Self.windows1252(raw)
            self.text = hasControls ? Self.withoutControls(text) : text
            charset = .windows1252
            // Text in any charset has at most line breaks and tabs among the controls.
            if raw.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) {
                flags.append(.binary)
            }
        }
        self.flags = flags
        repaired = nil
    }

    /// The text, if the bytes are UTF-8 but for a character cut off at their end.
    ///
    /// At least one whole multi-byte character must come before: `Caf\xE9` is Windows-1252.
    private static func withoutCutCharacter(_ raw: [UInt8]) -> String? {
        var start = raw.count
        let earliest = max(0, raw.count - 3)
        while start > earliest {
            start -= 1
            if raw[start] & 0xC0 != 0x80 { break }
        }
        guard start < raw.count else { return nil }
        let expected: Int
        switch raw[start] {
        case 0xC2...0xDF: expected = 2
        case 0xE0...0xEF: expected = 3
        case 0xF0...0xF4: expected = 4
        default: return nil
        }
        let whole = raw[..<start]
        guard raw.count - start < expected, whole.contains(where: { $0 >= 0x80 }) else {
            return nil
        }
        return String(validating: whole, as: UTF8.self)
    }

    private static func windows1252(_ raw: [UInt8]) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in raw {
            if byte & 0xE0 == 0x80 {
                scalars.append(upperControls[Int(byte & 0x1F)])
            } else {
                scalars.append(UnicodeScalar(byte))
            }
        }
        return String(scalars)
    }

    /// Bytes 0x80...0x9F; 81, 8D, 8F, 90 and 9D are undefined and keep their code point.
    private static let upperControls: [UnicodeScalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}",
        "\u{2021}", "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", "\u{8D}",
        "\u{017D}", "\u{8F}", "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}",
        "\u{2022}", "\u{2013}", "\u{2014}", "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}",
        "\u{0153}", "\u{9D}", "\u{017E}", "\u{0178}",
    ]

    private static func withoutControls(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var blanks = 0
        var hasControl = false
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7F {
                hasControl = true
            } else if scalar == " " {
                blanks += 1
            } else {
                if hasControl {
                    if result.isEmpty == false { result.append(" ") }
                } else {
                    for _ in 0..<blanks { result.append(" ") }
                }
                blanks = 0
                hasControl = false
                result.append(scalar)
            }
        }
        if hasControl == false {
            for _ in 0..<blanks { result.append(" ") }
        }
        return String(result)
    }
}

extension String {
    /// Without blanks at both ends.
    var trimmingBlanks: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { $0 != " " && $0 != "\t" }),
            let last = scalars.lastIndex(where: { $0 != " " && $0 != "\t" })
        else { return "" }
        return String(scalars[first...last])
    }

    /// Whether both are the same but for the case of ASCII letters.
    func equalsIgnoringCase(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return zip(utf8, other.utf8).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
    }
}

extension UInt8 {
    /// The lower-case letter of an ASCII letter, any other byte as it is.
    var asciiLowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
    /// Whether this is `0` to `9`.
    var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
    /// Whether this is an ASCII letter.
    var isASCIILetter: Bool { asciiLowercased >= 0x61 && asciiLowercased <= 0x7A }
}
