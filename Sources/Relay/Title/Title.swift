import ICYReader
import Synchronization

/// A title with its id, as clients receive it and as the history keeps it. All loops share the same
/// objects, and the JSON that clients need.
final class Title: Sendable {
    let id: TitleID
    let event: TitleEvent
    private let madeFrame = AtomicLazyReference<JSONFrame>()
    private let madeKept = AtomicLazyReference<Title>()

    var number: Int { id.number }

    init(_ event: TitleEvent, id: TitleID) {
        self.event = event
        self.id = id
    }

    /// The title as a history keeps it. The first loop that needs it makes it for all loops, with
    /// the JSON if a client has needed that.
    var kept: Title {
        if event.isPacked { return self }
        if let known = madeKept.load() { return known }
        let title = Title(event.packed, id: id)
        if let frame = madeFrame.load() { _ = title.madeFrame.storeIfNil(frame) }
        return madeKept.storeIfNil(title)
    }

    var json: JSONObject {
        var object = JSONObject()
        event.add(to: &object, id: id)
        return object
    }

    /// The message for a subscriber: the displayed title as text, or the whole event as JSON. The
    /// JSON is made when first needed and kept, since after an outage many clients need the same
    /// titles.
    func message(_ format: MessageFormat) -> [UInt8]? {
        switch format {
        case .text: FrameEncoder.text(event.display)
        case .json: frame.bytes
        case .eventStream, .plainEventStream:
            EventStream.message(id: id.description, frame.json, format)
        default: nil
        }
    }

    /// Appends the event as JSON. It is made again unless a client has needed it before.
    func appendJSON(to bytes: inout [UInt8]) {
        if let frame = madeFrame.load() { bytes += frame.json } else { bytes += json.bytes }
    }

    private var frame: JSONFrame {
        if let known = madeFrame.load() { return known }
        let frame = madeFrame.storeIfNil(JSONFrame(json))
        // Another loop may have kept the title before a client of this one needed the JSON.
        if let kept = madeKept.load() { _ = kept.madeFrame.storeIfNil(frame) }
        return frame
    }
}
