import Glibc

/// A client's connection, plain or with TLS.
struct ClientSocket: ~Copyable {
    /// -1 once it is closed.
    private var raw: Int32
    private var secure: TLSServerConnection?

    /// - Parameter context: nil for a plain connection.
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

    /// Whether a response could be sent to the client.
    var canAnswer: Bool { secure?.isEstablished ?? true }

    /// Whether buffered bytes wait that the kernel will not report.
    var hasPending: Bool { secure?.hasPending ?? false }

    /// Whether the socket must accept bytes before more can be received.
    var wantsToWrite: Bool { secure?.wantsToWrite ?? false }

    /// Whether bytes must be received before more can be sent.
    var wantsToRead: Bool { secure?.wantsToRead ?? false }

    /// Whether the client keeps the server busy with TLS messages without content.
    var isAbusive: Bool { secure?.isAbusive ?? false }

    /// Allows `count` bytes to be received from the network before the other clients have their
    /// turn.
    func beginTurn(_ count: Int) { secure?.allow(count) }

    /// - Parameter limit: the maximum number of bytes. With TLS the limit is what `beginTurn`
    ///   allows.
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

    /// Announces that no more bytes follow; the peer's bytes are still read.
    func shutdownWriting() {
        guard raw >= 0 else { return }
        secure?.sayGoodbye()
        Socket.shutdownWriting(raw)
    }

    /// Releases the descriptor to another owner; nil with TLS, whose state must not move to another
    /// thread.
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

    /// Answers plain HTTP on a TLS port in plain text, so that the user learns to write `https://`
    /// instead of `http://`.
    private func answerPlainRequest(_ raw: Int32, _ buffer: ReceiveBuffer) {
        let response = Response.text(
            400, "This port speaks https and wss: use https:// or wss:// in the address.")
        _ = Socket.send(raw, response.bytes(includingBody: true))
        Socket.shutdownWriting(raw)
        // Unread input would turn the end into a reset and destroy the response.
        _ = Socket.receive(raw, into: buffer)
    }
}
