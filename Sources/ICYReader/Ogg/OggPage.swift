/// The header of an Ogg page (RFC 3533, section 6).
struct OggPage: Sendable, Equatable {
    /// The capture pattern with which every page begins.
    static let capture = Array("OggS".utf8)
    /// Bytes of a header before its segment table.
    static let fixedSize = 27
    /// The size of the largest header, with a table of 255 segments.
    static let largestHeader = fixedSize + 255

    private static let checksumRange = 22..<26

    let isContinued: Bool
    let isFirst: Bool
    let serial: UInt32
    let sequence: UInt32
    let checksum: UInt32
    /// The size of each segment; a packet ends with the first segment below 255.
    let segments: ArraySlice<UInt8>
    let bodySize: Int
    /// The checksum of the header, to which the body's bytes must be added.
    var headerChecksum: OggChecksum {
        var sum = OggChecksum()
        for index in header.indices {
            // The checksum field itself counts as 0.
            sum.add(Self.checksumRange.contains(index) ? 0 : header[index])
        }
        return sum
    }

    private let header: [UInt8]
    /// Bytes of the header, segment table included.
    var headerSize: Int { header.count }

    /// - Parameter header: a whole header, segment table included.
    init(_ header: [UInt8]) {
        isContinued = header[5] & 0x01 != 0
        isFirst = header[5] & 0x02 != 0
        serial = Self.number(header[14..<18])
        sequence = Self.number(header[18..<22])
        checksum = Self.number(header[Self.checksumRange])
        segments = header[Self.fixedSize...]
        bodySize = segments.reduce(0) { $0 + Int($1) }
        self.header = header
    }

    /// Whether a byte at this index of a header is possible: the capture pattern is followed by
    /// version 0, and the header type has only three flags.
    static func isPlausible(_ byte: UInt8, at index: Int) -> Bool {
        switch index {
        case 0..<4: byte == capture[index]
        case 4: byte == 0
        case 5: byte <= 0x07
        default: true
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// The checksum of a page: CRC-32 with polynomial 04C11DB7, not reflected, from 0 (RFC 3533,
/// section 6).
struct OggChecksum: Sendable, Equatable {
    private(set) var value: UInt32 = 0

    mutating func add(_ byte: UInt8) {
        value = value << 8 ^ Self.table[Int(UInt8(value >> 24) ^ byte)]
    }

    private static let table: [UInt32] = (0..<256).map { (index: UInt32) in
        (0..<8).reduce(index << 24) { rest, _ in
            rest << 1 ^ (rest & 0x8000_0000 == 0 ? 0 : 0x04C1_1DB7)
        }
    }
}
