import ICYReader

/// A line of the play log, as it is written.
///
/// A usual line has about 600 bytes. At worst a block of 4,080 bytes becomes 58 KB: each byte is
/// three of UTF-8, and appears four times in a line. Ogg comments become 140 KB at most.
struct PlayLogLine: Sendable {
    /// The highest number in use once this line has been read.
    let number: Int
    /// Its station; nil if the line does not count for one.
    let station: StationID?
    /// Includes the newline.
    let bytes: [UInt8]

    /// A title: the event as clients receive it, when it began, and the bytes it was read from.
    init(_ event: TitleEvent, id: TitleID, raw: [UInt8], of station: StationID? = nil) {
        var object = JSONObject()
        object.add("start", rfc3339: event.at)
        event.add(to: &object, id: id)
        object.add("raw", Hexadecimal.text(raw))
        number = id.number
        self.station = station
        bytes = PlayLogLine.terminated(object)
    }

    /// The last title of a station, carried over from the previous file. It precedes the header
    /// line and must not be counted again.
    init(carrying title: Title) {
        var object = JSONObject()
        object.add("start", rfc3339: title.event.at)
        title.event.add(to: &object, id: title.id, as: PlayLogMark.carried)
        number = title.number
        station = nil
        bytes = PlayLogLine.terminated(object)
    }

    /// The header line of a file: where its numbers continue.
    init(headOf epoch: String, number: Int, at now: WallClock = .now) {
        var object = JSONObject()
        object.add("start", rfc3339: now)
        object.add("type", "log")
        object.add("id", "\(epoch):\(number)")
        self.number = number
        station = nil
        bytes = PlayLogLine.terminated(object)
    }

    private static func terminated(_ object: JSONObject) -> [UInt8] {
        var bytes = object.bytes
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// Every line begins with this.
    static let beginning = Array(#"{"start":""#.utf8)
}

/// The type, number and station of a line of the play log.
struct PlayLogMark: Equatable {
    let id: TitleID
    /// Nil in a header line.
    let station: String?

    fileprivate static let title = "title"
    fileprivate static let carried = "last"

    private init?(type: String, id: String, station: String?) {
        guard let colon = id.lastIndex(of: ":"), colon > id.startIndex,
            let number = Int(id[id.index(after: colon)...]), PlayLogMark.numbers.contains(number)
        else { return nil }
        switch (type, station) {
        case (PlayLogMark.title, .some) where number > 0: self.station = station
        case (PlayLogMark.carried, .some) where number > 0: self.station = station
        case ("log", _): self.station = nil
        default: return nil
        }
        self.id = TitleID(epoch: String(id[..<colon]), number: number)
    }

    /// The integers that JavaScript represents exactly. They are so far below the largest `Int`
    /// that counting never overflows.
    private static let numbers = 0..<1 << 53

    /// Reads only the beginning of a line in the form that we write: for nearly every line of a
    /// long file, the rest is not needed.
    init?(beginningOf line: ArraySlice<UInt8>) {
        var rest = Rest(line)
        guard rest.skip(#"{"start":""#), rest.string() != nil, rest.skip(#","type":""#),
            let type = rest.string()
        else { return nil }
        var station: String?
        if rest.skip(#","station":""#) {
            guard let name = rest.string() else { return nil }
            station = name
        }
        guard rest.skip(#","id":""#), let id = rest.string() else { return nil }
        self.init(type: type, id: id, station: station)
    }

    /// Reads any JSON line that has the members.
    init?(decoding line: ArraySlice<UInt8>) {
        guard let members = PlayLogMembers(line), let type = members.text("type"),
            let id = members.text("id"), members.isTextOrNone("station")
        else { return nil }
        self.init(type: type, id: id, station: members.text("station"))
    }

    /// The unread rest of a line.
    private struct Rest {
        private var bytes: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

        mutating func skip(_ text: StaticString) -> Bool {
            let text = "\(text)".utf8
            guard bytes.starts(with: text) else { return false }
            bytes = bytes.dropFirst(text.count)
            return true
        }

        /// Reads up to the closing quotation mark. A string with escapes is left to the JSON
        /// reader.
        mutating func string() -> String? {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "\"")),
                !bytes[..<end].contains(UInt8(ascii: "\\"))
            else { return nil }
            defer { bytes = bytes[(end + 1)...] }
            return String(validating: bytes[..<end], as: UTF8.self)
        }
    }
}

extension Title {
    /// Reads the line of a title; nil if it is incomplete.
    convenience init?(_ mark: PlayLogMark, decoding line: ArraySlice<UInt8>) {
        guard let station = mark.station, let members = PlayLogMembers(line),
            let type = members.text("type"),
            [PlayLogMark.title, PlayLogMark.carried].contains(type),
            members.text("station") == station,
            members.text("id") == mark.id.description,
            let at = members.text("at").flatMap(WallClock.init(rfc3339:)),
            let audioOffset = members.integer("audio_offset"),
            let confidence = members.number("charset_confidence"),
            let attributes = members.attributes, let flags = members.texts("flags"),
            TitleEvent.Text.first.allSatisfy({ members.text($0.name) != nil })
        else { return nil }
        let event = TitleEvent(
            station: station, at: at, audioOffset: audioOffset, confidence: confidence,
            attributes: attributes, flags: flags, text: { members.text($0.name) ?? "" })
        self.init(event, id: mark.id)
    }
}

extension WallClock {
    /// Reads the format that `rfc3339` writes, with milliseconds.
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24 else { return nil }
        func number(_ range: Range<Int>, _ values: ClosedRange<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return values.contains(value) ? value : nil
        }
        for (place, mark) in zip([4, 7, 10, 13, 16, 19, 23], "--T::.Z".utf8)
        where bytes[place] != mark { return nil }
        guard let year = number(0..<4, 1970...9999), let month = number(5..<7, 1...12),
            let day = number(8..<10, 1...31), let hour = number(11..<13, 0...23),
            let minute = number(14..<16, 0...59), let second = number(17..<19, 0...60),
            let millisecond = number(20..<23, 0...999)
        else { return nil }
        // Years that begin in March, so that the leap day is the last day.
        let march = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let days = 365 * march + march / 4 - march / 100 + march / 400 + dayOfYear - 719_468
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        self.init(milliseconds: seconds * 1000 + millisecond)
    }
}
