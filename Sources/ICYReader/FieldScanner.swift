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
        while position < end, Self.isBlank(bytes[position]) { position += 1 }
    }

    /// Moves over what may stand between two fields.
    ///
    /// - Returns: whether padding came and more bytes behind it.
    mutating func skipAfterTerminator() -> Bool {
        var hasPadding = false
        while position < end {
            let byte = bytes[position]
            guard Self.isBlank(byte) || byte == UInt8(ascii: ";") else { break }
            if byte == 0 { hasPadding = true }
            position += 1
        }
        return hasPadding && position < end
    }

    /// The key that begins here; the position stays.
    func key() -> Key? { key(at: position) }

    private func key(at start: Int) -> Key? {
        var index = start
        guard index < end, bytes[index].isASCIILetter || bytes[index] == UInt8(ascii: "_") else {
            return nil
        }
        while index < end, Self.isKeyByte(bytes[index]) { index += 1 }
        let name = bytes[start..<index]
        index = afterBlanks(index)
        guard index < end, bytes[index] == UInt8(ascii: "=") else { return nil }
        let afterEquals = index + 1
        index = afterBlanks(afterEquals)
        let text = String(decoding: name, as: UTF8.self)
        guard index < end, Self.isQuote(bytes[index]) else {
            return Key(name: text, quote: nil, valueStart: afterEquals)
        }
        return Key(name: text, quote: bytes[index], valueStart: index + 1)
    }

    /// The value of the key that begins here; the position moves behind it.
    mutating func value(of key: Key) -> Value {
        guard let quote = key.quote else { return unquotedValue(from: key.valueStart) }
        return quotedValue(from: key.valueStart, quote)
    }

    private mutating func unquotedValue(from start: Int) -> Value {
        var firstTerminator: Int?
        var index = start
        while index < end, bytes[index] != 0 {
            if bytes[index] == UInt8(ascii: ";") {
                firstTerminator = firstTerminator ?? index
                if isKeyOrEnd(at: index + 1) { return take(start..<index, next: index + 1) }
            }
            index += 1
        }
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
            let byte = bytes[index]
            if byte == UInt8(ascii: "{") { openBraces += 1 }
            if byte == UInt8(ascii: "}") { openBraces -= 1 }
            if byte == quote {
                let following = index + 1 < end ? bytes[index + 1] : nil
                if following == UInt8(ascii: ";") {
                    let isEscaped = index > start && bytes[index - 1] == UInt8(ascii: "\\")
                    let isOpen = openQuotes > 0 || openBraces > 0 || isEscaped
                    if isOpen == false && firstTerminator == nil || isKeyOrEnd(at: index + 2) {
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
            return take(start..<firstTerminator, next: firstTerminator + 2)
        }
        if end > start, bytes[end - 1] == quote {
            return take(start..<(end - 1), next: end, [.noTerminator])
        }
        return take(min(start, end)..<end, next: end, [.truncated])
    }

    private mutating func take(
        _ range: Range<Int>, next: Int, _ flags: [Flag] = []
    ) -> Value {
        position = next
        return Value(raw: Array(bytes[range]), flags: flags)
    }

    /// Whether a quote opens a quotation: at the start, after a blank or a bracket.
    private func opens(_ index: Int, _ start: Int) -> Bool {
        guard index > start else { return true }
        switch bytes[index - 1] {
        case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return true
        default: return false
        }
    }

    /// Whether a quote before this byte is an apostrophe inside a word.
    private func isWordByte(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80
    }

    private func isKeyOrEnd(at start: Int) -> Bool {
        var index = start
        while index < end, Self.isBlank(bytes[index]) || bytes[index] == UInt8(ascii: ";") {
            if bytes[index] == 0 { return true }
            index += 1
        }
        guard index < end else { return true }
        guard let key = key(at: index) else { return false }
        return key.quote != nil || KnownKey.begins(bytes[index..<end])
    }

    private func afterBlanks(_ start: Int) -> Int {
        var index = start
        while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        return index
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }

    /// Blanks, line breaks and NUL; other control characters are a sign of lost framing.
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
    }
}
