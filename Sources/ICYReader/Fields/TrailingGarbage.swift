/// Bytes that some servers leave between the end of a title and the terminator: a quote, then a few
/// bytes of an earlier buffer, then `';` (mpv#2754: `... - COLDPLAY'\xB2.T';`).
enum TrailingGarbage {
    /// The quote that ends the text before the garbage; nil if there is none.
    ///
    /// There must be text directly before the quote, and directly after it a few bytes without
    /// whitespace. One of these bytes must be a control character, or else one from 0x80 to 0xBF
    /// (rarely a letter in Windows-1252) while the bytes are not UTF-8 and everything before them
    /// is ASCII. An apostrophe before a letter does not qualify, nor does the end of a quotation,
    /// nor a quote with a single sign or character after it: `Rockin'…`.
    static func start(_ value: ArraySlice<UInt8>) -> Int? {
        guard let quote = value.lastIndex(of: UInt8(ascii: "'")), quote > value.startIndex,
            quote + 1 < value.endIndex
        else { return nil }
        let garbage = value[(quote + 1)...]
        guard garbage.count <= longest, value[quote - 1] > 0x20,
            garbage.contains(where: \.isBlank) == false,
            garbage[garbage.startIndex].isASCIILetter == false
        else { return nil }
        if garbage.contains(where: \.isGarbage) { return quote }
        let text = value[..<quote]
        let closesQuotation = text.indices.contains { index in
            text[index] == UInt8(ascii: "'")
                && (index == text.startIndex || text[index - 1].isSpace)
        }
        guard text.allSatisfy({ $0 < 0x80 }), text.count >= shortest, closesQuotation == false,
            garbage.count >= 3, garbage.contains(where: { $0 < 0x80 }),
            garbage.contains(where: { $0 & 0xC0 == 0x80 }),
            String(validating: garbage, as: UTF8.self) == nil
        else { return nil }
        return quote
    }

    private static let longest = 8
    /// With fewer bytes before the quote, the title is more likely an elision in another charset.
    private static let shortest = 8
}
