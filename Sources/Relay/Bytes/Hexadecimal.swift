import ICYReader

/// Bytes as hexadecimal text, for people and for programs.
enum Hexadecimal {
    /// Two lowercase digits per byte.
    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            let (high, low) = byte.hexadecimalDigits
            text.append(high)
            text.append(low)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The classic hex dump: offset, 16 bytes, and the same bytes as ASCII.
    static func lines(_ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: 16).map { start in
            let row = bytes[start..<min(start + 16, bytes.count)]
            var columns = row.map { text([$0]) }
            columns += Array(repeating: "  ", count: 16 - columns.count)
            let left = columns[..<8].joined(separator: " ")
            let right = columns[8...].joined(separator: " ")
            let ascii = String(
                decoding: row.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") },
                as: UTF8.self)
            // An input of more than 64 KiB needs more than four digits.
            let places = bytes.count > 0x10000 ? [24, 16, 8, 0] : [8, 0]
            let offset = text(places.map { UInt8(truncatingIfNeeded: start >> $0) })
            return "\(offset)  \(left)  \(right)  |\(ascii)|"
        }
    }
}
