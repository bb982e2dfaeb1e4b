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
