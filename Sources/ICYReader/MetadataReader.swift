/// Reads the metadata blocks of a stream one after the other: what each says, and what it does to
/// the title.
///
/// An empty block says nothing, and the block before it stays the one before. What it knows of the
/// title outlives a connection; what it knows of the block before does not.
public struct MetadataReader: Sendable {
    private var tracker = TitleTracker()
    private var previous: [UInt8] = []

    /// Starts without knowing a title or a block.
    public init() {}

    /// Takes the next block of the body.
    ///
    /// - Returns: the fields, none of an empty block, and what they do to the title: an empty block
    ///   leaves it `unchanged`.
    public mutating func read(
        _ block: MetadataBlock
    ) -> (fields: MetadataFields, change: TitleChange) {
        guard block.isEmpty == false else { return (MetadataFields(), .unchanged) }
        let fields = MetadataFields(block, previous: previous)
        previous = block.bytes
        return (fields, tracker.update(fields))
    }

    /// Says that the next block is the first one of another body: its tail cannot be left over from
    /// the block before, but a title that comes again is still `unchanged`.
    public mutating func beginBody() { previous = [] }
}
