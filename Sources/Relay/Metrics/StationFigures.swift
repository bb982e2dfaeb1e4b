import Synchronization

/// The counters of one station. Its own loop writes them; any loop may read them.
final class StationFigures: Sendable {
    let receivedBytes = Counter()
    /// Connection attempts, including the first one.
    let connections = Counter()
    let titles = Counter()
    let blocks = Counter()
    /// Subscribers on all loops.
    let subscribers = Counter()
    /// Subscribers to its raw blocks on all loops.
    let rawSubscribers = Counter()
    /// When the last block arrived, in milliseconds since 1970; 0 before the first one.
    let lastBlock = Counter()
    private let stateNumber = Counter(StationStatus.State.allCases.count)

    var state: StationStatus.State? {
        let number = stateNumber.value
        return StationStatus.State.allCases.indices.contains(number)
            ? StationStatus.State.allCases[number] : nil
    }

    /// Allocated only when something is shed, which is rare.
    private let shedCounts = AtomicLazyReference<CounterRow>()

    /// How often each `Bound` shed something of the station; empty if nothing was shed.
    var shed: [Int] { shedCounts.load()?.values ?? [] }

    /// Counts what a bound sheds, and logs it the first time.
    func shed(_ bound: Bound, _ count: Int = 1, station: String) {
        let counts =
            shedCounts.load() ?? shedCounts.storeIfNil(CounterRow(Bound.allCases.count))
        if counts.valueBeforeAdding(count, at: bound.rawValue) == 0 {
            Log.line("\(bound.notice) (\(bound.name))", .warning, station: station)
        }
    }

    func enter(_ state: StationStatus.State) {
        stateNumber.set(StationStatus.State.allCases.firstIndex(of: state) ?? 0)
    }
}
