/// The kind of a response body.
public enum BodyKind: Sendable, Equatable {
    /// Audio, or any other bytes that are not text.
    case audio
    /// An Ogg stream; its titles are inside it.
    case ogg
    /// A FLAC stream with its head, without Ogg around it.
    case flac
    /// A Matroska or WebM stream with its head.
    case matroska
    /// A list of addresses.
    case playlist(Playlist.Format)
    /// A playlist of HTTP Live Streaming (RFC 8216): pieces of audio, not a stream.
    case hls
    /// A web page.
    case page
    /// Any other text, including an empty body.
    case text
}

extension BodyKind {
    /// Whether it is read up to its end.
    var isDocument: Bool {
        switch self {
        case .playlist, .page: true
        case .audio, .ogg, .flac, .matroska, .hls, .text: false
        }
    }

    /// Whether it is something to hear that may have blocks.
    var isSound: Bool { self == .audio || self == .flac || self == .matroska }
}

/// Detects the kind of a body from its first bytes and not from its `Content-Type`, which is often
/// wrong.
///
/// Only the beginning of a line is kept. Audio is recognized by its first byte that does not count
/// as text, mostly within 16 bytes; a document by its first meaningful line.
package struct BodySniffer: Sendable {
    /// The kind of the body; nil while it is undecided. Decided after `Limits.sniffedBytes` at the
    /// latest.
    package private(set) var kind: BodyKind?

    private var count = 0
    private var start: [UInt8] = []
    private var encoding: Encoding?
    private var highByte: UInt8?
    private var lines = LineSniffer()
    /// The first bytes, while a format begins with them; nil once they differ.
    private var magic: [UInt8]? = []
    /// Nil once the text is not UTF-8.
    private var utf8: UTF8Validator? = UTF8Validator()

    private enum Encoding { case bytes, utf16BigEndian, utf16LittleEndian }

    /// Starts before the first byte of a body whose transfer coding has been removed.
    package init() {}

    /// Examines the next bytes.
    ///
    /// - Returns: the kind of the body, or nil if more bytes are needed.
    package mutating func add(_ input: Span<UInt8>, _ range: Range<Int>) -> BodyKind? {
        for index in range where kind == nil { read(input[index]) }
        return kind
    }

    /// Call it when no byte follows, or when none is waited for.
    package mutating func finish() -> BodyKind {
        if let kind { return kind }
        // A byte order mark that was cut off.
        for byte in start where kind == nil { readText(byte) }
        start = []
        // It ends within the magic number of a format that is not text.
        if let first = magic?.first, Self.isText(first) == false { kind = .audio }
        if kind == nil { kind = lines.finish() }
        // UTF-8 is text. Other text without a single control character is too short to matter.
        let result = kind ?? (utf8 == nil ? .audio : .text)
        kind = result
        return result
    }

    private mutating func read(_ byte: UInt8) {
        count += 1
        switch encoding {
        case nil: readStart(byte)
        case .bytes: readText(byte)
        case .utf16BigEndian, .utf16LittleEndian: readUTF16(byte)
        }
        if count == Limits.sniffedBytes, kind == nil { _ = finish() }
    }

    /// The first bytes may be a byte order mark.
    private mutating func readStart(_ byte: UInt8) {
        start.append(byte)
        switch (start[0], start.count) {
        case (0xEF, 1), (0xFE, 1), (0xFF, 1): return
        case (0xEF, 2) where start[1] == 0xBB: return
        case (0xEF, 3) where start[2] == 0xBF:
            encoding = .bytes
            start = []
        case (0xFE, 2) where start[1] == 0xFF:
            encoding = .utf16BigEndian
            start = []
        case (0xFF, 2) where start[1] == 0xFE:
            encoding = .utf16LittleEndian
            start = []
        default:
            encoding = .bytes
            let held = start
            start = []
            for byte in held where kind == nil { readText(byte) }
        }
    }

    private mutating func readUTF16(_ byte: UInt8) {
        guard let first = highByte else {
            highByte = byte
            return
        }
        highByte = nil
        let (high, low) = encoding == .utf16BigEndian ? (first, byte) : (byte, first)
        // Letters beyond ASCII decide nothing.
        let text = high == 0 && low < 0x80 ? low : UInt8(ascii: "?")
        if Self.isText(text) { kind = lines.add(text) } else { kind = .audio }
    }

    private mutating func readText(_ byte: UInt8) {
        if magic != nil, readMagic(byte) { return }
        // A playlist in Windows-1251 may have a `я` in a name.
        guard Self.isText(byte) || byte == 0xFF && lines.isExtended else {
            kind = .audio
            return
        }
        if utf8?.accept(byte) == false { utf8 = nil }
        kind = lines.add(byte)
    }

    /// Compares the first bytes with those that formats begin with.
    ///
    /// - Returns: whether the byte needs no further look.
    private mutating func readMagic(_ byte: UInt8) -> Bool {
        let begun = (magic ?? []) + [byte]
        let format = Self.formats.first { $0.magic.starts(with: begun) }
        magic = format == nil ? nil : begun
        if begun.count == format?.magic.count {
            kind = format?.kind
            return true
        }
        // Only Matroska begins with bytes that are not text.
        guard Self.isText(begun[0]) == false, begun[0] != 0xFF else { return false }
        if format == nil { kind = .audio }
        return true
    }

    /// What formats begin with: the capture pattern of a page (RFC 3533 section 6), the marker of
    /// FLAC (RFC 9639 section 6), the ID of an EBML head (RFC 8794 section 11.2.1).
    private static let formats: [(magic: [UInt8], kind: BodyKind)] = [
        (Array("OggS".utf8), .ogg), (Array("fLaC".utf8), .flac),
        ([0x1A, 0x45, 0xDF, 0xA3], .matroska),
    ]

    /// Text has no control characters except these. 0xFF counts as audio, because every frame of
    /// MPEG audio and ADTS begins with it, although it is a letter in some charsets.
    private static func isText(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0C, 0x0D: true
        case 0x00...0x1F, 0x7F, 0xFF: false
        default: true
        }
    }
}
