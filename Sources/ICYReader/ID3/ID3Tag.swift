/// An ID3v2 tag between the frames of an MP3 or AAC stream.
///
/// A station that passes on its files as they are sends the tag of each file before its audio.
public struct ID3Tag: Sendable, Equatable {
    /// One value of a text frame.
    public struct Value: Sendable, Equatable {
        /// The identifier of the frame: four letters, three in version 2.2.
        public let frame: String
        /// The text in UTF-8, or as received where the frame says ISO-8859-1: programs also write
        /// other charsets there.
        public let bytes: [UInt8]

        /// Makes a value; readers do this.
        public init(frame: String, bytes: [UInt8]) {
            self.frame = frame
            self.bytes = bytes
        }
    }

    /// The number of tags of the body before this one.
    public let index: Int
    /// Audio bytes before the tag. Its own bytes count as audio.
    public let audioOffset: Int
    /// 2, 3 or 4: the number after `ID3v2.`.
    public let version: Int
    /// The bytes of the whole tag, header included.
    public let size: Int
    /// The first bytes of the tag as received, at most `Limits.id3RawBytes`.
    public let raw: [UInt8]
    /// The values of the text frames, in order; pictures and long frames are left out.
    public let values: [Value]

    /// Makes a tag; readers do this.
    public init(
        index: Int, audioOffset: Int, version: Int, size: Int, raw: [UInt8], values: [Value]
    ) {
        self.index = index
        self.audioOffset = audioOffset
        self.version = version
        self.size = size
        self.raw = raw
        self.values = values
    }
}
