/// A change in the counting of a body whose blocks are not where they should be.
///
/// Offsets are body bytes after the transfer coding, as in `MetadataBlock.wireOffset`.
public enum FramingEvent: Sendable, Equatable {
    /// Consecutive blocks could not be metadata: the counting is lost.
    ///
    /// Everything from `wireOffset` on is audio until `reanchored`: blocks emitted with that offset
    /// or a greater one were not blocks. Their `swallowedBytes`, length bytes included, are emitted
    /// as `heldAudio` in their place, together with the audio held back since.
    case lost(wireOffset: Int, swallowedBytes: Int)
    /// The counting resumes: a length byte is at `wireOffset`, and its block, which comes next, has
    /// the flag `reanchored`. It was found `distance` bytes after the place of the loss.
    case reanchored(wireOffset: Int, distance: Int)
    /// No block was found in `searchedBytes` after the loss, though there was metadata before. The
    /// search goes on, but a new connection finds the next title sooner.
    case searchedInVain(searchedBytes: Int)
    /// There never was any metadata, and `searchedBytes` more contained none. The head is wrong:
    /// the body is only audio, and is emitted as audio from here on.
    case lie(searchedBytes: Int)
}
