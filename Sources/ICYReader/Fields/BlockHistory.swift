/// The last distinct blocks of a connection, kept to recognise what one of them left behind.
///
/// Some servers write a short block over a longer one, and the end of the longer one remains. Such
/// residue is the end of an earlier block, so that block must be known.
struct BlockHistory: Sendable, Equatable {
    /// A block: all its bytes, shared with other holders of the array, and how many of them are
    /// content.
    private struct Block: Sendable, Equatable {
        let bytes: [UInt8]
        let count: UInt32

        var content: ArraySlice<UInt8> { bytes[..<Int(count)] }

        /// Whether the content is the same.
        static func == (one: Block, other: Block) -> Bool {
            let (left, right) = (one.bytes.span, other.bytes.span)
            return one.count == other.count
                && (0..<Int(one.count)).allSatisfy { left[$0] == right[$0] }
        }
    }

    /// The blocks before `latest`, the most recent first.
    private var older: [Block] = []
    /// The last block, without what an earlier block left behind.
    private var latest: Block?

    /// Starts without a block, before the first one of a connection.
    init() {}

    /// Starts with one previous block.
    init(_ previous: [UInt8]) { remember(previous, upTo: FieldScanner.contentEnd(previous)) }

    var isEmpty: Bool { latest == nil }

    /// Adds a block; a repeated block becomes the latest.
    ///
    /// - Parameter count: how many of its bytes are content.
    mutating func remember(_ bytes: [UInt8], upTo count: Int) {
        guard count > 0 else { return }
        let block = Block(bytes: bytes, count: UInt32(count))
        guard let before = latest else {
            latest = block
            return
        }
        if before == block { return }
        if let known = older.firstIndex(of: block) {
            return refresh(known + 1)
        }
        if older.count == Limits.blocksRemembered - 1 { older.removeLast() }
        older.insert(before, at: 0)
        latest = block
    }

    /// Makes the block whose end was seen again the latest: its end may come for a long time.
    mutating func refresh(_ index: Int) {
        guard index > 0, let before = latest else { return }
        latest = older.remove(at: index - 1)
        older.insert(before, at: 0)
    }

    /// The common ending of this content and each known block.
    func tails(of content: ArraySlice<UInt8>) -> [Tail] {
        guard let latest else { return [] }
        return ([latest] + older).enumerated().map { (index, block) in
            let shared = zip(block.content.reversed(), content.reversed()).prefix { $0 == $1 }
            return Tail(block: block.content, index: index, count: shared.count)
        }
    }

    /// The end of a block that another block has in common with it.
    struct Tail {
        let block: ArraySlice<UInt8>
        /// The position of the block in the history; 0 is the latest.
        let index: Int
        let count: Int

        /// Whether the last `length` bytes are left over from this block.
        ///
        /// If a terminator precedes them in that block too, they were not left over there, and are
        /// not left over now.
        func explains(_ length: Int) -> Bool {
            guard length <= count, length < block.count else { return false }
            let before = block.count - length
            guard before >= 2, block[before - 1] == UInt8(ascii: ";") else { return true }
            return block[before - 2].isQuote == false
        }
    }
}
