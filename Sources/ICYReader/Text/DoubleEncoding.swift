/// Finds text that was encoded twice: an encoder mistook bytes in one charset for Windows-1252 (or
/// Latin-1) and encoded the result as UTF-8.
enum DoubleEncoding {
    /// How many encodings are undone at most. A fourth has not been seen.
    private static let depth = 3
    /// How many nats more likely than Windows-1252 another charset must be. The text is valid UTF-8
    /// unchanged, and that reading may be strange but right.
    private static let margin = 12.0

    /// The original of text that is UTF-8 mistaken for Windows-1252; nil if it is not.
    static func repaired(_ text: String) -> String? {
        guard text.utf8.contains(where: { $0 >= 0xC2 }) else { return nil }
        var result: String?
        var current = text
        for _ in 0..<depth {
            guard let next = undoneUTF8(current) else { break }
            current = next
            // Intermediate results may contain C1 controls. The final one does not.
            if next.unicodeScalars.allSatisfy({ $0.value < 0x80 || isUsual($0) }) { result = next }
        }
        return result
    }

    /// The bytes of this text in Windows-1252, with those of Latin-1 for the characters it lacks;
    /// nil if a character is in neither.
    private static func bytes(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.value < 0x100 {
                bytes.append(UInt8(scalar.value))
            } else if let byte = Windows1252.upperByte(scalar) {
                bytes.append(byte)
            } else {
                return nil
            }
        }
        return bytes
    }

    /// Undoes one encoding of UTF-8 that was mistaken for Windows-1252; nil if there is none.
    private static func undoneUTF8(_ text: String) -> String? {
        // The first byte of a multi-byte character in UTF-8 reads as one of these.
        guard text.unicodeScalars.contains(where: { (0xC2...0xF4).contains($0.value) }),
            let bytes = bytes(text), let result = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let upper = result.unicodeScalars.filter { $0.value >= 0x80 }
        guard upper.isEmpty == false,
            upper.allSatisfy({ isUsual($0) || $0.value <= 0x9F })
        else { return nil }
        // In capitals, two bytes may look like UTF-8 by accident: `CAFÉ’S`, `IRMÃ’S`, `OLÉ…`.
        let isAccident =
            upper.count == 1 && upper[upper.startIndex].value < 0x800
            && text.unicodeScalars.contains { "’”…–—»™".unicodeScalars.contains($0) }
        return isAccident ? nil : result
    }

    /// Letters and signs that titles use. Short accidents give characters outside these ranges.
    private static func isUsual(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.value {
        case 0xA0...0x17F, 0x218...0x21B, 0x386...0x3CE, 0x400...0x45F, 0x490...0x491,
            0x5D0...0x5EA, 0x60C...0x6D5, 0xE01...0xE5B, 0x1E00...0x1EFF, 0x2010...0x203A,
            0x20AC, 0x2122, 0x3000...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
            0xFF01...0xFF9F, 0x1F300...0x1FAFF:
            true
        default: false
        }
    }

    /// The bytes of text that may be in a legacy charset and mistaken for Windows-1252; nil if no
    /// charset makes another text of them.
    static func legacyBytes(_ text: String) -> [UInt8]? {
        guard text.unicodeScalars.contains(where: { Self.differs($0) }), let bytes = bytes(text)
        else { return nil }
        return bytes
    }

    /// Whether a character of Windows-1252 may be another one in another Latin alphabet, or shows
    /// that this is not Windows-1252.
    private static func differs(_ scalar: UnicodeScalar) -> Bool {
        guard scalar.value >= 0x80 else { return false }
        // The same in the charsets of Central Europe, Turkey and the Baltic.
        return "äöüÄÖÜßéÉóÓ´°«»·…–—‘’“”„•™©®".unicodeScalars.contains(scalar) == false
    }

    /// The charset of these bytes, if it clearly is not Windows-1252.
    ///
    /// Another script is likely only where the text looks strange, and then it must be beyond
    /// doubt: valid UTF-8 is nearly always right. A Latin alphabet differs in few letters, which
    /// tell nothing alone; with the words around them they do.
    static func charset(_ bytes: [UInt8], of text: String) -> Charset? {
        let evidence = CharsetDetector.evidence(bytes)
        if let charset = latinCharset(bytes, evidence, hasControls: hasControls(text)) {
            return charset
        }
        guard isStrange(text), bytes.count(where: { $0 >= 0x80 }) > 2,
            let (charset, confidence) = evidence.best(CharsetDetector.prior, of: bytes),
            charset != .windows1252, confidence > 0.9,
            let likelihood = evidence[charset]
        else { return nil }
        let plain = evidence[.windows1252] ?? -.infinity
        guard likelihood - plain >= margin, let result = charset.decode(bytes), result != text
        else { return nil }
        return charset
    }

    /// How many nats more likely than Windows-1252 another Latin charset must be, with how often
    /// stations use it.
    private static let latinMargin = 3.6
    private static let turkishMargin = 8.2

    private static func latinCharset(
        _ bytes: [UInt8], _ evidence: CharsetEvidence, hasControls: Bool
    ) -> Charset? {
        let prior = zip(CharsetDetector.prior, Alphabet.ofCharsets).map { prior, alphabet in
            alphabet == .latin ? prior : -.infinity
        }
        guard let (charset, _) = evidence.best(prior, of: bytes), charset != .windows1252,
            // Not if a charset of another script fits better.
            let likelihood = evidence[charset], let most = evidence.logarithms.max(),
            likelihood > most - margin
        else { return nil }
        func posterior(_ charset: Charset) -> Double {
            guard let index = CharsetDetector.charsets.firstIndex(of: charset) else {
                return -.infinity
            }
            return evidence.logarithms[index] + prior[index]
        }
        // The text as it is may be in any language of the charsets that read it like that.
        let genuine = CharsetDetector.charsets.filter { other in
            other == .windows1252 || other.reads(bytes, as: .windows1252)
        }
        let lead = posterior(charset) - (genuine.map(posterior).max() ?? -.infinity)
        // Letters that may be Turkish are rather Icelandic or Czech: `Ýmir - Þór`, `Starý mlýn`.
        let margin = charset == .windows1254 ? turkishMargin : latinMargin
        // The text may be the same in both.
        let isOther = charset.reads(bytes, as: .windows1252) == false
        return isOther && lead > (hasControls ? 0 : margin) ? charset : nil
    }

    private static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x80...0x9F).contains($0.value) }
    }

    /// The text with C1 controls read as Windows-1252, which is what was meant; nil if it has none.
    static func withoutControls(_ text: String) -> String? {
        guard hasControls(text) else { return nil }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard (0x80...0x9F).contains(scalar.value) else {
                result.append(scalar)
                continue
            }
            result.append(contentsOf: Windows1252.decode([UInt8(scalar.value)]).unicodeScalars)
        }
        return String(result)
    }

    /// Whether the text has C1 controls, or a word with three letters beyond ASCII in a row: no
    /// language written in Windows-1252 has such words.
    private static func isStrange(_ text: String) -> Bool {
        var run = 0
        for scalar in text.unicodeScalars {
            if scalar.value >= 0x100, Windows1252.upperByte(scalar) == nil { return false }
            run = scalar.value >= 0x80 ? run + 1 : 0
            if run >= 3 || (0x80...0x9F).contains(scalar.value) { return true }
        }
        return false
    }
}
