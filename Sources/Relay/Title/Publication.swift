import ICYReader
import Synchronization

/// What a station publishes to the clients of every loop. It is made once and then only shared, and
/// so are the frames that many clients receive.
enum Publication: Sendable {
    /// A new title, and when its last byte arrived; nil for a title of an earlier run.
    case title(Title, of: StationID, receivedAt: Instant?)
    case status(StatusPublication)
    case ad(AdPublication)
    case block(BlockPublication)
    /// Titles of a station were dropped on their way to a loop.
    case gap(GapPublication)

    var station: StationID {
        switch self {
        case .title(_, let station, _): station
        case .status(let status): status.station
        case .ad(let ad): ad.station
        case .block(let block): block.station
        case .gap(let gap): gap.station
        }
    }

    /// The approximate size in memory, in bytes.
    var byteCount: Int {
        switch self {
        case .title(let title, _, _): title.event.byteCount
        // Its words are short, and it has hardly anything else.
        case .status: MemoryLayout<StationStatus>.stride
        case .ad(let ad): ad.byteCount
        case .block(let block): block.bytes.count
        case .gap: 0
        }
    }
}

final class StatusPublication: Sendable {
    let station: StationID
    let status: StationStatus
    private let made = AtomicLazyReference<JSONFrame>()

    init(station: StationID, status: StationStatus) {
        self.station = station
        self.status = status
    }

    /// Made when first needed: most stations have no client that needs it.
    private var frame: JSONFrame { made.load() ?? made.storeIfNil(JSONFrame(status.json)) }

    func message(_ format: MessageFormat) -> [UInt8]? {
        switch format {
        case .json: frame.bytes
        case .eventStream, .plainEventStream: EventStream.message(id: nil, frame.json, format)
        // The others carry only titles or only blocks, or are made elsewhere.
        default: nil
        }
    }
}

final class AdPublication: Sendable {
    let station: StationID
    private let json: [UInt8]
    private let jsonFrame: [UInt8]

    var byteCount: Int { json.count + jsonFrame.count }

    init(station: StationID, event: AdEvent) {
        self.station = station
        json = event.json.bytes
        jsonFrame = FrameEncoder.text(json)
    }

    func message(_ format: MessageFormat) -> [UInt8]? {
        switch format {
        case .json: jsonFrame
        case .eventStream, .plainEventStream: EventStream.message(id: nil, json, format)
        default: nil
        }
    }
}

/// A metadata block exactly as it arrived, for finding out why a station has a certain title.
final class BlockPublication: Sendable {
    let station: StationID
    /// The bytes after the length byte, shared with the code that read them.
    let bytes: [UInt8]

    init(station: StationID, bytes: [UInt8]) {
        self.station = station
        self.bytes = bytes
    }

    /// One binary frame.
    var message: [UInt8] { FrameEncoder.binary(bytes) }
}

/// Replaces titles that a loop does not receive because it does not keep up. It does receive the
/// newer ones.
final class GapPublication: Sendable {
    let station: StationID
    /// The highest number that the loop does not receive.
    let number: Int

    init(station: StationID, number: Int) {
        self.station = station
        self.number = number
    }
}
