/// Status codes of a Close frame (RFC 6455 §7.4 and its IANA registry).
enum CloseCode {
    static let normal: UInt16 = 1000
    /// The server is shutting down.
    static let goingAway: UInt16 = 1001
    static let protocolError: UInt16 = 1002
    static let unsupportedData: UInt16 = 1003
    static let invalidPayload: UInt16 = 1007
    static let policyViolation: UInt16 = 1008
    static let messageTooBig: UInt16 = 1009
    static let internalError: UInt16 = 1011
    /// The server is full.
    static let tryAgainLater: UInt16 = 1013
    /// Our own code (3000 to 3999 are for applications): the client does not read fast enough.
    static let tooSlow: UInt16 = 3008
    /// Codes of Centrifugo, for clients of AzuraCast's WebSocket: its first message names no
    /// station, or does not come.
    static let badRequest: UInt16 = 3501
    static let stale: UInt16 = 3502

    /// Whether a frame may contain a code. 1004 is undefined; 1005, 1006 and 1015 are reserved for
    /// local use (RFC 6455 §7.4.1). 1012 to 1014 were registered later, 3000 to 4999 are free
    /// (§7.4.2), and the rest is not assigned.
    static func isValidOnWire(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
