import Glibc

/// A client's connection, plain or under TLS: bytes in, bytes out.
struct ClientSocket: ~Copyable {
    /// -1 once it is closed.
    private var raw: Int32
    private var secure: TLSServerConnection?

    /// - Parameter context: nil: plain.
    init(
        _ descriptor: consuming FileDescriptor, _ context: TLSServerContext?
    ) throws(SystemError) {
        if let context {
            do throws(TLSFailure) {
                secure = try TLSServerConnection(context, descriptor: descriptor.rawValue)
            } catch {
                throw SystemError("TLS", code: ENOMEM)
            }
        } else {
            secure = nil
        }
        raw = descriptor.release()
    }

    deinit { if raw >= 0 { FileDescriptor(owning: raw).close() } }

    /// nil once it is closed.
    var rawDescriptor: Int32? { raw >= 0 ? raw : nil }

    /// Whether the client could be told anything.
    var canAnswer: Bool { secure?.isEstablished ?? true }

    /// Whether bytes wait that the kernel will not tell of.
    var hasPending: Bool { secure?.hasPending ?? false }

    /// Whether the socket has to take bytes before more can be received.
    var wantsToWrite: Bool { secure?.wantsToWrite ?? false }

    /// Whether something has to be received before more can be sent.
    var wantsToRead: Bool { secure?.wantsToRead ?? false }

    /// Whether the client keeps the server busy with TLS messages that say nothing.
    var isAbusive: Bool { secure?.isAbusive ?? false }

    /// Allows so many bytes to be received from the network before the other clients have their
    /// turn.
    func beginTurn(_ count: Int) { secure?.allow(count) }

    /// - Parameter limit: bytes at most; under TLS what `beginTurn` allows is the limit.
    func receive(into buffer: ReceiveBuffer, limit: Int = .max) -> Socket.Transfer {
        guard raw >= 0 else { return .end }
        guard let secure else { return Socket.receive(raw, into: buffer, limit: limit) }
        do throws(TLSFailure) {
            return try secure.receive(into: buffer)
        } catch {
            if error.isPlainHTTP { answerPlainRequest(raw, buffer) }
            return .failed(SystemError("TLS", code: EPROTO))
        }
    }

    func send(_ bytes: [UInt8], from offset: Int = 0) -> Socket.Transfer {
        guard raw >= 0 else { return .end }
        guard let secure else { return Socket.send(raw, bytes, from: offset) }
        return (try? secure.send(bytes, from: offset)) ?? .failed(SystemError("TLS", code: EPROTO))
    }

    /// "No more from me": the peer's bytes are still read.
    func shutdownWriting() {
        guard raw >= 0 else { return }
        secure?.sayGoodbye()
        Socket.shutdownWriting(raw)
    }

    /// The descriptor, for another owner; nil under TLS, whose state is not for other threads.
    mutating func takePlain() -> FileDescriptor? {
        guard secure == nil, raw >= 0 else { return nil }
        defer { raw = -1 }
        return FileDescriptor(owning: raw)
    }

    mutating func close() {
        secure = nil
        guard raw >= 0 else { return }
        FileDescriptor(owning: raw).close()
        raw = -1
    }

    /// Who wrote `http://` in place of `https://` is told so, in the words that he can read.
    private func answerPlainRequest(_ raw: Int32, _ buffer: ReceiveBuffer) {
        let response = Response.text(
            400, "This port speaks https and wss: use https:// or wss:// in the address.")
        _ = Socket.send(raw, response.bytes(includingBody: true))
        Socket.shutdownWriting(raw)
        // What is left unread would turn the end into a reset, and destroy the answer.
        _ = Socket.receive(raw, into: buffer)
    }
}
