extension String {
    /// The text, or its first characters and "…" where it is longer than allowed.
    ///
    /// Only whole characters are kept, as people see them. One character alone may have any number
    /// of bytes (a letter and thousands of combining marks): where the first one is too long, it is
    /// cut at a scalar. A text of any length costs no more work than the limit.
    ///
    /// - Parameters:
    ///   - characters: how many there may be, the "…" included; at least 2.
    ///   - bytes: how many bytes of UTF-8 there may be, the "…" included; at least 8. Four for
    ///     each character unless said otherwise, as much as a scalar has at most.
    package func cut(to characters: Int, bytes: Int? = nil) -> String {
        let bytes = bytes ?? 4 * characters
        precondition(characters >= 2 && bytes >= 8, "no room for a character and the mark")
        // Nearly every text: no character has less than a byte.
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

    /// The text, as far as one scalar beyond this many bytes: the last character within them then
    /// ends where it does in the whole text.
    private func prefix(beyond bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        let start = utf8.index(startIndex, offsetBy: scalarStart(atMost: bytes))
        return String(self[..<unicodeScalars.index(after: start)])
    }

    /// Where a scalar begins, at this byte or before it.
    private func scalarStart(atMost bytes: Int) -> Int {
        var start = bytes
        let text = utf8.span
        while text[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }
}
