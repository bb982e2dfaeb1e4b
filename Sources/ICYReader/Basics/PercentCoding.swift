/// Percent-encoding: `%41` and the like (RFC 3986 section 2.1).
package enum PercentCoding {
    /// The bytes with each `%XX` decoded; nil if a `%` is not followed by two hexadecimal digits.
    static func decode(_ text: some Sequence<UInt8>, plusIsBlank: Bool = false) -> [UInt8]? {
        var result: [UInt8] = []
        var bytes = text.makeIterator()
        while let byte = bytes.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = bytes.next()?.hexadecimalValue,
                    let low = bytes.next()?.hexadecimalValue
                else { return nil }
                result.append(high << 4 | low)
            } else {
                result.append(plusIsBlank && byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return result
    }

    /// Decodes as `decode` does, but leaves a `%` without two digits after it unchanged.
    package static func decodeLeniently(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if isEscape(bytes, at: index), let high = bytes[index + 1].hexadecimalValue,
                let low = bytes[index + 2].hexadecimalValue
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// Whether there is a `%XX` at this index.
    static func isEscape(_ bytes: [UInt8], at index: Int) -> Bool {
        bytes[index] == UInt8(ascii: "%") && index + 2 < bytes.count
            && bytes[index + 1].hexadecimalValue != nil
            && bytes[index + 2].hexadecimalValue != nil
    }

    /// Appends `%XX`, in upper case as RFC 3986 recommends.
    static func append(_ byte: UInt8, to text: inout [UInt8]) {
        let (high, low) = byte.hexadecimalDigits
        text += [UInt8(ascii: "%"), high.asciiUppercased, low.asciiUppercased]
    }

    /// An address as text. Bytes that are not UTF-8 are percent-encoded one by one, because a
    /// server knows its paths by their bytes.
    static func addressText(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text: [UInt8] = []
        for byte in bytes {
            if byte < 0x80 { text.append(byte) } else { append(byte, to: &text) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The decoded text; nil if a `%` is not followed by two hexadecimal digits. Bytes that are not
    /// UTF-8 become replacement characters.
    package static func text(_ text: ArraySlice<UInt8>) -> String? {
        guard text.contains(UInt8(ascii: "%")) else { return String(decoding: text, as: UTF8.self) }
        return decode(text).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The decoded text of a part of a text.
    package static func text(_ text: Substring) -> String? { self.text(Array(text.utf8)[...]) }
}
