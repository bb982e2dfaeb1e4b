import ICYReader
import Synchronization

/// A title as a station remembers it and as clients get it. Every loop remembers the last ones of
/// each station, all of them the same objects, in few bytes: of most stations nobody asks for them.
final class TitleRecord: Sendable {
    let number: Int
    private let station: String
    private let epoch: String
    private let at: WallClock
    private let audioOffset: Int
    private let confidence: Double
    private let attributeCount: Int32
    /// Bytes of the event as JSON, near enough, without making it: what a station may have of them
    /// is bounded.
    private let size: Int32
    var byteCount: Int { Int(size) }
    /// What people read comes first, the attributes and the flags last.
    private let texts: PackedTexts
    private let made = AtomicLazyReference<JSONFrame>()

    init(_ event: TitleEvent) {
        number = event.number
        station = event.station
        epoch = event.epoch
        at = event.at
        audioOffset = event.audioOffset
        confidence = event.confidence
        attributeCount = Int32(clamping: event.attributes.count)
        let all =
            [
                event.display, event.streamTitle, event.artist, event.title, event.streamURL,
                event.next, event.charset,
            ] + event.attributes.flatMap { [$0.key, $0.value] } + event.flags
        texts = PackedTexts(all)
        let names = TitleRecord.jsonOfNames + 25 * event.attributes.count + 3 * event.flags.count
        size = Int32(clamping: all.reduce(names) { $0 + JSONObject.escapedCount($1) })
    }

    /// Bytes of an event's JSON without its texts.
    private static let jsonOfNames = 266

    var event: TitleEvent {
        let texts = texts.all
        let attributeCount = Int(attributeCount)
        let attributes = (0..<attributeCount).map { index in
            TitleAttribute(key: texts[7 + 2 * index], value: texts[8 + 2 * index])
        }
        return TitleEvent(
            station: station, epoch: epoch, number: number, streamTitle: texts[1],
            display: texts[0], artist: texts[2], title: texts[3], streamURL: texts[4], at: at,
            audioOffset: audioOffset, charset: texts[6], confidence: confidence, next: texts[5],
            attributes: attributes, flags: Array(texts[(7 + 2 * attributeCount)...]))
    }

    /// What a subscriber gets: the title as people read it, as text, or the whole event as JSON,
    /// which is made for the first who wants it and kept: after an outage many want the same ones.
    ///
    /// - Parameter event: what was recorded, for who still has it.
    func message(_ format: MessageFormat, of event: TitleEvent? = nil) -> [UInt8]? {
        switch format {
        case .raw: nil
        case .text: FrameEncoder.text(event?.display ?? texts.first)
        case .json: frame(of: event).bytes
        case .eventStream: EventStream.message(id: "\(epoch):\(number)", frame(of: event).json)
        }
    }

    /// The event as JSON, made anew unless some client has wanted it before.
    func appendJSON(to bytes: inout [UInt8]) {
        if let frame = made.load() { bytes += frame.json } else { bytes += event.json.bytes }
    }

    private func frame(of event: TitleEvent?) -> JSONFrame {
        made.load() ?? made.storeIfNil(JSONFrame((event ?? self.event).json))
    }
}
