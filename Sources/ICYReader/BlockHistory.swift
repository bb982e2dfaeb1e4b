/// The last blocks of a connection that differ, to tell what one of them left behind.
///
/// Some servers write a short block over a longer one, and the end of the longer one stays. Such
/// residue is the end of an earlier block, so that block has to be known.
struct BlockHistory: Sendable, Equatable {
    /// The latest first; what an earlier block left behind is cut off.
    private(set) var blocks: [[UInt8]] = []

    /// No block yet: the first one of a connection follows.
    init() {}

    /// One block before.
    init(_ previous: [UInt8]) { remember(previous[..<FieldScanner.contentEnd(previous)]) }

    var isEmpty: Bool { blocks.isEmpty }

    /// Adds the content of a block; a block that comes again becomes the latest.
    mutating func remember(_ content: ArraySlice<UInt8>) {
        guard content.isEmpty == false else { return }
        if let known = blocks.firstIndex(where: { Self.isSame($0.span, content.span) }) {
            return refresh(known)
        }
        if blocks.count < Limits.blocksRemembered {
            blocks.append(Array(content))
        } else {
            blocks[blocks.count - 1] = Array(content)
        }
        refresh(blocks.count - 1)
    }

    /// Keeps the block whose end came again as the latest: its end may come for a long time.
    mutating func refresh(_ index: Int) {
        for place in stride(from: index, to: 0, by: -1) { blocks.swapAt(place, place - 1) }
    }

    private static func isSame(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
        one.count == other.count && one.indices.allSatisfy { one[$0] == other[$0] }
    }

    /// The ends that the content of a block has in common with each block here.
    func tails(of content: ArraySlice<UInt8>) -> [Tail] {
        blocks.indices.map { index in
            let block = blocks[index]
            let shared = zip(block.reversed(), content.reversed()).prefix { $0 == $1 }.count
            return Tail(block: block, index: index, count: shared)
        }
    }

    /// The end of one block, as far as another has the same.
    struct Tail {
        let block: [UInt8]
        let index: Int
        let count: Int

        /// Whether the last bytes, `length` of them, are left over from this block.
        ///
        /// Where a terminator stands before them there too, they are as little a left-over as
        /// they were then.
        func explains(_ length: Int) -> Bool {
            guard length <= count, length < block.count else { return false }
            let before = block.count - length
            guard before >= 2, block[before - 1] == UInt8(ascii: ";") else { return true }
            return FieldLandmarks.isQuote(block[before - 2]) == false
        }
    }
}
