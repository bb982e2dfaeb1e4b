extension String {
    /// The text, or its first characters and "…" if it is longer than allowed.
    ///
    /// Only whole characters (grapheme clusters) are kept. A single character may have any number
    /// of bytes (a letter and thousands of combining marks): if the first one is too long, it is
    /// cut at a scalar boundary. The work is bounded by the limit, not by the length of the text.
    ///
    /// - Parameters:
    ///   - characters: the maximum number of characters, including the "…"; at least 2.
    ///   - bytes: the maximum number of UTF-8 bytes, including the "…"; at least 8. The default is
    ///     four for each character, the most that a scalar has.
    package func cut(to characters: Int, bytes: Int? = nil) -> String {
        let bytes = bytes ?? 4 * characters
        precondition(characters >= 2 && bytes >= 8, "no room for a character and the mark")
        // The fast path for nearly every text: each character has at least one byte.
        guard utf8.count > min(characters, bytes) else { return self }
        let mark = "…"
        let room = bytes - mark.utf8.count
        var (count, size, kept) = (0, 0, 0)
        for character in prefix(beyond: bytes) {
            count += 1
            size += character.utf8.count
            guard count <= characters, size <= bytes else {
                if kept == 0 { kept = scalarStart(atMost: room) }
                return self[..<utf8.index(startIndex, offsetBy: kept)] + mark
            }
            if count < characters, size <= room { kept = size }
        }
        return self
    }

    /// The text up to one scalar beyond this many bytes. The last character within them then ends
    /// where it does in the whole text.
    private func prefix(beyond bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        let start = utf8.index(startIndex, offsetBy: scalarStart(atMost: bytes))
        return String(self[..<unicodeScalars.index(after: start)])
    }

    /// The start of the scalar at this byte or before it.
    private func scalarStart(atMost bytes: Int) -> Int {
        var start = bytes
        let text = utf8.span
        while text[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }
}
