import ICYReader

/// Durations, counted in the cumulative buckets that Prometheus expects: each bucket counts the
/// durations up to its bound, including those of all lower buckets.
final class Histogram: Sendable {
    /// In seconds, from a few microseconds (one client on an idle machine) to the seconds which
    /// show that the machine is too small.
    static let bounds: [Double] = [
        0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
        1, 2.5,
    ]

    private let classes = CounterRow(Histogram.bounds.count + 1)
    private let nanoseconds = Counter()

    private static let nanosecondBounds = bounds.map { Int64($0 * 1e9) }

    /// Counts the time between two points. A loop does this in each turn: nothing is divided.
    func observe(from start: Instant, to end: Instant) {
        let time = end.nanoseconds - start.nanoseconds
        let bounds = Histogram.nanosecondBounds
        classes.add(1, at: bounds.firstIndex { time <= $0 } ?? bounds.count)
        nanoseconds.add(Int(time))
    }

    /// The number of durations up to each bound, and last the total count.
    var cumulative: [Int] {
        var total = 0
        return classes.values.map { count in
            total += count
            return total
        }
    }

    /// The sum of all durations, in seconds.
    var sum: Double { Double(nanoseconds.value) / 1e9 }
}
