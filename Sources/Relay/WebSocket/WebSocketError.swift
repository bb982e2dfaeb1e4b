/// What a client did wrong. Only this type derives the close code and the reason.
enum WebSocketError: Error, Equatable, Sendable {
    case reservedBitSet
    case unknownOpcode(UInt8)
    case unmaskedFrame
    case fragmentedControlFrame
    case controlFrameTooLong
    case unexpectedContinuation
    case expectedContinuation
    case invalidLength
    case messageTooBig
    case invalidUTF8
    case truncatedCloseCode
    case invalidCloseCode(UInt16)

    /// The code of the Close frame that answers it (RFC 6455 §7.4.1).
    var closeCode: UInt16 {
        switch self {
        case .messageTooBig: CloseCode.messageTooBig
        case .invalidUTF8: CloseCode.invalidPayload
        default: CloseCode.protocolError
        }
    }

    /// The reason in that frame, at most 123 bytes.
    var reason: String {
        switch self {
        case .reservedBitSet: "reserved bit set, but no extension was negotiated"
        case .unknownOpcode(let opcode): "unknown opcode \(opcode)"
        case .unmaskedFrame: "client frames have to be masked"
        case .fragmentedControlFrame: "control frames cannot be fragmented"
        case .controlFrameTooLong: "control frame longer than 125 bytes"
        case .unexpectedContinuation: "continuation frame without a message"
        case .expectedContinuation: "new message inside a fragmented one"
        case .invalidLength: "payload length not in its shortest form, or above 63 bits"
        case .messageTooBig: "message too big"
        case .invalidUTF8: "text is not UTF-8"
        case .truncatedCloseCode: "close code of one byte"
        case .invalidCloseCode(let code): "invalid close code \(code)"
        }
    }
}
