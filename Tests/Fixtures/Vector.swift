import FoundationEssentials

/// One case of `vectors/icy.json`.
public struct Vector: Decodable, Sendable, CustomStringConvertible {
    /// The group's letter and a number.
    public let id: String
    /// `body`, `payload`, `head` or `scenario`.
    public let kind: String
    /// Audio bytes between blocks, for bodies.
    public let metadataInterval: Int?
    /// The bytes; nil for scenarios.
    public let bytes: [UInt8]?
    /// For group C: the title's bytes; nil if the block has no title.
    public let titleBytes: [UInt8]?
    /// For group D: the title as text.
    public let title: String?
    /// For group D: the charset's name as a user would give it; nil for UTF-8 and Windows-1252.
    public let charset: String?
    /// The expected result, in words.
    public let expectation: String

    private enum CodingKeys: String, CodingKey {
        case id, kind, metaint, hex, titleHex = "title_hex", title, charset, expect
    }

    /// Reads one object.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        kind = try values.decode(String.self, forKey: .kind)
        metadataInterval = try values.decodeIfPresent(Int.self, forKey: .metaint)
        bytes = try values.decodeIfPresent(String.self, forKey: .hex).map(Hex.bytes)
        titleBytes = try values.decodeIfPresent(String.self, forKey: .titleHex).map(Hex.bytes)
        title = try values.decodeIfPresent(String.self, forKey: .title)
        charset = try values.decodeIfPresent(String.self, forKey: .charset)
        expectation = try values.decode(String.self, forKey: .expect)
    }

    /// The identifier.
    public var description: String { id }
}

extension Fixtures {
    /// All cases, read once.
    public static let vectors: [Vector] = {
        do {
            let data = try bytes(of: "vectors/icy.json")
            return try JSONDecoder().decode([Vector].self, from: Data(data))
        } catch {
            preconditionFailure("vectors/icy.json cannot be read: \(error)")
        }
    }()

    /// The cases of one group (`A`) and, if given, of one kind (`body`).
    public static func vectors(group: Character, kind: String? = nil) -> [Vector] {
        vectors.filter { $0.id.first == group && (kind == nil || $0.kind == kind) }
    }

    /// The case with this identifier.
    public static func vector(_ id: String) -> Vector {
        guard let vector = vectors.first(where: { $0.id == id }) else {
            preconditionFailure("vectors/icy.json has no \(id)")
        }
        return vector
    }

    /// The content of a file in this folder.
    public static func bytes(of path: String) throws -> [UInt8] {
        let url = URL(filePath: folder + path)
        return Array(try Data(contentsOf: url))
    }
}

/// Hexadecimal digits.
public enum Hex {
    /// The bytes, from two digits each; traps on anything else.
    public static func bytes(_ text: String) -> [UInt8] {
        let digits = Array(text.utf8)
        precondition(digits.count.isMultiple(of: 2), "an odd number of hexadecimal digits")
        return stride(from: 0, to: digits.count, by: 2).map { index in
            value(digits[index]) << 4 | value(digits[index + 1])
        }
    }

    /// Two digits for each byte.
    public static func string(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    private static func value(_ digit: UInt8) -> UInt8 {
        switch digit {
        case 0x30...0x39: return digit - 0x30
        case 0x61...0x66: return digit - 0x61 + 10
        case 0x41...0x46: return digit - 0x41 + 10
        default: preconditionFailure("not a hexadecimal digit: \(digit)")
        }
    }
}
