/// Bytes that some servers leave between the end of a title and the terminator: a quote, then a few
/// bytes of an earlier buffer, then `';` (mpv#2754: `... - COLDPLAY'\xB2.T';`).
enum TrailingGarbage {
    /// The quote that ends the text before the garbage; nil if there is none.
    ///
    /// A quote is one if text comes right before it, and right behind it a few bytes without a
    /// blank, one of which is a control character, or is no letter in Windows-1252 while
    /// everything before is ASCII. An apostrophe with a letter behind it is none, and neither is
    /// the end of a quotation, nor one with a single sign or character behind it: `Rockin'…`.
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
    /// A title with less than this before the quote is more likely an elision in another charset.
    private static let shortest = 8
}
