/// Bytes on their way into a socket that may not take all of them at once.
struct OutputBuffer {
    private var bytes: [UInt8] = []
    private var sentCount = 0

    /// How many bytes wait.
    var count: Int { bytes.count - sentCount }
    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ more: [UInt8]) {
        if bytes.isEmpty { bytes = more } else { bytes += more }
    }

    /// Sends what the socket takes.
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
            // A peer that is always a little behind must not make the sent part grow for ever.
            bytes.removeFirst(sentCount)
            sentCount = 0
        }
    }
}
