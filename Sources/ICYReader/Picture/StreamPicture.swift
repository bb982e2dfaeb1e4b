/// A picture in the tags of a stream, such as the cover of an album.
public final class StreamPicture: Sendable, Equatable {
    /// The format of an image.
    public enum Format: String, Sendable, CaseIterable {
        case jpeg, png, webp, gif

        /// The name of the format as a media type.
        public var mediaType: String { "image/\(rawValue)" }

        /// The format of an image that begins with these bytes; nil for any other.
        init?(start: some Collection<UInt8>) {
            let start = Array(start.prefix(Self.startSize))
            if start.starts(with: [0xFF, 0xD8, 0xFF]) {
                self = .jpeg
            } else if start.starts(with: [0x89] + Array("PNG\r\n".utf8) + [0x1A, 0x0A]) {
                self = .png
            } else if start.starts(with: "GIF87a".utf8) || start.starts(with: "GIF89a".utf8) {
                self = .gif
            } else if start.starts(with: "RIFF".utf8), start.dropFirst(8).elementsEqual("WEBP".utf8)
            {
                self = .webp
            } else {
                return nil
            }
        }

        /// How many bytes decide.
        static let startSize = 12
    }

    /// The format by the first bytes, whatever the tag says; nil if it is not one of these four.
    public let format: Format?
    /// What the picture shows, by the numbers of ID3v2: 3 is the front cover, 0 anything else.
    public let role: Int
    /// The bytes of the image.
    public let size: Int
    /// The image. Empty if it was not wanted, is larger than `Limits.pictureBytes`, is incomplete,
    /// has another format, or if there was no room for it.
    public let bytes: [UInt8]
    /// A hash of `bytes`, which is different for another picture.
    public let version: UInt64
    /// Keeps the bytes counted while the picture is in use.
    private let share: PictureShare?

    init(
        format: Format?, role: Int, size: Int, bytes: [UInt8], version: UInt64,
        share: PictureShare?
    ) {
        self.format = format
        self.role = role
        self.size = size
        self.bytes = bytes
        self.version = version
        self.share = share
    }

    static let frontCover = 3

    /// Whether it shows the front cover.
    public var isFrontCover: Bool { role == Self.frontCover }

    /// The format and the size in words.
    public var summary: String {
        "\(format?.mediaType ?? "unknown format"), \(size) bytes"
            + (isFrontCover ? ", front cover" : "")
    }

    /// Whether both are the same image in the same role.
    public static func == (one: StreamPicture, other: StreamPicture) -> Bool {
        one.format == other.format && one.role == other.role && one.size == other.size
            && one.bytes == other.bytes
    }
}
