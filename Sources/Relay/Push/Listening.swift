import Synchronization

/// Why a port cannot be had, and what to do.
struct ListenError: Error, Equatable {
    let message: String
}

/// One listening socket for each loop, all on the same port.
final class Listening: Sendable {
    /// The address with the port that was given, also where port 0 asked for any.
    let address: Address
    private let descriptors: Mutex<[Int32]>

    init(on wanted: ListenAddress, count: Int) throws(ListenError) {
        guard
            case .success(let found) = Address.lookUp(
                host: wanted.host, port: wanted.port, passive: true),
            // A name such as localhost may have both; browsers and scripts find IPv4 everywhere.
            let first = found.first(where: { $0.family == .ipv4 }) ?? found.first
        else {
            throw ListenError(
                message: "cannot listen on \(wanted.description): \(wanted.host) is no address of "
                    + "this machine; use 127.0.0.1, or 0.0.0.0 for all")
        }
        do throws(SystemError) {
            // A shared port would let a second copy of the program in without a word, and each
            // would get some of the browsers. So the first question is whether it is free.
            let probe = try Socket.listen(on: first, shared: false)
            let address = try Address(boundBy: probe.rawValue)
            probe.close()
            var raw: [Int32] = []
            for _ in 0..<count {
                raw.append(try Socket.listen(on: address, shared: true).release())
            }
            self.address = address
            descriptors = Mutex(raw)
        } catch {
            throw Listening.explain(error, wanted)
        }
    }

    deinit {
        let unused = descriptors.withLock { $0 }
        for raw in unused where raw >= 0 { _ = FileDescriptor(owning: raw) }
    }

    /// The socket of one loop, once.
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
