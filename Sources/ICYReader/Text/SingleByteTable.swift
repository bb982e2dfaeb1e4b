/// The character of each byte in a charset with one byte per character.
struct SingleByteTable: Sendable {
    /// The characters of all 256 bytes; nil for a byte that has none.
    let scalars: [UnicodeScalar?]

    /// Nil if iconv does not know the charset. Bytes that are no character alone have none.
    init?(_ charset: Charset) {
        guard let converter = CharacterConverter(charset) else { return nil }
        scalars = (0...255).map { byte in
            guard byte >= 0x80 else { return UnicodeScalar(byte) }
            // Text has no C1 controls: a byte that maps to one has no character.
            guard let scalar = converter.convert([UInt8(byte)]).exact?.unicodeScalars.first,
                scalar.value > 0x9F
            else { return nil }
            return scalar
        }
    }

    /// Decodes bytes; those without a character become U+FFFD.
    func convert(_ bytes: [UInt8]) -> CharacterConverter.Output {
        var output = CharacterConverter.Output()
        output.text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            if byte < 0x80 {
                output.text.append(byte)
            } else if let scalar = scalars[Int(byte)] {
                output.text.append(utf8: scalar)
            } else {
                output.text.append(utf8: "\u{FFFD}")
                output.replaced += 1
            }
        }
        return output
    }

    /// The table of one of `Charset.singleByte`; nil for others.
    static func of(_ charset: Charset) -> SingleByteTable? { all[charset] }

    private static let all: [Charset: SingleByteTable] = {
        var tables: [Charset: SingleByteTable] = [:]
        for charset in Charset.singleByte { tables[charset] = SingleByteTable(charset) }
        return tables
    }()
}

extension Charset {
    /// Whether both charsets have one byte per character and the same characters for these bytes.
    func reads(_ bytes: [UInt8], as other: Charset) -> Bool {
        guard bytes.isEmpty == false, let own = SingleByteTable.of(self)?.scalars,
            let others = SingleByteTable.of(other)?.scalars
        else { return false }
        return bytes.allSatisfy { own[Int($0)] == others[Int($0)] }
    }

    /// Whether the charset includes all printable ASCII unchanged and has no escape sequences.
    var isASCIICompatible: Bool {
        if self == .utf8 || isSingleByte { return true }
        if rawValue.hasPrefix("iso-2022") { return false }
        let ascii = [UInt8](0x20...0x7E)
        return decode(ascii).map { Array($0.utf8) == ascii } ?? false
    }

    /// Decodes all bytes; nil if iconv does not know the charset.
    func convert(_ bytes: [UInt8]) -> CharacterConverter.Output? {
        if self == .windows1252 {
            return CharacterConverter.Output(text: Windows1252.utf8(bytes))
        }
        if self == .utf8 { return PartialUTF8(bytes).output }
        if let table = SingleByteTable.of(self) { return table.convert(bytes) }
        return CharacterConverter(self)?.convert(bytes)
    }

    /// Whether all bytes belong to characters; the last character may be cut off.
    func isWhole(_ bytes: [UInt8]) -> Bool {
        CharacterConverter(self)?.convertWhole(bytes) != nil
    }

    /// Decodes bytes that all belong to characters; nil if some do not.
    func decode(_ bytes: [UInt8]) -> String? { convert(bytes)?.exact }
}

extension [UInt8] {
    /// Whether the charset of the bytes is in doubt: they are neither ASCII nor valid UTF-8.
    var isForeign: Bool {
        ByteKinds(span).contains(.beyondASCII) && String(utf8: span) == nil
    }

    /// Whether there are control characters other than line breaks and tabs. Text in a charset that
    /// includes ASCII has none.
    var hasTextControls: Bool {
        contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    }

    /// Appends a character in UTF-8.
    mutating func append(utf8 scalar: UnicodeScalar) {
        let value = scalar.value
        switch value {
        case ..<0x80: append(UInt8(value))
        case ..<0x800:
            append(0xC0 | UInt8(value >> 6))
            append(0x80 | UInt8(value & 0x3F))
        case ..<0x1_0000:
            append(0xE0 | UInt8(value >> 12))
            append(0x80 | UInt8(value >> 6 & 0x3F))
            append(0x80 | UInt8(value & 0x3F))
        default:
            append(0xF0 | UInt8(value >> 18))
            append(0x80 | UInt8(value >> 12 & 0x3F))
            append(0x80 | UInt8(value >> 6 & 0x3F))
            append(0x80 | UInt8(value & 0x3F))
        }
    }
}
