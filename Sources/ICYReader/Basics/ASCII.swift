extension String {
    /// The text with each run of control characters, and the spaces around it, replaced by one
    /// space.
    ///
    /// C1 controls come from UTF-8 and from the undefined bytes of Windows-1252.
    var withoutControls: String {
        var result = String.UnicodeScalarView()
        var blanks = 0
        var hasControl = false
        for scalar in unicodeScalars {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
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

    /// The text of these bytes; nil if they are not UTF-8.
    init?(utf8 bytes: Span<UInt8>) {
        guard let valid = try? UTF8Span(validating: bytes) else { return nil }
        self.init(copying: valid)
    }

    /// The text without leading and trailing spaces and tabs.
    package var trimmingBlanks: String {
        let bytes = utf8.span
        let kept = bytes.withoutBlanks(bytes.indices)
        // Cutting at ASCII keeps the rest valid UTF-8.
        return kept == bytes.indices ? self : String(utf8: bytes.extracting(kept)) ?? ""
    }

    /// The first occurrence of an ASCII text.
    func utf8Range(of text: String) -> Range<String.Index>? {
        let (bytes, wanted) = (utf8.span, text.utf8.span)
        var start = 0
        while start + wanted.count <= bytes.count {
            if wanted.indices.allSatisfy({ bytes[start + $0] == wanted[$0] }) {
                let lower = utf8.index(utf8.startIndex, offsetBy: start)
                return lower..<utf8.index(lower, offsetBy: wanted.count)
            }
            start += 1
        }
        return nil
    }

    /// Whether the text contains an ASCII text. The standard library's `contains` and `replacing`
    /// with a text link in all of regular expressions, a megabyte of program.
    package func containsText(_ text: String) -> Bool { utf8Range(of: text) != nil }

    /// Whether both texts are equal, ignoring the case of ASCII letters.
    func equalsIgnoringCase(_ other: String) -> Bool {
        let (own, others) = (utf8.span, other.utf8.span)
        guard own.count == others.count else { return false }
        return own.indices.allSatisfy { own[$0].asciiLowercased == others[$0].asciiLowercased }
    }
}

extension UInt8 {
    /// An ASCII letter in lower case; any other byte unchanged.
    @inlinable package var asciiLowercased: UInt8 {
        UInt8(ascii: "A") <= self && self <= UInt8(ascii: "Z") ? self | 0x20 : self
    }
    /// An ASCII letter in upper case; any other byte unchanged.
    @inlinable package var asciiUppercased: UInt8 { isASCIILetter ? self & 0xDF : self }

    /// Whether this is `0` to `9`.
    @inlinable package var isASCIIDigit: Bool {
        UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9")
    }
    /// Whether this is an ASCII letter.
    @inlinable package var isASCIILetter: Bool {
        UInt8(ascii: "a") <= self | 0x20 && self | 0x20 <= UInt8(ascii: "z")
    }
    /// Whether this is an ASCII letter or digit.
    @inlinable package var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }

    /// The value of a hexadecimal digit in either case; nil for any other byte.
    @inlinable package var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
    /// The two lower-case hexadecimal digits of this byte.
    @inlinable package var hexadecimalDigits: (UInt8, UInt8) {
        (Self.hexadecimalDigit(self >> 4), Self.hexadecimalDigit(self & 0xF))
    }
    @inlinable static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// Whether this is a space or a tab.
    @inlinable package var isSpace: Bool { self == 0x20 || self == 0x09 }
    /// Whether this is a space, a tab, a line break or NUL.
    @inlinable package var isBlank: Bool {
        self == 0x20 || self == 0 || self == 0x09 || self == 0x0A || self == 0x0D
    }
    /// Whether this is a control character that text never contains: a sign of garbage, or of lost
    /// framing.
    var isGarbage: Bool { self == 0x7F || self < 0x20 && isBlank == false }
    /// Whether this is `'` or `"`.
    var isQuote: Bool { self == UInt8(ascii: "'") || self == UInt8(ascii: "\"") }
    /// Whether the name of a field may contain this byte.
    var isKeyByte: Bool {
        isASCIIAlphanumeric || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
    }
}

extension Span where Element == UInt8 {
    /// The range without leading and trailing spaces and tabs.
    func withoutBlanks(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].isSpace { start += 1 }
        while start < end, self[end - 1].isSpace { end -= 1 }
        return start..<end
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without leading and trailing spaces and tabs.
    package var trimmingBlanks: ArraySlice<UInt8> { trimming(\.isSpace) }

    /// The bytes without leading and trailing ones that match.
    package func trimming(_ isOutside: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var bytes = drop(while: isOutside)
        while let last = bytes.last, isOutside(last) { bytes.removeLast() }
        return bytes
    }
}

extension Substring {
    /// The text without leading and trailing spaces and tabs.
    package var trimmingBlanks: Substring {
        var bytes = utf8.drop { $0.isSpace }
        while bytes.last?.isSpace == true { bytes.removeLast() }
        return Substring(bytes)
    }
}
