import COpenSSL

/// What all `https` streams of one loop share: the machine's trusted certificates (which
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` may replace), at least TLS 1.2, and certificate checks.
@safe final class TLSContext {
    fileprivate let context: OpaquePointer
    /// Decrypted bytes on their way to the reader. They are consumed at once, so one buffer serves
    /// all streams.
    let plaintext = ReceiveBuffer(capacity: Limits.tlsRecord)

    init() throws(TLSFailure) {
        guard let context = unsafe SSL_CTX_new(TLS_client_method()) else {
            throw TLSFailure.fromErrorQueue("cannot set up TLS")
        }
        unsafe self.context = unsafe context
        guard unsafe relay_ssl_require_tls_1_2(context) == 1,
            unsafe SSL_CTX_set_default_verify_paths(context) == 1
        else { throw TLSFailure.fromErrorQueue("cannot set up TLS") }
        unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    }

    deinit { unsafe SSL_CTX_free(context) }
}

/// Loads the trusted certificates when the first `https` stream of a loop needs them: this takes
/// milliseconds and memory, which a relay of plain streams does not spend.
final class TrustStore {
    private var loaded: TLSContext?

    func context() throws(TLSFailure) -> TLSContext {
        if let loaded { return loaded }
        let context = try TLSContext()
        loaded = context
        return context
    }
}

/// What went wrong, as a phrase.
struct TLSFailure: Error, Equatable {
    let reason: String
    /// The peer spoke plain HTTP.
    var isPlainHTTP = false

    /// The oldest entry of this thread's OpenSSL error queue. The queue is emptied.
    static func fromErrorQueue(_ fallback: String) -> TLSFailure {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0, let text = unsafe ERR_reason_error_string(code) else {
            return TLSFailure(reason: fallback)
        }
        return TLSFailure(
            reason: unsafe String(cString: text),
            isPlainHTTP: relay_is_plain_http(code) == 1)
    }

    /// The same failure, prefixed with the name of its subject.
    func named(_ name: String) -> TLSFailure { TLSFailure(reason: "\(name): \(reason)") }
}

/// One TLS client connection without a socket: ciphertext in and out, plaintext out and in. The
/// transport moves the ciphertext, so `MSG_NOSIGNAL` and the loop stay in one place.
@safe final class TLSClient {
    private let connection: OpaquePointer
    private let received: OpaquePointer
    private let toSend: OpaquePointer
    private let context: TLSContext
    private let peer: UnsafeMutablePointer<relay_tls_peer>
    /// Bytes of plaintext since the peer's KeyUpdate count was last reset.
    private var plaintextCount = 0
    private var records = TLSRecords()

    /// - Parameter host: the name (or address) that the certificate must be valid for.
    init(context: TLSContext, host: String) throws(TLSFailure) {
        guard let connection = unsafe SSL_new(context.context) else {
            throw TLSFailure.fromErrorQueue("cannot set up TLS")
        }
        guard let received = unsafe BIO_new(BIO_s_mem()), let toSend = unsafe BIO_new(BIO_s_mem())
        else {
            unsafe SSL_free(connection)
            throw TLSFailure.fromErrorQueue("cannot set up TLS")
        }
        unsafe self.connection = unsafe connection
        unsafe self.received = unsafe received
        unsafe self.toSend = unsafe toSend
        self.context = context
        unsafe peer = .allocate(capacity: 1)
        unsafe peer.initialize(to: relay_tls_peer())
        unsafe relay_count_messages(connection, peer)
        // From here on the connection owns both BIOs.
        unsafe SSL_set_bio(connection, received, toSend)
        unsafe SSL_set_connect_state(connection)
        guard unsafe Self.require(host, of: connection) else {
            throw TLSFailure.fromErrorQueue("not a host name: \(host)")
        }
    }

    /// Requires the certificate to be valid for this name or address.
    private static func require(_ host: String, of connection: OpaquePointer) -> Bool {
        let parameters = unsafe SSL_get0_param(connection)
        // RFC 6066 §3: no server name is sent for a literal address.
        if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1 { return true }
        // As in browsers: `*.example.com` is accepted, `f*.example.com` is not (RFC 9525 §6.3).
        unsafe SSL_set_hostflags(connection, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        return unsafe SSL_set1_host(connection, host) == 1
            && relay_ssl_set_server_name(connection, host) == 1
    }

    deinit {
        unsafe SSL_free(connection)
        unsafe peer.deallocate()
    }

    /// Whether the server renews its keys, or requests other handshakes, more often than any server
    /// does for the bytes that it sends.
    var isAbusive: Bool {
        unsafe peer.pointee.key_updates + peer.pointee.renegotiations > Limits.stationKeyUpdates
    }

    /// A server that sends a stream for a year may renew its keys now and then.
    private func forgiveKeyUpdates(_ count: Int) {
        plaintextCount += count
        guard plaintextCount >= Limits.keyUpdateBytes else { return }
        plaintextCount = 0
        unsafe (peer.pointee.key_updates, peer.pointee.renegotiations) = (0, 0)
    }

    /// Consumes ciphertext from the network.
    func receive(_ ciphertext: Span<UInt8>) {
        records.add(ciphertext)
        unsafe ciphertext.withUnsafeBufferPointer { bytes in
            // A memory BIO accepts everything; the count is at most one receive buffer.
            _ = unsafe BIO_write(received, bytes.baseAddress, Int32(bytes.count))
        }
    }

    /// The buffer into which `read` decrypts: one for all connections of a loop.
    var plaintext: ReceiveBuffer { context.plaintext }

    /// The fewest bytes from the network that yield this many bytes of plaintext.
    func ciphertext(until plaintext: Int) -> Int { records.bytes(until: plaintext) }

    /// Continues the handshake. Returns true once it is complete.
    func handshake() throws(TLSFailure) -> Bool {
        ERR_clear_error()
        let result = unsafe SSL_do_handshake(connection)
        if result == 1 { return true }
        try requireWaiting(result)
        return false
    }

    /// Decrypts the next bytes into the loop's plaintext buffer.
    ///
    /// - Returns: how many; 0 if more ciphertext is needed; nil if the peer has closed the TLS
    ///   connection.
    func read() throws(TLSFailure) -> Int? {
        ERR_clear_error()
        var result: Int32 = 0
        let count = unsafe context.plaintext.fill { base, capacity in
            unsafe result = SSL_read(connection, base, Int32(capacity))
            return Int(max(result, 0))
        }
        guard !isAbusive else {
            ERR_clear_error()
            throw TLSFailure(reason: "the server renews its TLS keys without end")
        }
        if count > 0 {
            forgiveKeyUpdates(count)
            return count
        }
        if unsafe SSL_get_error(connection, result) == SSL_ERROR_ZERO_RETURN { return nil }
        try requireWaiting(result)
        return 0
    }

    /// Encrypts `bytes`; `takeOutput` then returns the ciphertext.
    func write(_ bytes: [UInt8]) throws(TLSFailure) {
        ERR_clear_error()
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe SSL_write(connection, buffer.baseAddress, Int32(buffer.count))
        }
        if result <= 0 { throw failure("the stream's TLS connection failed") }
    }

    /// Ciphertext to be sent; empty if there is none.
    func takeOutput() -> [UInt8] {
        let count = unsafe Int(relay_bio_pending(toSend))
        guard count > 0 else { return [] }
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let read = unsafe BIO_read(toSend, buffer.baseAddress, Int32(buffer.count))
            filled = max(Int(read), 0)
        }
    }

    private func requireWaiting(_ result: Int32) throws(TLSFailure) {
        guard unsafe SSL_get_error(connection, result) != SSL_ERROR_WANT_READ else { return }
        throw failure("the TLS connection failed")
    }

    /// If the certificate was refused, the reason is the verification error.
    private func failure(_ fallback: String) -> TLSFailure {
        let verification = unsafe SSL_get_verify_result(connection)
        guard verification != Int(X509_V_OK) else { return .fromErrorQueue(fallback) }
        ERR_clear_error()
        let text = unsafe String(cString: X509_verify_cert_error_string(verification))
        return TLSFailure(reason: "certificate refused: \(text)")
    }
}
