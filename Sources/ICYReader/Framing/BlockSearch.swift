/// Searches for a metadata block where counting cannot locate it.
///
/// A block is a length byte, a known key, and content whose end and padding fit that length. Text
/// inside audio, such as an ID3 tag that quotes a title, has no length byte that fits. Each byte is
/// examined a bounded number of times, however the input is cut.
struct BlockSearch: Sendable {
    private enum Match: Sendable, Equatable {
        case no
        /// More bytes are needed.
        case undecided
        /// The index of the length byte.
        case found(Int)
    }

    /// The bytes that are searched or kept.
    private(set) var held: [UInt8] = []
    /// No key that begins before this index belongs to a block.
    private var position = 0

    /// Appends the next bytes.
    mutating func append(_ input: Span<UInt8>, _ range: Range<Int>) {
        for index in range { held.append(input[index]) }
    }

    /// Appends the bytes of a block as they are on the wire.
    mutating func append(_ block: MetadataBlock) {
        held.append(block.lengthByte)
        if block.flags.contains(.utf8LengthByte) {
            held.append(0x80 | UInt8(block.bytes.count / 16 & 0x3F))
        }
        held.append(contentsOf: block.bytes)
    }

    /// Finds the first complete block.
    ///
    /// - Parameter limit: keys at this index and later are ignored.
    /// - Returns: the index of its length byte; nil if there is none so far.
    mutating func find(before limit: Int = Int.max) -> Int? {
        let end = min(limit, held.count)
        while position < end {
            switch match(position) {
            case .no: position += 1
            case .undecided: return nil
            case .found(let index): return index
            }
        }
        return nil
    }

    /// Searches the held bytes again from the first one.
    mutating func restart() { position = 0 }

    /// The number of first bytes that certainly belong to no block that is still to be found.
    var decidedCount: Int { max(0, position - Self.longestPrefix) }

    /// Removes the first bytes and returns them.
    mutating func removeFirst(_ count: Int) -> [UInt8] {
        let bytes = Array(held[..<count])
        held.removeFirst(count)
        position = max(0, position - count)
        return bytes
    }

    /// A length byte, or the two bytes of one in UTF-8, and a byte order mark.
    private static let longestPrefix = 4

    private func match(_ key: Int) -> Match {
        guard held[key].asciiLowercased == UInt8(ascii: "s") else { return .no }
        switch matchKey(key) {
        case .no: return .no
        case .undecided: return .undecided
        case .found: break
        }
        var isUndecided = false
        for start in starts(key) {
            switch matchContent(start.content, start.size) {
            case .no: break
            case .undecided: isUndecided = true
            case .found: return .found(start.length)
            }
        }
        return isUndecided ? .undecided : .no
    }

    /// Whether a known key begins here, in any case, with or without spaces before its `=`.
    private func matchKey(_ start: Int) -> Match {
        var isUndecided = false
        for name in KnownKey.names {
            var index = start
            var isSame = true
            for byte in name where isSame && index < held.count {
                isSame = held[index].asciiLowercased == byte
                index += 1
            }
            guard isSame else { continue }
            let blanks = held[index...].prefix(KnownKey.blanksBeforeEquals) {
                $0 == 0x20 || $0 == 0x09
            }
            index += blanks
            guard index < held.count else {
                isUndecided = true
                continue
            }
            if held[index] == UInt8(ascii: "=") { return .found(start) }
        }
        return isUndecided ? .undecided : .no
    }

    /// Where the length byte of a block with this key may be, and the content size it means.
    private func starts(_ key: Int) -> [(length: Int, content: Int, size: Int)] {
        var starts: [(length: Int, content: Int, size: Int)] = []
        func add(_ content: Int) {
            guard content > 0 else { return }
            starts.append((content - 1, content, Int(held[content - 1]) * 16))
        }
        // A length of 128 or more that was written as a character, see `Demuxer`.
        if key >= 2, held[key - 2] & 0xFE == 0xC2, held[key - 1] & 0xC0 == 0x80 {
            let units = Int(held[key - 2] & 0x03) << 6 | Int(held[key - 1] & 0x3F)
            starts.append((key - 2, key, units * 16))
        }
        add(key)
        if key >= 4, held[(key - 3)..<key].elementsEqual([0xEF, 0xBB, 0xBF]) { add(key - 3) }
        if key >= 2, held[key - 1] == 0x20 { add(key - 1) }
        return starts
    }

    private func matchContent(_ start: Int, _ size: Int) -> Match {
        guard size > 0 else { return .no }
        guard start + size <= held.count else { return .undecided }
        return BlockShape.fits(held[start..<(start + size)]) ? .found(start) : .no
    }
}

extension ArraySlice<UInt8> {
    /// The number of first bytes, at most `maximum`, that match.
    fileprivate func prefix(_ maximum: Int, _ isSuch: (UInt8) -> Bool) -> Int {
        var count = 0
        while count < maximum, count < self.count, isSuch(self[startIndex + count]) { count += 1 }
        return count
    }
}
