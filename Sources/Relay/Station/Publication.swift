import ICYReader

/// What a station tells the clients of every loop: made once, with its frames encoded once, and
/// then only shared.
enum Publication: Sendable {
    case title(TitlePublication)
    case status(StatusPublication)
    case ad(AdPublication)
    case block(BlockPublication)

    var stationIndex: Int {
        switch self {
        case .title(let title): title.stationIndex
        case .status(let status): status.stationIndex
        case .ad(let ad): ad.stationIndex
        case .block(let block): block.stationIndex
        }
    }
}

final class TitlePublication: Sendable {
    let stationIndex: Int
    let event: TitleEvent
    /// When its last byte was here; nil for one of an earlier run.
    let receivedAt: Instant?
    private let textFrame: [UInt8]
    private let jsonFrame: [UInt8]
    private let jsonStart: Int

    /// The event as JSON, for snapshots: what the frame has behind its header.
    var json: ArraySlice<UInt8> { jsonFrame[jsonStart...] }

    init(
        stationIndex: Int, event: TitleEvent, receivedAt: Instant? = nil
    ) {
        self.stationIndex = stationIndex
        self.event = event
        self.receivedAt = receivedAt
        textFrame = FrameEncoder.text(Array(event.display.utf8))
        let json = event.json.bytes
        jsonFrame = FrameEncoder.text(json)
        jsonStart = jsonFrame.count - json.count
    }

    /// What a draft becomes that has its number.
    convenience init(_ draft: TitleDraft) {
        self.init(
            stationIndex: draft.stationIndex, event: draft.event, receivedAt: draft.receivedAt)
    }

    /// What a subscriber gets: the title as people read it, as text, or the whole event as JSON.
    func message(_ format: MessageFormat) -> [UInt8]? {
        switch format {
        case .raw: nil
        case .text: textFrame
        case .json: jsonFrame
        // Made anew where it is needed: most stations have WebSocket clients only.
        case .eventStream: EventStream.message(id: event.id, json)
        }
    }
}

final class StatusPublication: Sendable {
    let stationIndex: Int
    let status: StationStatus
    private let jsonFrame: [UInt8]

    init(stationIndex: Int, status: StationStatus) {
        self.stationIndex = stationIndex
        self.status = status
        jsonFrame = FrameEncoder.text(status.json.bytes)
    }

    func message(_ format: MessageFormat) -> [UInt8]? {
        switch format {
        // They hear of titles only, or of blocks.
        case .text, .raw: nil
        case .json: jsonFrame
        case .eventStream: EventStream.message(id: nil, status.json.bytes)
        }
    }
}

final class AdPublication: Sendable {
    let stationIndex: Int
    private let json: [UInt8]
    private let jsonFrame: [UInt8]

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
    /// One binary frame: the bytes behind the length byte.
    let message: [UInt8]

    init(stationIndex: Int, bytes: [UInt8]) {
        self.stationIndex = stationIndex
        message = FrameEncoder.binary(bytes)
    }
}
