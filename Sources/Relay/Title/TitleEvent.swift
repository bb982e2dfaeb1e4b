import ICYReader

/// One title change of one station, as clients receive it.
struct TitleEvent: Sendable, Equatable {
    let station: String
    /// Names the run of the relay that assigned `number`, so that a number of an earlier run is
    /// never mistaken for one of this run.
    var epoch: String
    /// Numbers the title changes of all stations, starting at 1.
    var number: Int
    /// The whole `StreamTitle`; empty if the station cleared it.
    let streamTitle: String
    /// The title in readable form; empty if the station cleared it.
    let display: String
    let artist: String
    let title: String
    let streamURL: String
    /// When the last byte of the block arrived.
    let at: WallClock
    /// How many bytes of audio preceded the block on its connection.
    let audioOffset: Int
    let charset: String
    /// How certain the charset is, from 0 to 1.
    let confidence: Double
    /// The next title, if the station announces it.
    let next: String
    /// Further fields of structured titles and query strings.
    let attributes: [TitleAttribute]
    let flags: [String]

    var id: String { "\(epoch):\(number)" }

    /// The approximate size in memory, in bytes. It is charged to the queues in which titles wait.
    var byteCount: Int {
        var count = MemoryLayout<TitleEvent>.stride
        for text in [streamTitle, display, artist, title, streamURL, next] {
            count += text.utf8.count
        }
        for attribute in attributes {
            count += MemoryLayout<TitleAttribute>.stride
            count += attribute.key.utf8.count + attribute.value.utf8.count
        }
        return count
    }

    /// The name for a run that begins now.
    static var newEpoch: String { String(WallClock.now.milliseconds, radix: 36) }

    var json: JSONObject {
        var object = JSONObject()
        add(to: &object)
        return object
    }

    /// - Parameter type: the member `type`; a line of the play log may have another one.
    func add(to object: inout JSONObject, as type: String = "title") {
        object.add("type", type)
        object.add("station", station)
        object.add("id", epoch, colon: number)
        object.add("stream_title", streamTitle)
        object.add("artist", artist)
        object.add("title", title)
        object.add("stream_url", streamURL)
        object.add("played_at", at.seconds)
        object.add("at", rfc3339: at)
        object.add("audio_offset", audioOffset)
        object.add("charset", charset)
        object.add("flags", flags)
        object.add("display", display)
        object.add("charset_confidence", share: confidence)
        object.add("stream_next", next)
        object.add("attributes", attributes.map(\.json))
    }
}

extension TitleEvent {
    /// The event that a title change causes for the clients of a station; nil if there is no
    /// change.
    init?(
        _ change: TitleChange, audioOffset: Int, station: String, epoch: String, number: Int,
        at: WallClock
    ) {
        self.station = station
        self.epoch = epoch
        self.number = number
        self.at = at
        self.audioOffset = audioOffset
        switch change {
        case .unchanged, .unknown: return nil
        case .clear:
            streamTitle = ""
            display = ""
            confidence = 1
            next = ""
            attributes = []
            artist = ""
            title = ""
            streamURL = ""
            charset = Charset.utf8.rawValue
            flags = []
        case .title(let song):
            streamTitle = song.streamTitle
            display = song.display
            confidence = song.confidence
            next = song.next
            attributes = song.attributes
            artist = song.artist
            title = song.song
            streamURL = song.streamURL
            charset = song.charset.rawValue
            flags = song.flags.map(\.rawValue)
        }
    }
}

/// Numbers the title changes of a station that is watched on its own.
struct TitleNumbering {
    private let station: String
    private let epoch = TitleEvent.newEpoch
    private var count = 0

    init(station: String) { self.station = station }

    /// The next event; nil, without using a number, if there is no change.
    mutating func event(_ change: TitleChange, audioOffset: Int) -> TitleEvent? {
        guard
            let event = TitleEvent(
                change, audioOffset: audioOffset, station: station, epoch: epoch, number: count + 1,
                at: .now)
        else { return nil }
        count += 1
        return event
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
