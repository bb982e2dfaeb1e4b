/// Bytes to be sent over a socket that may not accept all of them at once.
struct OutputBuffer {
    private var bytes: [UInt8] = []
    private var sentCount = 0

    /// The number of bytes that wait to be sent.
    var count: Int { bytes.count - sentCount }
    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ more: [UInt8]) {
        if bytes.isEmpty { bytes = more } else { bytes += more }
    }

    /// Sends as much as the socket accepts.
    mutating func send(to descriptor: Int32) throws(SystemError) {
        guard !isEmpty else { return }
        switch Socket.send(descriptor, bytes, from: sentCount) {
        case .count(let count): sentCount += count
        case .failed(let error): throw error
        case .wouldBlock, .end: break
        }
        if sentCount == bytes.count {
            bytes = []
            sentCount = 0
        } else if sentCount > Limits.receiveBuffer {
            // If the peer always lags a little, the part already sent must not grow forever.
            bytes.removeFirst(sentCount)
            sentCount = 0
        }
    }
}
