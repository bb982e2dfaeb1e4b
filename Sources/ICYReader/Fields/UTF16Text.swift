/// A block, or the value of a field, that was written in UTF-16.
struct UTF16Text {
    /// The text in UTF-8.
    let utf8: [UInt8]
    let charset: Charset
    /// The source offset of each byte of `utf8`, with one more for the end.
    private let offsets: [Int]
    private let bytes: [UInt8]

    /// Reads a block; nil unless its first bytes are UTF-16 and it begins with a key.
    ///
    /// Trimming of NUL may have removed half of the last character.
    init?(block bytes: [UInt8]) {
        guard bytes.count >= 8 else { return nil }
        let mark = [bytes[0], bytes[1]]
        let isLittle: Bool
        if mark == [0xFF, 0xFE] || mark == [0xFE, 0xFF] {
            isLittle = mark[0] == 0xFF
        } else if bytes[0] == 0, bytes[2] == 0, bytes[4] == 0, bytes[1] != 0 {
            isLittle = false
        } else if bytes[1] == 0, bytes[3] == 0, bytes[5] == 0, bytes[0] != 0 {
            isLittle = true
        } else {
            return nil
        }
        self.init(bytes[...], isLittle: isLittle)
        let end = FieldScanner.contentEnd(utf8)
        let start = utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let landmarks = FieldLandmarks(utf8, end: end)
        guard end > start, landmarks.keyKind(at: landmarks.behindSpaces(start)) != .none else {
            return nil
        }
    }

    /// Reads a value; nil unless every other byte is NUL and the others are printable ASCII.
    init?(value: [UInt8]) {
        guard value.count >= 4 else { return nil }
        let isLittle = value[1] == 0
        let zero = isLittle ? 1 : 0
        for (index, byte) in value.enumerated() {
            let isRight = index & 1 == zero ? byte == 0 : byte >= 0x20 && byte < 0x7F
            guard isRight else { return nil }
        }
        self.init(value[...], isLittle: isLittle)
    }

    private init(_ bytes: ArraySlice<UInt8>, isLittle: Bool) {
        charset = Charset(rawValue: isLittle ? "utf-16le" : "utf-16be")
        var units: [UInt16] = []
        for index in stride(from: bytes.startIndex, to: bytes.endIndex, by: 2) {
            let first = UInt16(bytes[index])
            let second = index + 1 < bytes.endIndex ? UInt16(bytes[index + 1]) : 0
            units.append(isLittle ? second << 8 | first : first << 8 | second)
        }
        var text: [UInt8] = []
        var offsets: [Int] = []
        var index = 0
        while index < units.count {
            let isPair =
                index + 1 < units.count && UTF16.isLeadSurrogate(units[index])
                && UTF16.isTrailSurrogate(units[index + 1])
            let count = isPair ? 2 : 1
            let encoded = Array(
                String(decoding: units[index..<(index + count)], as: UTF16.self).utf8)
            text += encoded
            offsets += encoded.map { _ in min(index * 2, bytes.count) }
            index += count
        }
        utf8 = text
        self.offsets = offsets + [bytes.count]
        self.bytes = Array(bytes)
    }

    /// The bytes from which a range of the UTF-8 was decoded.
    func original(of range: Range<Int>) -> [UInt8] {
        Array(bytes[offsets[range.lowerBound]..<offsets[range.upperBound]])
    }
}
