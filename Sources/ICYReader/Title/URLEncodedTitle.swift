/// Titles and query strings that are URL-encoded, as SAM Broadcaster writes them.
enum URLEncodedTitle {
    /// Decodes a title that is certainly URL-encoded; nil for any other.
    ///
    /// Such a title has no space, and contains `%` or `+-+`. Each `%` is followed by two
    /// hexadecimal digits, and the decoded bytes are valid UTF-8 without control characters.
    static func title(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.contains(0x20) == false else { return nil }
        let hasPercent = bytes.contains(UInt8(ascii: "%"))
        let hasPlus = text.containsText("+-+")
        guard hasPercent || hasPlus else { return nil }
        // An encoder that writes a space as %20 means a literal plus by +.
        let plusIsBlank = hasPlus || text.containsText("%20") == false
        guard let decoded = PercentCoding.decode(bytes, plusIsBlank: plusIsBlank),
            let text = String(validating: decoded, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        return text
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
