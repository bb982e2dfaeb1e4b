/// What is known about the body of a response.
public enum BodyFraming: Sendable, Equatable {
    /// The head is not complete.
    case head
    /// No interval is announced. It is not yet clear what the body is, or it is a document.
    case sniffing
    /// No interval is announced, or several different ones; the body is searched, and held back
    /// meanwhile.
    case detecting
    /// Metadata after every so many audio bytes.
    case interleaved(Int)
    /// The counting is lost: everything is audio, and the next block is searched for.
    case searching
    /// Ogg pages, whose comment headers carry the titles.
    case ogg
    /// Audio with tags, which carry the titles.
    case tagged
    /// The whole body is emitted as audio.
    case plain
}
