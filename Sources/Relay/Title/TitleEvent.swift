import ICYReader

/// One title change of one station, as the station reports it. It gets an id when it is published:
/// see `Title`.
struct TitleEvent: Sendable, Equatable {
    /// A member that is text.
    ///
    /// A new one needs a property of `SongTitle`, and a case, a name and a value here. JSON has it
    /// before the attributes, and the play log reads it by its name.
    enum Text: Int, CaseIterable {
        // Texts that begin or end with a later one come first: see `PackedTexts`.
        case display, streamTitle, artist, title, artworkURL, streamURL, next, charset

        /// The name of the member in JSON.
        var name: String {
            switch self {
            case .display: "display"
            case .streamTitle: "stream_title"
            case .artist: "artist"
            case .title: "title"
            case .artworkURL: "artwork_url"
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
            case .artworkURL: song.artworkURL
            case .streamURL: song.streamURL
            case .next: song.next
            case .charset: song.charset.rawValue
            }
        }

        /// Those that JSON always has, at places of their own. The others are left out where they
        /// are empty.
        static let first: Set<Text> = [
            .display, .streamTitle, .artist, .title, .streamURL, .next, .charset,
        ]

        /// The value when the station has cleared its title.
        fileprivate var cleared: String { self == .charset ? Charset.utf8.rawValue : "" }
    }

    /// Where the texts are.
    private enum Content: Sendable {
        /// The title as it was read: clients that receive only text do not wait for anything else.
        indirect case song(SongTitle)
        case cleared
        /// The texts in the order of `Text`, then the keys and values of the attributes, then the
        /// flags; and the `jsonCount`.
        case packed(PackedTexts, jsonCount: Int32)

        init(packing texts: [String], attributeCount: Int32) {
            let count = Content.jsonCount(of: texts, attributeCount: attributeCount)
            self = .packed(PackedTexts(texts), jsonCount: Int32(clamping: count))
        }

        /// About how many bytes of JSON are not texts: the other members, and the names of those
        /// that are texts with their marks.
        private static let nameBytes = Text.allCases.reduce(166) { $0 + $1.name.utf8.count + 6 }

        static func jsonCount(of texts: [String], attributeCount: Int32) -> Int {
            let attributeCount = Int(attributeCount)
            let flagCount = texts.count - Text.allCases.count - 2 * attributeCount
            let names = nameBytes + 25 * attributeCount + 3 * flagCount
            return texts.reduce(names) { $0 + JSONObject.escapedCount($1) }
        }
    }

    /// The name of the station.
    let station: String
    /// When the last byte of the block arrived.
    let at: WallClock
    /// How many bytes of audio preceded the block on its connection.
    let audioOffset: Int
    private var content: Content
    private let attributeCount: Int32
    /// How certain the charset is, from 0 to 1.
    private let confidence: Float

    /// The event that a block causes for the clients of a station; nil if there is no change.
    init?(_ reading: MetadataReading, audioOffset: Int, station: String, at: WallClock) {
        var song = reading.newTitle
        if song?.artworkURL.isEmpty == true,
            let path = ArtworkPath.of(song?.picture, station: station)
        {
            song?.artworkURL = path
        }
        guard song != nil || reading.change == .clear else { return nil }
        content = song.map { .song($0) } ?? .cleared
        self.station = station
        self.at = at
        self.audioOffset = audioOffset
        confidence = TitleEvent.share(song?.confidence ?? 1)
        attributeCount = Int32(clamping: song?.attributes.count ?? 0)
    }

    /// - Parameter text: the value of each member that is text.
    init(
        station: String, at: WallClock, audioOffset: Int, confidence: Double,
        attributes: [TitleAttribute], flags: [String], text: (Text) -> String
    ) {
        self.station = station
        self.at = at
        self.audioOffset = audioOffset
        self.confidence = TitleEvent.share(confidence)
        attributeCount = Int32(clamping: attributes.count)
        content = Content(
            packing: Text.allCases.map(text) + attributes.flatMap { [$0.key, $0.value] } + flags,
            attributeCount: attributeCount)
    }

    /// Only certainty becomes 1.
    private static func share(_ value: Double) -> Float {
        value < 1 ? min(Float(value), Float(1).nextDown) : 1
    }

    /// The picture that came with the title, until it is taken.
    var picture: StreamPicture? {
        guard case .song(let song) = content else { return nil }
        return song.picture
    }

    /// The same event without its picture.
    var withoutPicture: TitleEvent {
        guard case .song(var song) = content, song.picture != nil else { return self }
        song.picture = nil
        var event = self
        event.content = .song(song)
        return event
    }

    /// The same event in few more bytes than its texts have, for those that are kept. There may be
    /// a hundred of each of ten thousand stations, and most are never requested.
    var packed: TitleEvent {
        if isPacked { return self }
        var event = self
        event.content = Content(packing: all, attributeCount: attributeCount)
        return event
    }

    var isPacked: Bool {
        if case .packed = content { return true }
        return false
    }

    /// All texts, in the order of `Content.packed`.
    private var all: [String] {
        switch content {
        case .song(let song):
            Text.allCases.map { $0.value(in: song) }
                + song.attributes.flatMap { [$0.key, $0.value] } + song.flags.map(\.rawValue)
        case .cleared: Text.allCases.map(\.cleared)
        case .packed(let texts, _): texts.all
        }
    }

    /// Where the keys and values of the attributes are in `all`.
    private var attributePlaces: Range<Int> {
        Text.allCases.count..<Text.allCases.count + 2 * Int(attributeCount)
    }

    /// The approximate size of its JSON, in bytes: the sizes of histories are bounded by it.
    var jsonCount: Int {
        if case .packed(_, let count) = content { return Int(count) }
        return Content.jsonCount(of: all, attributeCount: attributeCount)
    }

    /// The approximate size in memory, in bytes. It is charged to the queues in which titles wait.
    var byteCount: Int {
        let own = MemoryLayout<TitleEvent>.stride
        switch content {
        case .song(let song):
            let attributes = song.attributes.reduce(0) { count, attribute in
                count + MemoryLayout<TitleAttribute>.stride + attribute.key.utf8.count
                    + attribute.value.utf8.count
            }
            let parts = song.parts.reduce(0) { $0 + MemoryLayout<String>.stride + $1.utf8.count }
            let others = MemoryLayout<SongTitle>.stride + song.raw.count + song.flags.count
            return Text.allCases.reduce(own + others + parts + attributes) {
                $0 + $1.value(in: song).utf8.count
            }
        case .cleared: return own
        case .packed(let texts, _): return own + texts.byteCount
        }
    }

    /// The title in readable form; empty if the station cleared it.
    var display: String {
        switch content {
        case .song(let song): song.display
        case .cleared: ""
        case .packed(let texts, _): texts.first
        }
    }

    subscript(text: Text) -> String { all[text.rawValue] }

    /// What a structured title, a query string or a tag says besides.
    var attributes: [TitleAttribute] {
        let all = all
        return stride(from: attributePlaces.lowerBound, to: attributePlaces.upperBound, by: 2)
            .map { TitleAttribute(key: all[$0], value: all[$0 + 1]) }
    }

    /// A hash of what clients see. Two different titles have the same one once in 2^64 changes. It
    /// is valid only within one run of the program.
    var fingerprint: Int {
        var hasher = Hasher()
        let all = all
        for text in Text.allCases where text != .charset {
            let value = all[text.rawValue]
            // A picture in the stream may not have been kept; the title is the same.
            let isLocal = text == .artworkURL && ArtworkPath.isLocal(value)
            hasher.combine(isLocal ? "" : value)
        }
        for text in all[attributePlaces] { hasher.combine(text) }
        return hasher.finalize()
    }

    static func == (one: TitleEvent, other: TitleEvent) -> Bool {
        one.station == other.station && one.at == other.at
            && one.audioOffset == other.audioOffset && one.confidence == other.confidence
            && one.attributeCount == other.attributeCount && one.all == other.all
    }

    /// - Parameter type: the member `type`; a line of the play log may have another one.
    func add(to object: inout JSONObject, id: TitleID, as type: String = "title") {
        let all = all
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
        for text in Text.allCases where !Text.first.contains(text) && !all[text.rawValue].isEmpty {
            add(text)
        }
        object.add("attributes", attributes.map(\.json))
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
