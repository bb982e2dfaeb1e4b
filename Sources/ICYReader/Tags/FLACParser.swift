/// Reads the metadata blocks of a native FLAC stream (RFC 9639 section 8), up to the last one.
///
/// Each block has a byte with its type, whose top bit marks the last block, and three bytes of
/// length. The comments are read, all else is passed over.
struct FLACParser: Sendable, Equatable {
    /// `fLaC`.
    static let magic = Array("fLaC".utf8)

    private static let headerSize = 4
    private static let streamInfoSize: UInt8 = 34
    private static let commentType: UInt8 = 4

    private enum Part: Sendable, Equatable { case header, comments, other, audio }

    /// Where the stream begins.
    private let start: Int
    private var part = Part.header
    private var header: [UInt8] = []
    private var parser: OggCommentParser?
    /// Where the block with the comments begins, and its bytes.
    private var block = 0..<0
    private var left = 0
    private var isLast = false
    private var hasTold = false
    private(set) var blockCount = 0

    /// Begins after `fLaC`.
    init(start: Int) { self.start = start }

    /// Whether the first block has begun as it must: with the type and the length of STREAMINFO.
    var hasBegun: Bool { blockCount > 0 }

    /// Whether no more blocks follow.
    var isComplete: Bool { part == .audio }

    /// Consumes `input` from `index`, before `end`, up to the end of the comments or of the head.
    ///
    /// - Parameters:
    ///   - origin: audio bytes before the first byte of the input.
    ///   - count: the index of the tag.
    mutating func add(
        _ input: Span<UInt8>, _ index: inout Int, upTo end: Int, origin: Int, count: Int
    ) -> StreamTag? {
        while part != .audio {
            // A block of no length is over with its header.
            if part != .header, left == 0 {
                if let tag = endBlock(count) { return tag }
                continue
            }
            guard index < end else { return nil }
            if part == .header {
                readHeader(input[index], at: origin + index)
                // What cannot be a block may begin another head.
                if part != .audio { index += 1 }
                continue
            }
            let stop = index + min(left, end - index)
            if part == .comments { parser?.add(input, index..<stop) }
            left -= stop - index
            index = stop
        }
        return nil
    }

    private mutating func readHeader(_ byte: UInt8, at offset: Int) {
        guard isPlausible(byte) else {
            part = .audio
            return
        }
        header.append(byte)
        guard header.count == Self.headerSize else { return }
        isLast = header[0] & 0x80 != 0
        left = header[1...].reduce(0) { $0 << 8 | Int($1) }
        part = .other
        if header[0] & 0x7F == Self.commentType, hasTold == false {
            part = .comments
            // In Ogg, a packet is such a block.
            var parser = OggCommentParser(codec: .flac)
            parser.add(header.span, header.indices)
            self.parser = parser
            let begin = offset + 1 - Self.headerSize
            block = begin..<(begin + Self.headerSize + left)
        }
        header = []
        blockCount += 1
    }

    /// Whether the bytes after `fLaC` begin the first block, as far as there are any before `end`.
    static func isPlausible(_ input: Span<UInt8>, _ index: Int, upTo end: Int) -> Bool {
        (index..<min(end, index + headerSize)).allSatisfy {
            isPlausible(input[$0], at: $0 - index)
        }
    }

    private static func isPlausible(_ byte: UInt8, at index: Int) -> Bool {
        switch index {
        case 0: byte & 0x7F == 0
        case 1, 2: byte == 0
        default: byte == streamInfoSize
        }
    }

    /// Whether a byte is possible at this place of a header. Types from 64 on are not defined, and
    /// the last of them is how audio begins.
    private func isPlausible(_ byte: UInt8) -> Bool {
        blockCount == 0
            ? Self.isPlausible(byte, at: header.count)
            : header.isEmpty == false || byte & 0x7F < 64
    }

    /// - Returns: the comments, or at the end of a head without any a tag without values.
    private mutating func endBlock(_ count: Int) -> StreamTag? {
        let comments = parser?.comments(index: count, pageOffset: start, serial: 0, flags: [])
        parser = nil
        part = isLast ? .audio : .header
        guard hasTold == false, comments != nil || isLast else { return nil }
        hasTold = true
        let values = (comments?.fields ?? []).map {
            StreamTag.Value(name: $0.name, bytes: $0.value)
        }
        return StreamTag(
            index: count, format: .flac, audioOffset: comments == nil ? start : block.lowerBound,
            size: block.count, raw: Array((comments?.raw ?? []).prefix(Limits.tagRawBytes)),
            values: values, isHead: true, flags: comments?.flags ?? [])
    }
}
