/// What is stored once a tag may have begun.
struct TagWork: StartsEmpty, Sendable {
    /// What is being read.
    enum Part: Sendable {
        /// The header of an ID3 tag, as far as it has come.
        case id3Header([UInt8])
        case id3(ID3Parser, start: Int)
    }

    /// The tags that are complete and not taken yet.
    var found: [StreamTag] = []
    /// How many tags are complete.
    private(set) var count = 0
    /// Whether the body begins with a tag.
    var expectsTag = false
    var part: Part?

    var isInitial: Bool { found.isEmpty && count == 0 && expectsTag == false && part == nil }

    /// Whether a tag has begun.
    var hasTag: Bool {
        if case .id3 = part { return true }
        return expectsTag || count > 0
    }

    /// Reads the part that has begun.
    ///
    /// - Parameter origin: audio bytes before the first byte of the input.
    mutating func read(
        _ input: Span<UInt8>, _ index: inout Int, upTo end: Int, origin: Int
    ) {
        // The part has one owner while it changes.
        let part = part
        self.part = nil
        switch part {
        case .id3Header(let header): readHeader(header, input, &index, upTo: end, origin)
        case .id3(var parser, let start):
            parser.add(input, &index, upTo: end)
            take(parser, start)
        case nil: break
        }
    }

    private mutating func readHeader(
        _ begun: [UInt8], _ input: Span<UInt8>, _ index: inout Int, upTo end: Int, _ origin: Int
    ) {
        var header = begun
        while index < end {
            // Another tag may begin here.
            guard ID3Parser.isPlausible(input[index], at: header.count) else { return }
            header.append(input[index])
            index += 1
            guard header.count == ID3Parser.headerSize else { continue }
            let parser = ID3Parser(header)
            if parser.size <= Limits.id3Bytes { take(parser, origin + index - header.count) }
            return
        }
        part = .id3Header(header)
    }

    private mutating func take(_ parser: ID3Parser, _ start: Int) {
        guard parser.isComplete else {
            part = .id3(parser, start: start)
            return
        }
        found.append(
            StreamTag(
                index: count, format: .id3(version: parser.version), audioOffset: start,
                size: parser.size, raw: parser.raw, values: parser.values))
        count += 1
    }
}
