/// The last titles of a station, newest first.
struct History {
    private(set) var newest: TitleRecord?
    private var ring: [TitleRecord] = []
    /// The highest number that a title may have which is not here any more.
    private(set) var floor: Int
    /// Where the oldest stands once the ring is full.
    private var oldest = 0

    init(floor: Int = 0) { self.floor = floor }

    mutating func append(_ title: TitleRecord) {
        if let newest { keep(newest) }
        newest = title
    }

    private mutating func keep(_ title: TitleRecord) {
        if ring.count < Limits.historyTitles - 1 {
            ring.append(title)
        } else {
            floor = max(floor, ring[oldest].number)
            ring[oldest] = title
            oldest = (oldest + 1) % ring.count
        }
    }

    var newestFirst: [TitleRecord] {
        guard let newest else { return [] }
        return [newest] + (ring[oldest...] + ring[..<oldest]).reversed()
    }

    /// The titles above a number, oldest first. They are all there were if `floor` is not above it.
    func titles(above number: Int) -> [TitleRecord] {
        newestFirst.prefix { $0.number > number }.reversed()
    }
}
