import FoundationEssentials

/// A recording of a real server, and what a splitter independent of the product finds in it.
public struct Capture: Decodable, Sendable, CustomStringConvertible {
    /// A block that is not empty.
    public struct Block: Decodable, Sendable, Equatable {
        /// Its index among all blocks, empty ones included.
        public let index: Int
        /// Bytes of the body before the length byte.
        public let wireOffset: Int
        /// Bytes of audio before the block.
        public let audioOffset: Int
        /// The content as hexadecimal text.
        public let raw: String
        /// The title, decoded.
        public let title: String

        private enum CodingKeys: String, CodingKey {
            case index, wireOffset = "wire_offset", audioOffset = "audio_offset", raw, title
        }
    }

    /// The name of the files, without an extension.
    public let name: String
    /// Every byte received, head included.
    public let bytes: [UInt8]
    /// The length of the head in bytes.
    public let headCount: Int
    /// `icy-metaint`.
    public let metadataInterval: Int
    /// Where each block begins in the body.
    public let blockOffsets: [Int]
    /// The blocks that are not empty.
    public let blocks: [Block]
    /// How many bytes of audio there are.
    public let audioCount: Int

    private enum CodingKeys: String, CodingKey {
        case headCount = "head_bytes", metadataInterval = "metaint"
        case blockOffsets = "block_offsets", blocks, audioCount = "audio_bytes", name
    }

    /// Reads the description; the bytes are in the `.raw` file next to it.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = decoder.userInfo[Capture.nameKey] as? String ?? ""
        headCount = try values.decode(Int.self, forKey: .headCount)
        metadataInterval = try values.decode(Int.self, forKey: .metadataInterval)
        blockOffsets = try values.decode([Int].self, forKey: .blockOffsets)
        blocks = try values.decode([Block].self, forKey: .blocks)
        audioCount = try values.decode(Int.self, forKey: .audioCount)
        bytes = try Fixtures.bytes(of: "captures/\(name).raw")
    }

    /// The body without its blocks, which are cut out at the places given in the description.
    public var audio: [UInt8] {
        let body = bytes[headCount...]
        var audio: [UInt8] = []
        var next = body.startIndex
        for offset in blockOffsets {
            let lengthByte = body.startIndex + offset
            audio += body[next..<lengthByte]
            next = min(lengthByte + 1 + Int(body[lengthByte]) * 16, body.endIndex)
        }
        return audio + body[next...]
    }

    /// The name.
    public var description: String { name }

    static let nameKey: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "name") else {
            preconditionFailure("a key that is not empty")
        }
        return key
    }()
}

extension Fixtures {
    /// All recordings.
    public static let captures: [Capture] = ["untitled", "utf8", "latin1"].map { mount in
        let name = "icecast-\(mount)"
        do {
            let decoder = JSONDecoder()
            decoder.userInfo[Capture.nameKey] = name
            let data = Data(try bytes(of: "captures/\(name).json"))
            return try decoder.decode(Capture.self, from: data)
        } catch {
            preconditionFailure("captures/\(name) cannot be read: \(error)")
        }
    }
}
