extension String {
    /// With one blank for each run of control characters and the blanks around it.
    ///
    /// C1 controls stay: no decoder here makes them but of UTF-8 and of the undefined bytes of
    /// Windows-1252.
    var withoutControls: String {
        var result = String.UnicodeScalarView()
        var blanks = 0
        var hasControl = false
        for scalar in unicodeScalars {
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

    /// The text of these bytes; nil if they are not UTF-8.
    init?(utf8 bytes: Span<UInt8>) {
        guard let valid = try? UTF8Span(validating: bytes) else { return nil }
        self.init(copying: valid)
    }

    /// Without blanks at both ends.
    var trimmingBlanks: String {
        let bytes = utf8.span
        let kept = bytes.withoutBlanks(bytes.indices)
        // What is cut at ASCII stays UTF-8.
        return kept == bytes.indices ? self : String(utf8: bytes.extracting(kept)) ?? ""
    }

    /// The first place of an ASCII text.
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

    /// Whether an ASCII text stands in it. `contains` and `replacing` of a text come with all of
    /// regular expressions, a megabyte of program.
    package func holds(_ text: String) -> Bool { utf8Range(of: text) != nil }

    /// Whether both are the same but for the case of ASCII letters.
    func equalsIgnoringCase(_ other: String) -> Bool {
        let (own, others) = (utf8.span, other.utf8.span)
        guard own.count == others.count else { return false }
        return own.indices.allSatisfy { own[$0].asciiLowercased == others[$0].asciiLowercased }
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

extension Span where Element == UInt8 {
    /// What is left of a range without blanks at both ends.
    func withoutBlanks(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, FieldLandmarks.isSpace(self[start]) { start += 1 }
        while start < end, FieldLandmarks.isSpace(self[end - 1]) { end -= 1 }
        return start..<end
    }
}
