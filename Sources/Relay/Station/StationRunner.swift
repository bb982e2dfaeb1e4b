import ICYReader

/// Runs one loop's share of the stations: those whose id, modulo the number of loops, is the loop's
/// index.
final class StationRunner: TimerHandler {
    private let loop: EventLoop
    private let index: Int
    private let count: Int
    private let admission: Admission
    private let make: (StationEntry, Int?) -> Station
    private var stations: [StationID: Station] = [:]
    /// The loops that have clients of a station. Includes stations that are not on demand, since
    /// that may change, and stations that this loop has not received yet.
    private var audiences: [StationID: Set<Int>] = [:]
    /// When a timer fires, its on-demand station is disconnected unless a client has come since.
    private var timers: [StationID: Timers.Token] = [:]
    private var stationOfTimer: [Timers.Token: StationID] = [:]

    /// - Parameters:
    ///   - count: the number of loops.
    ///   - make: makes a station from its settings and the fingerprint of its last title, without
    ///     starting it.
    init(
        loop: EventLoop, index: Int, count: Int, admission: Admission,
        make: @escaping (StationEntry, Int?) -> Station
    ) {
        self.loop = loop
        self.index = index
        self.count = count
        self.admission = admission
        self.make = make
    }

    /// The loop that reads a station.
    func loop(of id: StationID) -> Int { id.loop(of: count) }

    func runs(_ id: StationID) -> Bool { loop(of: id) == index }

    /// Starts new stations, stops removed ones and restarts those whose settings changed. All
    /// others are left alone.
    func adopt(_ entries: [StationEntry], lastFingerprints: [StationID: Int] = [:]) {
        var gone = stations
        for entry in entries where runs(entry.id) {
            gone[entry.id] = nil
            guard let station = stations[entry.id] else {
                begin(entry, lastFingerprint: lastFingerprints[entry.id])
                continue
            }
            guard station.entry.choice != entry.choice else { continue }
            end(entry.id)
            begin(entry, lastFingerprint: station.lastFingerprint)
        }
        for id in gone.keys {
            end(id)
            audiences[id] = nil
        }
    }

    private func begin(_ entry: StationEntry, lastFingerprint: Int?) {
        let station = make(entry, lastFingerprint)
        stations[entry.id] = station
        if entry.choice.isOnDemand, !hasAudience(entry.id) { return station.rest() }
        connect(entry.id)
    }

    private func hasAudience(_ id: StationID) -> Bool { audiences[id]?.isEmpty == false }

    private func connect(_ id: StationID) {
        guard let station = stations[id], !station.isRunning else { return }
        // The limit was checked when the client was admitted.
        _ = admission.connect(stations: [id], maximum: nil)
        station.start()
    }

    private func end(_ id: StationID) {
        guard let station = stations.removeValue(forKey: id) else { return }
        cancelTimer(of: id)
        admission.letGo(station: id)
        station.stop()
    }

    // MARK: On demand

    /// A loop now has clients of a station, or has lost the last one.
    func audience(station id: StationID, loop other: Int, isPresent: Bool) {
        guard runs(id) else { return }
        if isPresent {
            audiences[id, default: []].insert(other)
        } else {
            audiences[id]?.remove(other)
        }
        guard let station = stations[id], station.entry.choice.isOnDemand else { return }
        cancelTimer(of: id)
        if hasAudience(id) { return connect(id) }
        // The client left before the station was connected. If another client that was admitted
        // with the station already counted is about to subscribe, `connect` counts it again.
        guard station.isRunning else { return admission.letGo(station: id) }
        let timer = loop.schedule(at: loop.now + Limits.onDemandLinger, self)
        timers[id] = timer
        stationOfTimer[timer] = id
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        guard let id = stationOfTimer.removeValue(forKey: token), let station = stations[id]
        else { return }
        timers[id] = nil
        admission.letGo(station: id)
        station.rest()
    }

    private func cancelTimer(of id: StationID) {
        guard let timer = timers.removeValue(forKey: id) else { return }
        stationOfTimer[timer] = nil
        loop.cancel(timer)
    }

    // MARK: Ending

    func stop() {
        for id in Array(stations.keys) { end(id) }
    }
}
