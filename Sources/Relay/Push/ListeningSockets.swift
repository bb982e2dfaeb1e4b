/// Why a port cannot be used, and what to do about it.
struct ListenError: Error, Equatable {
    let message: String
}

/// One listening socket for each loop, all on the same port.
final class ListeningSockets: Sendable {
    /// The address with the actual port, also if any port was requested with port 0.
    let address: Address
    private let descriptors: Lock<[Int32]>

    init(on wanted: ListenAddress, count: Int) throws(ListenError) {
        guard
            case .success(let found) = Address.lookUp(
                host: wanted.host, port: wanted.port, passive: true),
            // A name such as localhost may have both; browsers and scripts can use IPv4 everywhere.
            let first = found.first(where: { $0.family == .ipv4 }) ?? found.first
        else {
            throw ListenError(
                message: "cannot listen on \(wanted.description): \(wanted.host) is no address of "
                    + "this machine; use 127.0.0.1, or 0.0.0.0 for all")
        }
        precondition(count > 0)
        var sockets: [Int32] = []
        do throws(SystemError) {
            let own = try Socket.listen(on: first, .first)
            address = try Address(boundBy: own.rawValue)
            sockets.append(own.release())
            while sockets.count < count {
                sockets.append(try Socket.listen(on: address, .another).release())
            }
        } catch {
            for raw in sockets { FileDescriptor(owning: raw).close() }
            throw ListeningSockets.explain(error, wanted)
        }
        descriptors = Lock(sockets)
    }

    deinit {
        let unused = descriptors.withLock { $0 }
        for raw in unused where raw >= 0 { FileDescriptor(owning: raw).close() }
    }

    /// Returns the socket of one loop. May be called once per loop.
    func take(_ index: Int) -> FileDescriptor {
        let raw = descriptors.withLock { descriptors in
            defer { descriptors[index] = -1 }
            return descriptors[index]
        }
        return FileDescriptor(owning: raw)
    }

    private static func explain(_ error: SystemError, _ wanted: ListenAddress) -> ListenError {
        let advice =
            switch error.cause {
            case .addressInUse:
                "the port is taken (often by Icecast itself); choose another, such as --listen "
                    + "\(wanted.neighbour.description)"
            case .notPermitted: "ports below 1024 need privileges; choose another with --listen"
            case .addressNotAvailable:
                "this machine has no such address; use 127.0.0.1, or 0.0.0.0 for all"
            default: error.description
            }
        return ListenError(message: "cannot listen on \(wanted.description): \(advice)")
    }
}
