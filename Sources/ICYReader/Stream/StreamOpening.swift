/// State needed only until the kind and the start of the body are known; the head, until it is
/// released; and the byte count of a body without blocks.
struct StreamOpening: StartsEmpty, Sendable {
    var stage = BodyStage.head(ResponseHeadParser())
    @OnDemand var head: ResponseHead?
    @OnDemand var secondHead: SecondHead?
    /// Bytes of the head before the second one.
    var headBytes = 0
    var bodyKind: BodyKind?
    /// Whether the address ends like that of a playlist.
    var isNamedPlaylist = false
    /// Nil if pictures are not kept.
    var pictures: PictureRoom?
    /// Bytes that `secondHead` or a probe held back, and that are read now.
    var lead: [UInt8] = []
    var leadIndex = 0
    /// Bytes that a probe has just returned; they come before the rest of `lead`.
    var replay: [UInt8] = []
    /// Bytes of a body that is only audio.
    var plainCount = 0
    /// When the head was complete, if the caller has noted it.
    var headTime: Instant?

    /// Whether anything here still decides what the next bytes are.
    var isOpen: Bool {
        stage.isOpen || _secondHead.isEmpty == false || lead.isEmpty == false
            || replay.isEmpty == false
    }
}
