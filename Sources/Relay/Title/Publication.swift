import ICYReader
import Synchronization

/// What a station publishes to the clients of every loop. It is made once and then only shared, and
/// so are the frames that many clients receive.
enum Publication: Sendable {
    case title(TitlePublication)
    case status(StatusPublication)
    case ad(AdPublication)
    case block(BlockPublication)
    /// Titles of a station were dropped on their way to a loop.
    case gap(GapPublication)

    var stationIndex: Int {
        switch self {
        case .title(let title): title.stationIndex
        case .status(let status): status.stationIndex
        case .ad(let ad): ad.stationIndex
        case .block(let block): block.stationIndex
        case .gap(let gap): gap.stationIndex
        }
    }

    /// The approximate size in memory, in bytes.
    var byteCount: Int {
        switch self {
        case .title(let title): title.byteCount
        // Its words are short, and it has hardly anything else.
        case .status: MemoryLayout<StationStatus>.stride
        case .ad(let ad): ad.byteCount
        case .block(let block): block.bytes.count
        case .gap: 0
        }
    }
}

/// A new title on its way to the clients of every loop.
final class TitlePublication: Sendable {
    let stationIndex: Int
    /// When its last byte arrived; nil for a title of an earlier run.
    let receivedAt: Instant?
    let byteCount: Int
    private let event: TitleEvent
    private let made = AtomicLazyReference<TitleRecord>()

    var number: Int { event.number }

    /// The record to keep in the history. The first loop that needs it makes it for all loops.
    /// Clients that receive only text do not wait for it.
    var record: TitleRecord { made.load() ?? made.storeIfNil(TitleRecord(event)) }

    init(stationIndex: Int, event: TitleEvent, receivedAt: Instant? = nil) {
        self.stationIndex = stationIndex
        self.event = event
        self.receivedAt = receivedAt
        byteCount = event.byteCount
    }

    /// Makes the publication of a draft that already has its number.
    convenience init(_ draft: TitleDraft) {
        self.init(
            stationIndex: draft.stationIndex, event: draft.event, receivedAt: draft.receivedAt)
    }

    /// Makes the publication of a draft with this number.
    convenience init(_ draft: TitleDraft, epoch: String, number: Int) {
        var numbered = draft
        numbered.event.epoch = epoch
        numbered.event.number = number
        self.init(numbered)
    }

    /// The message for a subscriber.
    func message(_ format: MessageFormat) -> [UInt8]? {
        format == .text ? FrameEncoder.text(event.display) : record.message(format, of: event)
    }
}

/// A text frame with a JSON object, shared by the clients of all loops.
final class JSONFrame: Sendable {
    let bytes: [UInt8]

    init(_ object: JSONObject) { bytes = FrameEncoder.text(object.bytes) }

    /// The payload of the frame.
    var json: ArraySlice<UInt8> { bytes[FrameEncoder.headerCount(of: bytes)...] }
}

final class StatusPublication: Sendable {
    let stationIndex: Int
    let status: StationStatus
    private let made = AtomicLazyReference<JSONFrame>()

    init(stationIndex: Int, status: StationStatus) {
        self.stationIndex = stationIndex
        self.status = status
    }

    /// Made when first needed: most stations have no client that needs it.
    private var frame: JSONFrame { made.load() ?? made.storeIfNil(JSONFrame(status.json)) }

    func message(_ format: MessageFormat) -> [UInt8]? {
        switch format {
        // These formats carry only titles or only blocks.
        case .text, .raw: nil
        case .json: frame.bytes
        case .eventStream: EventStream.message(id: nil, frame.json)
        }
    }
}

final class AdPublication: Sendable {
    let stationIndex: Int
    private let json: [UInt8]
    private let jsonFrame: [UInt8]

    var byteCount: Int { json.count + jsonFrame.count }

    init(stationIndex: Int, event: AdEvent) {
        self.stationIndex = stationIndex
        json = event.json.bytes
        jsonFrame = FrameEncoder.text(json)
    }

    func message(_ format: MessageFormat) -> [UInt8]? {
        switch format {
        case .text, .raw: nil
        case .json: jsonFrame
        case .eventStream: EventStream.message(id: nil, json)
        }
    }
}

/// A metadata block exactly as it arrived, for finding out why a station has a certain title.
final class BlockPublication: Sendable {
    let stationIndex: Int
    /// The bytes after the length byte, shared with the code that read them.
    let bytes: [UInt8]

    init(stationIndex: Int, bytes: [UInt8]) {
        self.stationIndex = stationIndex
        self.bytes = bytes
    }

    /// One binary frame.
    var message: [UInt8] { FrameEncoder.binary(bytes) }
}

/// Replaces titles that a loop does not receive because it does not keep up. It does receive the
/// newer ones.
final class GapPublication: Sendable {
    let stationIndex: Int
    /// The highest number that the loop does not receive.
    let number: Int

    init(stationIndex: Int, number: Int) {
        self.stationIndex = stationIndex
        self.number = number
    }
}
