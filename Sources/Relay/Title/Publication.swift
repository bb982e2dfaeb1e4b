import ICYReader
import Synchronization

/// What a station tells the clients of every loop: made once and then only shared, and so are the
/// frames that many clients get.
enum Publication: Sendable {
    case title(TitlePublication)
    case status(StatusPublication)
    case ad(AdPublication)
    case block(BlockPublication)
    /// Titles of a station were dropped on the way to a loop.
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

    /// Bytes of memory that it holds, near enough.
    var byteCount: Int {
        switch self {
        case .title(let title): title.byteCount
        // Its words are short, and hardly anything else is in it.
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
    /// When its last byte was here; nil for one of an earlier run.
    let receivedAt: Instant?
    let byteCount: Int
    private let event: TitleEvent
    private let made = AtomicLazyReference<TitleRecord>()

    var number: Int { event.number }

    /// What is remembered of it. The first loop that needs it makes it for all: whoever gets text
    /// alone does not wait for it.
    var record: TitleRecord { made.load() ?? made.storeIfNil(TitleRecord(event)) }

    init(stationIndex: Int, event: TitleEvent, receivedAt: Instant? = nil) {
        self.stationIndex = stationIndex
        self.event = event
        self.receivedAt = receivedAt
        byteCount = event.byteCount
    }

    /// What a draft becomes that has its number.
    convenience init(_ draft: TitleDraft) {
        self.init(
            stationIndex: draft.stationIndex, event: draft.event, receivedAt: draft.receivedAt)
    }

    /// What a draft becomes with this number.
    convenience init(_ draft: TitleDraft, epoch: String, number: Int) {
        var numbered = draft
        numbered.event.epoch = epoch
        numbered.event.number = number
        self.init(numbered)
    }

    /// What a subscriber gets.
    func message(_ format: MessageFormat) -> [UInt8]? {
        format == .text ? FrameEncoder.text(event.display) : record.message(format, of: event)
    }
}

/// A text frame with a JSON object, shared by the clients of all loops.
final class JSONFrame: Sendable {
    let bytes: [UInt8]

    init(_ object: JSONObject) { bytes = FrameEncoder.text(object.bytes) }

    /// What the frame has behind its header.
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

    /// Made for the first who wants it: of most stations nobody does.
    private var frame: JSONFrame { made.load() ?? made.storeIfNil(JSONFrame(status.json)) }

    func message(_ format: MessageFormat) -> [UInt8]? {
        switch format {
        // They hear of titles only, or of blocks.
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

/// A metadata block as it came, for those who look for the reason of a title.
final class BlockPublication: Sendable {
    let stationIndex: Int
    /// The bytes behind the length byte, shared with whoever read them.
    let bytes: [UInt8]

    init(stationIndex: Int, bytes: [UInt8]) {
        self.stationIndex = stationIndex
        self.bytes = bytes
    }

    /// One binary frame.
    var message: [UInt8] { FrameEncoder.binary(bytes) }
}

/// Stands for titles that a loop does not get because it does not keep up. It has the newer ones.
final class GapPublication: Sendable {
    let stationIndex: Int
    /// The highest one that it does not get.
    let number: Int

    init(stationIndex: Int, number: Int) {
        self.stationIndex = stationIndex
        self.number = number
    }
}
