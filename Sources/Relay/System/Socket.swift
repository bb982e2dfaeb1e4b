import CEpoll
import Glibc

/// The socket calls of this program. Every socket is non-blocking and close-on-exec.
enum Socket {
    /// The result of one call.
    enum Transfer: Equatable {
        case count(Int)
        /// Nothing for now; the loop reports when the socket is ready.
        case wouldBlock
        /// `recv` only: the peer has sent everything.
        case end
        case failed(SystemError)
    }

    private static let streamType =
        Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)

    // MARK: Connecting

    /// Starts a TCP connection. It is established when the socket becomes writable and
    /// `pendingError` is nil.
    static func connect(to address: Address) throws(SystemError) -> FileDescriptor {
        let raw = socket(address.domain, streamType, 0)
        guard raw >= 0 else { throw SystemError("socket") }
        let descriptor = FileDescriptor(owning: raw)
        let result = unsafe address.withSocketAddress { pointer, length in
            unsafe Glibc.connect(raw, pointer, length)
        }
        let code = errno
        guard result == 0 || code == EINPROGRESS || code == EINTR else {
            throw SystemError("connect", code: code)
        }
        return descriptor
    }

    /// The error that a connection attempt ended with; nil if the connection is established.
    static func pendingError(_ descriptor: Int32) -> SystemError? {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        let result = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        if result != 0 { return SystemError("getsockopt") }
        return code == 0 ? nil : SystemError("connect", code: code)
    }

    // MARK: Listening

    /// How a listening socket gets its port.
    enum Sharing {
        /// The first socket: the port must not be in use, not even by a second copy of this
        /// program, which would otherwise silently get half of the browsers. Once it is bound,
        /// others may join, and the kernel spreads the connections among them (`SO_REUSEPORT`).
        case first
        /// Joins the first socket.
        case another
    }

    /// Opens a listening socket.
    static func listen(
        on address: Address, _ sharing: Sharing
    ) throws(SystemError) -> FileDescriptor {
        let raw = socket(address.domain, streamType, 0)
        guard raw >= 0 else { throw SystemError("socket") }
        let descriptor = FileDescriptor(owning: raw)
        // Without it, a restart within a minute would fail because of our own old connections.
        try set(raw, SOL_SOCKET, SO_REUSEADDR, 1)
        if sharing == .another { try set(raw, SOL_SOCKET, SO_REUSEPORT, 1) }
        if address.family == .ipv6 { try set(raw, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
        let bound = unsafe address.withSocketAddress { pointer, length in
            unsafe bind(raw, pointer, length)
        }
        guard bound == 0 else { throw SystemError("bind") }
        if sharing == .first { try set(raw, SOL_SOCKET, SO_REUSEPORT, 1) }
        try setForClients(raw)
        guard Glibc.listen(raw, Limits.listenBacklog) == 0 else { throw SystemError("listen") }
        return descriptor
    }

    /// The next waiting connection and its peer, or nil if none is waiting.
    static func accept(_ listener: Int32) throws(SystemError) -> Accepted? {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        var peer = sockaddr_in6()
        while true {
            let raw = unsafe relay_accept4(listener, flags, &peer)
            let code = errno
            if raw >= 0 {
                return Accepted(
                    descriptor: FileDescriptor(owning: raw), peer: ClientAddress(peer))
            }
            switch code {
            case EAGAIN: return nil
            // The peer has gone already, or its network failed (accept(2)): accept the next one.
            case EINTR, ECONNABORTED, EPROTO, ENETDOWN, EHOSTDOWN, EHOSTUNREACH, ENETUNREACH:
                continue
            default: throw SystemError("accept", code: code)
            }
        }
    }

    /// An accepted connection.
    struct Accepted: ~Copyable {
        let descriptor: FileDescriptor
        let peer: ClientAddress

        consuming func release() -> FileDescriptor { descriptor }
    }

    // MARK: Moving bytes

    /// Sends from `offset` on. With `MSG_NOSIGNAL`, a peer that has gone causes an error, not a
    /// signal.
    static func send(_ descriptor: Int32, _ bytes: [UInt8], from offset: Int = 0) -> Transfer {
        precondition(offset >= 0 && offset <= bytes.count)
        while true {
            let (count, code) = unsafe bytes.withUnsafeBufferPointer { buffer in
                let count = unsafe Glibc.send(
                    descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset,
                    Int32(MSG_NOSIGNAL))
                return (count, errno)
            }
            if count >= 0 { return .count(count) }
            if code == EINTR { continue }
            return code == EAGAIN ? .wouldBlock : .failed(SystemError("send", code: code))
        }
    }

    /// Receives into the beginning of `buffer`.
    ///
    /// - Parameter limit: the most bytes to receive, if that is less than the buffer's capacity.
    static func receive(
        _ descriptor: Int32, into buffer: ReceiveBuffer, limit: Int = .max
    ) -> Transfer {
        while true {
            let count = unsafe recv(descriptor, buffer.base, min(limit, buffer.capacity), 0)
            if let transfer = received(count, errno) { return transfer }
        }
    }

    /// - Returns: nil if the call was interrupted.
    private static func received(_ count: Int, _ code: Int32) -> Transfer? {
        if count > 0 { return .count(count) }
        if count == 0 { return .end }
        if code == EINTR { return nil }
        return code == EAGAIN ? .wouldBlock : .failed(SystemError("recv", code: code))
    }

    /// Announces that we send no more, and keeps receiving, so that a reset does not destroy the
    /// last response.
    static func shutdownWriting(_ descriptor: Int32) {
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Disables Nagle's algorithm: a title must not wait for the acknowledgement of the previous
    /// one.
    static func sendWithoutDelay(_ descriptor: Int32) {
        try? set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    /// Drops up to `limit` bytes of a TCP stream inside the kernel (tcp(7), `MSG_TRUNC`): they are
    /// neither copied nor seen.
    static func discard(_ descriptor: Int32, limit: Int) -> Transfer {
        while true {
            let count = recv(descriptor, nil, limit, Int32(MSG_TRUNC))
            if let transfer = received(count, errno) { return transfer }
        }
    }

    /// From now on the socket becomes readable when `count` bytes are there, or the end, or as many
    /// bytes as the kernel will keep (socket(7), `SO_RCVLOWAT`). A call that receives still returns
    /// whatever is there.
    static func wait(_ descriptor: Int32, for count: Int) {
        // A kernel without support reports every byte.
        try? set(descriptor, SOL_SOCKET, SO_RCVLOWAT, Int32(clamping: count))
    }

    /// How long ago the last byte of a TCP stream arrived; nil if the kernel does not report it.
    static func timeSinceLastByte(_ descriptor: Int32) -> Duration? {
        var information = tcp_info()
        var length = socklen_t(MemoryLayout<tcp_info>.size)
        let result = unsafe getsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_INFO, &information, &length)
        return result == 0 ? .milliseconds(information.tcpi_last_data_recv) : nil
    }

    /// Options that every accepted connection inherits from the listening socket, without a call of
    /// its own.
    private static func setForClients(_ listener: Int32) throws(SystemError) {
        // A client that stops reading occupies this much kernel memory, not megabytes.
        try set(listener, SOL_SOCKET, SO_SNDBUF, Limits.clientSendBuffer)
        try set(listener, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, Limits.unacknowledgedMilliseconds)
        sendWithoutDelay(listener)
    }

    private static func set(
        _ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32
    ) throws(SystemError) {
        var value = value
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe setsockopt(descriptor, level, option, &value, size) == 0 else {
            throw SystemError("setsockopt")
        }
    }

    // MARK: The descriptor limit

    /// Raises the soft limit of open files to the hard limit: every browser needs a descriptor.
    static func raiseDescriptorLimit() {
        var limit = openFiles
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// How many files this process may have open. Every descriptor is less than this.
    static var descriptorLimit: Int { Int(clamping: openFiles.rlim_cur) }

    private static var openFiles: rlimit {
        var limit = rlimit()
        // It fails only for a resource that does not exist.
        _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return limit
    }
}

/// The buffer into which a loop receives everything. Its content is consumed before the loop goes
/// on to the next descriptor, so one buffer serves any number of connections.
@safe final class ReceiveBuffer {
    let capacity: Int
    fileprivate let base: UnsafeMutableRawPointer

    init(capacity: Int = Limits.receiveBuffer) {
        self.capacity = capacity
        unsafe base = .allocate(byteCount: capacity, alignment: 16)
        // Zeroed once, so that no view of it can ever expose another program's memory.
        unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
    }

    deinit { unsafe base.deallocate() }

    /// Calls `body` with the first `count` bytes.
    func withBytes<Result>(_ count: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        precondition(count <= capacity)
        let buffer = unsafe UnsafeRawBufferPointer(start: base, count: count)
        let bytes = unsafe buffer.assumingMemoryBound(to: UInt8.self)
        return unsafe body(bytes.span)
    }

    /// Fills the buffer with a function other than `recv` (TLS), which gets the whole buffer to
    /// write to.
    func fill(_ body: (UnsafeMutableRawPointer, Int) -> Int) -> Int {
        let count = unsafe body(base, capacity)
        precondition(count <= capacity)
        return count
    }
}
