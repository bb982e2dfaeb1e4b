/// A text frame with a JSON object, shared by the clients of all loops.
final class JSONFrame: Sendable {
    let bytes: [UInt8]

    init(_ object: JSONObject) { bytes = FrameEncoder.text(object.bytes) }

    /// The payload of the frame.
    var json: ArraySlice<UInt8> { bytes[FrameEncoder.headerCount(of: bytes)...] }
}
