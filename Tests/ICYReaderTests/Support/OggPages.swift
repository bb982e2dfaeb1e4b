import Fixtures

/// Writes Ogg pages according to the specification, independent of the code under test.
struct OggPages {
    var serial: UInt32
    var sequence: UInt32 = 0
    private(set) var bytes: [UInt8] = []

    init(serial: UInt32 = 7) { self.serial = serial }

    enum HeaderType {
        static let continued: UInt8 = 1
        static let first: UInt8 = 2
        static let last: UInt8 = 4
    }

    /// One page with these segments.
    mutating func page(_ type: UInt8 = 0, segments: [Int], _ body: [UInt8], checksum: UInt32? = nil)
    {
        precondition(segments.reduce(0, +) == body.count && segments.count <= 255)
        var page = Array("OggS".utf8) + [0, type] + [UInt8](repeating: 0, count: 8)
        page += littleEndian(serial) + littleEndian(sequence) + [0, 0, 0, 0]
        page += [UInt8(segments.count)] + segments.map { UInt8($0) } + body
        page.replaceSubrange(22..<26, with: littleEndian(checksum ?? Self.checksum(page)))
        bytes += page
        sequence &+= 1
    }

    /// One packet that begins and ends on the same page.
    mutating func packet(_ type: UInt8 = 0, _ packet: [UInt8]) {
        page(type, segments: Self.lacing(packet.count), packet)
    }

    /// One packet on as many pages as it needs, with at most `segmentsPerPage` segments each.
    mutating func longPacket(_ packet: [UInt8], segmentsPerPage: Int = 255) {
        var lacing = Self.lacing(packet.count)[...]
        var rest = packet[...]
        var type: UInt8 = 0
        while lacing.isEmpty == false {
            let segments = Array(lacing.prefix(segmentsPerPage))
            lacing = lacing.dropFirst(segmentsPerPage)
            let count = segments.reduce(0, +)
            page(type, segments: segments, Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
            type = HeaderType.continued
        }
    }

    static func lacing(_ count: Int) -> [Int] {
        [Int](repeating: 255, count: count / 255) + [count % 255]
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.reduce(0) { $0 << 8 ^ remainders[Int(UInt8($0 >> 24) ^ $1)] }
    }

    /// For each byte, computed bit by bit.
    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte) << 24) { register, _ in
            register << 1 ^ (register >> 31 == 1 ? 0x04C1_1DB7 : 0)
        }
    }

    // MARK: Packets

    static let vorbis = [UInt8(1)] + Array("vorbis".utf8) + [UInt8](repeating: 0, count: 23)
    static let opus = Array("OpusHead".utf8) + [UInt8](repeating: 1, count: 11)
    static let theora = [UInt8(0x80)] + Array("theora".utf8) + [UInt8](repeating: 3, count: 35)
    static let skeleton = Array("fishead\0".utf8) + [UInt8](repeating: 0, count: 56)
    static let flac =
        [UInt8(0x7F)] + Array("FLAC".utf8) + [1, 0, 0, 1] + Array("fLaC".utf8)
        + [0, 0, 0, 34] + [UInt8](repeating: 0, count: 34)

    /// Vendor and comments, without the magic word.
    static func comments(_ comments: [[UInt8]], vendor: String = "v", count: UInt32? = nil)
        -> [UInt8]
    {
        littleEndian(UInt32(vendor.utf8.count)) + Array(vendor.utf8)
            + littleEndian(count ?? UInt32(comments.count))
            + comments.flatMap { littleEndian(UInt32($0.count)) + $0 }
    }

    static func vorbisComments(_ texts: String..., count: UInt32? = nil) -> [UInt8] {
        [3] + Array("vorbis".utf8) + comments(texts.map { Array($0.utf8) }, count: count) + [1]
    }

    static func opusTags(_ texts: String...) -> [UInt8] {
        Array("OpusTags".utf8) + comments(texts.map { Array($0.utf8) })
    }

    /// A song in Opus: two headers and some audio.
    static func song(_ serial: UInt32, _ texts: String..., end: Bool = true) -> [UInt8] {
        var pages = OggPages(serial: serial)
        pages.packet(HeaderType.first, opus)
        pages.packet(0, Array("OpusTags".utf8) + comments(texts.map { Array($0.utf8) }))
        for _ in 0..<3 { pages.packet(0, [UInt8](repeating: 0x55, count: 300)) }
        pages.packet(end ? HeaderType.last : 0, [UInt8](repeating: 0x55, count: 40))
        return pages.bytes
    }
}

extension OggPages {
    /// Where each page begins.
    static func starts(_ bytes: [UInt8]) -> [Int] {
        bytes.indices.filter { bytes[$0...].starts(with: "OggS".utf8) }
    }
}

func littleEndian(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> ($0 * 8) & 0xFF) } }
