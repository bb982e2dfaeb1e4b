import ICYReader
import Synchronization

/// A title as it is kept in the history, and as clients receive it. Every loop keeps the last
/// titles of each station. All loops share the same objects, which are compact because the titles
/// of most stations are never requested.
final class TitleRecord: Sendable {
    let number: Int
    private let station: String
    private let epoch: String
    private let at: WallClock
    private let audioOffset: Int
    private let confidence: Double
    private let attributeCount: Int32
    /// The approximate size of the event as JSON, in bytes, without making the JSON. The size of a
    /// station's history is bounded.
    private let size: Int32
    var byteCount: Int { Int(size) }
    /// The displayed title comes first, the attributes and the flags last.
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

    /// The approximate size of an event's JSON without its texts, in bytes.
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

    /// The message for a subscriber: the displayed title as text, or the whole event as JSON. The
    /// JSON is made when first needed and kept, since after an outage many clients need the same
    /// titles.
    ///
    /// - Parameter event: the recorded event, if the caller still has it.
    func message(_ format: MessageFormat, of event: TitleEvent? = nil) -> [UInt8]? {
        switch format {
        case .raw: nil
        case .text: FrameEncoder.text(event?.display ?? texts.first)
        case .json: frame(of: event).bytes
        case .eventStream: EventStream.message(id: "\(epoch):\(number)", frame(of: event).json)
        }
    }

    /// Appends the event as JSON. It is made again unless a client has needed it before.
    func appendJSON(to bytes: inout [UInt8]) {
        if let frame = made.load() { bytes += frame.json } else { bytes += event.json.bytes }
    }

    private func frame(of event: TitleEvent?) -> JSONFrame {
        made.load() ?? made.storeIfNil(JSONFrame((event ?? self.event).json))
    }
}
