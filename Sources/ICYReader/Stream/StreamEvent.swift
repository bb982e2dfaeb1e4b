extension StreamReader {
    /// What the bytes say.
    public enum Event: Sendable, Equatable {
        /// The response head; always the first event. A second one, with the flag `secondHead`,
        /// replaces it.
        case head(ResponseHead)
        /// Audio: a range of the input.
        case audio(Range<Int>)
        /// Audio that was held back while looking for blocks, or while it was not sure whether
        /// the counting holds; not in the input. It comes in its place in the order of the audio.
        case heldAudio([UInt8])
        /// A whole metadata block, empty ones too. After an implausible one, blocks come before
        /// the audio that is held back.
        case block(MetadataBlock)
        /// The comments of an Ogg stream that begins.
        case comments(OggComments)
        /// The counting was lost, or found again.
        case framing(FramingEvent)
        /// The body is no stream but a playlist or a page; these are its bytes, as many as count.
        case document(BodyKind, [UInt8])
    }
}

extension StreamReader.Event {
    /// What a body with blocks says.
    init(_ output: InterleavedBody.Output) {
        switch output {
        case .audio(let range): self = .audio(range)
        case .heldAudio(let audio): self = .heldAudio(audio)
        case .block(let block): self = .block(block)
        case .framing(let event): self = .framing(event)
        }
    }
}
