/// Counts, across all loops, what has a limit: connections, connections per address, and connected
/// stations.
final class Admission: Sendable {
    private struct State: Sendable {
        var connections = 0
        var ofAddress: [UInt64: Int] = [:]
        var stations: Set<StationID> = []
    }

    private let state = Lock(State())

    /// Counts a new connection.
    ///
    /// - Returns: whether there is room. If so, the caller must call `leave` later.
    func enter(maximum: Int?) -> Bool {
        state.withLock { state in
            if let maximum, state.connections >= maximum { return false }
            state.connections += 1
            return true
        }
    }

    /// The connections that are counted now.
    var count: Int { state.withLock { $0.connections } }

    /// Counts a connection that has ended.
    func leave() { state.withLock { $0.connections -= 1 } }

    /// Counts a connection of an address.
    ///
    /// - Returns: how many connections the address has now, and the caller must call `release`
    ///   later; nil if it may have no more.
    func charge(_ address: ClientAddress, maximum: Int?) -> Int? {
        state.withLock { state in
            let count = state.ofAddress[address.limitKey, default: 0]
            if let maximum, count >= maximum { return nil }
            state.ofAddress[address.limitKey] = count + 1
            return count + 1
        }
    }

    func release(_ address: ClientAddress) {
        state.withLock { state in
            guard let count = state.ofAddress[address.limitKey] else { return }
            // An address without connections uses no memory.
            state.ofAddress[address.limitKey] = count > 1 ? count - 1 : nil
        }
    }

    /// Whether all of these stations may be connected. If so, each one is counted until `letGo`.
    func connect(stations: [StationID], maximum: Int?) -> Bool {
        state.withLock { state in
            let new = Set(stations.filter { !state.stations.contains($0) })
            if let maximum, !new.isEmpty, state.stations.count + new.count > maximum {
                return false
            }
            state.stations.formUnion(new)
            return true
        }
    }

    func letGo(station: StationID) { _ = state.withLock { $0.stations.remove(station) } }
}
