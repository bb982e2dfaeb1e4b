import Synchronization

/// What is counted of one station. Its own loop counts; any loop reads.
final class StationFigures: Sendable {
    let receivedBytes = Counter()
    /// Connections that were begun, the first one included.
    let connections = Counter()
    let titles = Counter()
    let blocks = Counter()
    /// Who listens to it, on all loops.
    let subscribers = Counter()
    /// Who wants its raw blocks, on all loops.
    let rawSubscribers = Counter()
    /// When the last block was here, in milliseconds since 1970; 0 before the first.
    let lastBlock = Counter()
    private let stateNumber = Counter(StationStatus.State.allCases.count)

    var state: StationStatus.State? {
        let number = stateNumber.value
        return StationStatus.State.allCases.indices.contains(number)
            ? StationStatus.State.allCases[number] : nil
    }

    /// Of nearly all stations nothing is shed.
    private let shedCounts = AtomicLazyReference<CounterRow>()

    /// How often something of the station was shed, by `Bound`; empty where nothing was.
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
