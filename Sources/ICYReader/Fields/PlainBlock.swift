/// The positions of the values in a block as nearly all servers write it: a title, optionally an
/// address, both in single quotes, and padding.
///
/// Nothing in such a block is ambiguous, so it needs none of the look-ahead of `FieldScanner`,
/// which reads the same values in it.
struct PlainBlock {
    let title: Range<Int>
    let url: Range<Int>?
    /// Where the padding begins.
    let end: Int

    /// Returns nil for any other block.
    init?(_ block: Span<UInt8>) {
        // The rules of a block do not apply to anything longer than one.
        guard block.count <= 4080,
            let title = Self.value(of: Self.titleKey.span, in: block, at: 0)
        else { return nil }
        self.title = title
        let behindTitle = title.upperBound + 2
        url = Self.value(of: Self.urlKey.span, in: block, at: behindTitle)
        end = url.map { $0.upperBound + 2 } ?? behindTitle
        for index in end..<block.count where block[index].isBlank == false {
            return nil
        }
    }

    private static let titleKey = Array("StreamTitle='".utf8)
    private static let urlKey = Array("StreamUrl='".utf8)

    /// The value after a key with its `='` and before `';`. Returns nil for a different key, and if
    /// the value could end in more than one place.
    private static func value(
        of key: Span<UInt8>, in block: Span<UInt8>, at start: Int
    ) -> Range<Int>? {
        let first = start + key.count
        // There must be room for a terminator.
        guard first + 2 <= block.count,
            key.indices.allSatisfy({ block[start + $0] == key[$0] }),
            opensStructure(block[first]) == false
        else { return nil }
        for index in first..<(block.count - 1) {
            let byte = block[index]
            if byte == UInt8(ascii: "'") {
                return block[index + 1] == UInt8(ascii: ";") ? first..<index : nil
            }
            if byte < 0x20 || byte == UInt8(ascii: ";") { return nil }
        }
        return nil
    }

    /// Whether a value that begins with this byte may be JSON or XML, where a terminator can be
    /// text.
    private static func opensStructure(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "<")
    }
}
