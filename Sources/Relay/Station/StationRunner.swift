import ICYReader

/// Runs the stations that are one loop's share: those whose number leaves the loop's when divided
/// by the number of loops.
final class StationRunner: TimerHandler {
    private struct Run {
        var entry: StationEntry
        var station: Station
        var isConnected = false
        /// Lets it go when nobody has come until then.
        var timer: Timers.Token?
    }

    private let loop: EventLoop
    private let index: Int
    private let count: Int
    private let admission: Admission
    private let make: (StationEntry, TitleEvent?) -> Station
    private var runs: [Int: Run] = [:]
    /// The loops that have clients of a station. Also of one that is not on demand, as that may
    /// change, and of one that this loop has not heard of yet.
    private var listeners: [Int: Set<Int>] = [:]
    private var stationOfTimer: [Timers.Token: Int] = [:]

    /// - Parameters:
    ///   - count: how many loops there are.
    ///   - make: makes a station that does nothing yet, from its settings and the last title that
    ///     was told of it.
    init(
        loop: EventLoop, index: Int, count: Int, admission: Admission,
        make: @escaping (StationEntry, TitleEvent?) -> Station
    ) {
        self.loop = loop
        self.index = index
        self.count = count
        self.admission = admission
        self.make = make
    }

    /// Which loop reads a station.
    func loop(of id: Int) -> Int { id % count }

    func runs(_ id: Int) -> Bool { loop(of: id) == index }

    /// Starts what is new, stops what is gone, and begins anew what is changed; nothing else hears
    /// of it.
    func take(_ settings: ServerSettings, lastTitles: [Int: TitleEvent] = [:]) {
        var gone = runs
        for entry in settings.stations where runs(entry.id) {
            gone[entry.id] = nil
            guard let run = runs[entry.id] else {
                begin(entry, lastTitle: lastTitles[entry.id])
                continue
            }
            guard run.entry.choice != entry.choice else { continue }
            end(entry.id)
            begin(entry, lastTitle: run.station.lastTitle)
        }
        for id in gone.keys {
            end(id)
            listeners[id] = nil
        }
    }

    private func begin(_ entry: StationEntry, lastTitle: TitleEvent?) {
        let station = make(entry, lastTitle)
        runs[entry.id] = Run(entry: entry, station: station)
        if entry.choice.isOnDemand, !hasListeners(entry.id) { return station.rest() }
        connect(entry.id)
    }

    private func hasListeners(_ id: Int) -> Bool { listeners[id]?.isEmpty == false }

    private func connect(_ id: Int) {
        guard var run = runs[id], !run.isConnected else { return }
        // The limit was asked about where the client came in.
        _ = admission.connect(stations: [id], maximum: nil)
        run.isConnected = true
        runs[id] = run
        run.station.start()
    }

    private func end(_ id: Int) {
        guard let run = runs.removeValue(forKey: id) else { return }
        cancel(run.timer)
        admission.letGo(station: id)
        run.station.stop()
    }

    // MARK: On demand

    /// A loop has clients of a station now, or has lost the last one.
    func listening(station id: Int, loop listener: Int, isListening: Bool) {
        guard runs(id) else { return }
        if isListening {
            listeners[id, default: []].insert(listener)
        } else {
            listeners[id]?.remove(listener)
        }
        guard var run = runs[id], run.entry.choice.isOnDemand else { return }
        cancel(run.timer)
        run.timer = nil
        if !hasListeners(id), run.isConnected {
            let timer = loop.schedule(at: loop.now + Limits.onDemandLinger, self)
            run.timer = timer
            stationOfTimer[timer] = id
        }
        runs[id] = run
        if hasListeners(id) { connect(id) }
    }

    func timerFired(_ token: Timers.Token, now: Instant) {
        guard let id = stationOfTimer.removeValue(forKey: token), var run = runs[id] else { return }
        run.timer = nil
        run.isConnected = false
        runs[id] = run
        admission.letGo(station: id)
        run.station.rest()
    }

    private func cancel(_ timer: Timers.Token?) {
        guard let timer, stationOfTimer.removeValue(forKey: timer) != nil else { return }
        loop.cancel(timer)
    }

    // MARK: Ending

    func stop() {
        for id in Array(runs.keys) { end(id) }
    }
}
