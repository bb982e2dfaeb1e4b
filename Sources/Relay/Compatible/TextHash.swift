import ICYReader

/// A number for a text, the same in every run: FNV-1a with 128 bits.
enum TextHash {
    /// 32 lowercase hexadecimal digits.
    static func text(_ text: String) -> String {
        var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
        for byte in text.utf8 {
            hash ^= UInt128(byte)
            hash &*= 0x0000_0000_0100_0000_0000_0000_0000_013B
        }
        return Hexadecimal.text((0..<16).map { UInt8(truncatingIfNeeded: hash >> (120 - 8 * $0)) })
    }
}
