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
    private let attributeCount: Int
    /// What people read comes first, the attributes and the flags last.
    private let texts: PackedTexts
    private let made = AtomicLazyReference<Frame>()

    private final class Frame: Sendable {
        let bytes: [UInt8]

        init(_ event: TitleEvent) { bytes = FrameEncoder.text(event.json.bytes) }
    }

    init(_ event: TitleEvent) {
        number = event.number
        station = event.station
        epoch = event.epoch
        at = event.at
        audioOffset = event.audioOffset
        confidence = event.confidence
        attributeCount = event.attributes.count
        texts = PackedTexts(
            [
                event.display, event.streamTitle, event.artist, event.title, event.streamURL,
                event.next, event.charset,
            ] + event.attributes.flatMap { [$0.key, $0.value] } + event.flags)
    }

    var event: TitleEvent {
        let texts = texts.all
        let attributes = (0..<attributeCount).map { index in
            TitleAttribute(key: texts[7 + 2 * index], value: texts[8 + 2 * index])
        }
        return TitleEvent(
            station: station, epoch: epoch, number: number, streamTitle: texts[1],
            display: texts[0], artist: texts[2], title: texts[3], streamURL: texts[4], at: at,
            audioOffset: audioOffset, charset: texts[6], confidence: confidence, next: texts[5],
            attributes: attributes, flags: Array(texts[(7 + 2 * attributeCount)...]))
    }

    /// The event as JSON, for snapshots.
    var json: ArraySlice<UInt8> {
        guard let frame = made.load()?.bytes else { return event.json.bytes[...] }
        return frame[FrameEncoder.headerCount(of: frame)...]
    }

    /// What a subscriber gets: the title as people read it, as text, or the whole event as JSON,
    /// which is made for the first who wants it.
    ///
    /// - Parameter event: what was recorded, for who still has it.
    func message(_ format: MessageFormat, of event: TitleEvent? = nil) -> [UInt8]? {
        switch format {
        case .raw: nil
        case .text: FrameEncoder.text(event?.display ?? texts.first)
        case .json: (made.load() ?? made.storeIfNil(Frame(event ?? self.event))).bytes
        case .eventStream: EventStream.message(id: "\(epoch):\(number)", json)
        }
    }
}
