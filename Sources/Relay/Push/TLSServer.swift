import COpenSSL

/// A certificate and its key, for any number of connections on any loop. A reload makes a new
/// context; existing connections keep the old one.
@safe final class TLSServerContext: @unchecked Sendable {
    // OpenSSL counts references itself, and nothing changes after `init`.
    fileprivate let context: OpaquePointer

    /// - Parameters:
    ///   - certificate: the path of a PEM file: the server's certificate, followed by its chain up
    ///     to a root.
    ///   - key: the path of the PEM file of its key.
    init(certificate: String, key: String) throws(TLSFailure) {
        guard let context = unsafe SSL_CTX_new(TLS_server_method()) else {
            throw TLSFailure.fromErrorQueue("cannot set up TLS")
        }
        unsafe self.context = unsafe context
        guard unsafe relay_ssl_require_tls_1_2(context) == 1,
            // Only forward secrecy and authenticated encryption. TLS 1.3 has nothing else.
            unsafe SSL_CTX_set_cipher_list(
                context, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!kRSA") == 1
        else { throw TLSFailure.fromErrorQueue("cannot set up TLS") }
        unsafe relay_ssl_server_options(context)
        guard unsafe SSL_CTX_use_certificate_chain_file(context, certificate) == 1 else {
            throw TLSFailure.fromErrorQueue("cannot read").named("--tls-cert \(certificate)")
        }
        guard unsafe SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1,
            unsafe SSL_CTX_check_private_key(context) == 1
        else { throw TLSFailure.fromErrorQueue("cannot read").named("--tls-key \(key)") }
    }

    deinit { unsafe SSL_CTX_free(context) }
}

/// The method with which OpenSSL reads a client's socket: `relay_bio_read`, which never reads more
/// than it is allowed to.
@safe private final class PeerMethod: @unchecked Sendable {
    // Nothing changes after `init`.
    let method: OpaquePointer?

    init() { unsafe method = relay_bio_method() }

    /// Made once, for all connections of the program.
    static let shared = PeerMethod()
}

/// The server's side of one TLS connection, on its socket.
///
/// One call of `SSL_read` handles any number of records without content, such as KeyUpdates, before
/// it returns. So the bytes that it may read from the socket are limited, and such messages are
/// counted.
@safe final class TLSServerConnection {
    private let connection: OpaquePointer
    private let peer: UnsafeMutablePointer<relay_tls_peer>
    /// OpenSSL must write before it can continue to read: in the handshake, when the socket is
    /// full.
    private(set) var wantsToWrite = false
    /// OpenSSL must read before it can continue to write: until then, a writable socket makes no
    /// difference.
    private(set) var wantsToRead = false

    init(_ context: TLSServerContext, descriptor: Int32) throws(TLSFailure) {
        guard let connection = unsafe SSL_new(context.context) else {
            throw TLSFailure.fromErrorQueue("cannot set up TLS")
        }
        unsafe peer = .allocate(capacity: 1)
        unsafe peer.initialize(to: relay_tls_peer())
        unsafe peer.pointee.descriptor = descriptor
        unsafe self.connection = unsafe connection
        guard let method = unsafe PeerMethod.shared.method,
            unsafe relay_set_peer(connection, method, peer) == 1
        else {
            throw TLSFailure.fromErrorQueue("cannot set up TLS")
        }
        unsafe SSL_set_accept_state(connection)
    }

    deinit {
        unsafe SSL_free(connection)
        unsafe peer.deallocate()
    }

    /// Allows `count` bytes to be read from the socket; further bytes wait in the kernel.
    func allow(_ count: Int) { unsafe peer.pointee.budget = Int32(clamping: count) }

    /// Whether the client has renewed its keys, or requested another handshake, so often that its
    /// only purpose can be to keep the server busy.
    var isAbusive: Bool {
        unsafe peer.pointee.renegotiations > 0
            || peer.pointee.key_updates > Limits.clientKeyUpdates
    }

    /// Whether the handshake is done.
    var isEstablished: Bool { unsafe SSL_is_init_finished(connection) == 1 }

    /// Whether bytes are buffered that the socket will not report.
    var hasPending: Bool { unsafe SSL_has_pending(connection) == 1 }

    /// Decrypts into the front of `buffer`; performs the handshake first.
    func receive(into buffer: ReceiveBuffer) throws(TLSFailure) -> Socket.Transfer {
        ERR_clear_error()
        var result: Int32 = 0
        let count = unsafe buffer.fill { base, capacity in
            unsafe result = SSL_read(connection, base, Int32(capacity))
            return Int(max(result, 0))
        }
        wantsToWrite = false
        wantsToRead = false
        guard !isAbusive else {
            ERR_clear_error()
            throw TLSFailure(reason: "too many KeyUpdates, or another ClientHello")
        }
        if count > 0 { return .count(count) }
        return try outcome(result)
    }

    /// Encrypts the bytes from `offset` on. A write that was begun must be continued from the same
    /// place.
    func send(_ bytes: [UInt8], from offset: Int) throws(TLSFailure) -> Socket.Transfer {
        precondition(offset >= 0 && offset < bytes.count)
        ERR_clear_error()
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe SSL_write(
                connection, buffer.baseAddress?.advanced(by: offset), Int32(buffer.count - offset))
        }
        if result > 0 { return .count(Int(result)) }
        let outcome = try outcome(result)
        wantsToRead = outcome == .wouldBlock && !wantsToWrite
        return outcome
    }

    /// Announces that no more bytes follow (close_notify), so that the end cannot be mistaken for a
    /// truncation.
    func sayGoodbye() {
        ERR_clear_error()
        _ = unsafe SSL_shutdown(connection)
        ERR_clear_error()
    }

    private func outcome(_ result: Int32) throws(TLSFailure) -> Socket.Transfer {
        switch unsafe SSL_get_error(connection, result) {
        case SSL_ERROR_WANT_READ: return .wouldBlock
        case SSL_ERROR_WANT_WRITE:
            wantsToWrite = true
            return .wouldBlock
        case SSL_ERROR_ZERO_RETURN: return .end
        default: throw TLSFailure.fromErrorQueue("the connection broke")
        }
    }
}
