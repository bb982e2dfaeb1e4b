/// Encodes the frames that a server sends: final, unmasked (RFC 6455 §5.1) and without extensions.
/// So one frame can be sent to any number of clients.
enum FrameEncoder {
    /// - Parameter utf8: Valid UTF-8 (RFC 6455 §5.6).
    static func text(_ utf8: [UInt8]) -> [UInt8] { frame(.text, utf8[...]) }

    /// - Parameter utf8: Valid UTF-8.
    static func text(_ utf8: ArraySlice<UInt8>) -> [UInt8] { frame(.text, utf8) }

    static func text(_ text: String) -> [UInt8] {
        let utf8 = text.utf8.span
        var frame: [UInt8] = []
        frame.append(addingCapacity: 10 + utf8.count) { out in
            appendHeader(.text, utf8.count, to: &out)
            out.append(copying: utf8)
        }
        return frame
    }

    static func binary(_ payload: [UInt8]) -> [UInt8] { frame(.binary, payload[...]) }

    /// - Parameter payload: At most 125 bytes.
    static func ping(_ payload: [UInt8]) -> [UInt8] { frame(.ping, payload[...]) }

    /// - Parameter payload: The payload of the ping; at most 125 bytes.
    static func pong(_ payload: [UInt8]) -> [UInt8] { frame(.pong, payload[...]) }

    /// A Close with a code and a reason. The reason is cut between characters to fit a control
    /// frame.
    static func close(code: UInt16, reason: String = "") -> [UInt8] {
        precondition(CloseCode.isValidOnWire(code))
        var payload = [UInt8(code >> 8), UInt8(code & 0xFF)]
        for scalar in reason.unicodeScalars {
            let bytes = UTF8.encode(scalar).map { Array($0) } ?? []
            guard payload.count + bytes.count <= Limits.controlPayloadBytes else { break }
            payload += bytes
        }
        return frame(.close, payload[...])
    }

    /// A Close without a payload, which answers a Close without a payload (RFC 6455 §5.5.1).
    static func emptyClose() -> [UInt8] { frame(.close, []) }

    /// The size of the header of one of these frames.
    static func headerCount(of frame: [UInt8]) -> Int {
        switch frame[1] {
        case 127: 10
        case 126: 4
        default: 2
        }
    }

    private static func frame(_ opcode: Opcode, _ payload: ArraySlice<UInt8>) -> [UInt8] {
        // RFC 6455 §5.5
        precondition(!opcode.isControl || payload.count <= Limits.controlPayloadBytes)
        var frame: [UInt8] = []
        frame.append(addingCapacity: 10 + payload.count) { out in
            appendHeader(opcode, payload.count, to: &out)
        }
        frame += payload
        return frame
    }

    private static func appendHeader(
        _ opcode: Opcode, _ count: Int, to frame: inout OutputSpan<UInt8>
    ) {
        frame.append(0x80 | opcode.rawValue)
        // RFC 6455 §5.2: the shortest of the three forms.
        if count <= 125 {
            frame.append(UInt8(count))
        } else if let count = UInt16(exactly: count) {
            frame.append(126)
            frame.append(UInt8(count >> 8))
            frame.append(UInt8(count & 0xFF))
        } else {
            frame.append(127)
            for shift in stride(from: 56, through: 0, by: -8) {
                frame.append(UInt8(truncatingIfNeeded: count >> shift))
            }
        }
    }
}
