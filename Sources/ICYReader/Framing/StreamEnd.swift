/// How a stream ended.
public enum StreamEnd: Sendable, Equatable {
    /// Before the head was complete.
    case inHead(received: Int)
    /// In the audio, the normal case; so many audio bytes before the next length byte.
    case inAudio(untilLengthByte: Int)
    /// Right after a length byte; so many block bytes are missing.
    case afterLengthByte(UInt8, missing: Int)
    /// Inside a block. It is not emitted as a block, because its text would be a guess.
    case inBlock(bytes: [UInt8], missing: Int)
    /// In a body without blocks; `held` are the bytes that a search still held back.
    case notInterleaved(held: [UInt8])
    /// In an Ogg body, after so many comment headers.
    case inOgg(commentHeaders: Int)
    /// In audio without blocks, after so many tags.
    case inTaggedAudio(tags: Int)
    /// After the counting was lost and before it was found again; `held` are the bytes that the
    /// search still held back.
    case searching(held: [UInt8])
}
