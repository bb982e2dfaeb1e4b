/// What is stored once a tag may have begun.
struct TagWork: StartsEmpty, Sendable {
    /// What is being read.
    enum Part: Sendable {
        /// The header of an ID3 tag, as far as it has come.
        case id3Header([UInt8])
        case id3(ID3Parser, start: Int)
        case flac(FLACParser)
        case matroska(MatroskaReader)
    }

    /// The tags that are complete and not taken yet.
    var found = Backlog<StreamTag>()
    /// How many tags are complete.
    private(set) var count = 0
    /// Whether the body begins with a tag.
    var expectsTag = false
    /// Whether it is FLAC without the head with which it should begin.
    var lacksHead = false
    var part: Part?

    var isInitial: Bool { found.isEmpty && count == 0 && expectsTag == false && part == nil }

    /// Whether a tag has begun.
    var hasTag: Bool {
        switch part {
        case .id3, .matroska: true
        case .flac(let parser): parser.hasBegun || expectsTag || count > 0
        case .id3Header, nil: expectsTag || count > 0
        }
    }

    /// Elements of Matroska, or blocks of a FLAC head, that have begun: each one takes some time.
    var elementCount: Int {
        switch part {
        case .flac(let parser): parser.blockCount
        case .matroska(let reader): reader.elementCount
        case .id3Header, .id3, nil: 0
        }
    }

    /// Bytes that a transport may drop unseen.
    var skippable: Int {
        guard found.isEmpty, case .matroska(let reader) = part else { return 0 }
        return reader.skippable
    }

    mutating func skip(_ count: Int) {
        guard case .matroska(var reader) = part else { return }
        reader.skip(count)
        part = .matroska(reader)
    }

    /// Reads the part that has begun.
    ///
    /// - Parameter origin: audio bytes before the first byte of the input.
    /// - Returns: the last byte of a header that turned out to be none: another tag may begin with
    ///   it.
    mutating func read(
        _ input: Span<UInt8>, _ index: inout Int, upTo end: Int, origin: Int
    ) -> UInt8? {
        // The part has one owner while it changes.
        let begun = part
        part = nil
        switch consume begun {
        case .id3Header(let header): return readHeader(header, input, &index, upTo: end, origin)
        case .id3(var parser, let start):
            parser.add(input, &index, upTo: end)
            take(parser, start)
        case .flac(var parser):
            take(parser.add(input, &index, upTo: end, origin: origin, count: count))
            if parser.isComplete == false { part = .flac(parser) }
        case .matroska(var reader):
            take(reader.add(input, &index, upTo: end, count: count))
            part = .matroska(reader)
        case nil: break
        }
        return nil
    }

    private mutating func readHeader(
        _ begun: [UInt8], _ input: Span<UInt8>, _ index: inout Int, upTo end: Int, _ origin: Int
    ) -> UInt8? {
        var header = begun
        while index < end {
            // Another tag may begin here, or with the byte before.
            guard ID3Parser.isPlausible(input[index], at: header.count) else { return header.last }
            header.append(input[index])
            index += 1
            guard header.count == ID3Parser.headerSize else { continue }
            let parser = ID3Parser(header)
            if parser.size <= Limits.id3Bytes { take(parser, origin + index - header.count) }
            return nil
        }
        part = .id3Header(header)
        return nil
    }

    private mutating func take(_ parser: ID3Parser, _ start: Int) {
        guard parser.isComplete else {
            part = .id3(parser, start: start)
            return
        }
        take(
            StreamTag(
                index: count, format: .id3(version: parser.version), audioOffset: start,
                size: parser.size, raw: parser.raw, values: parser.values))
    }

    private mutating func take(_ tag: StreamTag?) {
        guard let tag else { return }
        found.append(tag)
        count += 1
    }
}
