/// Tracks what is open in a quoted value up to the current byte.
struct OpenMarks {
    private let quote: UInt8
    private var quotes = 0
    private var braces = 0
    private var isInAttribute = false

    init(quote: UInt8) { self.quote = quote }

    /// Whether a quotation, a brace or a value of `key="..."` is still open.
    var isOpen: Bool { quotes > 0 || braces > 0 || isInAttribute }
    var hasBraces: Bool { braces > 0 }

    /// Consumes the next byte.
    ///
    /// - Parameters:
    ///   - before: the byte that follows.
    ///   - after: the byte that came before; nil at the start of the value.
    mutating func pass(_ byte: UInt8, before following: UInt8?, after preceding: UInt8?) {
        switch byte {
        case UInt8(ascii: "{"): braces += 1
        case UInt8(ascii: "}"): braces = max(0, braces - 1)
        case quote:
            // An apostrophe inside a word closes nothing.
            if Self.opens(after: preceding) {
                quotes += 1
            } else if quotes > 0, Self.isWordByte(following) == false {
                quotes -= 1
            }
        case UInt8(ascii: "\""):
            isInAttribute = isInAttribute == false && preceding == UInt8(ascii: "=")
        default: break
        }
    }

    /// Whether a quote opens a quotation: at the start, after a space or an opening bracket.
    private static func opens(after preceding: UInt8?) -> Bool {
        switch preceding {
        case nil, UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): true
        default: false
        }
    }

    private static func isWordByte(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return byte.isASCIIAlphanumeric || byte >= 0x80
    }
}
