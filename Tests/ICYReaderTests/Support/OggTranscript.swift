import Fixtures
import ICYReader

/// What an `OggReader` emits for pieces of input.
struct OggTranscript: Equatable {
    var comments: [OggComments] = []
    /// Bytes consumed when each was emitted.
    var offsets: [Int] = []
    var lostCaptureCount = 0
    var pageCount = 0
    var isWithoutHeaders = false
    var codec: OggCodec?

    /// Bytes that the reader has seen.
    private(set) var seen = 0
    /// Whether the audio covered the whole input, in order.
    private(set) var isContiguous = true

    static func == (left: OggTranscript, right: OggTranscript) -> Bool {
        left.comments == right.comments && left.offsets == right.offsets
            && left.lostCaptureCount == right.lostCaptureCount
            && left.pageCount == right.pageCount && left.codec == right.codec
            && left.isWithoutHeaders == right.isWithoutHeaders
            && left.isContiguous && right.isContiguous
    }

    init(_ pieces: [ArraySlice<UInt8>]) {
        var reader = OggReader()
        for piece in pieces { read(piece, &reader) }
        end(reader)
    }

    init(_ bytes: [UInt8]) { self.init([bytes[...]]) }

    /// Skips everything that may be skipped, in steps of random size.
    init(_ bytes: [UInt8], skipping generator: SeededGenerator) {
        var generator = generator
        var reader = OggReader()
        var offset = 0
        while offset < bytes.count {
            let most = min(reader.skippable, bytes.count - offset)
            if most > 0 {
                let count =
                    Bool.random(using: &generator)
                    ? most : Int.random(in: 1...most, using: &generator)
                reader.skip(count)
                offset += count
            } else {
                // No more than the fixed part of a page header at once, like a transport that wants
                // to skip.
                let count = min(27, bytes.count - offset)
                var taken = 0
                let piece = bytes[offset..<(offset + count)]
                while taken < count, reader.skippable == 0 {
                    read(piece.dropFirst(taken).prefix(1), &reader)
                    taken += 1
                }
                offset += taken
            }
        }
        end(reader)
    }

    private mutating func read(_ piece: ArraySlice<UInt8>, _ reader: inout OggReader) {
        var offset = 0
        var expected = 0
        while let step = reader.next(piece.span, &offset) {
            switch step {
            case .audio(let range):
                if range.lowerBound != expected || range.isEmpty { isContiguous = false }
                expected = range.upperBound
            case .comments(let comments):
                self.comments.append(comments)
                offsets.append(reader.wireOffset)
            }
        }
        if offset != piece.count || expected != piece.count { isContiguous = false }
        seen += piece.count
    }

    private mutating func end(_ reader: OggReader) {
        lostCaptureCount = reader.lostCaptureCount
        pageCount = reader.pageCount
        isWithoutHeaders = reader.isWithoutHeaders
        codec = reader.codec
        if reader.commentsCount != comments.count { isContiguous = false }
    }

    /// `NAME=value` of each comment of each header.
    var texts: [[String]] {
        comments.map { comments in
            comments.fields.map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" }
        }
    }

    /// What a `MetadataReader` makes of the comments: a title, `clear`, or `-`.
    var changes: [String] {
        var metadata = MetadataReader()
        return comments.map { comments in
            let reading = metadata.read(comments)
            return switch reading.change {
            case .title: reading.newTitle?.streamTitle ?? "no title"
            case .clear: "clear"
            case .unchanged, .unknown: "-"
            }
        }
    }
}
