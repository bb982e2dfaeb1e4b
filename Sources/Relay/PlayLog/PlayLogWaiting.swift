/// The titles that the play log's thread has not taken yet, oldest first. Each station has its own
/// room. If there is too much in total, the stations that hold most lose titles.
struct PlayLogWaiting: Sendable {
    struct Bounds: Sendable {
        var titles = Limits.playLogQueue
        var bytes = Limits.playLogQueueBytes
        var stationTitles = Limits.playLogStationTitles
        var stationBytes = Limits.playLogStationBytes
        var batchBytes = Limits.playLogBatchBytes
    }

    /// The titles that a station holds.
    private struct Room: Sendable {
        var count = 0
        var bytes = 0
        /// The position of its newest title in `titles`, plus `takenCount`.
        var newest = 0

        mutating func add(_ bytes: Int, at place: Int) {
            count += 1
            self.bytes += bytes
            newest = place
        }

        mutating func remove(_ bytes: Int) {
            count -= 1
            self.bytes -= bytes
        }
    }

    private let bounds: Bounds
    private(set) var titles: [PlayLogEntry] = []
    private(set) var byteCount = 0
    private var rooms: [StationID: Room] = [:]
    /// How many titles have been taken from the front of `titles`.
    private var takenCount = 0

    init(_ bounds: Bounds = Bounds()) { self.bounds = bounds }

    var isEmpty: Bool { titles.isEmpty }
    var count: Int { titles.count }

    /// Adds a title.
    ///
    /// - Returns: how many titles each station lost; nil if no station can lose any.
    mutating func append(_ title: PlayLogEntry) -> [StationID: Int]? {
        var shed: [StationID: Int] = [:]
        if byteCount >= bounds.bytes { shed = makeBytes() }
        let station = title.station
        if let room = rooms[station],
            room.count >= bounds.stationTitles || room.bytes >= bounds.stationBytes
        {
            replaceNewest(room, by: title)
            shed[station, default: 0] += 1
            return shed
        }
        if titles.count >= bounds.titles {
            guard let lost = makePlaces() else { return nil }
            shed.merge(lost, uniquingKeysWith: +)
        }
        add(title)
        return shed
    }

    private mutating func add(_ title: PlayLogEntry) {
        let bytes = title.byteCount
        rooms[title.station, default: Room()].add(bytes, at: takenCount + titles.count)
        titles.append(title)
        byteCount += bytes
    }

    /// The newest waiting title has no number and was never delivered, so it can be replaced as if
    /// it had never existed. The older ones stay: they cost only the station's room.
    private mutating func replaceNewest(_ room: Room, by title: PlayLogEntry) {
        let place = room.newest - takenCount
        let growth = title.byteCount - titles[place].byteCount
        titles[place] = title
        rooms[title.station]?.bytes += growth
        byteCount += growth
    }

    // MARK: Making room

    /// Nil if nearly every title is the only one of its station: that is not a flood.
    private mutating func makePlaces() -> [StationID: Int]? {
        // An eighth, so that the work is done once for many titles.
        let target = bounds.titles - max(1, bounds.titles / 8)
        guard rooms.count <= target else { return nil }
        return shorten(to: target) { _ in 1 }
    }

    /// A station whose only title is longer than its share loses that title. Ordinary titles are
    /// never affected: 10,000 of them are far below the limit.
    private mutating func makeBytes() -> [StationID: Int] {
        shorten(to: bounds.bytes - bounds.bytes / 8) { $0.byteCount }
    }

    private mutating func shorten(to target: Int, size: (PlayLogEntry) -> Int) -> [StationID: Int] {
        var left = titles
        removeAll()
        let lost = FairShare.shorten(&left, to: target, station: \.station, size: size)
        for title in left { add(title) }
        return lost
    }

    // MARK: Taking

    /// Takes the oldest titles, as many as the thread writes at once.
    mutating func takeBatch() -> [PlayLogEntry] {
        var (count, bytes) = (0, 0)
        while count < titles.count, bytes < bounds.batchBytes {
            let size = titles[count].byteCount
            rooms[titles[count].station]?.remove(size)
            bytes += size
            count += 1
        }
        let batch = Array(titles[..<count])
        guard count < titles.count else {
            removeAll()
            return batch
        }
        for title in batch where rooms[title.station]?.count == 0 {
            rooms[title.station] = nil
        }
        titles.removeFirst(count)
        takenCount += count
        byteCount -= bytes
        return batch
    }

    mutating func removeAll() { self = PlayLogWaiting(bounds) }
}
