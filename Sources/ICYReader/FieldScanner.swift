/// Walks over the content of one block.
struct FieldScanner {
    /// A key with the quote after its `=`, if there is one.
    struct Key {
        let name: String
        let quote: UInt8?
        let valueStart: Int
    }

    /// The bytes of a value, and what was unusual about its end.
    struct Value {
        let raw: [UInt8]
        let flags: [Flag]
    }

    private let bytes: [UInt8]
    private let end: Int
    private var position = 0
    /// How often a byte was looked at: what a block costs, for tests to bound.
    private(set) var looks = 0
    /// Up to here no terminator has a key behind it, for values without quotes, in single and in
    /// double quotes: one search finds that out for all fields that follow.
    private var keylessUpTo = (unquoted: 0, single: 0, double: 0)

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        end = Self.contentEnd(bytes)
    }

    /// Where the padding begins: NUL from most servers, blanks from MPD.
    static func contentEnd(_ bytes: [UInt8]) -> Int {
        (bytes.lastIndex { $0 != 0 && $0 != 0x20 } ?? -1) + 1
    }

    var isAtEnd: Bool { position >= end }
    var rest: [UInt8] { Array(bytes[min(position, end)..<end]) }

    mutating func skipByteOrderMark() -> Bool {
        guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return false }
        position = 3
        return true
    }

    mutating func skipBlanks() {
        while position < end, Self.isBlank(look(position)) { position += 1 }
    }

    /// Moves over what may stand between two fields.
    ///
    /// - Returns: whether padding came and more bytes behind it.
    mutating func skipAfterTerminator() -> Bool {
        var hasPadding = false
        while position < end {
            let byte = look(position)
            guard Self.isBlank(byte) || byte == UInt8(ascii: ";") else { break }
            if byte == 0 { hasPadding = true }
            position += 1
        }
        return hasPadding && position < end
    }

    /// The key that begins here; the position stays.
    mutating func key() -> Key? { key(at: position) }

    private mutating func key(at start: Int) -> Key? {
        var index = start
        guard index < end, Self.beginsKey(look(index)) else { return nil }
        while index < end, Self.isKeyByte(look(index)) { index += 1 }
        let name = bytes[start..<index]
        index = afterBlanks(index)
        guard index < end, look(index) == UInt8(ascii: "=") else { return nil }
        let afterEquals = index + 1
        index = afterBlanks(afterEquals)
        let text = String(decoding: name, as: UTF8.self)
        guard index < end, Self.isQuote(look(index)) else {
            return Key(name: text, quote: nil, valueStart: afterEquals)
        }
        return Key(name: text, quote: look(index), valueStart: index + 1)
    }

    /// The value of the key that begins here; the position moves behind it.
    mutating func value(of key: Key) -> Value {
        guard let quote = key.quote else { return unquotedValue(from: key.valueStart) }
        return quotedValue(from: key.valueStart, quote)
    }

    /// A value without quotes ends at the first `;` that a key or the end follows; if none does,
    /// at the first one.
    private mutating func unquotedValue(from start: Int) -> Value {
        var firstTerminator: Int?
        var index = start
        while index < end {
            let byte = look(index)
            guard byte != 0 else { break }
            guard byte == UInt8(ascii: ";") else {
                index += 1
                continue
            }
            let following = index < keylessUpTo.unquoted ? nil : afterSeparators(index + 1)
            guard let following, isKeyOrEnd(at: following) == false else {
                return take(start..<index, next: index + 1)
            }
            firstTerminator = firstTerminator ?? index
            // The same follows every other `;` of this run.
            index = following
        }
        keylessUpTo.unquoted = index
        guard let firstTerminator else {
            return take(start..<index, next: index, [.noTerminator])
        }
        return take(start..<firstTerminator, next: firstTerminator + 1)
    }

    /// A quoted value ends at the first `';`, unless a quote or brace is still open in it: then
    /// at the next one that a key or the end follows.
    private mutating func quotedValue(from start: Int, _ quote: UInt8) -> Value {
        var openQuotes = 0
        var openBraces = 0
        var firstTerminator: Int?
        var index = start
        while index < end {
            let byte = look(index)
            if byte == UInt8(ascii: "{") { openBraces += 1 }
            if byte == UInt8(ascii: "}") { openBraces -= 1 }
            if byte == quote {
                let following = index + 1 < end ? look(index + 1) : nil
                if following == UInt8(ascii: ";") {
                    let isEscaped = index > start && look(index - 1) == UInt8(ascii: "\\")
                    let isOpen = openQuotes > 0 || openBraces > 0 || isEscaped
                    let isKeyless = index < keylessUpTo(quote)
                    if isKeyless || isOpen == false && firstTerminator == nil
                        || isKeyOrEnd(at: afterSeparators(index + 2))
                    {
                        let flags: [Flag] = firstTerminator == nil ? [] : [.innerTerminator]
                        return take(start..<index, next: index + 2, flags)
                    }
                    firstTerminator = firstTerminator ?? index
                }
                if following == 0, openQuotes == 0, openBraces <= 0, firstTerminator == nil {
                    return take(start..<index, next: index + 1, [.noTerminator])
                }
                if opens(index, start) {
                    openQuotes += 1
                } else if openQuotes > 0, isWordByte(following) == false {
                    openQuotes -= 1
                }
            }
            index += 1
        }
        if let firstTerminator {
            if quote == UInt8(ascii: "'") {
                keylessUpTo.single = end
            } else {
                keylessUpTo.double = end
            }
            return take(start..<firstTerminator, next: firstTerminator + 2)
        }
        if end > start, look(end - 1) == quote {
            return take(start..<(end - 1), next: end, [.noTerminator])
        }
        return take(min(start, end)..<end, next: end, [.truncated])
    }

    private func keylessUpTo(_ quote: UInt8) -> Int {
        quote == UInt8(ascii: "'") ? keylessUpTo.single : keylessUpTo.double
    }

    private mutating func take(
        _ range: Range<Int>, next: Int, _ flags: [Flag] = []
    ) -> Value {
        position = next
        return Value(raw: Array(bytes[range]), flags: flags)
    }

    /// Whether a quote opens a quotation: at the start, after a blank or a bracket.
    private mutating func opens(_ index: Int, _ start: Int) -> Bool {
        guard index > start else { return true }
        switch look(index - 1) {
        case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return true
        default: return false
        }
    }

    /// Whether a quote before this byte is an apostrophe inside a word.
    private func isWordByte(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80
    }

    /// The first byte from here on that is neither a blank nor `;`, or the padding.
    private mutating func afterSeparators(_ start: Int) -> Int {
        var index = start
        while index < end {
            let byte = look(index)
            guard byte != 0, Self.isBlank(byte) || byte == UInt8(ascii: ";") else { break }
            index += 1
        }
        return index
    }

    /// Whether a key that ends the value before it is here, the padding, or the end.
    private mutating func isKeyOrEnd(at index: Int) -> Bool {
        guard index < end, look(index) != 0 else { return true }
        guard let key = key(at: index) else { return false }
        looks += KnownKey.longest
        return key.quote != nil || KnownKey.begins(bytes[index..<end])
    }

    private mutating func afterBlanks(_ start: Int) -> Int {
        var index = start
        while index < end, Self.isSpace(look(index)) { index += 1 }
        return index
    }

    /// The only way to a byte.
    private mutating func look(_ index: Int) -> UInt8 {
        looks += 1
        return bytes[index]
    }

    private static func beginsKey(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte == UInt8(ascii: "_")
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }

    /// Blanks, line breaks and NUL; other control characters are a sign of lost framing.
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
    }
}
