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

/// How a stream ended.
public enum StreamEnd: Sendable, Equatable {
    /// Before the head was complete.
    case inHead(received: Int)
    /// In the audio, the normal case; so many audio bytes before the next length byte.
    case inAudio(untilLengthByte: Int)
    /// Right after a length byte; so many block bytes are missing.
    case afterLengthByte(UInt8, missing: Int)
    /// Inside a block; it is not handed out as one, because its text would be a guess.
    case inBlock(bytes: [UInt8], missing: Int)
    /// In a body without blocks; `held` are the bytes that a search still held back.
    case notInterleaved(held: [UInt8])
    /// In an Ogg body, after so many comment headers.
    case inOgg(commentHeaders: Int)
    /// After the counting was lost and before it was found again; `held` are the bytes that the
    /// search still held back.
    case searching(held: [UInt8])
}
