/// Splits an ICY body into audio and metadata blocks by counting.
///
/// The body is `interval` audio bytes, a length byte, 16 times as many bytes of metadata, and so
/// on. Audio is never examined or copied; a block is gathered, because it may arrive in pieces.
package struct Demuxer: Sendable, Equatable {
    /// One step over the input.
    package enum Step: Sendable, Equatable {
        /// Audio: a range of the input.
        case audio(Range<Int>)
        /// A complete metadata block.
        case block(MetadataBlock)
    }

    private enum State: UInt8, Sendable { case audio, lengthByte, block }

    /// Audio bytes between two length bytes.
    package let metadataInterval: Int
    /// Body bytes consumed.
    package private(set) var wireOffset = 0
    /// Audio bytes consumed.
    package private(set) var audioOffset = 0
    /// Blocks completed, empty ones included.
    package private(set) var blockCount = 0

    private var audioLeft: Int
    private var content: [UInt8] = []
    private var state = State.audio
    private var lengthByte: UInt8 = 0
    /// At most 255 * 16.
    private var blockSize: UInt16 = 0
    /// Whether no head announced the interval.
    private let isDetected: Bool
    /// Whether the next block, or the one being read, was found by a search instead of by counting.
    private var isReanchored = false
    /// Whether the length of the block being read is a character of two bytes.
    private var isUTF8Length = false

    /// Starts at the first byte of a body.
    ///
    /// - Parameter metadataInterval: the value of `icy-metaint`; at least 1.
    package init(metadataInterval: Int) {
        self.init(metadataInterval: metadataInterval, isDetected: false)
    }

    init(metadataInterval: Int, isDetected: Bool) {
        precondition(metadataInterval >= 1, "icy-metaint must be at least 1")
        self.metadataInterval = metadataInterval
        audioLeft = metadataInterval
        self.isDetected = isDetected
    }

    /// Resumes counting at a length byte that was found: the next byte.
    mutating func resume(wireOffset: Int, audioOffset: Int, blockCount: Int) {
        self.wireOffset = wireOffset
        self.audioOffset = audioOffset
        self.blockCount = blockCount
        state = .lengthByte
        isReanchored = true
    }

    /// Consumes `input` from `offset` to the end of a stretch of audio or of a block.
    ///
    /// - Returns: nil when all of `input` is consumed.
    package mutating func next(_ input: Span<UInt8>, _ offset: inout Int) -> Step? {
        next(input, &offset, upTo: input.count)
    }

    /// Like `next(_:_:)`, but only reads the part of `input` before `end`.
    mutating func next(_ input: Span<UInt8>, _ offset: inout Int, upTo end: Int) -> Step? {
        while offset < end {
            switch state {
            case .audio:
                let start = offset
                let count = min(audioLeft, end - offset)
                offset += count
                advanceAudio(count)
                return .audio(start..<offset)
            case .lengthByte:
                lengthByte = input[offset]
                offset += 1
                wireOffset += 1
                blockSize = UInt16(lengthByte) * 16
                guard blockSize > 0 else { return .block(endBlock()) }
                content.reserveCapacity(Int(blockSize))
                state = .block
            case .block:
                if let block = gather(input, &offset, upTo: end) { return .block(block) }
            }
        }
        return nil
    }

    /// Consumes only audio; nil if a length byte or a block comes first, or the input is empty.
    mutating func countAudio(_ input: Span<UInt8>, _ offset: inout Int) -> Range<Int>? {
        let count = min(skippable, input.count - offset)
        guard count > 0 else { return nil }
        let start = offset
        offset += count
        advanceAudio(count)
        return start..<offset
    }

    /// Consumes a length byte of 0; false for any other byte, and for a length byte that was found
    /// by a search.
    mutating func countEmptyBlock(_ byte: UInt8) -> Bool {
        guard state == .lengthByte, byte == 0, isReanchored == false else { return false }
        wireOffset += 1
        beginInterval()
        return true
    }

    /// Audio bytes that a transport may drop unseen: those before the next length byte.
    package var skippable: Int { state == .audio ? audioLeft : 0 }

    /// Accounts for audio bytes that were dropped unseen.
    ///
    /// - Parameter count: at most `skippable`; more traps.
    package mutating func skip(_ count: Int) {
        precondition(count >= 0 && count <= skippable, "only audio bytes can be skipped")
        if count > 0 { advanceAudio(count) }
    }

    /// The fewest bytes that must arrive before there can be a block, or its next part; at least 1.
    var awaited: Int {
        switch state {
        // Includes the length byte. An interval of `Int.max` never ends.
        case .audio: audioLeft < Int.max ? audioLeft + 1 : audioLeft
        case .lengthByte: 1
        case .block: target - content.count
        }
    }

    /// How the body would end here. Never a complete block: those have been emitted.
    var end: StreamEnd {
        switch state {
        case .audio: .inAudio(untilLengthByte: audioLeft)
        case .lengthByte: .inAudio(untilLengthByte: 0)
        case .block:
            content.isEmpty
                ? .afterLengthByte(lengthByte, missing: Int(blockSize))
                : .inBlock(bytes: content, missing: Int(blockSize) - content.count)
        }
    }

    private mutating func advanceAudio(_ count: Int) {
        audioLeft -= count
        audioOffset += count
        wireOffset += count
        if audioLeft == 0 { state = .lengthByte }
    }

    /// A length byte that may be half of a UTF-8 character is decided by the first bytes after it.
    private var isUndecided: Bool {
        content.count < Self.probeSize && lengthByte & 0xFE == 0xC2
            && isUTF8Length == false
    }

    /// How much of the content is gathered before it is examined.
    private var target: Int { isUndecided ? Self.probeSize : Int(blockSize) }

    private mutating func gather(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> MetadataBlock? {
        let isUndecided = isUndecided
        let count = min(target - content.count, end - offset)
        for index in offset..<(offset + count) { content.append(input[index]) }
        offset += count
        wireOffset += count
        if isUndecided, content.count == Self.probeSize { reanchorUTF8Length() }
        return content.count == blockSize ? endBlock() : nil
    }

    /// A sender that writes `chr(128).encode()` sends C2 80 for 128. The true length is known as
    /// soon as a key follows the second byte; audio cannot look like that by chance.
    private mutating func reanchorUTF8Length() {
        guard content[0] & 0xC0 == 0x80, KnownKey.begins(content[1...]) else { return }
        blockSize = (UInt16(lengthByte & 0x03) << 6 | UInt16(content[0] & 0x3F)) * 16
        content.removeFirst()
        isUTF8Length = true
    }

    private mutating func endBlock() -> MetadataBlock {
        var flags: [Flag] = []
        if isDetected { flags.append(.metaintDetected) }
        if isReanchored { flags.append(.reanchored) }
        if isUTF8Length { flags.append(.utf8LengthByte) }
        let lengthBytes = isUTF8Length ? 2 : 1
        let block = MetadataBlock(
            index: blockCount, wireOffset: wireOffset - content.count - lengthBytes,
            audioOffset: audioOffset, lengthByte: lengthByte, bytes: content, flags: flags)
        content = []
        (isReanchored, isUTF8Length) = (false, false)
        beginInterval()
        return block
    }

    private mutating func beginInterval() {
        blockCount += 1
        audioLeft = metadataInterval
        state = .audio
    }

    /// The second byte of a length in UTF-8, and the longest known key.
    private static let probeSize = 1 + KnownKey.longest
}
