/// What happened to the counting of a body whose blocks are not where they should be.
///
/// Offsets are body bytes after the transfer coding, as in `MetadataBlock.wireOffset`.
public enum FramingEvent: Sendable, Equatable {
    /// Blocks that cannot be metadata came in a row: the counting is lost.
    ///
    /// Everything from `wireOffset` on is audio until `reanchored`: blocks handed out with that
    /// offset or a greater one were none. Their `swallowedBytes`, length bytes included, come out
    /// as `heldAudio` in their place, together with the audio held back since.
    case lost(wireOffset: Int, swallowedBytes: Int)
    /// The counting goes on: a length byte is at `wireOffset`, and its block, which comes next, has
    /// the flag `reanchored`. It was found `distance` bytes after the place of the loss.
    case reanchored(wireOffset: Int, distance: Int)
    /// No block was found in `searchedBytes` after the loss, though there had been metadata. The
    /// search goes on, but a new connection finds the next title sooner.
    case searchedInVain(searchedBytes: Int)
    /// There never was any metadata, and none was found in `searchedBytes` more: the head lies,
    /// the body is audio only, and is handed out as that from here on.
    case lie(searchedBytes: Int)
}
