/// Titles and query strings that are URL-encoded, as SAM Broadcaster writes them.
enum URLEncodedTitle {
    /// Decodes a title that is certainly URL-encoded; nil for any other.
    ///
    /// Such a title has no space, and contains `%` or `+-+`. Each `%` is followed by two
    /// hexadecimal digits, or by `u` and four of them, as JavaScript's `escape` writes. The decoded
    /// bytes are text without control characters: UTF-8, or what `decode` makes of them.
    static func title(_ text: String, _ decode: TitleView.Decode) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.contains(0x20) == false else { return nil }
        let escapes = bytes.count { $0 == UInt8(ascii: "%") }
        let hasPlus = text.containsText("+-+")
        guard escapes > 0 || hasPlus else { return nil }
        // An encoder that writes a space as %20 means a literal plus by +.
        let plusIsBlank = hasPlus || text.containsText("%20") == false
        guard let plain = withoutUnicodeEscapes(bytes),
            let decoded = PercentCoding.decode(plain, plusIsBlank: plusIsBlank),
            let text = String(validating: decoded, as: UTF8.self)
                // One byte may be a percentage, as in `100%ed`.
                ?? (escapes > 1 ? decode(decoded) : nil),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        return text
    }

    /// The bytes with `%u00f6` as UTF-8; nil if a `%u` has no four hexadecimal digits.
    private static func withoutUnicodeEscapes(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.contains(UInt8(ascii: "u")) else { return bytes }
        var result: [UInt8] = []
        var units: [UInt16] = []
        var index = 0
        func end() {
            guard units.isEmpty == false else { return }
            // The bytes of the characters are escaped again, to be decoded with the others.
            for byte in String(decoding: units, as: UTF16.self).utf8 {
                PercentCoding.append(byte, to: &result)
            }
            units = []
        }
        while index < bytes.count {
            guard bytes[index...].starts(with: "%u".utf8) else {
                end()
                result.append(bytes[index])
                index += 1
                continue
            }
            let digits = bytes[(index + 2)...].prefix(4)
            guard digits.count == 4, digits.allSatisfy({ $0.hexadecimalValue != nil }),
                let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            units.append(unit)
            index += 6
        }
        end()
        return result
    }

    /// The pairs of a query string about a song; nil for any other address.
    static func query(_ text: String, _ budget: inout GuessBudget) -> [TitleAttribute]? {
        let bytes = Array(text.utf8)
        let query: ArraySlice<UInt8>
        if bytes.first == UInt8(ascii: "&") || bytes.first == UInt8(ascii: "?") {
            query = bytes[1...]
        } else if let mark = bytes.firstIndex(of: UInt8(ascii: "?")) {
            query = bytes[(mark + 1)...]
        } else {
            query = bytes[...]
        }
        var attributes: [TitleAttribute] = []
        for pair in query.split(separator: UInt8(ascii: "&")) {
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")), equals > pair.startIndex,
                attributes.count < Limits.titleAttributes
            else { continue }
            attributes.append(
                TitleAttribute(
                    key: Self.text(pair[..<equals], &budget),
                    value: Self.text(pair[(equals + 1)...], &budget)))
        }
        // An address may have a title for any reason, so it needs an artist as well. A text that
        // begins with `&` is not an address.
        let isAddress = bytes.first != UInt8(ascii: "&")
        let told = ["artist", "title"].count { key in
            attributes.contains { $0.key.equalsIgnoringCase(key) }
        }
        return told >= (isAddress ? 2 : 1) ? attributes : nil
    }

    private static func text(_ bytes: ArraySlice<UInt8>, _ budget: inout GuessBudget) -> String {
        DecodedText(PercentCoding.decode(bytes, plusIsBlank: true) ?? Array(bytes), &budget).text
    }
}
