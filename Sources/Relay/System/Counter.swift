import Synchronization

/// A number that any thread may change and read, without a lock and without waiting.
struct Counter: ~Copyable, Sendable {
    private let storage: Atomic<Int>

    init(_ value: Int = 0) { storage = Atomic(value) }

    var value: Int { storage.load(ordering: .relaxed) }

    func add(_ count: Int) { storage.add(count, ordering: .relaxed) }

    /// Adds a number and returns the previous value.
    func valueBeforeAdding(_ count: Int) -> Int {
        storage.add(count, ordering: .relaxed).oldValue
    }

    func set(_ value: Int) { storage.store(value, ordering: .relaxed) }
}

/// A fixed number of counters in a row.
final class CounterRow: Sendable {
    private final class Place: Sendable {
        let counter = Counter()
    }

    private let places: [Place]

    init(_ count: Int) { places = (0..<count).map { _ in Place() } }

    func add(_ count: Int, at index: Int) { places[index].counter.add(count) }

    /// Adds a number and returns the previous value.
    func valueBeforeAdding(_ count: Int, at index: Int) -> Int {
        places[index].counter.valueBeforeAdding(count)
    }

    var values: [Int] { places.map { $0.counter.value } }
}
