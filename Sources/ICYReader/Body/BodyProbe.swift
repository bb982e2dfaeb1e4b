/// Holds back a body until it is known what it is, and a document until it is whole.
///
/// A stream is handed over with the bytes held back; a playlist or a page when it is complete: at
/// its `Content-Length`, at the end of the body, or at `Limits.documentBytes`.
public struct BodyProbe: Sendable {
    /// What came out.
    public enum Result: Sendable, Equatable {
        /// Audio, Ogg, or text without meaning: the body begins with these bytes and goes on.
        case stream(BodyKind, held: [UInt8])
        /// A playlist, HLS or a page. An HLS document may be cut off, nobody reads on in it.
        case document(BodyKind, [UInt8])
    }

    /// The bytes so far.
    public private(set) var held: [UInt8] = []
    private var sniffer = BodySniffer()
    private let contentLength: Int?

    /// Expects the first byte of a body, transfer coding taken off.
    ///
    /// - Parameter contentLength: what the head says, if anything. Nothing is sized from it.
    public init(contentLength: Int? = nil) { self.contentLength = contentLength }

    /// What the body is; nil as long as it is undecided.
    public var kind: BodyKind? { sniffer.kind }

    /// Takes bytes in, up to where the result is clear.
    ///
    /// - Parameter offset: moved behind the bytes taken; the rest of a stream stays in the input.
    /// - Returns: nil if more bytes are needed; after a result, no more bytes are taken.
    public mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Result? {
        if contentLength == 0 { return finish() }
        while offset < end {
            held.append(input[offset])
            offset += 1
            if let kind = sniffer.kind ?? sniffer.add(input, (offset - 1)..<offset) {
                if let result = result(kind) { return result }
            }
            // A document may be empty of meaning and yet end here.
            if held.count == contentLength { return finish() }
        }
        return nil
    }

    /// The body is over, or nobody waits any longer.
    public mutating func finish() -> Result {
        let kind = sniffer.finish()
        switch kind {
        case .playlist, .page, .hls: return .document(kind, held)
        case .audio, .ogg, .text: return .stream(kind, held: held)
        }
    }

    private func result(_ kind: BodyKind) -> Result? {
        switch kind {
        case .audio, .ogg, .text: return .stream(kind, held: held)
        case .hls: return .document(kind, held)
        case .playlist, .page:
            return held.count >= Limits.documentBytes ? .document(kind, held) : nil
        }
    }
}
