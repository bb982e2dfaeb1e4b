/// The codec of the audio in a logical Ogg stream.
public enum OggCodec: String, Sendable, Hashable, CaseIterable {
    /// Vorbis I.
    case vorbis
    /// Opus (RFC 7845).
    case opus
    /// FLAC in Ogg (mapping 1.0).
    case flac
    /// Speex.
    case speex

    /// The number of first bytes of an identification header that identify a codec.
    static let identificationSize = 8

    /// The codec of a stream that begins with these bytes; nil if it is not a known audio codec.
    init?(identification bytes: [UInt8]) {
        switch bytes {
        case [0x01] + Array("vorbis".utf8) + bytes.suffix(1): self = .vorbis
        case Array("OpusHead".utf8): self = .opus
        // FLAC in Ogg before the mapping, as VLC writes it.
        case Array("fLaC".utf8): self = .flac
        // The version of the mapping follows.
        case [0x7F] + Array("FLAC".utf8) + bytes.suffix(3): self = .flac
        case Array("Speex   ".utf8): self = .speex
        default: return nil
        }
    }
}

/// The comment header of a logical Ogg stream: its tags.
///
/// An Ogg mount has no ICY blocks. A new song is a new logical stream, chained to the one before,
/// with its own comments.
public struct OggComments: Sendable, Equatable {
    /// One `NAME=value`.
    public struct Field: Sendable, Equatable {
        /// The name as received; empty if the comment has no `=`.
        public let name: String
        /// The bytes after the `=`, at most `Limits.oggValueBytes`. Without a `=`, the first
        /// `Limits.oggNameBytes` bytes of the comment. Empty for a picture, and once
        /// `Limits.oggCommentBytes` are kept.
        public let value: [UInt8]
        /// The bytes of the whole comment on the wire, name and `=` included.
        public let wireSize: Int

        /// Makes a comment; readers do this.
        public init(name: String, value: [UInt8], wireSize: Int) {
            self.name = name
            self.value = value
            self.wireSize = wireSize
        }
    }

    /// The number of comment headers of the body before this one.
    public let index: Int
    /// Body bytes before the page on which the header begins.
    public let pageOffset: Int
    /// The serial number of the logical stream.
    public let serial: UInt32
    /// The codec of the logical stream.
    public let codec: OggCodec
    /// The name of the encoder's library, as received.
    public let vendor: [UInt8]
    /// The header packet as received, at most `Limits.oggCommentBytes` of it.
    public let raw: [UInt8]
    /// The bytes of the header packet on the wire.
    public let packetSize: Int
    /// The comments in order; a name may occur several times.
    public let fields: [Field]
    /// The front cover, or else the first picture; nil if there is none. The comments of pictures
    /// have no value in `fields`.
    public let picture: StreamPicture?
    /// What was unusual: `oggChecksum`, `oggLostCapture`, `oggIncomplete`, `oggLargeHeader`,
    /// `commentTooLong`, `unnamedComment`, `tooManyFields`.
    public let flags: [Flag]

    /// Makes comments; readers do this.
    public init(
        index: Int, pageOffset: Int, serial: UInt32, codec: OggCodec, vendor: [UInt8],
        raw: [UInt8], packetSize: Int, fields: [Field], picture: StreamPicture? = nil,
        flags: [Flag] = []
    ) {
        self.index = index
        self.pageOffset = pageOffset
        self.serial = serial
        self.codec = codec
        self.vendor = vendor
        self.raw = raw
        self.packetSize = packetSize
        self.fields = fields
        self.picture = picture
        self.flags = flags
    }

    /// Audio bytes before the page. A listener needs every byte of an Ogg body, including headers,
    /// so all of them count as audio and this is `pageOffset`.
    public var audioOffset: Int { pageOffset }
}
