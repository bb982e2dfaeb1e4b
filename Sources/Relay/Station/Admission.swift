/// Counts, for all loops together, what limits are set on: connections, connections of one address,
/// and stations that are connected.
final class Admission: Sendable {
    private struct State: Sendable {
        var connections = 0
        var ofAddress: [UInt64: Int] = [:]
        var stations: Set<Int> = []
    }

    private let state = Lock(State())

    /// A connection comes.
    ///
    /// - Returns: whether there is room; then `leave` has to follow some day.
    func enter(maximum: Int?) -> Bool {
        state.withLock { state in
            if let maximum, state.connections >= maximum { return false }
            state.connections += 1
            return true
        }
    }

    /// A connection has gone.
    func leave() { state.withLock { $0.connections -= 1 } }

    /// Counts a connection of an address.
    ///
    /// - Returns: whether it may have one more; then `release` has to follow some day.
    func charge(_ address: ClientAddress, maximum: Int?) -> Bool {
        state.withLock { state in
            let count = state.ofAddress[address.limitKey, default: 0]
            if let maximum, count >= maximum { return false }
            state.ofAddress[address.limitKey] = count + 1
            return true
        }
    }

    func release(_ address: ClientAddress) {
        state.withLock { state in
            guard let count = state.ofAddress[address.limitKey] else { return }
            // An address that has left costs nothing.
            state.ofAddress[address.limitKey] = count > 1 ? count - 1 : nil
        }
    }

    /// Whether stations may be connected, all of them; each one stays counted until it is let go.
    func connect(stations: [Int], maximum: Int?) -> Bool {
        state.withLock { state in
            let new = Set(stations.filter { !state.stations.contains($0) })
            if let maximum, !new.isEmpty, state.stations.count + new.count > maximum {
                return false
            }
            state.stations.formUnion(new)
            return true
        }
    }

    func letGo(station: Int) { _ = state.withLock { $0.stations.remove(station) } }
}
