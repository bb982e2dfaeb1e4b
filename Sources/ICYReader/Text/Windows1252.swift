/// Windows-1252 as the WHATWG Encoding Standard defines it: it decodes every byte.
enum Windows1252 {
    static func decode(_ raw: [UInt8]) -> String { String(decoding: utf8(raw), as: UTF8.self) }

    /// The same in UTF-8.
    static func utf8(_ raw: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(2 * raw.count)
        for byte in raw {
            text.append(
                utf8: byte & 0xE0 == 0x80 ? upperControls[Int(byte & 0x1F)] : UnicodeScalar(byte))
        }
        return text
    }

    /// Bytes 0x80...0x9F; 81, 8D, 8F, 90 and 9D are undefined and keep their code point.
    private static let upperControls: [UnicodeScalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{0192}", "\u{201E}", "\u{2026}", "\u{2020}",
        "\u{2021}", "\u{02C6}", "\u{2030}", "\u{0160}", "\u{2039}", "\u{0152}", "\u{8D}",
        "\u{017D}", "\u{8F}", "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}",
        "\u{2022}", "\u{2013}", "\u{2014}", "\u{02DC}", "\u{2122}", "\u{0161}", "\u{203A}",
        "\u{0153}", "\u{9D}", "\u{017E}", "\u{0178}",
    ]

    /// The byte from 80 to 9F for a character beyond Latin-1; nil if there is none.
    static func upperByte(_ scalar: UnicodeScalar) -> UInt8? {
        guard scalar.value >= 0x100 else { return nil }
        return upperControls.firstIndex(of: scalar).map { UInt8(0x80 + $0) }
    }
}
