/// A title as a station remembers it and as clients get it. Every loop remembers the last ones of
/// each station, all of them the same objects; so it holds the bytes that are sent, and no text
/// beside them.
final class TitleRecord: Sendable {
    let number: Int
    private let epoch: String
    private let jsonFrame: [UInt8]
    /// Where the title as people read it stands in `jsonFrame`.
    private let text: Range<Int>
    /// The same text where it has escapes there.
    private let escapedText: [UInt8]

    init(_ event: TitleEvent) {
        number = event.number
        epoch = event.epoch
        var object = JSONObject()
        let place = event.add(to: &object)
        jsonFrame = FrameEncoder.text(object.bytes)
        let header = FrameEncoder.headerCount(of: jsonFrame)
        text = place.map { header + $0.lowerBound..<header + $0.upperBound } ?? 0..<0
        escapedText = place == nil ? Array(event.display.utf8) : []
    }

    /// The event as JSON, for snapshots: what the frame has behind its header.
    var json: ArraySlice<UInt8> { jsonFrame[FrameEncoder.headerCount(of: jsonFrame)...] }

    /// What a subscriber gets: the title as people read it, as text, or the whole event as JSON.
    func message(_ format: MessageFormat) -> [UInt8]? {
        switch format {
        case .raw: nil
        // These two are made anew where they are needed: once for all clients of a loop.
        case .text: FrameEncoder.text(escapedText.isEmpty ? jsonFrame[text] : escapedText[...])
        case .json: jsonFrame
        case .eventStream: EventStream.message(id: "\(epoch):\(number)", json)
        }
    }
}
