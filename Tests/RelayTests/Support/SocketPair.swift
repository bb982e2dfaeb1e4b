import CEpoll
import Glibc
import Testing

@testable import Relay

/// One end of a connection, controlled by a test: it never blocks, and it keeps what it has
/// received.
///
/// All of its calls go to the C library directly, so that no test checks our socket calls against
/// themselves.
@safe final class TestSocket {
    private(set) var descriptor: Int32
    /// Everything received so far that `take` has not removed.
    private(set) var received: [UInt8] = []
    /// Whether the other side has closed its end, or has broken the connection.
    private(set) var isEnded = false
    private(set) var isReset = false

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { if descriptor >= 0 { close() } }

    /// Sends what the kernel accepts at once.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Int {
        let count = unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        return max(count, 0)
    }

    func send(_ text: String) { #expect(send(Array(text.utf8)) == text.utf8.count) }

    /// Receives everything that is there.
    ///
    /// - Parameter maximum: the number of bytes after which it stops.
    @discardableResult
    func receive(maximum: Int = .max) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        var total = 0
        while total < maximum, !isEnded {
            let wanted = min(buffer.count, maximum - total)
            let count = unsafe recv(descriptor, &buffer, wanted, 0)
            let code = errno
            if count > 0 {
                received += buffer[..<count]
                total += count
            } else if count == 0 || code != EAGAIN {
                isEnded = true
                isReset = count < 0
            } else {
                break
            }
        }
        return received
    }

    /// What one call on the other side sent; empty if nothing is there.
    func receivePiece() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(count, 0)))
    }

    /// Removes the first bytes of what was received.
    func take(_ count: Int) -> [UInt8] {
        defer { received.removeFirst(min(count, received.count)) }
        return Array(received.prefix(count))
    }

    func takeAll() -> [UInt8] {
        receive()
        return take(received.count)
    }

    /// Shuts down the sending side.
    func shutdownWriting() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    func close() {
        _ = Glibc.close(descriptor)
        descriptor = -1
    }

    /// Closes so that the peer gets a reset (TCP only).
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    /// Gives up ownership of the descriptor.
    func release() -> FileDescriptor {
        defer { descriptor = -1 }
        return FileDescriptor(owning: descriptor)
    }

    func set(_ option: Int32, _ value: Int32) {
        var value = value
        let size = socklen_t(MemoryLayout<Int32>.size)
        #expect(unsafe setsockopt(descriptor, SOL_SOCKET, option, &value, size) == 0)
    }

    /// The smallest buffer that the kernel allows, so that few bytes fill it.
    func shrinkSendBuffer() { set(SO_SNDBUF, 1) }

    func shrinkReceiveBuffer() { set(SO_RCVBUF, 1) }
}

/// Two connected sockets.
struct SocketPair {
    let near: TestSocket
    let far: TestSocket

    /// - Parameter keepsPieces: whether what is sent with one call is received with one call.
    init(keepsPieces: Bool = false) {
        var pair: [Int32] = [-1, -1]
        let kind = keepsPieces ? SOCK_SEQPACKET : SOCK_STREAM
        let type = Int32(kind.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let result = unsafe socketpair(AF_UNIX, type | Int32(SOCK_CLOEXEC.rawValue), 0, &pair)
        #expect(result == 0)
        near = TestSocket(pair[0])
        far = TestSocket(pair[1])
    }
}

/// A pipe: what is written to `writer` comes out of `reader`.
struct TestPipe {
    let reader: TestSocket
    let writer: TestSocket

    init() {
        var pair: [Int32] = [-1, -1]
        #expect(unsafe pipe(&pair) == 0)
        for descriptor in pair {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
        reader = TestSocket(pair[0])
        writer = TestSocket(pair[1])
    }

    func write(_ bytes: [UInt8]) {
        #expect(unsafe Glibc.write(writer.descriptor, bytes, bytes.count) == bytes.count)
    }
}

/// How often an eventfd was written to since it was last read.
func takeEventCount(of descriptor: Int32) -> UInt64 {
    var count: UInt64 = 0
    return unsafe eventfd_read(descriptor, &count) == 0 ? count : 0
}

/// Moves a descriptor to the number of another one, which is closed by that.
func takeOverNumber(_ number: Int32, from socket: TestSocket) {
    #expect(dup2(socket.descriptor, number) == number)
    socket.close()
}

/// A TCP listener of the test.
@safe final class TestListener {
    let descriptor: Int32
    let port: UInt16

    /// - Parameter backlog: 0 leaves room for one connection.
    init(host: String = "127.0.0.1", backlog: Int32 = 128) throws {
        let family = host.contains(":") ? AF_INET6 : AF_INET
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let raw = socket(family, type | Int32(SOCK_CLOEXEC.rawValue), 0)
        descriptor = raw
        let wanted = try TestListener.address(host, 0)
        let bound = unsafe wanted.withSocketAddress { unsafe bind(raw, $0, $1) }
        guard bound == 0, listen(raw, backlog) == 0 else { throw SystemError("listen") }
        port = try Address(boundBy: raw).port
    }

    deinit { _ = Glibc.close(descriptor) }

    func accept() -> TestSocket? {
        let raw = relay_accept4(
            descriptor, Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), nil)
        return raw >= 0 ? TestSocket(raw) : nil
    }

    static func address(_ host: String, _ port: UInt16) throws -> Address {
        let found = try Address.lookUp(host: host, port: port, numericOnly: true).get()
        return try #require(found.first)
    }

    /// A non-blocking connection to `address`, perhaps still in progress.
    static func connect(to address: Address) -> TestSocket {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let raw = socket(address.domain, type | Int32(SOCK_CLOEXEC.rawValue), 0)
        _ = unsafe address.withSocketAddress { unsafe Glibc.connect(raw, $0, $1) }
        return TestSocket(raw)
    }
}

extension Address {
    /// The other side of a connection.
    init(connectedTo descriptor: Int32) throws {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe getpeername(descriptor, address, &length)
            }
        }
        guard result == 0 else { throw SystemError("getpeername") }
        self = unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe Address(copying: address, length: length)
            }
        }
    }
}

/// A bound port without a listener: connections to it are refused, and no other program gets it.
@safe final class ClosedPort {
    let port: UInt16
    private let descriptor: Int32

    init(host: String) throws {
        let raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        descriptor = raw
        let wanted = try TestListener.address(host, 0)
        let bound = unsafe wanted.withSocketAddress { unsafe bind(raw, $0, $1) }
        guard bound == 0 else { throw SystemError("bind") }
        port = try Address(boundBy: raw).port
    }

    deinit { _ = Glibc.close(descriptor) }
}

/// Uses up this process's descriptors, except for `free` of them. For exit tests only.
func exhaustDescriptors(leaving free: Int) -> [Int32] {
    var held: [Int32] = []
    var limit = rlimit()
    _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = 64
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    while true {
        let descriptor = dup(0)
        guard descriptor >= 0 else { break }
        held.append(descriptor)
    }
    for _ in 0..<free { if let last = held.popLast() { _ = Glibc.close(last) } }
    return held
}

func closeAll(_ descriptors: [Int32]) {
    for descriptor in descriptors { _ = Glibc.close(descriptor) }
}

/// Ends the process of an exit test.
func endProcess(_ code: ExitCode) -> Never { exit(code.rawValue) }
