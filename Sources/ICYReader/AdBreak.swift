/// An advertisement that a block announces. It is no song, and does not end one.
public struct AdBreak: Sendable, Equatable {
    /// `preroll`, `midroll`, …, as received; `ad` if the block does not say.
    public let kind: String
    /// How long it takes, if the block says so.
    public let durationMilliseconds: Int?
    /// The network's identifier; empty if there is none.
    public let id: String

    /// Makes one; readers do this.
    public init(kind: String, durationMilliseconds: Int?, id: String) {
        self.kind = kind
        self.durationMilliseconds = durationMilliseconds
        self.id = id
    }
}
