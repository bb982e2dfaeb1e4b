/// The last titles of a station, newest first.
struct History {
    private var ring: [TitleRecord] = []
    /// Where the oldest stands once the ring is full.
    private var oldest = 0
    /// The highest number that a title may have which is not here any more.
    private(set) var floor: Int

    init(floor: Int = 0) { self.floor = floor }

    var newest: TitleRecord? {
        guard !ring.isEmpty else { return nil }
        return ring[(oldest + ring.count - 1) % ring.count]
    }

    mutating func append(_ title: TitleRecord) {
        if ring.count < Limits.historyTitles {
            ring.append(title)
        } else {
            floor = max(floor, ring[oldest].number)
            ring[oldest] = title
            oldest = (oldest + 1) % ring.count
        }
    }

    var newestFirst: [TitleRecord] {
        Array((ring[oldest...] + ring[..<oldest]).reversed())
    }

    /// The titles above a number, oldest first. They are all there were if `floor` is not above it.
    func titles(above number: Int) -> [TitleRecord] {
        newestFirst.prefix { $0.number > number }.reversed()
    }
}
