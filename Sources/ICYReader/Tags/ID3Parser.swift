/// Reads one ID3v2 tag, byte by byte: versions 2.2 to 2.4 (id3.org). Only text frames are kept.
struct ID3Parser: Sendable, Equatable {
    /// The size of the header, and of a footer.
    static let headerSize = 10

    private enum Part: Sendable, Equatable {
        /// The size field of an extended header.
        case extendedSize
        /// So many bytes of no interest.
        case skipped(Int)
        case frameHeader
        case frame(Frame)
        /// What follows the last frame.
        case padding
    }

    private struct Frame: Sendable, Equatable {
        let name: String
        let left: Int
        let flags: UInt8
        let isKept: Bool
    }

    let version: Int
    /// The bytes of the whole tag.
    let size: Int
    private(set) var raw: [UInt8]
    private(set) var values: [StreamTag.Value] = []

    private var part = Part.frameHeader
    /// The bytes of the part that is read.
    private var gathered: [UInt8] = []
    /// How many bytes of the tag are still to come.
    private var left: Int
    /// Whether a 0 after FF was inserted everywhere in the tag (versions 2.2 and 2.3).
    private let isUnsynchronised: Bool
    private var wasFF = false
    private var room = Limits.tagTextBytes

    /// Begins after a header, whose ten bytes are plausible.
    init(_ header: [UInt8]) {
        version = Int(header[3])
        let flags = header[5]
        let body = Self.synchsafe(header[6..<10])
        let hasFooter = version == 4 && flags & 0x10 != 0
        left = body + (hasFooter ? Self.headerSize : 0)
        size = Self.headerSize + left
        raw = header
        isUnsynchronised = version < 4 && flags & 0x80 != 0
        // In version 2.2, this flag means a compression that was never defined.
        if flags & 0x40 != 0 { part = version == 2 ? .padding : .extendedSize }
    }

    /// Whether a byte at this index of a header is possible.
    static func isPlausible(_ byte: UInt8, at index: Int) -> Bool {
        switch index {
        case 0: byte == UInt8(ascii: "I")
        case 1: byte == UInt8(ascii: "D")
        case 2: byte == UInt8(ascii: "3")
        case 3: (2...4).contains(byte)
        case 4: byte < 0xFF
        case 5: byte & 0x0F == 0
        // More would be larger than `Limits.id3Bytes`.
        case 6: byte < 0x08
        default: byte < 0x80
        }
    }

    /// Whether the bytes after `ID3` are those of a header, as far as there are any before `end`.
    static func isPlausible(_ input: Span<UInt8>, _ index: Int, upTo end: Int) -> Bool {
        (index..<min(end, index + headerSize - 3)).allSatisfy {
            isPlausible(input[$0], at: $0 - index + 3)
        }
    }

    /// The size in a header: seven bits of each byte.
    static func synchsafe(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 7 | Int($1 & 0x7F) }
    }

    /// Whether the tag is complete.
    var isComplete: Bool { left == 0 }

    /// Consumes `input` from `index`, before `end`, up to the end of the tag.
    mutating func add(_ input: Span<UInt8>, _ index: inout Int, upTo end: Int) {
        while index < end, left > 0 {
            // Pictures are passed over without a look.
            if case .padding = part, raw.count == Limits.tagRawBytes {
                let count = min(end - index, left)
                index += count
                left -= count
                continue
            }
            let byte = input[index]
            index += 1
            left -= 1
            if raw.count < Limits.tagRawBytes { raw.append(byte) }
            if isUnsynchronised, wasFF, byte == 0 {
                wasFF = false
                continue
            }
            wasFF = byte == 0xFF
            read(byte)
        }
    }

    private mutating func read(_ byte: UInt8) {
        switch part {
        case .padding: break
        case .skipped(let count): part = count > 1 ? .skipped(count - 1) : .frameHeader
        case .extendedSize:
            gathered.append(byte)
            guard gathered.count == 4 else { return }
            // The size includes its own four bytes in version 2.4, and not in 2.3.
            let size =
                version == 4 ? Self.synchsafe(gathered[...]) - 4 : Self.number(gathered[...])
            gathered = []
            part = size > 0 ? .skipped(size) : .frameHeader
        case .frameHeader:
            gathered.append(byte)
            if gathered.count == (version == 2 ? 6 : 10) { beginFrame() }
        case .frame(let frame):
            if frame.isKept { gathered.append(byte) }
            guard frame.left == 1 else {
                part = .frame(
                    Frame(
                        name: frame.name, left: frame.left - 1, flags: frame.flags,
                        isKept: frame.isKept))
                return
            }
            if frame.isKept { keep(frame) }
            gathered = []
            part = .frameHeader
        }
    }

    private mutating func beginFrame() {
        let header = gathered
        gathered = []
        let length = version == 2 ? 3 : 4
        let name = header[..<length]
        guard
            name.allSatisfy({
                $0.isASCIIDigit || $0.isASCIILetter && $0 == $0.asciiUppercased
            })
        else {
            part = .padding
            return
        }
        let sizeBytes = header[length..<(2 * length)]
        // Some programs write version 2.4 with plain sizes.
        let isSynchsafe = version == 4 && sizeBytes.allSatisfy { $0 < 0x80 }
        let size = isSynchsafe ? Self.synchsafe(sizeBytes) : Self.number(sizeBytes)
        guard size > 0 else { return }
        // A frame whose other letters are all X is the user's own.
        let isText =
            name.first == UInt8(ascii: "T")
            && name.dropFirst().contains { $0 != UInt8(ascii: "X") }
        let isKept =
            isText && size <= Limits.oggValueBytes && size <= room
            && values.count < Limits.titleAttributes
        if isKept { room -= size }
        part = .frame(
            Frame(
                name: String(decoding: name, as: UTF8.self), left: size,
                flags: version == 2 ? 0 : header[9], isKept: isKept))
    }

    /// Keeps the values of a text frame.
    private mutating func keep(_ frame: Frame) {
        var content = gathered[...]
        if version == 4 {
            // Compressed, encrypted.
            guard frame.flags & 0x0C == 0 else { return }
            if frame.flags & 0x40 != 0 { content = content.dropFirst() }
            if frame.flags & 0x01 != 0 { content = content.dropFirst(4) }
            if frame.flags & 0x02 != 0 { content = Self.synchronised(content)[...] }
        } else {
            guard frame.flags & 0xC0 == 0 else { return }
            if frame.flags & 0x20 != 0 { content = content.dropFirst() }
        }
        for text in ID3Text.values(Array(content)) where text.isEmpty == false {
            values.append(StreamTag.Value(name: frame.name, bytes: text))
        }
    }

    /// The bytes without the 0 after each FF.
    private static func synchronised(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var wasFF = false
        for byte in bytes {
            if wasFF == false || byte != 0 { result.append(byte) }
            wasFF = byte == 0xFF
        }
        return result
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}

/// The content of a text frame: a byte for the encoding, and one or more texts.
enum ID3Text {
    /// The texts in UTF-8; for ISO-8859-1, as received.
    static func values(_ content: [UInt8]) -> [[UInt8]] {
        guard let encoding = content.first else { return [] }
        let bytes = content.dropFirst()
        switch encoding {
        case 0, 3: return bytes.split(separator: 0).map { Array($0) }
        case 1, 2:
            var isBigEndian = encoding == 2
            var units: [UInt16] = []
            var texts: [[UInt8]] = []
            func end() {
                texts.append(Array(String(decoding: units, as: UTF16.self).utf8))
                units = []
            }
            var index = bytes.startIndex
            while index + 1 < bytes.endIndex {
                let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
                index += 2
                // Each text may have a byte order mark of its own.
                if units.isEmpty, first == 0xFE && second == 0xFF { isBigEndian = true }
                if units.isEmpty, first == 0xFF && second == 0xFE { isBigEndian = false }
                let unit = isBigEndian ? first << 8 | second : second << 8 | first
                if unit == 0xFEFF, units.isEmpty { continue }
                if unit == 0 { end() } else { units.append(unit) }
            }
            end()
            return texts.filter { $0.isEmpty == false }
        default: return []
        }
    }
}
