/// What each byte of a charset with one byte for a character stands for.
struct SingleByteTable: Sendable {
    /// The characters of all 256 bytes; nil where there is none.
    let scalars: [UnicodeScalar?]

    /// Nil if iconv does not know the charset.
    private init?(_ charset: Charset) {
        guard let converter = CharacterConverter(charset) else { return nil }
        scalars = (0...255).map { byte in
            guard byte >= 0x80 else { return UnicodeScalar(byte) }
            // Text has no C1 controls: a byte that stands for one stands for nothing.
            guard let scalar = converter.convert([UInt8(byte)]).exact?.unicodeScalars.first,
                scalar.value > 0x9F
            else { return nil }
            return scalar
        }
    }

    /// Decodes; U+FFFD for bytes without a character.
    func convert(_ bytes: [UInt8]) -> CharacterConverter.Output {
        var output = CharacterConverter.Output()
        var text = String.UnicodeScalarView()
        for byte in bytes {
            if let scalar = scalars[Int(byte)] {
                text.append(scalar)
            } else {
                text.append("\u{FFFD}")
                output.replaced += 1
            }
        }
        output.text = Array(String(text).utf8)
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
    /// Decodes all bytes; nil if iconv does not know the charset.
    func convert(_ bytes: [UInt8]) -> CharacterConverter.Output? {
        if self == .windows1252 {
            return CharacterConverter.Output(text: Array(Windows1252.decode(bytes).utf8))
        }
        if self == .utf8 { return PartialUTF8(bytes).output }
        if let table = SingleByteTable.of(self) { return table.convert(bytes) }
        return CharacterConverter(self)?.convert(bytes)
    }

    /// Decodes bytes that all belong to characters; nil for others.
    func decode(_ bytes: [UInt8]) -> String? { convert(bytes)?.exact }
}
