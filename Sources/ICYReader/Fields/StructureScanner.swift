/// Finds the end of a value that is JSON or XML, in which a `';` means nothing.
struct StructureScanner {
    private let bytes: ArraySlice<UInt8>
    private let quote: UInt8
    private(set) var looks = 0

    /// - Parameter bytes: from the first byte of the value to the end of the content.
    init(_ bytes: ArraySlice<UInt8>, quote: UInt8) {
        self.bytes = bytes
        self.quote = quote
    }

    /// The index of the quote that closes the value; nil if the value is neither JSON nor XML, or
    /// does not end with its structure.
    mutating func close() -> Int? {
        switch bytes.first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): jsonClose()
        case UInt8(ascii: "<"): xmlClose()
        default: nil
        }
    }

    private mutating func jsonClose() -> Int? {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for (index, byte) in zip(bytes.indices, bytes) {
            looks += 1
            if isEscaped {
                isEscaped = false
            } else if isInString {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
                if depth == 0 { return quoteBehind(index + 1) }
            }
        }
        return nil
    }

    /// The value extends to the last tag that closes its first element.
    private mutating func xmlClose() -> Int? {
        guard let name = rootName(), name.isEmpty == false else { return nil }
        let tag = [UInt8(ascii: "<"), UInt8(ascii: "/")] + name + [UInt8(ascii: ">")]
        var index = bytes.startIndex
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            looks += start - index + 1
            if bytes[start...].starts(with: tag) {
                looks += tag.count
                if let close = quoteBehind(start + tag.count) { return close }
            }
            index = start + 1
        }
        looks += bytes.endIndex - index
        return nil
    }

    /// The name of the first element, after a declaration and comments.
    private mutating func rootName() -> ArraySlice<UInt8>? {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            looks += 1
            if bytes[index].isBlank {
                index += 1
                continue
            }
            guard bytes[index] == UInt8(ascii: "<"), index + 1 < bytes.endIndex else { return nil }
            let next = bytes[index + 1]
            if next == UInt8(ascii: "?") || next == UInt8(ascii: "!") {
                guard let end = bytes[index...].firstIndex(of: UInt8(ascii: ">")) else {
                    looks += bytes.endIndex - index
                    return nil
                }
                looks += end - index
                index = end + 1
                continue
            }
            guard next.isASCIILetter || next == UInt8(ascii: "_") else { return nil }
            let name = bytes[(index + 1)...].prefix {
                $0.isKeyByte || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
            }
            looks += name.count
            return name
        }
        return nil
    }

    /// The quote that ends the value, after whitespace and before `;`, padding or the end.
    private mutating func quoteBehind(_ start: Int) -> Int? {
        var index = start
        while index < bytes.endIndex, bytes[index].isBlank {
            looks += 1
            index += 1
        }
        guard index < bytes.endIndex, bytes[index] == quote else { return nil }
        guard index + 1 < bytes.endIndex else { return index }
        let following = bytes[index + 1]
        return following == UInt8(ascii: ";") || following == 0 ? index : nil
    }
}
