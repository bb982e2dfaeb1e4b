/// Removes the chunked transfer coding (RFC 9112 section 7.1) from a body.
///
/// It is the layer below ICY: proxies add it around the interleaved stream, so chunk boundaries can
/// be anywhere. Extensions and trailers are skipped; nothing is allocated.
package struct ChunkedBody: Sendable {
    private enum State: Sendable {
        case sizeStart, size, afterSize, data, dataEnd, trailerStart, trailer, complete
    }

    private var state = State.sizeStart
    private var size = 0
    private var lineLength = 0
    private var trailerLength = 0

    /// Bytes consumed, framing included, plus the offset given at the start.
    package private(set) var byteCount: Int
    /// Payload bytes that follow directly, before the next piece of framing.
    package private(set) var available = 0
    /// Whether the last chunk and its trailer have been read.
    package var isComplete: Bool { state == .complete }

    /// Starts before the first chunk size.
    ///
    /// - Parameter byteOffset: bytes of the connection before the body; the offsets in errors
    ///   include them.
    package init(byteOffset: Int = 0) { byteCount = byteOffset }

    /// The next stretch of payload in `input` at `offset`, which moves past it.
    ///
    /// - Returns: a range of `input`, or nil if all of `input` is consumed.
    /// - Throws: `invalidChunkSize`, `chunkTooLarge`, `missingChunkEnd`, `chunkLineTooLong`.
    package mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(ICYError) -> Range<Int>? {
        try readFraming(input, &offset)
        guard available > 0, offset < input.count else { return nil }
        let start = offset
        offset += min(available, input.count - offset)
        consume(offset - start)
        return start..<offset
    }

    /// Consumes framing up to the next payload byte or the end of `input`.
    ///
    /// Bytes after the last chunk and its trailer are consumed too and ignored.
    mutating func readFraming(_ input: Span<UInt8>, _ offset: inout Int) throws(ICYError) {
        while state != .data, offset < input.count {
            if state == .complete {
                byteCount += input.count - offset
                offset = input.count
                return
            }
            try read(input[offset])
            byteCount += 1
            offset += 1
        }
    }

    /// Marks payload bytes as consumed, whether they were read or not.
    mutating func consume(_ count: Int) {
        precondition(count <= available, "more bytes consumed than the chunk has")
        available -= count
        byteCount += count
        if available == 0, state == .data { state = .dataEnd }
    }

    private mutating func read(_ byte: UInt8) throws(ICYError) {
        switch state {
        case .sizeStart, .size, .afterSize: try readSizeLine(byte)
        case .dataEnd:
            // RFC 9112 section 7.1: CRLF after the data; a bare LF is accepted too.
            if byte == 0x0A {
                state = .sizeStart
                lineLength = 0
            } else if byte == 0x0D, lineLength == 0 {
                lineLength = 1
            } else {
                throw .missingChunkEnd(offset: byteCount)
            }
        case .trailerStart, .trailer: try readTrailer(byte)
        case .data, .complete: break
        }
    }

    private mutating func readSizeLine(_ byte: UInt8) throws(ICYError) {
        lineLength += 1
        guard lineLength <= Limits.chunkLineBytes else {
            throw .chunkLineTooLong(offset: byteCount)
        }
        if state != .afterSize, let digit = byte.hexadecimalValue {
            let (product, overflow) = size.multipliedReportingOverflow(by: 16)
            guard overflow == false else { throw .chunkTooLarge(offset: byteCount) }
            size = product + Int(digit)
            state = .size
            return
        }
        guard state != .sizeStart else { throw .invalidChunkSize(offset: byteCount) }
        if byte == 0x0A {
            endSizeLine()
        } else if state == .size {
            // Padding blanks, an extension, or the CR of the line end.
            guard byte == 0x0D || byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ";") else {
                throw .invalidChunkSize(offset: byteCount)
            }
            state = .afterSize
        }
    }

    private mutating func endSizeLine() {
        lineLength = 0
        available = size
        state = size == 0 ? .trailerStart : .data
        size = 0
    }

    private mutating func readTrailer(_ byte: UInt8) throws(ICYError) {
        trailerLength += 1
        guard trailerLength <= Limits.trailerBytes else {
            throw .chunkLineTooLong(offset: byteCount)
        }
        switch byte {
        case 0x0A: state = state == .trailerStart ? .complete : .trailerStart
        case 0x0D where state == .trailerStart: break
        default: state = .trailer
        }
    }
}
