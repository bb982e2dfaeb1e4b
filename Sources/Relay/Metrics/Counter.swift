import Synchronization

/// A figure that one thread changes and any thread reads: no lock, and no waiting for either.
final class Counter: Sendable {
    private let storage: Atomic<Int>

    init(_ value: Int = 0) { storage = Atomic(value) }

    var value: Int { storage.load(ordering: .relaxed) }

    func add(_ count: Int) { storage.add(count, ordering: .relaxed) }

    func set(_ value: Int) { storage.store(value, ordering: .relaxed) }
}

/// A fixed number of counters in a row.
final class CounterRow: Sendable {
    private let counters: [Counter]

    init(_ count: Int) { counters = (0..<count).map { _ in Counter() } }

    func add(_ count: Int, at index: Int) { counters[index].add(count) }

    var values: [Int] { counters.map(\.value) }
}
