import ICYReader

/// Decodes the frames of a client (RFC 6455 §5) from bytes that arrive in pieces of any size.
///
/// Data messages are returned whole, control frames at once, even between the fragments of a
/// message. Every error is reported at the first byte that reveals it, and sizes before any
/// payload.
struct FrameDecoder: Sendable {
    enum Event: Equatable, Sendable {
        /// Valid UTF-8.
        case text([UInt8])
        case binary([UInt8])
        case ping([UInt8])
        case pong([UInt8])
        case close(code: UInt16?, reason: String)
    }

    private enum Stage {
        case firstByte, lengthByte, length16, length64, maskingKey, payload
    }

    private var stage = Stage.firstByte
    private var opcode = Opcode.continuation
    private var isFinal = false
    /// Bytes of the extended length or the masking key that have not arrived.
    private var fieldBytesLeft: UInt8 = 0
    /// The opcode of the message whose fragments are arriving; nil between messages.
    private var messageOpcode: Opcode?
    private var utf8 = UTF8Validator()
    /// Rotated so that the mask of the next payload byte is the top byte.
    private var maskingKey: UInt32 = 0
    /// Payload bytes of this frame: first the length as it is read, then the bytes still to come.
    private var payloadLeft: UInt64 = 0
    // Empty, and without storage, unless something is half received.
    private var message: [UInt8] = []
    private var controlPayload: [UInt8] = []
    private var failure: WebSocketError?
    private let maximumMessageSize: Int

    /// - Parameter maximumMessageSize: The most bytes of a message, over all its fragments.
    init(maximumMessageSize: Int) {
        precondition(maximumMessageSize >= 0)
        self.maximumMessageSize = maximumMessageSize
    }

    /// Whether it is between two messages, in the same state as a new decoder.
    var isIdle: Bool { stage == .firstByte && messageOpcode == nil && failure == nil }

    /// Consumes bytes from `input[offset...]` up to the end of a message or control frame.
    ///
    /// - Returns: What was received, or nil if all of `input` was consumed and more is needed.
    /// - Throws: What the client did wrong, with `offset` just after the byte that revealed it; the
    ///   same error again on every further call.
    mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(WebSocketError) -> Event? {
        if let failure { throw failure }
        do throws(WebSocketError) {
            return try advance(input, &offset)
        } catch {
            failure = error
            message = []
            controlPayload = []
            throw error
        }
    }

    private mutating func advance(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(WebSocketError) -> Event? {
        while offset < input.count {
            if stage == .payload {
                try takePayload(input, &offset)
            } else {
                offset += 1
                try takeHeader(input[offset - 1])
            }
            if stage == .payload, payloadLeft == 0, let event = try endFrame() { return event }
        }
        return nil
    }

    private mutating func takeHeader(_ byte: UInt8) throws(WebSocketError) {
        switch stage {
        case .firstByte:
            try takeFirstByte(byte)
        case .lengthByte:
            try takeLengthByte(byte)
        case .length16, .length64:
            payloadLeft = payloadLeft << 8 | UInt64(byte)
            fieldBytesLeft -= 1
            if fieldBytesLeft == 0 { try endLength() }
        case .maskingKey:
            maskingKey = maskingKey << 8 | UInt32(byte)
            fieldBytesLeft -= 1
            if fieldBytesLeft == 0 { stage = .payload }
        case .payload:
            preconditionFailure("payload is taken elsewhere")
        }
    }

    private mutating func takeFirstByte(_ byte: UInt8) throws(WebSocketError) {
        // RFC 6455 §5.2: reserved bits are 0 without an extension, and we negotiate none.
        guard byte & 0x70 == 0 else { throw .reservedBitSet }
        guard let opcode = Opcode(rawValue: byte & 0x0F) else {
            throw .unknownOpcode(byte & 0x0F)
        }
        isFinal = byte & 0x80 != 0
        // RFC 6455 §5.5: control frames are never fragmented; §5.4: the fragments of two messages
        // are never interleaved.
        guard isFinal || !opcode.isControl else { throw .fragmentedControlFrame }
        switch opcode {
        case .continuation:
            guard messageOpcode != nil else { throw .unexpectedContinuation }
        case .text, .binary:
            guard messageOpcode == nil else { throw .expectedContinuation }
            messageOpcode = opcode
        case .close, .ping, .pong: break
        }
        self.opcode = opcode
        stage = .lengthByte
    }

    private mutating func takeLengthByte(_ byte: UInt8) throws(WebSocketError) {
        // RFC 6455 §5.1: a server closes the connection after an unmasked frame.
        guard byte & 0x80 != 0 else { throw .unmaskedFrame }
        let length = byte & 0x7F
        // RFC 6455 §5.5
        guard !opcode.isControl || length <= Limits.controlPayloadBytes else {
            throw .controlFrameTooLong
        }
        payloadLeft = 0
        switch length {
        case 126:
            fieldBytesLeft = 2
            stage = .length16
        case 127:
            fieldBytesLeft = 8
            stage = .length64
        default:
            payloadLeft = UInt64(length)
            try endLength()
        }
    }

    private mutating func endLength() throws(WebSocketError) {
        // RFC 6455 §5.2: the shortest form MUST be used, and the top bit of 64 MUST be 0.
        switch stage {
        case .length16: guard payloadLeft >= 126 else { throw .invalidLength }
        case .length64: guard 0x1_0000...(1 << 63 - 1) ~= payloadLeft else { throw .invalidLength }
        default: break
        }
        // Checked before any of it is stored; the lengths of control frames were checked above.
        guard opcode.isControl || payloadLeft <= UInt64(maximumMessageSize - message.count) else {
            throw .messageTooBig
        }
        maskingKey = 0
        fieldBytesLeft = 4
        stage = .maskingKey
    }

    private mutating func takePayload(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(WebSocketError) {
        let isText = messageOpcode == .text
        while payloadLeft > 0 && offset < input.count {
            // RFC 6455 §5.3
            let byte = input[offset] ^ UInt8(truncatingIfNeeded: maskingKey >> 24)
            maskingKey = maskingKey << 8 | maskingKey >> 24
            offset += 1
            payloadLeft -= 1
            if opcode.isControl {
                controlPayload.append(byte)
            } else {
                // RFC 6455 §8.1
                guard !isText || utf8.accept(byte) else { throw .invalidUTF8 }
                message.append(byte)
            }
        }
    }

    private mutating func endFrame() throws(WebSocketError) -> Event? {
        stage = .firstByte
        if opcode.isControl {
            let payload = controlPayload
            controlPayload = []
            switch opcode {
            case .ping: return .ping(payload)
            case .pong: return .pong(payload)
            default: return try Self.close(payload)
            }
        }
        guard isFinal else { return nil }
        // RFC 6455 §5.6: only a whole message is valid, so it cannot end inside a character.
        guard utf8.isComplete else { throw .invalidUTF8 }
        let payload = message
        let isText = messageOpcode == .text
        message = []
        messageOpcode = nil
        return isText ? .text(payload) : .binary(payload)
    }

    /// Parses the payload of a Close frame (RFC 6455 §5.5.1): empty, or a code and a reason.
    private static func close(_ payload: [UInt8]) throws(WebSocketError) -> Event {
        guard !payload.isEmpty else { return .close(code: nil, reason: "") }
        guard payload.count >= 2 else { throw .truncatedCloseCode }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        guard CloseCode.isValidOnWire(code) else { throw .invalidCloseCode(code) }
        guard let reason = String(validating: payload[2...], as: UTF8.self) else {
            throw .invalidUTF8
        }
        return .close(code: code, reason: reason)
    }
}
