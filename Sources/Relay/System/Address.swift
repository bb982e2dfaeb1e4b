import Glibc

/// An IPv4 or IPv6 socket address.
struct Address: Sendable, CustomStringConvertible {
    /// Large enough for both families; `sockaddr_storage` is four times as large.
    private(set) var storage: sockaddr_in6
    private(set) var length: socklen_t

    enum Family: Sendable { case ipv4, ipv6 }

    var family: Family { Int32(storage.sin6_family) == AF_INET6 ? .ipv6 : .ipv4 }
    var domain: Int32 { Int32(storage.sin6_family) }

    init(copying address: UnsafePointer<sockaddr>, length: socklen_t) {
        var storage = sockaddr_in6()
        let count = min(Int(length), MemoryLayout<sockaddr_in6>.size)
        unsafe withUnsafeMutableBytes(of: &storage) { target in
            unsafe target.copyMemory(from: UnsafeRawBufferPointer(start: address, count: count))
        }
        self.storage = storage
        self.length = socklen_t(count)
    }

    /// The address that one of our own sockets is bound to.
    init(boundBy descriptor: Int32) throws(SystemError) {
        var storage = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe getsockname(descriptor, address, &length)
            }
        }
        guard result == 0 else { throw SystemError("getsockname") }
        self.storage = storage
        self.length = length
    }

    /// Calls `body` with the address in the form that the C interface expects.
    func withSocketAddress<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe body(address, length)
            }
        }
    }

    /// The host only, as a number that can be compared and counted.
    var client: ClientAddress { ClientAddress(storage) }

    var port: UInt16 {
        unsafe withUnsafeBytes(of: storage) { bytes in
            // In both families the port, in network byte order, follows the family directly.
            unsafe UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        }
    }

    /// The same address with another port.
    func with(port: UInt16) -> Address {
        var copy = self
        unsafe withUnsafeMutableBytes(of: &copy.storage) { bytes in
            unsafe bytes[2] = UInt8(port >> 8)
            unsafe bytes[3] = UInt8(port & 0xFF)
        }
        return copy
    }

    /// The host only, in numeric form.
    var host: String {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let result = unsafe withSocketAddress { address, length in
            unsafe getnameinfo(
                address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        }
        guard result == 0 else { return "?" }
        return String(
            decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// `host:port` as in a URL: an IPv6 address is in brackets.
    var description: String { family == .ipv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension Address {
    /// Why the C library's resolver returned no address.
    enum LookupFailure: Error, Sendable, Equatable {
        /// The name does not exist, or it has no address.
        case unknownHost
        /// No answer for now: a name server cannot be reached.
        case temporary(String)
    }

    /// Calls `getaddrinfo`, which may block for seconds unless `numericOnly`.
    ///
    /// - Parameter passive: whether the address is for listening rather than for connecting.
    static func lookUp(
        host: String, port: UInt16, numericOnly: Bool = false, passive: Bool = false
    ) -> Result<[Address], LookupFailure> {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        // AI_ADDRCONFIG would hide ::1 on a machine whose only IPv6 address is the loopback one.
        unsafe hints.ai_flags =
            AI_NUMERICSERV | (numericOnly ? AI_NUMERICHOST : 0) | (passive ? AI_PASSIVE : 0)
        var head: UnsafeMutablePointer<addrinfo>?
        let result = unsafe getaddrinfo(host, String(port), &hints, &head)
        guard result == 0 else {
            if result == EAI_AGAIN || result == EAI_SYSTEM || result == EAI_MEMORY {
                let reason = unsafe String(cString: gai_strerror(result))
                return .failure(.temporary(reason))
            }
            return .failure(.unknownHost)
        }
        defer { unsafe freeaddrinfo(head) }
        var addresses: [Address] = []
        var next = unsafe head
        while let entry = unsafe next {
            let family = unsafe entry.pointee.ai_family
            if let address = unsafe entry.pointee.ai_addr, family == AF_INET || family == AF_INET6 {
                unsafe addresses.append(
                    Address(copying: address, length: entry.pointee.ai_addrlen))
            }
            unsafe next = entry.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.unknownHost) : .success(addresses)
    }
}

extension ClientAddress {
    static let thisMachine = ClientAddress(ipv4: 0x7F00_0001)

    /// The address of a peer. A peer without an address, such as a socket pair, counts as this
    /// machine.
    init(_ storage: sockaddr_in6) {
        self = unsafe withUnsafeBytes(of: storage) { bytes in
            func number(_ range: Range<Int>) -> UInt64 {
                var number: UInt64 = 0
                for index in range { number = unsafe number << 8 | UInt64(bytes[index]) }
                return number
            }
            // The port comes first, and in IPv6 the flow label too (sockaddr_in, sockaddr_in6).
            switch Int32(storage.sin6_family) {
            case AF_INET: return ClientAddress(ipv4: UInt32(number(4..<8)))
            case AF_INET6: return ClientAddress(high: number(8..<16), low: number(16..<24))
            default: return .thisMachine
            }
        }
    }
}
