/// Finds ID3v2 tags in audio.
///
/// Ten bytes of a header, of which 45 bits are fixed, do not occur by chance: at 128 kbit/s, once
/// in fifty years. The frames of the audio need not be followed.
struct ID3Search: StartsEmpty, Sendable {
    /// The tags that are complete and not taken yet.
    private(set) var found: [ID3Tag] = []
    private var header: [UInt8] = []
    private var parser: ID3Parser?
    /// Where the tag that is read begins.
    private var start = 0
    /// How many tags are complete.
    private(set) var count = 0

    /// Whether the body begins with a tag.
    var expectsTag = false

    /// Whether a tag has begun.
    var hasTag: Bool { expectsTag || parser != nil || count > 0 }

    /// Whether a body begins with a tag.
    static func isStart(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 4
            && bytes.prefix(10).enumerated().allSatisfy {
                ID3Parser.isPlausible($0.element, at: $0.offset)
            }
    }

    /// Examines audio.
    ///
    /// - Parameter audioOffset: audio bytes before the range.
    mutating func add(_ input: Span<UInt8>, _ range: Range<Int>, at audioOffset: Int) {
        var index = range.lowerBound
        while index < range.upperBound {
            if parser != nil {
                parser?.add(input, &index, upTo: range.upperBound)
                endTag()
                continue
            }
            let byte = input[index]
            guard ID3Parser.isPlausible(byte, at: header.count) else {
                header.removeAll(keepingCapacity: true)
                // Only the first byte can begin it again.
                if ID3Parser.isPlausible(byte, at: 0) { header.append(byte) }
                index += 1
                continue
            }
            header.append(byte)
            index += 1
            guard header.count == ID3Parser.headerSize else { continue }
            let tag = ID3Parser(header)
            header = []
            guard tag.size <= Limits.id3Bytes else { continue }
            start = audioOffset + index - range.lowerBound - ID3Parser.headerSize
            parser = tag
            endTag()
        }
    }

    private mutating func endTag() {
        guard let tag = parser, tag.isComplete else { return }
        parser = nil
        found.append(
            ID3Tag(
                index: count, audioOffset: start, version: tag.version, size: tag.size,
                raw: tag.raw, values: tag.values))
        count += 1
    }

    /// The next complete tag.
    mutating func take() -> ID3Tag? { found.isEmpty ? nil : found.removeFirst() }
}
