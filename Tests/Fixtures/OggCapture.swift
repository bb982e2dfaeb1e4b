import FoundationEssentials

/// A chain of Ogg streams, and what readers independent of the product find in it.
public struct OggCapture: Decodable, Sendable, CustomStringConvertible {
    /// One stream of the chain.
    public struct Chain: Decodable, Sendable {
        /// One `NAME=value`.
        public struct Comment: Decodable, Sendable, Equatable {
            /// As written.
            public let name: String
            /// Bytes of name, `=` and value.
            public let size: Int
            /// Empty for a picture.
            public let value: String
        }

        /// Where the first page of the comment header begins.
        public let pageOffset: Int
        /// Where the last page of the comment header ends.
        public let end: Int
        /// The serial number of the stream.
        public let serial: UInt32
        /// `vorbis`, `opus`, `flac` or `speex`.
        public let codec: String
        /// The vendor string, as written.
        public let vendor: String
        /// The size of the header packet in bytes.
        public let packetSize: Int
        /// The first bytes of the packet, at most 2000, as hexadecimal text.
        public let packetStart: String
        /// The comments, in order.
        public let comments: [Comment]

        private enum CodingKeys: String, CodingKey {
            case pageOffset = "page_offset", end = "ends", serial, codec, vendor, comments
            case packetSize = "packet_size", packetStart = "packet_start"
        }
    }

    /// The name of the files, without an extension.
    public let name: String
    /// The body, without a response head.
    public let body: [UInt8]
    /// The number of whole pages.
    public let pageCount: Int
    /// The number of bytes in pages that hold comment headers.
    public let headerPageBytes: Int
    /// The streams, in order.
    public let chains: [Chain]

    private enum CodingKeys: String, CodingKey {
        case headCount = "head_bytes", pageCount = "pages", chains
        case headerPageBytes = "header_page_bytes"
    }

    /// Reads the description; the bytes are in the `.raw` file next to it.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = decoder.userInfo[Capture.nameKey] as? String ?? ""
        pageCount = try values.decode(Int.self, forKey: .pageCount)
        headerPageBytes = try values.decode(Int.self, forKey: .headerPageBytes)
        chains = try values.decode([Chain].self, forKey: .chains)
        let headCount = try values.decode(Int.self, forKey: .headCount)
        body = Array(try Fixtures.bytes(of: "captures/\(name).raw")[headCount...])
    }

    /// The name.
    public var description: String { name }
}

extension Fixtures {
    /// All Ogg chains.
    public static let oggCaptures: [OggCapture] = [
        "ogg-vorbis", "ogg-opus", "ogg-flac", "ogg-mixed", "ogg-picture", "icecast-ogg",
    ].map { oggCapture($0) }

    /// The chain with this name.
    public static func oggCapture(_ name: String) -> OggCapture {
        do {
            let decoder = JSONDecoder()
            decoder.userInfo[Capture.nameKey] = name
            let data = Data(try bytes(of: "captures/\(name).json"))
            return try decoder.decode(OggCapture.self, from: data)
        } catch {
            preconditionFailure("captures/\(name) cannot be read: \(error)")
        }
    }
}
