/// What the content of a block looks like: the single rule that separates metadata from audio.
///
/// It does not need parsed fields, so both the framing and the reader of fields can use it.
enum BlockPlausibility: Sendable, Equatable {
    /// It begins with a key, as metadata does.
    case fields
    /// Text without a key.
    case text
    /// Only padding.
    case blank
    /// Binary: impossible as metadata, possible as audio.
    case binary

    /// Classifies the content of a block, with or without its padding.
    init(_ content: ArraySlice<UInt8>) {
        // The fast path for nearly every block.
        if KnownKey.begins(content) {
            self = .fields
            return
        }
        guard let last = content.lastIndex(where: { $0 != 0 && $0 != 0x20 }) else {
            self = .blank
            return
        }
        var start = content.startIndex
        if content.starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
        if KnownKey.beginsWide(content) {
            self = .fields
            return
        }
        // Only a byte order mark.
        guard start <= last else {
            self = .blank
            return
        }
        while start < last, content[start].isBlank { start += 1 }
        let text = content[start...last]
        let key = Self.key(text)
        // A title may contain control characters, and stale bytes may follow it: a known key, which
        // audio cannot spell by chance, outweighs them. Any other key may be the rest of a longer
        // one with audio after it. With such a key, only stale bytes after padding are tolerated.
        if KnownKey.beginsLoosely(text) {
            self = .fields
        } else if key.length > 1, key.isQuoted {
            self = text.contains { $0 != 0 && Self.isControl($0) } ? .binary : .fields
        } else if Self.beginsFrame(text) || text.contains(where: Self.isControl) {
            self = .binary
        } else {
            self = key.length > 0 ? .fields : .text
        }
    }

    init(_ content: [UInt8]) { self.init(content[...]) }

    /// Text in any charset has no control characters; audio of some length always has.
    private static func isControl(_ byte: UInt8) -> Bool {
        byte == 0 || byte.isGarbage
    }

    /// The sync word of MPEG audio and ADTS, or an Ogg page.
    private static func beginsFrame(_ bytes: ArraySlice<UInt8>) -> Bool {
        let start = bytes.startIndex
        guard bytes.count >= 2 else { return false }
        return bytes[start] == 0xFF && bytes[start + 1] & 0xE0 == 0xE0
            || bytes.starts(with: "OggS".utf8)
    }

    /// The length of a key with its `=` at the start (0 if there is none), and whether a quote
    /// follows.
    private static func key(_ bytes: ArraySlice<UInt8>) -> (length: Int, isQuoted: Bool) {
        guard let first = bytes.first, first.isASCIILetter || first == UInt8(ascii: "_") else {
            return (0, false)
        }
        let name = bytes.prefix(while: \.isKeyByte)
        var rest = bytes[name.endIndex...].drop(while: \.isSpace)
        guard rest.popFirst() == UInt8(ascii: "=") else { return (0, false) }
        let value = rest.first { $0.isSpace == false }
        return (name.count, value.map(\.isQuote) ?? false)
    }
}

/// The keys by which framing is recognised.
enum KnownKey {
    static let title = Array("streamtitle=".utf8)
    static let url = Array("streamurl=".utf8)
    static let names = [title.dropLast(), url.dropLast()]
    static let longest = 12
    /// The number of spaces and tabs tolerated between a key and its `=`.
    static let blanksBeforeEquals = 4

    /// Whether the bytes begin with one of the keys and its `=`, in any case.
    static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
        begins(bytes.span, title.span) || begins(bytes.span, url.span)
    }

    private static func begins(_ bytes: Span<UInt8>, _ key: Span<UInt8>) -> Bool {
        bytes.count >= key.count
            && key.indices.allSatisfy { bytes[$0].asciiLowercased == key[$0] }
    }

    /// Whether the bytes begin with one of the keys, in any case, with or without spaces before its
    /// `=`.
    static func beginsLoosely(_ bytes: ArraySlice<UInt8>) -> Bool {
        names.contains { name in
            guard bytes.count > name.count,
                zip(bytes, name).allSatisfy({ $0.asciiLowercased == $1 })
            else { return false }
            let behind = bytes.dropFirst(name.count).prefix(blanksBeforeEquals + 1)
            return behind.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "=")
        }
    }

    /// Whether the bytes begin with one of the keys in UTF-16, with or without a byte order mark.
    static func beginsWide(_ bytes: ArraySlice<UInt8>) -> Bool {
        let hasMark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        let text = bytes.dropFirst(hasMark ? 2 : 0)
        guard text.prefix(2).contains(0) else { return false }
        return [title, url].contains { key in
            // What follows the key may be any character.
            let units = text.prefix(2 * key.count)
            let low = stride(from: units.startIndex, to: units.endIndex, by: 2).map { units[$0] }
            let high = stride(from: units.startIndex + 1, to: units.endIndex, by: 2).map {
                units[$0]
            }
            return high.allSatisfy { $0 == 0 } && begins(low.span, key.span)
                || low.allSatisfy { $0 == 0 } && begins(high.span, key.span)
        }
    }
}

/// The shape by which a block is recognised when counting does not confirm it.
enum BlockShape {
    /// Whether this is one block with no more padding than it needs, so that the length byte fits.
    static func fits(_ content: ArraySlice<UInt8>) -> Bool {
        var end = content.endIndex
        let padding = content.last ?? 0
        guard padding == 0 || padding == 0x20 else { return isEnd(padding) }
        while end > content.startIndex, content[end - 1] == padding {
            end -= 1
            // 16 bytes of padding are a whole unit that could have been left out, but one unit is
            // always tolerated.
            guard content.endIndex - end <= 16 else { return false }
        }
        return end > content.startIndex && isEnd(content[end - 1])
    }

    private static func isEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || byte == UInt8(ascii: "'")
    }
}
