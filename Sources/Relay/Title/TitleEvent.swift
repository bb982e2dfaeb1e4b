import ICYReader

/// One title change of one station, as the station reports it. It gets an id when it is published:
/// see `Title`.
///
/// Ten thousand stations keep up to a hundred of them, and most are never requested. So the texts
/// are packed into one array.
struct TitleEvent: Sendable, Equatable {
    /// A member that is text.
    ///
    /// A new one needs a property of `SongTitle`, a case and a value here, and a line in
    /// `add(to:id:as:)`. The play log reads it by its name.
    enum Text: Int, CaseIterable {
        // Texts that begin or end with a later one come first: see `PackedTexts`.
        case display, streamTitle, artist, title, streamURL, next, charset

        /// The name of the member in JSON.
        var name: String {
            switch self {
            case .display: "display"
            case .streamTitle: "stream_title"
            case .artist: "artist"
            case .title: "title"
            case .streamURL: "stream_url"
            case .next: "stream_next"
            case .charset: "charset"
            }
        }

        fileprivate func value(in song: SongTitle) -> String {
            switch self {
            case .display: song.display
            case .streamTitle: song.streamTitle
            case .artist: song.artist
            case .title: song.song
            case .streamURL: song.streamURL
            case .next: song.next
            case .charset: song.charset.rawValue
            }
        }

        /// The value when the station has cleared its title.
        fileprivate var cleared: String { self == .charset ? Charset.utf8.rawValue : "" }
    }

    /// The name of the station.
    let station: String
    /// When the last byte of the block arrived.
    let at: WallClock
    /// How many bytes of audio preceded the block on its connection.
    let audioOffset: Int
    /// The texts in the order of `Text`, then the keys and values of the attributes, then the
    /// flags.
    private let texts: PackedTexts
    private let attributeCount: Int32
    /// How certain the charset is, from 0 to 1.
    private let confidence: Float
    /// The approximate size of its JSON, in bytes, without making it.
    private let jsonSize: Int32

    /// - Parameter text: the value of each member that is text.
    init(
        station: String, at: WallClock, audioOffset: Int, confidence: Double,
        attributes: [TitleAttribute], flags: [String], text: (Text) -> String
    ) {
        self.station = station
        self.at = at
        self.audioOffset = audioOffset
        self.confidence = Float(confidence)
        attributeCount = Int32(clamping: attributes.count)
        var all = Text.allCases.map(text)
        for attribute in attributes { all += [attribute.key, attribute.value] }
        all += flags
        texts = PackedTexts(all)
        let names = TitleEvent.jsonOfNames + 25 * attributes.count + 3 * flags.count
        jsonSize = Int32(clamping: all.reduce(names) { $0 + JSONObject.escapedCount($1) })
    }

    /// The event that a block causes for the clients of a station; nil if there is no change.
    init?(_ reading: MetadataReading, audioOffset: Int, station: String, at: WallClock) {
        let song = reading.newTitle
        guard song != nil || reading.change == .clear else { return nil }
        self.init(
            station: station, at: at, audioOffset: audioOffset, confidence: song?.confidence ?? 1,
            attributes: song?.attributes ?? [], flags: song?.flags.map(\.rawValue) ?? [],
            text: { text in song.map { text.value(in: $0) } ?? text.cleared })
    }

    /// The approximate size of an event's JSON without its texts, in bytes.
    private static let jsonOfNames = 266

    /// The approximate size of its JSON, in bytes: the sizes of histories are bounded by it.
    var jsonCount: Int { Int(jsonSize) }

    /// The approximate size in memory, in bytes. It is charged to the queues in which titles wait.
    var byteCount: Int { MemoryLayout<TitleEvent>.stride + texts.byteCount }

    /// The title in readable form; empty if the station cleared it.
    var display: String { texts.first }

    subscript(text: Text) -> String { texts.all[text.rawValue] }

    /// A hash of what clients see. Two different titles have the same one once in 2^64 changes. It
    /// is valid only within one run of the program.
    var fingerprint: Int {
        var hasher = Hasher()
        let all = texts.all
        for text in Text.allCases where text != .charset { hasher.combine(all[text.rawValue]) }
        for text in all[attributePlaces] { hasher.combine(text) }
        return hasher.finalize()
    }

    /// Where the keys and values of the attributes are among the texts.
    private var attributePlaces: Range<Int> {
        Text.allCases.count..<Text.allCases.count + 2 * Int(attributeCount)
    }

    /// - Parameter type: the member `type`; a line of the play log may have another one.
    func add(to object: inout JSONObject, id: TitleID, as type: String = "title") {
        let all = texts.all
        func add(_ text: Text) { object.add(text.name, all[text.rawValue]) }
        object.add("type", type)
        object.add("station", station)
        object.add("id", id.epoch, colon: id.number)
        add(.streamTitle)
        add(.artist)
        add(.title)
        add(.streamURL)
        object.add("played_at", at.seconds)
        object.add("at", rfc3339: at)
        object.add("audio_offset", audioOffset)
        add(.charset)
        object.add("flags", Array(all[attributePlaces.upperBound...]))
        add(.display)
        object.add("charset_confidence", share: Double(confidence))
        add(.next)
        object.add(
            "attributes",
            stride(from: attributePlaces.lowerBound, to: attributePlaces.upperBound, by: 2).map {
                TitleAttribute(key: all[$0], value: all[$0 + 1]).json
            })
    }
}

extension TitleAttribute {
    var json: JSONObject {
        var object = JSONObject()
        object.add("key", key)
        object.add("value", value)
        return object
    }
}
