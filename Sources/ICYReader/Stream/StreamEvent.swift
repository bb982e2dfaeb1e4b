extension StreamReader {
    /// What reading the bytes yields.
    public enum Event: Sendable, Equatable {
        /// The response head; always the first event, unless the reader expects a body without a
        /// head. A second one, with the flag `secondHead`, replaces it.
        case head(ResponseHead)
        /// Audio: a range of the input.
        case audio(Range<Int>)
        /// Audio that was held back while looking for blocks, or while the counting was in doubt;
        /// not in the input. It comes in its place in the order of the audio.
        case heldAudio([UInt8])
        /// A complete metadata block, possibly empty. After an implausible one, blocks come before
        /// the audio that is held back.
        case block(MetadataBlock)
        /// The comments of an Ogg stream that has begun.
        case comments(OggComments)
        /// A tag in the audio. Its bytes were emitted as audio before.
        case tag(StreamTag)
        /// The counting was lost, or found again.
        case framing(FramingEvent)
        /// The body is not a stream but a playlist or a page; these are its bytes, up to a limit.
        case document(BodyKind, [UInt8])
    }
}

extension TagSearch {
    /// Examines the audio of an event.
    ///
    /// - Parameter audioOffset: audio bytes up to the end of the event.
    mutating func add(
        _ event: StreamReader.Event?, of input: Span<UInt8>, upTo audioOffset: Int
    ) {
        switch event {
        case .audio(let range): add(input, range, at: audioOffset - range.count)
        case .heldAudio(let audio):
            add(audio.span, audio.indices, at: audioOffset - audio.count)
        default: break
        }
    }
}

extension StreamReader.Event {
    /// The event for an output of a body with blocks.
    init(_ output: InterleavedBody.Output) {
        switch output {
        case .audio(let range): self = .audio(range)
        case .heldAudio(let audio): self = .heldAudio(audio)
        case .block(let block): self = .block(block)
        case .framing(let event): self = .framing(event)
        }
    }
}
