/// What a station tells the clients of every loop: made once, with its frames encoded once, and
/// then only shared.
enum Publication: Sendable {
    case title(TitlePublication)
    case status(StatusPublication)
    case ad(AdPublication)
}

final class TitlePublication: Sendable {
    let stationIndex: Int
    let event: TitleEvent
    private let textFrame: [UInt8]
    private let jsonFrame: [UInt8]
    private let jsonStart: Int

    /// The event as JSON, for snapshots: what the frame has behind its header.
    var json: ArraySlice<UInt8> { jsonFrame[jsonStart...] }

    init(stationIndex: Int, event: TitleEvent) {
        self.stationIndex = stationIndex
        self.event = event
        textFrame = FrameEncoder.text(Array(event.display.utf8))
        let json = event.json.bytes
        jsonFrame = FrameEncoder.text(json)
        jsonStart = jsonFrame.count - json.count
    }

    /// The title as people read it, as text, or the whole event as JSON.
    func frame(_ format: MessageFormat) -> [UInt8] {
        switch format {
        case .text: textFrame
        case .json: jsonFrame
        }
    }
}

final class StatusPublication: Sendable {
    let stationIndex: Int
    let status: StationStatus
    let jsonFrame: [UInt8]

    init(stationIndex: Int, status: StationStatus) {
        self.stationIndex = stationIndex
        self.status = status
        jsonFrame = FrameEncoder.text(status.json.bytes)
    }
}

final class AdPublication: Sendable {
    let stationIndex: Int
    let jsonFrame: [UInt8]

    init(stationIndex: Int, event: AdEvent) {
        self.stationIndex = stationIndex
        jsonFrame = FrameEncoder.text(event.json.bytes)
    }
}
