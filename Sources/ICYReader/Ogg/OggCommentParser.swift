/// Reads one comment header packet as its bytes arrive.
///
/// The packet is a magic word, then a vendor and a number of comments, each preceded by its length
/// in 32 bits. No memory is allocated by a length: bytes are kept as they arrive, within the
/// limits.
struct OggCommentParser: Sendable, Equatable {
    private enum State: Sendable { case magic, number, vendor, comment, end, other }
    private enum Number: Sendable { case vendorLength, count, commentLength }

    /// A picture in base64.
    private struct Cover: Sendable, Equatable {
        var decoder = Base64Decoder()
        var parser: PictureParser

        mutating func add(_ character: UInt8) {
            if let byte = decoder.add(character) { parser.add(byte) }
        }
    }

    /// nil if the stream's first page was not seen, until the magic word identifies it.
    private(set) var codec: OggCodec?
    /// Whether this is a block of FLAC metadata other than comments, with more blocks after it.
    private(set) var isOtherBlock = false

    private var state = State.magic
    private var number = Number.vendorLength
    private var magic: [UInt8] = []
    private var digits: [UInt8] = []
    /// Bytes of the vendor or comment still missing.
    private var left = 0
    private var commentsLeft = 0

    private var raw: [UInt8] = []
    private var packetSize = 0
    private var vendor: [UInt8] = []
    private var fields: [OggComments.Field] = []
    private var flags: [Flag] = []
    private var keptSize = 0

    private var name: [UInt8] = []
    private var value: [UInt8] = []
    private var wireSize = 0
    private var hasName = false
    /// The picture in the comment that is read.
    private var cover: Cover?
    private(set) var picture: StreamPicture?
    private let pictures: PictureRoom?
    /// Whether the rest of this comment is not kept.
    private var isDropping = false

    /// - Parameter pictures: nil if pictures are not kept.
    init(codec: OggCodec?, pictures: PictureRoom? = nil) {
        self.codec = codec
        self.pictures = pictures
        if codec == .speex { state = .number }
    }

    /// Consumes the next bytes of the packet.
    mutating func add(_ input: Span<UInt8>, _ range: Range<Int>) {
        packetSize += range.count
        let kept = min(range.count, Limits.oggCommentBytes - raw.count)
        for index in range.prefix(kept) { raw.append(input[index]) }
        if kept < range.count { flags.insert(.oggLargeHeader) }
        var offset = range.lowerBound
        while offset < range.upperBound {
            switch state {
            case .magic:
                addToMagic(input[offset])
                offset += 1
            case .number:
                addToNumber(input[offset])
                offset += 1
            case .vendor:
                let count = min(left, range.upperBound - offset)
                let room = Limits.oggValueBytes - vendor.count
                for index in offset..<(offset + min(count, room)) { vendor.append(input[index]) }
                offset += count
                left -= count
                if left == 0 { expect(.count) }
            case .comment:
                addToComment(input, &offset, upTo: range.upperBound)
            case .end, .other:
                // A framing bit, padding, or a packet of another kind.
                offset = range.upperBound
            }
        }
    }

    /// The comments of the packet, if no byte follows.
    ///
    /// - Returns: nil if the codec of the stream is unknown.
    func comments(index: Int, pageOffset: Int, serial: UInt32, flags outer: [Flag])
        -> OggComments?
    {
        guard let codec else { return nil }
        var flags = outer
        flags.insert(contentsOf: self.flags)
        if state != .end { flags.insert(.oggIncomplete) }
        return OggComments(
            index: index, pageOffset: pageOffset, serial: serial, codec: codec, vendor: vendor,
            raw: raw, packetSize: packetSize, fields: fields, picture: picture, flags: flags)
    }

    private mutating func addToMagic(_ byte: UInt8) {
        magic.append(byte)
        switch codec {
        case .flac: readFLACBlockHeader()
        case .vorbis: compare(Self.vorbisMagic)
        case .opus: compare(Self.opusMagic)
        case .speex: break
        case nil:
            if magic == Self.vorbisMagic { codec = .vorbis }
            if magic == Self.opusMagic { codec = .opus }
            if codec != nil { expect(.vendorLength) }
            if codec == nil, magic.count == Self.opusMagic.count { state = .other }
        }
    }

    private mutating func compare(_ expected: [UInt8]) {
        guard magic.count == expected.count else { return }
        if magic == expected { expect(.vendorLength) } else { state = .other }
    }

    /// Reads the header of a block: one byte with the type, whose top bit marks the last block, and
    /// three bytes of length.
    private mutating func readFLACBlockHeader() {
        let type = magic[0] & 0x7F
        guard magic.count == 4 || type != Self.flacCommentType else { return }
        if type == Self.flacCommentType { return expect(.vendorLength) }
        // 127 is how a frame of audio begins.
        isOtherBlock = magic[0] & 0x80 == 0 && type != 0x7F
        // After the last block, or at the audio, it is known that there are no comments.
        state = isOtherBlock ? .other : .end
    }

    private mutating func expect(_ next: Number) {
        state = .number
        number = next
        digits = []
    }

    private mutating func addToNumber(_ byte: UInt8) {
        digits.append(byte)
        guard digits.count == 4 else { return }
        let value = Int(digits.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        switch number {
        case .vendorLength:
            left = value
            if value > 0 { state = .vendor } else { expect(.count) }
        case .count:
            commentsLeft = value
            if value > 0 { expect(.commentLength) } else { state = .end }
        case .commentLength:
            left = value
            wireSize = value
            name = []
            self.value = []
            hasName = false
            isDropping = fields.count >= Limits.oggComments
            if isDropping { flags.insert(.tooManyFields) }
            state = .comment
            if value == 0 { endComment() }
        }
    }

    private mutating func addToComment(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) {
        let stop = offset + min(left, end - offset)
        left -= stop - offset
        while offset < stop, isDropping == false {
            keep(input[offset])
            offset += 1
        }
        if cover != nil { for index in offset..<stop { cover?.add(input[index]) } }
        offset = stop
        if left == 0 { endComment() }
    }

    private mutating func keep(_ byte: UInt8) {
        if hasName == false, byte == UInt8(ascii: "=") {
            hasName = true
            beginPicture()
            return
        }
        let room = hasName ? Limits.oggValueBytes - value.count : Limits.oggNameBytes - name.count
        guard room > 0, keptSize < Limits.oggCommentBytes else {
            isDropping = true
            flags.insert(.commentTooLong)
            return
        }
        keptSize += 1
        if hasName { value.append(byte) } else { name.append(byte) }
    }

    private mutating func endComment() {
        if let cover { endPicture(cover) }
        if fields.count < Limits.oggComments {
            if hasName == false, isDropping == false { flags.insert(.unnamedComment) }
            let text = String(validating: name, as: UTF8.self) ?? Self.latin1(name)
            fields.append(
                OggComments.Field(
                    name: hasName ? text : "", value: hasName ? value : name, wireSize: wireSize))
        }
        name = []
        value = []
        commentsLeft -= 1
        if commentsLeft > 0 { expect(.commentLength) } else { state = .end }
    }

    /// Decodes a name that is not UTF-8 as Latin-1. Names are ASCII; any other name stays readable
    /// this way.
    private static func latin1(_ bytes: [UInt8]) -> String {
        String(String.UnicodeScalarView(bytes.map { UnicodeScalar($0) }))
    }

    private static let vorbisMagic = [0x03] + Array("vorbis".utf8)
    private static let opusMagic = Array("OpusTags".utf8)
    private static let flacCommentType: UInt8 = 4

    // MARK: Pictures

    /// A picture in base64, with its name and size before it; and the older way, the image alone.
    private static let pictureNames: [(name: [UInt8], form: PictureParser.Form)] = [
        (Array("metadata_block_picture".utf8), .block), (Array("coverart".utf8), .image),
    ]

    /// Reads a picture apart if the comment is one: its text is not kept.
    private mutating func beginPicture() {
        let known = Self.pictureNames.first { known in
            known.name.count == name.count
                && zip(name, known.name).allSatisfy { $0.asciiLowercased == $1 }
        }
        guard let known else { return }
        isDropping = true
        // After a front cover no other picture is kept.
        let isWanted = picture.map { $0.isFrontCover == false || $0.bytes.isEmpty } ?? true
        cover = Cover(parser: PictureParser(known.form, in: isWanted ? pictures : nil))
    }

    /// The front cover is kept, or else the first picture.
    private mutating func endPicture(_ cover: Cover) {
        self.cover = nil
        guard let new = cover.parser.finish() else { return }
        let isBetter = picture.map { $0.isFrontCover == false && new.isFrontCover } ?? true
        if isBetter || picture?.bytes.isEmpty == true && new.bytes.isEmpty == false {
            picture = new
        }
    }
}
