/// A tag in the audio of a stream: ID3v2 between the frames of MP3 and AAC, or the head of a FLAC
/// stream or a Matroska stream.
///
/// A station that passes on its files as they are sends the tag of each file with its audio.
public struct StreamTag: Sendable, Equatable {
    /// The format of a tag.
    public enum Format: Sendable, Equatable {
        /// ID3v2 (id3.org); 2, 3 or 4 is the number after `ID3v2.`.
        case id3(version: Int)
        /// The `VORBIS_COMMENT` of native FLAC (RFC 9639 section 8.6).
        case flac
        /// `Info` and `Tags` of Matroska and WebM (RFC 9559 sections 5.1.2 and 5.1.8).
        case matroska
    }

    /// One value of a tag.
    public struct Value: Sendable, Equatable {
        /// The identifier of an ID3 frame (four letters, three in version 2.2), or a name as
        /// received: `ARTIST`.
        public let name: String
        /// The text in UTF-8, or as received where it may be in any charset: programs also write
        /// other charsets where ID3 says ISO-8859-1, and FLAC and Matroska UTF-8.
        public let bytes: [UInt8]

        /// Makes a value; readers do this.
        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The number of tags of the body before this one.
    public let index: Int
    /// The format of the tag.
    public let format: Format
    /// Audio bytes before the tag. Its own bytes count as audio.
    public let audioOffset: Int
    /// The bytes of the whole tag, header included: of FLAC, those of the block with the comments;
    /// of Matroska, those of `Info` and `Tags`. 0 if a head has none of them.
    public let size: Int
    /// The first bytes of the tag as received, at most `Limits.tagRawBytes`.
    public let raw: [UInt8]
    /// The values in order; pictures and long frames of ID3 are left out.
    public let values: [Value]
    /// Whether a file or a program begins with this tag: if it has no title, there is none.
    public let isHead: Bool
    /// What was unusual: `oggIncomplete`, `oggLargeHeader`, `commentTooLong`, `unnamedComment`,
    /// `tooManyFields`.
    public let flags: [Flag]

    /// Makes a tag; readers do this.
    public init(
        index: Int, format: Format, audioOffset: Int, size: Int, raw: [UInt8], values: [Value],
        isHead: Bool = false, flags: [Flag] = []
    ) {
        self.index = index
        self.format = format
        self.audioOffset = audioOffset
        self.size = size
        self.raw = raw
        self.values = values
        self.isHead = isHead
        self.flags = flags
    }
}
