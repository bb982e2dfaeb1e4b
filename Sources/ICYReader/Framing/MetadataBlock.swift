/// One metadata block exactly as received.
public struct MetadataBlock: Sendable, Equatable {
    /// The number of blocks of the body before this one, empty ones included.
    public let index: Int
    /// Body bytes before the length byte, audio and metadata, after the transfer coding.
    public let wireOffset: Int
    /// Audio bytes before the length byte.
    public let audioOffset: Int
    /// The length byte as received: the block has 16 times as many bytes. With the flag
    /// `utf8LengthByte` it is the first of the two bytes; `bytes.count / 16` is the true value.
    public let lengthByte: UInt8
    /// The bytes after the length byte, padding included.
    public let bytes: [UInt8]
    /// What was unusual about the framing: `utf8LengthByte`, `metaintDetected`,
    /// `reanchored`.
    public let flags: [Flag]

    /// Makes a block; readers do this.
    public init(
        index: Int, wireOffset: Int, audioOffset: Int, lengthByte: UInt8, bytes: [UInt8],
        flags: [Flag] = []
    ) {
        self.index = index
        self.wireOffset = wireOffset
        self.audioOffset = audioOffset
        self.lengthByte = lengthByte
        self.bytes = bytes
        self.flags = flags
    }

    /// Whether the length is 0: nothing new. It does not mean that there is no title.
    public var isEmpty: Bool { bytes.isEmpty }
    /// Bytes on the wire: the length byte (two with `utf8LengthByte`) and the content.
    public var wireSize: Int { bytes.count + (flags.contains(.utf8LengthByte) ? 2 : 1) }
}
