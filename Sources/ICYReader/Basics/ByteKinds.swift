/// The kinds of bytes that a text contains, found in one pass. What hardly any title contains then
/// need not be searched for in each of them.
struct ByteKinds: OptionSet, Sendable {
    let rawValue: UInt8

    static let control = ByteKinds(rawValue: 1)
    static let beyondASCII = ByteKinds(rawValue: 2)
    /// `"`
    static let quotationMark = ByteKinds(rawValue: 4)
    /// `=`
    static let equals = ByteKinds(rawValue: 8)
    /// `%` and `+`
    static let urlEncoding = ByteKinds(rawValue: 16)
    /// `&`
    static let ampersand = ByteKinds(rawValue: 32)
    /// `\`
    static let backslash = ByteKinds(rawValue: 64)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ bytes: Span<UInt8>) {
        var kinds: UInt8 = 0
        for index in bytes.indices { kinds |= Self.table[Int(bytes[index])] }
        rawValue = kinds
    }

    init(_ text: String) { self.init(text.utf8.span) }

    /// The kind of each byte. A table look-up is cheaper than the comparisons.
    private static let table: [256 of UInt8] = InlineArray { index in
        kind(UInt8(truncatingIfNeeded: index)).rawValue
    }

    private static func kind(_ byte: UInt8) -> ByteKinds {
        switch byte {
        case ..<0x20, 0x7F: .control
        case 0x80...: .beyondASCII
        case UInt8(ascii: "\""): .quotationMark
        case UInt8(ascii: "="): .equals
        case UInt8(ascii: "%"), UInt8(ascii: "+"): .urlEncoding
        case UInt8(ascii: "&"): .ampersand
        case UInt8(ascii: "\\"): .backslash
        default: []
        }
    }
}
