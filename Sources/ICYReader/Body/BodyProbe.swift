/// Holds back a body until its kind is known, and a document until it is complete.
///
/// A stream is returned with the bytes held back. A playlist or a page is returned when it is
/// complete: at its `Content-Length`, at the end of the body, or at `Limits.documentBytes`.
package struct BodyProbe: Sendable {
    /// The outcome.
    package enum Result: Sendable, Equatable {
        /// Sound, or text without meaning: the body begins with these bytes and goes on.
        case stream(BodyKind, held: [UInt8])
        /// A playlist, HLS or a page. An HLS document may be cut off: the rest of it is not needed.
        case document(BodyKind, [UInt8])
    }

    /// The bytes held back so far.
    package private(set) var held: [UInt8] = []
    private var sniffer = BodySniffer()
    private let contentLength: Int?

    /// Starts before the first byte of a body whose transfer coding has been removed.
    ///
    /// - Parameter contentLength: the length in the head, if there is one. No memory is sized by
    ///   it.
    package init(contentLength: Int? = nil) { self.contentLength = contentLength }

    /// The kind of the body; nil while it is undecided.
    package var kind: BodyKind? { sniffer.kind }

    /// Consumes bytes until the result is clear.
    ///
    /// - Parameter offset: moved past the bytes consumed; the rest of a stream stays in the input.
    /// - Returns: nil if more bytes are needed. No bytes are consumed after those that give a
    ///   result.
    package mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Result? {
        if contentLength == 0 { return finish() }
        while offset < end {
            held.append(input[offset])
            offset += 1
            if let kind = sniffer.kind ?? sniffer.add(input, (offset - 1)..<offset) {
                if let result = result(kind) { return result }
            }
            // A document may have no meaning and still end here.
            if held.count == contentLength { return finish() }
        }
        return nil
    }

    /// Call it when the body is over, or when the caller does not wait any longer.
    package mutating func finish() -> Result {
        let kind = sniffer.finish()
        switch kind {
        case .playlist, .page, .hls: return .document(kind, held)
        case .audio, .ogg, .flac, .matroska, .text: return .stream(kind, held: held)
        }
    }

    private func result(_ kind: BodyKind) -> Result? {
        switch kind {
        case .audio, .ogg, .flac, .matroska, .text: return .stream(kind, held: held)
        case .hls: return .document(kind, held)
        case .playlist, .page:
            return held.count >= Limits.documentBytes ? .document(kind, held) : nil
        }
    }
}
