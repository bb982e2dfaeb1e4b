/// Gathers the values of `Info` and `Tags` of a Matroska segment.
///
/// Of values with the same name only those of the lowest level count (RFC 9559 section
/// 5.1.8.1.1.1): next to the song's title, the one of level 50 is the album's. GStreamer writes
/// artist and title as those of the track: they count if the whole has none. Values about chapters,
/// editions and attachments do not.
struct MatroskaTags: Sendable, Equatable {
    /// The level of a `Targets` that names none, and of an album.
    private static let album = 50
    /// Between the album and the song, which has 30: `Title` of `Info` says the title of what is
    /// sent, but not what that is.
    private static let segment = 40

    /// What is added to the level of a value about a track.
    private static let ofTrack = 1_000_000

    private struct Value: Sendable, Equatable {
        let name: [UInt8]
        let bytes: [UInt8]
        let level: Int
        /// The name in capitals, by which values are compared. It is made once: a stream may have
        /// any number of tags.
        let key: [UInt8]

        init(name: [UInt8], bytes: [UInt8], level: Int) {
            self.init(name: name, bytes: bytes, level: level, key: name.map(\.asciiUppercased))
        }

        private init(name: [UInt8], bytes: [UInt8], level: Int, key: [UInt8]) {
            self.name = name
            self.bytes = bytes
            self.level = level
            self.key = key
        }

        func at(level: Int) -> Value { Value(name: name, bytes: bytes, level: level, key: key) }
    }

    private static let titleKey = Array("TITLE".utf8)
    private static let songKeys = ["TITLE", "ARTIST", "PERFORMER", "LEAD_PERFORMER"].map {
        Array($0.utf8)
    }

    /// The first bytes of the elements as received.
    private(set) var raw: [UInt8] = []
    /// The bytes of all of them.
    private(set) var size = 0
    /// Where the first of them begins; nil if there is none.
    private(set) var start: Int?
    private(set) var flags: [Flag] = []
    private var title: [UInt8] = []
    private var isOfGStreamer = false
    private var values: [Value] = []
    /// The keys of `values`.
    private var keys: Set<[UInt8]> = []
    private var room = Limits.tagTextBytes

    // The `Tag` that is read.
    private var pending: [Value] = []
    private var level = Self.album
    private var isOfTrack = false
    private var isOfPart = false
    private var name: [UInt8] = []
    private var text: [UInt8]?

    /// Whether `Tags` has a title or an artist.
    var hasSong: Bool {
        Self.songKeys.contains(where: keys.contains)
    }

    /// Forgets all but the title of the segment: other tags have begun.
    mutating func beginAgain() {
        let (title, isOfGStreamer) = (title, isOfGStreamer)
        self = MatroskaTags()
        (self.title, self.isOfGStreamer) = (title, isOfGStreamer)
    }

    mutating func begin(_ header: EBMLHeader, at offset: Int) {
        start = start ?? offset
        size += header.size + (header.contentSize ?? 0)
        for byte in header.bytes { keepRaw(byte) }
    }

    mutating func keepRaw(_ input: Span<UInt8>, _ range: Range<Int>) {
        for index in range.prefix(Limits.tagRawBytes - raw.count) { raw.append(input[index]) }
    }

    mutating func keepRaw(_ byte: UInt8) {
        if raw.count < Limits.tagRawBytes { raw.append(byte) }
    }

    mutating func beginTag() {
        pending = []
        level = Self.album
        (isOfTrack, isOfPart) = (false, false)
    }

    mutating func beginValue() {
        name = []
        text = nil
    }

    /// How many bytes of an element are kept. A longer one is passed over.
    func room(for id: UInt32) -> Int {
        switch id {
        case MatroskaID.title, MatroskaID.tagString: Limits.oggValueBytes
        case MatroskaID.tagName, MatroskaID.muxer: Limits.oggNameBytes
        case MatroskaID.targetLevel: 8
        case _ where MatroskaID.isPart(id): 8
        default: 0
        }
    }

    mutating func passOver(_ id: UInt32) {
        if room(for: id) > 0 { flags.insert(.commentTooLong) }
    }

    /// Takes the content of an element that has `room`.
    mutating func take(_ content: [UInt8], _ id: UInt32) {
        // A text may be followed by zeros (RFC 8794 section 7.4).
        let end = content.firstIndex(of: 0) ?? content.count
        let number = content.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        switch id {
        case MatroskaID.title: title = Array(content[..<end])
        case MatroskaID.muxer: isOfGStreamer = content.starts(with: "GStreamer".utf8)
        case MatroskaID.tagName: name = Array(content[..<end])
        case MatroskaID.tagString: text = Array(content[..<end])
        // 0 is the default.
        case MatroskaID.targetLevel: level = number > 0 ? Int(min(number, 1000)) : Self.album
        case MatroskaID.trackUID: isOfTrack = isOfTrack || number > 0
        default: isOfPart = isOfPart || number > 0
        }
    }

    mutating func endValue() {
        guard let text, name.isEmpty == false else { return }
        guard values.count + pending.count < Limits.titleAttributes else {
            return flags.insert(.tooManyFields)
        }
        guard name.count + text.count <= room else { return flags.insert(.commentTooLong) }
        room -= name.count + text.count
        pending.append(Value(name: name, bytes: text, level: 0))
    }

    mutating func endTag() {
        defer { pending = [] }
        guard isOfPart == false else { return }
        // Of several tracks, the first one counts.
        let new = isOfTrack ? pending.filter { keys.contains($0.key) == false } : pending
        let level = level + (isOfTrack ? Self.ofTrack : 0)
        for value in new {
            values.append(value.at(level: level))
            keys.insert(value.key)
        }
    }

    /// The values that count.
    ///
    /// - Parameter isHead: whether they are all that is known of the segment.
    func chosen(isHead: Bool) -> [StreamTag.Value] {
        var all = values
        // A later title is newer than that of the segment, whatever its level.
        let isNewer = isHead == false && keys.contains(Self.titleKey)
        if title.isEmpty == false, isNewer == false {
            all.insert(Value(name: Self.titleKey, bytes: title, level: Self.segment), at: 0)
        }
        var lowest: [[UInt8]: Int] = [:]
        for value in all {
            lowest[value.key] = min(lowest[value.key] ?? .max, value.level)
        }
        return all.filter { lowest[$0.key] == $0.level }.map {
            StreamTag.Value(
                name: String(decoding: $0.name, as: UTF8.self),
                bytes: isOfGStreamer ? Self.unwrapped($0.bytes) : $0.bytes)
        }
    }

    /// Undoes what GStreamer's muxer does to texts: those with a blank or a letter beyond ASCII are
    /// in double quotes, and have `\303\263` in place of `ó`.
    static func unwrapped(_ text: [UInt8]) -> [UInt8] {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        guard text.count > 1, text.first == quote, text.last == quote else { return text }
        var rest = text.dropFirst().dropLast()
        var result: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == backslash, let next = rest.first else {
                result.append(byte)
                continue
            }
            let digits = rest.prefix(3)
            let isOctal = digits.count == 3 && digits.allSatisfy { (0x30...0x37).contains($0) }
            result.append(
                isOctal ? digits.reduce(0) { $0 << 3 | ($1 & 7) } : next)
            rest = rest.dropFirst(isOctal ? 3 : 1)
        }
        return result
    }
}
