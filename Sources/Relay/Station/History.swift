/// The last titles of a station, newest first.
struct History {
    private var ring: [TitlePublication] = []
    /// Where the oldest stands once the ring is full.
    private var oldest = 0

    var newest: TitlePublication? {
        guard !ring.isEmpty else { return nil }
        return ring[(oldest + ring.count - 1) % ring.count]
    }

    mutating func append(_ publication: TitlePublication) {
        if ring.count < Limits.historyTitles {
            ring.append(publication)
        } else {
            ring[oldest] = publication
            oldest = (oldest + 1) % ring.count
        }
    }

    var newestFirst: [TitlePublication] {
        Array((ring[oldest...] + ring[..<oldest]).reversed())
    }
}
